"""Text is counted by Telegram in UTF-16 code units."""


def length(text: str) -> int:
    """Return the number of UTF-16 code units of `text`."""
    return len(text) if text.isascii() else len(text) + sum(c > "\uffff" for c in text)


def cut(text: str, offset: int, size: int) -> str:
    """Return the part of `text` at a UTF-16 offset and length."""
    if text.isascii():
        return text[offset : offset + size]
    return text.encode("utf-16-le")[2 * offset : 2 * (offset + size)].decode("utf-16-le", "replace")
