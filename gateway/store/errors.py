"""Why a store cannot be opened. The messages are French: whoever starts the gateway reads them.

StoreUnusable
├── StoreTooNew   a newer version of the gateway has written it
└── StoreInUse    another process is using it
"""


class StoreUnusable(Exception):
    """The store cannot be opened; the message says what to do."""


class StoreTooNew(StoreUnusable):
    """A newer version of the gateway has written this store."""


class StoreInUse(StoreUnusable):
    """Another process is using this store: two would deliver the same requests."""
