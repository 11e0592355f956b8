"""Which URLs Telegram accepts in buttons and links."""

from urllib.parse import urlsplit

_SCHEMES = ("http", "https", "tg", "ton", "tonsite")


class BadLinkError(Exception):
    """Wrong HTTP URL; the text is the end of Telegram's own message."""


def check_link(url: str) -> str:
    """Return the URL as Telegram stores it (scheme added, empty path completed).

    Raises:
        BadLinkError: Telegram would refuse it.

    """
    url = url.strip()
    scheme, mark, _ = url.partition("://")
    if mark and scheme.lower() not in _SCHEMES:
        raise BadLinkError("Unsupported URL protocol")
    if mark and scheme.lower() not in ("http", "https"):
        return url
    if not mark:
        url = "http://" + url
    parts = urlsplit(url)
    host = parts.netloc.rpartition("@")[2].partition(":")[0]
    if not host:
        raise BadLinkError("URL host is empty")
    if "." not in host.strip(".") or any(c.isspace() for c in url):
        raise BadLinkError("Wrong HTTP URL")
    return parts._replace(
        scheme=parts.scheme.lower(), netloc=parts.netloc.lower(), path=parts.path or "/"
    ).geturl()
