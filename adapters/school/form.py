"""What a form sent, in its page's charset."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from adapters.school.re_enrolment import Upload
from adapters.school.wire import Post


@dataclass(frozen=True)
class Form:
    """Nothing, where no form came."""

    values: Mapping[str, str] = field(default_factory=dict)
    """The last of each name, as PHP has it."""
    pairs: tuple[tuple[str, str], ...] = ()
    """All, in order: of boxes that share a name, each counts."""
    files: Mapping[str, Upload] = field(default_factory=dict)
    """The last of each name; a file that was not chosen is none."""

    @classmethod
    def of(cls, post: Post | None, charset: str) -> "Form":
        """What came, in that charset."""
        if post is None:
            return cls()

        def text(raw: bytes) -> str:
            return raw.decode(charset, "replace")

        pairs = tuple((text(name), text(value)) for name, value in post.pairs)
        files = {text(file.control): Upload(text(file.file_name), file.body) for file in post.files}
        return cls(dict(pairs), pairs, files)
