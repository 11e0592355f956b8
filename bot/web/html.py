"""Pages as HTML: one small stylesheet, no script, controls with their label, hint and trouble."""

import base64
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from markupsafe import Markup, escape

from bot.dialogue.translations import N_, translate

STYLE = Path(__file__).with_name("style.css").read_text(encoding="utf-8")

_HASH = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": (
        f"default-src 'none'; style-src 'sha256-{_HASH}'; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'none'"
    ),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "X-Robots-Tag": "noindex, nofollow",
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
"""What goes with every page."""

_PAGE = Markup(
    '<!doctype html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n'
    '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
    '<meta name="robots" content="noindex">\n<title>{head}</title>\n<style>{style}</style>\n</head>\n'
    "<body>\n<main>\n{body}\n</main>\n</body>\n</html>\n"
)
_NAME = "Clausette"


@dataclass(frozen=True, slots=True)
class Trouble:
    """What was wrong with an answer: the sentence beside it, and the labels of what may have been meant."""

    said: Markup
    choices: tuple[str, ...] = ()


Troubles = Mapping[str, Trouble]


def page(language: str, title: Markup | str, *body: Markup, wrong: bool = False) -> str:
    """A whole page under a title; one with a trouble says so in its title first."""
    head = translate(language, N_("To be corrected: {title}"), title=title) if wrong else escape(title)
    whole = Markup("\n").join([Markup("<h1>{}</h1>").format(title), *body])
    name = Markup("{} · {}").format(head.striptags(), _NAME)
    # The stylesheet is ours and holds nothing to escape: an escaped one would not have its hash.
    style = Markup(STYLE)  # noqa: S704
    return str(_PAGE.format(language=language, head=name, style=style, body=whole))


def said(text: Markup) -> Markup:
    """A text as cards have it, its lines kept."""
    return Markup('<div class="said">{}</div>').format(text)


def form(*parts: Markup) -> Markup:
    """A form that is sent to the page it is on."""
    return Markup('<form method="post" novalidate autocomplete="off">\n{}\n</form>').format(
        Markup("\n").join(parts)
    )


def button(text: str, name: str = "", value: str = "", *, other: bool = False) -> Markup:
    """A button that sends the form; an `other` one is not the likely answer."""
    named = Markup(' name="{}" value="{}"').format(name, value) if name else Markup()
    kind = Markup(' class="other"') if other else Markup()
    return Markup('<button type="submit"{}{}>{}</button>').format(named, kind, text)


def link(text: str, address: str, *, download: str | None = None) -> Markup:
    """A link that looks like a button; one to `download` is kept under this name."""
    kept = Markup() if download is None else Markup(' download="{}"').format(download)
    return Markup('<a class="button other" href="{}"{}>{}</a>').format(address, kept, text)


def hidden(name: str, value: str) -> Markup:
    """A value that is sent along."""
    return Markup('<input type="hidden" name="{}" value="{}">').format(name, value)


def summary(language: str, note: Markup | None, wrong: Sequence[tuple[str, Markup, Markup]]) -> Markup:
    """What keeps the answer from being taken: a note, and for each trouble its place, its label and its
    sentence. Nothing when all is well."""
    if note is None and not wrong:
        return Markup()
    parts = [] if note is None else [Markup("<p>{}</p>").format(note)]
    if wrong:
        head = translate(language, N_("Nothing is sent yet. Please correct:"))
        line = Markup('<li><a href="#{}">{}</a> – {}</li>')
        lines = Markup("").join(line.format(place, name, sentence) for place, name, sentence in wrong)
        parts.append(Markup("<h2>{}</h2><ul>{}</ul>").format(head, lines))
    return Markup('<div class="summary" role="alert" tabindex="-1" autofocus>{}</div>').format(
        Markup("").join(parts)
    )
