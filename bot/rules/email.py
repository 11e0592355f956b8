"""E-mail addresses as people write them, checked by their form only."""

import re

LONGEST = 254
_LOCAL = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_ADDRESS = re.compile(rf"(?P<local>{_LOCAL})@(?P<domain>(?:{_LABEL}\.)+[A-Za-z]{{2,24}})")
_NAMED = re.compile(r"[^<>@]*<([^<>]+)>")
_LONGEST_LOCAL = 64


def clean_email(text: str) -> str | None:
    """The address someone typed or pasted (`Nadia Benali <n.benali@exemple.fr>`), its domain in lower case;
    None when it is none. Plain ASCII only: few mail servers take anything else."""
    typed = text.strip().removeprefix("mailto:").strip()
    named = _NAMED.fullmatch(typed)
    found = _ADDRESS.fullmatch(named[1].strip() if named else typed)
    if found is None or len(found["local"]) > _LONGEST_LOCAL or len(found[0]) > LONGEST:
        return None
    return f"{found['local']}@{found['domain'].lower()}"
