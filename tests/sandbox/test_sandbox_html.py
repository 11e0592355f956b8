import pytest

from bot.sandbox.entities import find, settle
from bot.sandbox.errors import ApiError
from bot.sandbox.html import parse_html
from bot.sandbox.render import to_html


def kinds(html: str) -> list[tuple[str, int, int]]:
    text, entities = parse_html(html)
    return [(e["type"], e["offset"], e["length"]) for e in settle(text, entities)]


@pytest.mark.parametrize(
    ("tag", "kind"),
    [
        ("b", "bold"),
        ("strong", "bold"),
        ("i", "italic"),
        ("em", "italic"),
        ("u", "underline"),
        ("ins", "underline"),
        ("s", "strikethrough"),
        ("strike", "strikethrough"),
        ("del", "strikethrough"),
        ("tg-spoiler", "spoiler"),
        ("code", "code"),
        ("pre", "pre"),
        ("blockquote", "blockquote"),
        ("B", "bold"),
    ],
)
def test_every_simple_tag(tag: str, kind: str) -> None:
    assert kinds(f"x <{tag}>yz</{tag}>") == [(kind, 2, 2)]


def test_span_link_pre_and_quote_carry_their_attributes() -> None:
    assert kinds('<span class="tg-spoiler">x</span>') == [("spoiler", 0, 1)]
    assert parse_html("<a href='http://Example.com?a=1&amp;b'>x</a>")[1] == [
        {"offset": 0, "length": 1, "type": "text_link", "url": "http://example.com/?a=1&b"}
    ]
    code = '<pre><code class="language-python">x</code></pre>'
    assert parse_html(code)[1] == [{"offset": 0, "length": 1, "type": "pre", "language": "python"}]
    assert kinds("<blockquote expandable>x</blockquote>") == [("expandable_blockquote", 0, 1)]
    assert kinds('<a href="nowhere">x</a>') == []


def test_offsets_are_utf16_and_escapes_are_read() -> None:
    text, entities = parse_html("🏗️ é &lt;b&gt; &amp; &quot;&#233;&#x1F600; &nbsp; <b>🏗</b>")
    assert text == '🏗️ é <b> & "é😀 &nbsp; 🏗'
    assert entities == [{"offset": 24, "length": 2, "type": "bold"}]
    assert text.encode("utf-16-le")[48:52].decode("utf-16-le") == "🏗"


@pytest.mark.parametrize(
    ("html", "refusal"),
    [
        ("🏟 🏟&lt;</", "Unexpected end tag at byte offset 13"),
        ("🏟 🏟&lt;<b></b></", "Unexpected end tag at byte offset 20"),
        ("🏟 🏟&lt;<i>a</i   ", "Unclosed end tag at byte offset 17"),
        ("🏟 🏟&lt;<i>a</em   >", 'Unmatched end tag at byte offset 17, expected "</i>", found "</em>"'),
        ("<b>unclosed", 'Can\'t find end tag corresponding to start tag "b"'),
        ("é<br>", 'Unsupported start tag "br" at byte offset 2'),
        ("1 < 2", 'Unsupported start tag "" at byte offset 2'),
        ("a <b", "Unclosed start tag at byte offset 2"),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ("<b x>", 'Expected equal sign in declaration of an attribute of the tag "b" at byte offset 0'),
        ("<b =x>", 'Empty attribute name in the tag "b" at byte offset 0'),
        ("<a href=x/y>", "Unexpected end of name token at byte offset 8"),
        ('<a href="x', "Unclosed start tag at byte offset 0"),
        ("<a href=", 'Unclosed start tag "a" at byte offset 0'),
        ('<tg-emoji emoji-id="x">a</tg-emoji>', "Invalid custom emoji identifier specified"),
    ],
)
def test_refusals_are_telegrams(html: str, refusal: str) -> None:
    with pytest.raises(ApiError) as caught:
        parse_html(html)
    assert caught.value.description == f"Bad Request: can't parse entities: {refusal}"


def test_entities_are_settled() -> None:
    assert kinds("<b>a</b><b>b</b>") == [("bold", 0, 2)]
    assert kinds("<b>a<b>b</b></b>") == [("bold", 0, 2)]
    assert kinds("<b>a<code>b</code>c</b>") == [("bold", 0, 1), ("code", 1, 1), ("bold", 2, 1)]
    assert kinds("<b> </b>x") == []
    assert kinds("<blockquote>a<blockquote>b</blockquote></blockquote>") == [("blockquote", 0, 2)]
    assert kinds("<i>a <b>b</b></i>") == [("italic", 0, 3), ("bold", 2, 1)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("/marche", [("bot_command", 0, 7)]),
        ("/marché", []),
        ("/marche@ClausetteBot x", [("bot_command", 0, 20)]),
        ("a/b", []),
        ("voir /aide.", [("bot_command", 5, 5)]),
        ("💶 /aide", [("bot_command", 3, 5)]),
        ("https://caen.fr/x.", [("url", 0, 17)]),
        ("caen.fr", [("url", 0, 7)]),
        ("a.b@caen.fr", [("email", 0, 11)]),
        ("@alice et #marché", [("mention", 0, 6), ("hashtag", 10, 7)]),
        ("15/03/27", []),
        ("M-2027-0014, 1.2 M€", []),
    ],
)
def test_entities_telegram_finds(text: str, found: list[tuple[str, int, int]]) -> None:
    assert [(e["type"], e["offset"], e["length"]) for e in find(text, [])] == found


def test_html_for_the_page_is_escaped_and_nests() -> None:
    text, entities = parse_html(
        '&lt;img&gt; <b>a <i>b</i></b><pre>&lt;x</pre><a href="https://x.fr/&quot;">l</a>'
    )
    assert to_html(text, settle(text, entities)) == (
        "&lt;img&gt; <b>a </b><b><i>b</i></b><pre>&lt;x</pre>"
        '<a href="https://x.fr/&quot;" target="_blank" rel="noopener noreferrer">l</a>'
    )
    quote = [{"type": "expandable_blockquote", "offset": 0, "length": 1}]
    assert to_html("ab", quote) == "<blockquote expandable>a</blockquote>b"
    overlapping = [{"type": "bold", "offset": 0, "length": 2}, {"type": "italic", "offset": 1, "length": 2}]
    assert to_html("abc", overlapping) == "<b>a</b><b><i>b</i></b><i>c</i>"
    link = [{"type": "text_link", "offset": 0, "length": 1, "url": "tg://resolve?domain=x"}]
    assert to_html("a", link) == "a"
