"""E-mail addresses as people write them."""

import pytest

from bot.rules.email import clean_email


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("n.benali@exemple.fr", "n.benali@exemple.fr"),
        ("  N.Benali@Exemple.FR ", "N.Benali@exemple.fr"),
        ("Nadia Benali <n.benali@exemple.fr>", "n.benali@exemple.fr"),
        ("mailto:n.benali@exemple.fr", "n.benali@exemple.fr"),
        ("o'neil+plie@sous.domaine-un.example", "o'neil+plie@sous.domaine-un.example"),
        (f"{'a' * 64}@exemple.fr", f"{'a' * 64}@exemple.fr"),
    ],
)
def test_an_address_is_understood(typed: str, meant: str) -> None:
    assert clean_email(typed) == meant


@pytest.mark.parametrize(
    "typed",
    [
        "", "nadia", "nadia@", "@exemple.fr", "nadia@exemple", "nadia@exemple.f", "nadia@@exemple.fr",
        "na dia@exemple.fr", "nadia@exemple..fr", ".nadia@exemple.fr", "nadia.@exemple.fr",
        "na..dia@exemple.fr", "nadia@-exemple.fr", "nadia@exemple-.fr", "nadia@exemple.fr\nBcc: x@y.fr",
        "nadia@exemple.fr, hugo@exemple.fr", "nadia@127.0.0.1", "nadia@éxemple.fr", "nadïa@exemple.fr",
        f"{'a' * 65}@exemple.fr", f"a@{'b' * 63}.{'c' * 63}.{'d' * 63}.{'e' * 63}.fr", "a<b@c.fr>d",
    ],
)  # fmt: skip
def test_what_is_no_address_is_not_guessed(typed: str) -> None:
    assert clean_email(typed) is None
