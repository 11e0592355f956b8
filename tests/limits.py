"""Telegram's limits on a message, checked as the official server counts."""

from html.parser import HTMLParser

from bot.dialogue.cards import Card

TAGS = {"b", "i", "u", "s", "code", "pre", "a", "blockquote"}


class _Seen(HTMLParser):
    """What is left of an HTML text once parsed; a tag Telegram refuses, or one left open, is an error."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.text = ""
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in TAGS, f"<{tag}>"
        assert tag not in self.open, f"<{tag}> in <{tag}>"
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open, f"</{tag}> closes nothing"
        assert self.open.pop() == tag, f"</{tag}> crosses another tag"

    def handle_data(self, data: str) -> None:
        self.text += data


def plain(html: str) -> str:
    """The text people see. Raises AssertionError on HTML that Telegram refuses."""
    parser = _Seen()
    parser.feed(html)
    parser.close()
    assert not parser.open, f"left open: {parser.open}"
    return parser.text


def assert_fits(card: Card, *, width: int = 2) -> str:
    """The text as people see it, of a card Telegram takes; at most `width` buttons a row (calendar: 7)."""
    text = plain(str(card.text))
    assert text.strip()
    assert len(text.encode("utf-16-le")) // 2 <= 4096
    buttons = [button for row in card.keyboard for button in row]
    assert len(buttons) <= 100
    for row in card.keyboard:
        assert 0 < len(row) <= width, [button.label for button in row]
    for button in buttons:
        assert button.label.strip()
        assert len(button.label.encode("utf-16-le")) // 2 <= 64
        assert 1 <= len(button.data.encode()) <= 64, button.data
    return text
