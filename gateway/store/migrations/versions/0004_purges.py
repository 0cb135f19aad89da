"""What was erased of a request, and the journal of purges."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add two columns and the journal, which nothing in it can be changed in."""
    op.add_column("request", sa.Column("erase_asked_at", sa.BigInteger()))
    op.add_column("request", sa.Column("erased_at", sa.BigInteger()))
    op.create_table(
        "purge",
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("school", sa.String(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("position"),
        sqlite_autoincrement=True,
    )
    op.create_index("purge_by_age", "purge", ["school", "at"])
    op.execute(
        "CREATE TRIGGER purge_only_added_to BEFORE UPDATE ON purge "
        "BEGIN SELECT RAISE(ABORT, 'the journal of purges is only added to'); END"
    )


def downgrade() -> None:
    """Not offered: a backup is restored instead."""
    raise NotImplementedError
