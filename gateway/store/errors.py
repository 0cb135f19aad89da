"""Why a store cannot be opened, or written.

StoreUnusable's messages are French: whoever starts the gateway reads them.

StoreUnusable
├── StoreTooNew   a newer version of the gateway has written it
└── StoreInUse    another process is using it
NotWritten        the disk takes nothing more, for now: the store or a document
"""


class StoreUnusable(Exception):
    """The store cannot be opened; the message says what to do."""


class StoreTooNew(StoreUnusable):
    """A newer version of the gateway has written this store."""


class StoreInUse(StoreUnusable):
    """Another process is using this store: two would deliver the same requests."""


class NotWritten(Exception):
    """The disk takes nothing more: nothing of it was kept, and it may be tried again later."""

    key = "not_written"
    """Of what a person is told."""
