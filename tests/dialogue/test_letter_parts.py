"""The two parts of a letter, from the same text."""

from typing import Any

import pytest

from bot.dialogue.letter_parts import html, plain

BODY: dict[str, Any] = {
    "subject": "Avis <du> PLIE",
    "html": "",
    "ways": [["Répondre & proposer", "https://a.example/r/x?y=1&z=2"]],
    "language": "fr",
    "organisation": "Bâti & <Fils>",
    "unsubscribe": "https://a.example/r/out",
    "mass": True,
}


def parts(source: str) -> tuple[str, str]:
    """What is seen of a text, plain and as HTML."""
    body = BODY | {"html": source}
    whole = html(body)
    return plain(body).partition("\n\nRépondre")[0], whole[whole.index("<div>") + 5 : whole.index("</div>")]


@pytest.mark.parametrize(
    ("source", "text", "page"),
    [
        ("Avis <b>M-1</b>\nligne", "Avis M-1\nligne", "Avis <b>M-1</b><br>\nligne"),
        ("<i>a</i> <u>b</u> <s>c</s> <code>d</code>", "a b c d", "<i>a</i> <u>b</u> <s>c</s> <code>d</code>"),
        ("<strong>a</strong><em>b</em>", "ab", "<b>a</b><i>b</i>"),
        (
            "5 &lt; 6 &amp; 7 &gt; 2 &quot;x&quot;",
            '5 < 6 & 7 > 2 "x"',
            "5 &lt; 6 &amp; 7 &gt; 2 &quot;x&quot;",
        ),
        ("<script>alert(1)</script>", "alert(1)", "alert(1)"),
        ('<img src="https://t.example/x.png" onerror="x">', "", ""),
        ('<b onclick="x()">a</b>', "a", "<b>a</b>"),
        ('<a href="javascript:x()">a</a>', "a", "a"),
        ('<a href="tg://user?id=1">a</a>', "a", "a"),
    ],
)
def test_the_tags_of_cards_are_kept_and_no_other(source: str, text: str, page: str) -> None:
    assert parts(source) == (text, page)


def test_links_lead_somewhere_in_both_parts() -> None:
    text, page = parts('<a href="https://boamp.example/avis?a=1&amp;b=2">l’avis</a>, https://x.example')
    assert text == "l’avis (https://boamp.example/avis?a=1&b=2), https://x.example"
    assert 'href="https://boamp.example/avis?a=1&amp;b=2"' in page
    assert parts('<a href="https://x.example">https://x.example</a>')[0] == "https://x.example"


def test_a_folded_quotation_is_whole() -> None:
    text, page = parts("Dit :\n<blockquote expandable>un\ndeux</blockquote>fin")
    assert "un\ndeux" in text
    assert page.startswith("Dit :<br>\n<blockquote style=")
    assert page.endswith("un<br>\ndeux</blockquote>fin")


def test_everything_around_the_text_is_escaped_and_said() -> None:
    body = BODY | {"html": "x"}
    whole, text = html(body), plain(body)
    assert "<title>Avis &lt;du&gt; PLIE</title>" in whole
    assert 'href="https://a.example/r/x?y=1&amp;z=2"' in whole
    assert "Répondre &amp; proposer" in whole
    assert "Bâti &amp; &lt;Fils&gt;" in whole
    assert "parce que Bâti & <Fils> est partenaire du PLIE" in text
    assert "Répondre & proposer\nhttps://a.example/r/x?y=1&z=2\n" in text
    assert text.rstrip().endswith("https://a.example/r/out")
    assert "prefers-color-scheme:dark" in whole
    assert "http" not in whole.replace("https://a.example", "")


def test_who_unsubscribed_is_shown_no_way_out_again() -> None:
    body = BODY | {"html": "x", "unsubscribe": None}
    assert "/r/out" not in html(body) + plain(body)


def test_a_letter_in_english() -> None:
    body = BODY | {"html": "x", "language": "en"}
    assert '<html lang="en">' in html(body)
    assert "Clausette writes for the PLIE" in plain(body)
