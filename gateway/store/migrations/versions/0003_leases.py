"""Who works on a request, and until when."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the two columns; nobody works on anything while the store is brought up to date."""
    op.add_column("request", sa.Column("sender", sa.String()))
    op.add_column("request", sa.Column("lease_until", sa.BigInteger()))


def downgrade() -> None:
    """Not offered: a backup is restored instead."""
    raise NotImplementedError
