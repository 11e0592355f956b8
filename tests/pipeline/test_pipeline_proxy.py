"""A proxy named by the environment is used for Telegram, and not for this machine."""

import pytest

from bot.pipeline import transport


def test_the_proxy_of_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("https_proxy", "http://proxy.invalid:3128")
    monkeypatch.setenv("no_proxy", "127.0.0.1,localhost")
    transport._proxy.cache_clear()
    assert transport._proxy("https://api.telegram.org") == "http://proxy.invalid:3128"
    assert transport._proxy("http://127.0.0.1:8014") is None
    transport._proxy.cache_clear()
    monkeypatch.delenv("https_proxy")
    assert transport._proxy("https://api.telegram.org") is None
    transport._proxy.cache_clear()
