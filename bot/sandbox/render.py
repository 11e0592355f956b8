"""Texts with entities as safe HTML, for the page."""

from html import escape
from itertools import pairwise

from bot.sandbox import utf16
from bot.sandbox.html import Entity

_BLOCKS = {"blockquote": "blockquote", "expandable_blockquote": "blockquote", "pre": "pre"}
_BLOCK_ATTRIBUTES = {"expandable_blockquote": " expandable"}
_INLINE = {
    "bold": "b",
    "italic": "i",
    "underline": "u",
    "strikethrough": "s",
    "code": "code",
    "spoiler": "span",
    "text_link": "a",
    "url": "a",
}
_CLASSES = {"spoiler": ' class="spoiler"'}


def to_html(text: str, entities: list[Entity]) -> str:
    """Return the text as HTML: everything escaped, tags only from entities, links only to http and https."""
    size, at, out = utf16.length(text), 0, []
    for block in sorted((e for e in entities if e["type"] in _BLOCKS), key=lambda e: int(e["offset"])):
        if block["offset"] < at:
            continue
        end = block["offset"] + block["length"]
        tag = _BLOCKS[block["type"]]
        out.append(_inline(text, entities, at, block["offset"]))
        attribute = _BLOCK_ATTRIBUTES.get(block["type"], "")
        out.append(f"<{tag}{attribute}>{_inline(text, entities, block['offset'], end)}</{tag}>")
        at = end
    out.append(_inline(text, entities, at, size))
    return "".join(out)


def _inline(text: str, entities: list[Entity], begin: int, end: int) -> str:
    """Render one stretch, cut at every border of an entity so that tags always nest."""
    active = [
        e
        for e in entities
        if e["type"] in _INLINE and e["offset"] < end and e["offset"] + e["length"] > begin
    ]
    borders = {begin, end}
    for entity in active:
        borders |= {max(begin, entity["offset"]), min(end, entity["offset"] + entity["length"])}
    marks = sorted(borders)
    out = []
    for left, right in pairwise(marks):
        inside = [e for e in active if e["offset"] <= left and e["offset"] + e["length"] >= right]
        out.append(_wrap(utf16.cut(text, left, right - left), text, inside))
    return "".join(out)


def _wrap(piece: str, text: str, entities: list[Entity]) -> str:
    html = escape(piece)
    for entity in reversed(entities):
        tag = _INLINE[entity["type"]]
        attributes = _CLASSES.get(entity["type"], "")
        if tag == "a":
            url = entity.get("url") or utf16.cut(text, entity["offset"], entity["length"])
            url = url if "://" in url else f"https://{url}"
            if not url.startswith(("http://", "https://")):
                continue
            attributes = f' href="{escape(url)}" target="_blank" rel="noopener noreferrer"'
        html = f"<{tag}{attributes}>{html}</{tag}>"
    return html
