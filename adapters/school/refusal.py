"""What the school does not take."""


class Refused(Exception):
    """The form holds something that the school does not take; nothing is changed."""

    def __init__(self, words: str) -> None:
        """`words` are what the site says."""
        super().__init__(words)
        self.words = words
