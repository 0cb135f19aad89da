"""The modern side: the portal that families use, in front of an extranet reached through `adapters`."""
