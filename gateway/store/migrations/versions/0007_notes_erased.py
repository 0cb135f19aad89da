"""What the staff wrote about a request goes with the request's contents."""

from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_GO_NOW = (
    "UPDATE act SET note = NULL WHERE note IS NOT NULL AND number <> '' "
    "AND NOT EXISTS (SELECT 1 FROM request WHERE request.school = act.school "
    "AND request.number = act.number AND request.erased_at IS NULL)"
)
"""Of requests that are erased, or of which not even a row is left."""


def upgrade() -> None:
    """Let a note go where its request's contents are gone, and nothing else of an act.

    Otherwise as before: a rotation of the key seals notes anew, with the same length and another
    version in the second byte. Notes whose requests were erased before this go now.
    """
    op.execute("DROP TRIGGER act_only_added_to")
    op.execute(_GO_NOW)
    op.execute(
        "CREATE TRIGGER act_only_added_to BEFORE UPDATE ON act "
        "WHEN OLD.position IS NOT NEW.position OR OLD.school IS NOT NEW.school "
        "OR OLD.at IS NOT NEW.at OR OLD.staff IS NOT NEW.staff OR OLD.name IS NOT NEW.name "
        "OR OLD.what IS NOT NEW.what OR OLD.number IS NOT NEW.number "
        "OR OLD.note IS NULL "
        "OR (NEW.note IS NULL AND NOT EXISTS (SELECT 1 FROM request "
        "WHERE request.school = OLD.school AND request.number = OLD.number "
        "AND request.erased_at IS NOT NULL)) "
        "OR (NEW.note IS NOT NULL AND (length(OLD.note) <> length(NEW.note) "
        "OR substr(OLD.note, 2, 1) = substr(NEW.note, 2, 1))) "
        "BEGIN SELECT RAISE(ABORT, 'the journal of acts is only added to'); END"
    )


def downgrade() -> None:
    """Not offered: a backup is restored instead."""
    raise NotImplementedError
