"""Drafts and documents of re-enrolments; what may be sent only once."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the three tables."""
    op.create_table(
        "draft",
        sa.Column("school", sa.String(), nullable=False),
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("student", sa.String(), nullable=False),
        sa.Column("changed_at", sa.BigInteger(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("school", "account", "student"),
    )
    op.create_index("draft_by_age", "draft", ["changed_at"])
    op.create_table(
        "document",
        sa.Column("school", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("number", sa.String()),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("kept_at", sa.BigInteger(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("school", "id"),
    )
    op.create_index("document_by_account", "document", ["school", "account"])
    op.create_index("document_by_number", "document", ["school", "number"])
    op.create_table(
        "once",
        sa.Column("school", sa.String(), nullable=False),
        sa.Column("press", sa.String(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("sealed", sa.LargeBinary()),
        sa.PrimaryKeyConstraint("school", "press"),
    )
    op.create_index("once_by_age", "once", ["at"])


def downgrade() -> None:
    """Not offered: a backup is restored instead."""
    raise NotImplementedError
