"""The school's staff, their sessions, and the journal of what they saw and did."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add three tables; the journal is only added to."""
    op.create_table(
        "staff",
        sa.Column("school", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("login", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("password", sa.String(), nullable=False),
        sa.Column("totp", sa.LargeBinary()),
        sa.Column("totp_proved_at", sa.BigInteger()),
        sa.Column("totp_step", sa.BigInteger(), nullable=False),
        sa.Column("recovery", sa.String(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("disabled_at", sa.BigInteger()),
        sa.PrimaryKeyConstraint("school", "id"),
        sa.UniqueConstraint("school", "login", name="staff_login"),
    )
    op.create_table(
        "staff_session",
        sa.Column("school", sa.String(), nullable=False),
        sa.Column("handle", sa.String(), nullable=False),
        sa.Column("staff", sa.String(), nullable=False),
        sa.Column("opened_at", sa.BigInteger(), nullable=False),
        sa.Column("used_at", sa.BigInteger(), nullable=False),
        sa.Column("confirmed_at", sa.BigInteger()),
        sa.PrimaryKeyConstraint("school", "handle"),
    )
    op.create_index("staff_session_by_staff", "staff_session", ["school", "staff"])
    op.create_table(
        "act",
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("school", sa.String(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("staff", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("note", sa.LargeBinary()),
        sa.PrimaryKeyConstraint("position"),
        sqlite_autoincrement=True,
    )
    op.create_index("act_by_request", "act", ["school", "number", "position"])
    op.create_index("act_by_age", "act", ["school", "at"])
    _only_added_to()


def _only_added_to() -> None:
    """Let nothing change an act, and only its age take it away.

    A rotation of the key seals notes anew: same length, another version in the second byte. What
    goes by its age goes after its line in the journal of purges, which says until when.
    """
    op.execute(
        "CREATE TRIGGER act_only_added_to BEFORE UPDATE ON act "
        "WHEN OLD.position IS NOT NEW.position OR OLD.school IS NOT NEW.school "
        "OR OLD.at IS NOT NEW.at OR OLD.staff IS NOT NEW.staff OR OLD.name IS NOT NEW.name "
        "OR OLD.what IS NOT NEW.what OR OLD.number IS NOT NEW.number "
        "OR OLD.note IS NULL OR NEW.note IS NULL "
        "OR length(OLD.note) <> length(NEW.note) "
        "OR substr(OLD.note, 2, 1) = substr(NEW.note, 2, 1) "
        "BEGIN SELECT RAISE(ABORT, 'the journal of acts is only added to'); END"
    )
    op.execute(
        "CREATE TRIGGER act_kept_for_its_age BEFORE DELETE ON act "
        "WHEN NOT EXISTS (SELECT 1 FROM purge WHERE purge.school = OLD.school "
        "AND purge.kind = 'act' AND purge.why = 'age' AND purge.until > OLD.at) "
        "BEGIN SELECT RAISE(ABORT, 'the journal of acts is only added to'); END"
    )


def downgrade() -> None:
    """Not offered: a backup is restored instead."""
    raise NotImplementedError
