"""The portal over an extranet in memory: what it promises, without HTTP."""
