"""Backups: taken while the gateway runs, checked, and put back so that nothing is sent twice."""

from gateway.backup.contents import BackupFailed
from gateway.backup.putting_back import PutBack, put_back
from gateway.backup.taking import Taken, take

__all__ = ["BackupFailed", "PutBack", "Taken", "put_back", "take"]
