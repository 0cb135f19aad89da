"""Who is told that something was, or may have been, written on the old site."""

from collections.abc import Callable

Written = Callable[[str, str], None]
"""Called with a school and an account: what was read of them before is of before the effect."""
