"""The gateway below the pages: what a page may ask for, part by part."""

from gateway.portal.portal import Portal

__all__ = ["Portal"]
