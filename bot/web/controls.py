"""Controls of a form: a question with its hint, what is wrong with its answer, and what was typed."""

from collections.abc import Mapping, Sequence

from markupsafe import Markup, escape

from bot.dialogue.translations import N_, translate
from bot.web.html import Trouble
from bot.web.posted import Posted

_LINE = Markup('<input type="text" id="{n}" name="{n}" value="{value}" maxlength="500"{mode}{short}{aria}>')
_PICK = Markup(
    '<div class="pick"><input type="{kind}" id="{place}" name="{name}" value="{value}"{ticked}>'
    '<label for="{place}">{title}</label></div>'
)
OPTIONAL = N_("{label} (optional)")
SAID, MEANT = "-said", "-meant"
"""What follows the name of a control in those of its suggestions: the text they were made for, and the one
that was picked."""


def text(
    name: str,
    title: Markup | str,
    posted: Posted,
    trouble: Trouble | None = None,
    *,
    hint: Markup | str = "",
    preset: str = "",
    short: bool = False,
    numeric: bool = False,
) -> Markup:
    """A line to type in, with what it may have meant below it. `preset` is its text before anything was
    sent."""
    value = posted.one(name) if posted.sent else preset
    box = _LINE.format(
        n=name,
        value=value,
        mode=Markup(' inputmode="decimal"') if numeric else Markup(),
        short=Markup(' class="short"') if short else Markup(),
        aria=_aria(name, trouble, hint),
    )
    choices = _suggestions(name, value, trouble)
    return _labelled(name, title, _notes(name, trouble, hint), box + choices)


def area(
    name: str, title: Markup | str, posted: Posted, trouble: Trouble | None = None, *, kind: str = ""
) -> Markup:
    """Several lines to type in; `kind` is a class of its frame."""
    box = Markup('<textarea id="{n}" name="{n}" maxlength="2000"{aria}>\n{value}</textarea>').format(
        n=name, value=posted.one(name), aria=_aria(name, trouble, "")
    )
    return _labelled(name, title, _notes(name, trouble, ""), box, kind)


def select(
    name: str,
    title: Markup | str,
    options: Mapping[str, str],
    posted: Posted,
    trouble: Trouble | None = None,
    *,
    kind: str = "",
) -> Markup:
    """One of many, from a list that opens; `options` are labels by code."""
    line = Markup('<option value="{}"{}>{}</option>')
    picked = posted.one(name)
    lines = [
        line.format(code, Markup(" selected") if code == picked else "", option)
        for code, option in {"": "—", **options}.items()
    ]
    box = Markup('<select id="{n}" name="{n}"{aria}>{lines}</select>').format(
        n=name, aria=_aria(name, trouble, ""), lines=Markup("").join(lines)
    )
    return _labelled(name, title, _notes(name, trouble, ""), box, kind)


def radios(
    name: str,
    title: Markup | str,
    options: Mapping[str, str],
    posted: Posted,
    trouble: Trouble | None = None,
) -> Markup:
    """One of a few; `options` are labels by code."""
    picked = posted.one(name)
    lines = [_pick("radio", name, code, option, code == picked) for code, option in options.items()]
    return _group(name, title, lines, trouble)


def checks(
    name: str,
    title: Markup | str,
    options: Mapping[str, str],
    posted: Posted,
    trouble: Trouble | None = None,
    *,
    preset: Sequence[str] = (),
) -> Markup:
    """Any number of a few; those of `preset` are ticked before anything was sent."""
    picked = posted.all(name) if posted.sent else preset
    lines = [_pick("checkbox", name, code, option, code in picked) for code, option in options.items()]
    return _group(name, title, lines, trouble)


def check(
    name: str, value: str, title: Markup | str, *, ticked: bool, trouble: Trouble | None = None
) -> Markup:
    """A box to tick, unticked unless it was."""
    box = _pick("checkbox", name, value, title, ticked)
    return Markup('<div class="q" id="{}">{}{}</div>').format(name, _notes(name, trouble, ""), box)


def optional(title: Markup, language: str) -> Markup:
    """A label that says that an answer can be left out."""
    return translate(language, OPTIONAL, label=title)


def _labelled(name: str, title: Markup | str, notes: Markup, box: Markup, kind: str = "") -> Markup:
    frame = Markup('<div class="{}"><label for="{}">{}</label>{}{}</div>')
    return frame.format(f"q {kind}".strip(), name, title, notes, box)


def _group(name: str, title: Markup | str, lines: Sequence[Markup], trouble: Trouble | None) -> Markup:
    frame = Markup('<fieldset class="q" id="{}" tabindex="-1"><legend>{}</legend>{}{}</fieldset>')
    return frame.format(name, title, _notes(name, trouble, ""), Markup("").join(lines))


def _pick(kind: str, name: str, value: str, title: Markup | str, ticked: bool) -> Markup:
    mark = Markup(" checked") if ticked else Markup()
    return _PICK.format(kind=kind, place=f"{name}--{value}", name=name, value=value, ticked=mark, title=title)


def _suggestions(name: str, value: str, trouble: Trouble | None) -> Markup:
    """What a typed text may have meant, to pick from."""
    if trouble is None or not trouble.choices:
        return Markup()
    picks = [_pick("radio", name + MEANT, choice, choice, ticked=False) for choice in trouble.choices]
    said = Markup('<input type="hidden" name="{}" value="{}">').format(name + SAID, value)
    return Markup('<fieldset class="q" aria-labelledby="{}-wrong">{}{}</fieldset>').format(
        name, said, Markup("").join(picks)
    )


def _notes(name: str, trouble: Trouble | None, hint: Markup | str) -> Markup:
    notes = []
    if hint:
        notes.append(Markup('<p class="hint" id="{}-hint">{}</p>').format(name, hint))
    if trouble is not None:
        notes.append(Markup('<p class="wrong" id="{}-wrong">{}</p>').format(name, escape(trouble.said)))
    return Markup("").join(notes)


def _aria(name: str, trouble: Trouble | None, hint: Markup | str) -> Markup:
    told = [f"{name}-hint"] * bool(hint) + [f"{name}-wrong"] * (trouble is not None)
    described = Markup(' aria-describedby="{}"').format(" ".join(told)) if told else Markup()
    return described + (Markup(' aria-invalid="true"') if trouble is not None else Markup())
