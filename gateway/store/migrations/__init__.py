"""Migrations of the store, run when it is opened."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from gateway.store.errors import StoreTooNew


def upgrade(connection: Connection) -> None:
    """Bring the store up to date, within the connection's transaction.

    Raises:
        StoreTooNew: its version is none that this gateway knows.
    """
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    config.attributes["connection"] = connection
    version = MigrationContext.configure(connection).get_current_revision()
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    if version is not None and version not in known:
        raise StoreTooNew(
            f"La base de données a été écrite par une version plus récente (« {version} ») de la "
            "passerelle. Installez cette version, ou restaurez une sauvegarde plus ancienne."
        )
    command.upgrade(config, "head")
