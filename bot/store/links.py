"""One-time links of e-mails: a random token with its signature, of which only a hash is kept."""

import hashlib
import hmac
import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import sqlalchemy as sa

from bot.store import claims, memos, organisations
from bot.store.database import Session
from bot.store.tables import Link, LinkPurpose, Memo, Organisation, Person, rows_of

LIFETIME = timedelta(days=30)
_BATCH = 5000
_KEY = "links.key"
_rows = rows_of(Link)
_persons = rows_of(Person)
_organisations = rows_of(Organisation)


@dataclass(frozen=True, slots=True)
class Living:
    """A link that can be answered: of a person who has access, neither used nor expired."""

    id: int
    person_id: int
    purpose: LinkPurpose
    subject_id: int
    expires_at: datetime


def make(
    session: Session,
    person_id: int,
    purpose: LinkPurpose,
    subject_id: int,
    now: datetime,
    *,
    until: datetime | None = None,
) -> str:
    """A new link for this person, living for 30 days or `until` then. Returns its token, which is kept
    nowhere."""
    said = secrets.token_urlsafe(32)
    token = f"{said}.{_signature(key(session, now), said)}"
    values = {
        "token_hash": _hash(token),
        "person_id": person_id,
        "purpose": purpose,
        "subject_id": subject_id,
        "created_at": now,
        "expires_at": until or now + LIFETIME,
    }
    session.core.execute(sa.insert(_rows).values(**values))
    return token


def key(session: Session, now: datetime) -> bytes:
    """What tokens are signed with, made once. Not the secret key: letters may be found again long after that
    one was replaced. It only keeps what is forged from the database; what opens a page is the token."""
    known = memos.read(session, _KEY)
    if known is None:
        value = secrets.token_hex(32)
        claims.insert_new(session, rows_of(Memo), [{"name": _KEY, "value": value, "changed_at": now}])
        known = memos.read(session, _KEY) or value
    return bytes.fromhex(known)


def signed(key: bytes, token: str) -> bool:
    """Whether the token was made here: what is forged is known without asking the database."""
    said, _, signature = token.partition(".")
    given = signature.encode("utf-8", "replace")
    return hmac.compare_digest(given, _signature(key, said).encode())


def find(session: Session, token: str, now: datetime, today: date) -> Living | None:
    """The living link of this token, if any; `today` is the partners' date."""
    has_access = (
        _persons.c.revoked_at.is_(None),
        organisations.present(today),
    )
    columns = (_rows.c.id, _rows.c.person_id, _rows.c.purpose, _rows.c.subject_id, _rows.c.expires_at)
    joined = _rows.join(_persons).join(_organisations, _persons.c.organisation_id == _organisations.c.id)
    query = sa.select(*columns).select_from(joined)
    here = (_rows.c.token_hash == _hash(token), _rows.c.used_at.is_(None), _rows.c.expires_at > now)
    row = session.core.execute(query.where(*here, *has_access)).first()
    return None if row is None else Living(row[0], row[1], LinkPurpose(row[2]), row[3], row[4])


def use(session: Session, link_id: int, now: datetime) -> bool:
    """Use a link up, beside what is answered through it. Returns whether it was living: of two who answer at
    once, one."""
    here = sa.and_(_rows.c.id == link_id, _rows.c.used_at.is_(None), _rows.c.expires_at > now)
    return bool(session.core.execute(sa.update(_rows).where(here).values(used_at=now)).rowcount)


def give_back(session: Session, link_id: int) -> None:
    """Let a link live on that was used in this transaction, when the answer decided nothing."""
    session.core.execute(sa.update(_rows).where(_rows.c.id == link_id).values(used_at=None))


def withdraw(session: Session, person_id: int, *, but: Collection[str]) -> int:
    """End every link of a person, those of the tokens `but` aside. Returns how many."""
    mine = sa.and_(_rows.c.person_id == person_id, _rows.c.token_hash.not_in([_hash(one) for one in but]))
    return int(session.core.execute(sa.delete(_rows).where(mine)).rowcount)


def purge(session: Session, now: datetime) -> int:
    """Delete links that have expired, some thousands at a time. Returns how many."""
    old = sa.select(_rows.c.id).where(_rows.c.expires_at <= now).limit(_BATCH)
    return int(session.core.execute(sa.delete(_rows).where(_rows.c.id.in_(old))).rowcount)


def _signature(key: bytes, said: str) -> str:
    return hmac.digest(key, said.encode("utf-8", "replace"), "sha256")[:16].hex()


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
