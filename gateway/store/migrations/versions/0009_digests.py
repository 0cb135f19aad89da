"""Which days’ digests were written, for each school."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add a table."""
    op.create_table(
        "digest",
        sa.Column("school", sa.String(), nullable=False),
        sa.Column("day", sa.String(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("school", "day"),
    )


def downgrade() -> None:
    """Not offered: a backup is restored instead."""
    raise NotImplementedError
