"""A letter as plain text and as HTML, from the same texts: no image, nothing that tells who read it."""

from collections.abc import Mapping
from html import escape
from html.parser import HTMLParser
from typing import Any

from bot.dialogue.translations import N_, translate

WRITER = N_("Clausette writes for the PLIE, which follows the insertion clauses of public contracts.")
REASON = N_(
    "You read this because the PLIE counts {organisation} among its partners, and you among its contacts."
)
UNREAD = N_("Nobody reads this address: please call the PLIE instead of answering.")
LEAVE = N_("Stop reminders, offers and mailings by e-mail")

_QUOTE = "margin:8px 0;padding:2px 0 2px 12px;border-left:3px solid #8a8b94"
_TAGS = {
    "b": "<b>",
    "strong": "<b>",
    "i": "<i>",
    "em": "<i>",
    "u": "<u>",
    "s": "<s>",
    "code": "<code>",
    "pre": '<pre style="white-space:pre-wrap">',
    "blockquote": f'<blockquote style="{_QUOTE}">',
}
_ENDS = {"strong": "</b>", "em": "</i>"}
_STYLE = (
    "@media (prefers-color-scheme:dark){"
    "body{background:#17181c!important;color:#ececf0!important}"
    "a{color:#9cc4ff!important}"
    "a.way{background:#9cc4ff!important;color:#0a1a30!important}"
    ".foot{color:#b6b7c0!important}}"
)
_BODY = (
    "margin:0;background:#ffffff;color:#1b1b1f;"
    "font:17px/1.5 system-ui,-apple-system,'Segoe UI',Arial,sans-serif"
)
_MAIN = "max-width:36rem;margin:0 auto;padding:20px 16px;overflow-wrap:anywhere"
_WAY = (
    "display:inline-block;padding:12px 18px;border-radius:8px;background:#0b4f9e;color:#ffffff;"
    "text-decoration:none;font-weight:600"
)
_FOOT = (
    "max-width:36rem;margin:0 auto;padding:0 16px 24px;color:#55565e;font-size:14px;overflow-wrap:anywhere"
)


def plain(body: Mapping[str, Any]) -> str:
    """The plain text of a letter, from the body of its outbox row."""
    ways = [f"{label}\n{address}" for label, address in body["ways"]]
    foot = list(_foot(body))
    if body["unsubscribe"]:
        foot.append(f"{_unescaped(body['language'], LEAVE)}\n{body['unsubscribe']}")
    return "\n\n".join([_read(body["html"]).text, *ways, "-- ", *foot]) + "\n"


def html(body: Mapping[str, Any]) -> str:
    """The HTML of a letter, from the body of its outbox row: one column, for phones, light or dark."""
    language = body["language"]
    ways = [
        f'<p style="margin:16px 0 0"><a class="way" href="{escape(address)}" style="{_WAY}">'
        f"{escape(label)}</a></p>"
        for label, address in body["ways"]
    ]
    foot = [f'<p style="margin:8px 0 0">{escape(line)}</p>' for line in _foot(body)]
    if body["unsubscribe"]:
        leave = escape(_unescaped(language, LEAVE))
        link = f'<a href="{escape(body["unsubscribe"])}" style="color:#0b4f9e">{leave}</a>'
        foot.append(f'<p style="margin:8px 0 0">{link}</p>')
    lines = [
        f'<!doctype html>\n<html lang="{escape(language)}">\n<head>\n<meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        '<meta name="color-scheme" content="light dark">',
        '<meta name="supported-color-schemes" content="light dark">',
        f"<title>{escape(body['subject'])}</title>\n<style>{_STYLE}</style>\n</head>",
        f'<body style="{_BODY}">',
        f'<main style="{_MAIN}">\n<div>{_read(body["html"]).html}</div>',
        *ways,
        f'</main>\n<footer class="foot" style="{_FOOT}">',
        *foot,
        "</footer>\n</body>\n</html>\n",
    ]
    return "\n".join(lines)


def _foot(body: Mapping[str, Any]) -> tuple[str, ...]:
    """Who writes, and why this reader."""
    language = body["language"]
    return (
        _unescaped(language, WRITER),
        _unescaped(language, REASON, organisation=body["organisation"]),
        _unescaped(language, UNREAD),
    )


def _unescaped(language: str, msgid: str, **values: str) -> str:
    return translate(language, msgid, **values).unescape()


def _read(source: str) -> "_Reader":
    reader = _Reader()
    reader.feed(source)
    reader.close()
    return reader


class _Reader(HTMLParser):
    """Reads the HTML of cards: keeps its few tags, drops all others, follows links to the web only."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._html: list[str] = []
        self._text: list[str] = []
        self._links: list[str] = []

    @property
    def html(self) -> str:
        """What was read, as HTML for mail programs."""
        return "".join(self._html)

    @property
    def text(self) -> str:
        """What was read, as plain text."""
        return "".join(self._text).strip()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep the tag, if it is one of cards."""
        if tag == "a":
            link = dict(attrs).get("href") or ""
            link = link if link.startswith(("https://", "http://")) else ""
            self._links.append(link)
            if link:
                self._html.append(f'<a href="{escape(link)}" style="color:#0b4f9e">')
        elif tag in _TAGS:
            self._html.append(_TAGS[tag])

    def handle_endtag(self, tag: str) -> None:
        """End what was kept; the plain text names where a link leads."""
        if tag == "a" and self._links:
            link = self._links.pop()
            if link:
                self._html.append("</a>")
                self._text.append("" if self._text and self._text[-1] == link else f" ({link})")
        elif tag in _TAGS:
            self._html.append(_ENDS.get(tag, f"</{tag}>"))

    def handle_data(self, data: str) -> None:
        """Keep the text, its lines as lines."""
        self._html.append(escape(data).replace("\n", "<br>\n"))
        self._text.append(data)
