"""What the school has written to a family about a request."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add a column; what a desk lists is found by school and state."""
    op.add_column("request", sa.Column("said", sa.LargeBinary()))
    op.create_index("request_by_school", "request", ["school", "state", "position"])
    op.create_index("event_by_age", "event", ["school", "at"])


def downgrade() -> None:
    """Not offered: a backup is restored instead."""
    raise NotImplementedError
