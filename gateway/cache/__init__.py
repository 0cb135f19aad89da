"""What was read before: served with its age while the old site is slow or does not answer."""

from gateway.cache.cache import Cache
from gateway.cache.far import Far
from gateway.cache.keys import Key, Reading, Terms
from gateway.cache.near import Near

__all__ = ["Cache", "Far", "Key", "Near", "Reading", "Terms"]
