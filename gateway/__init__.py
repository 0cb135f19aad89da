"""The modern side: the families' portal, before an extranet that is reached through `adapters`."""
