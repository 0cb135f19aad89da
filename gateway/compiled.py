"""Compiled templates, kept in memory: each is compiled once for all languages."""

from types import CodeType

from jinja2.bccache import Bucket, BytecodeCache


class Compiled(BytecodeCache):
    """What environments of the same settings share; a changed file is compiled anew."""

    def __init__(self) -> None:
        """Empty at first."""
        self._codes: dict[tuple[str, str], CodeType] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give the code of that very source, if it was compiled before."""
        bucket.code = self._codes.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep the code that was just compiled."""
        if bucket.code is not None:
            self._codes[bucket.key, bucket.checksum] = bucket.code

    def clear(self) -> None:
        """Forget them all."""
        self._codes.clear()
