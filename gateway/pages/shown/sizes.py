"""Sizes of files as a family reads them."""

_NO_BREAK = "\u00a0"


def size(count: int, language: str) -> str:
    """« 1,2 Mo », « 350 ko », or "1.2 MB", "350 kB": by millions and thousands of bytes."""
    if count >= 1_000_000:
        tenths = round(count / 100_000)
        whole = f"{tenths / 10:g}"
        number = whole.replace(".", ",") if language == "fr" else whole
        return f"{number}{_NO_BREAK}{'Mo' if language == 'fr' else 'MB'}"
    thousands = max(1, round(count / 1000))
    return f"{thousands}{_NO_BREAK}{'ko' if language == 'fr' else 'kB'}"
