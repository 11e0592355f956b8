"""Role × action × foreign object: whatever somebody taps, types or had half filled in, what `domain.md` §2
keeps from them is refused, and told to nobody who may not know it.

The cases are made from the bot's own tables (routes, commands, forms) and from a world of objects in every
state; what is expected comes from `rights_table` and `rights_forms`, written by hand.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

import pytest
import sqlalchemy as sa
from rights_cast import NOW, PEOPLE, Someone, Thing, World
from rights_desk import NONCE, Before, Desk, Done, block, half_filled, open_desk, tap, write
from rights_forms import FORMS as FORM_LINES
from rights_forms import Answers, FormLine
from rights_table import COMMANDS, LINES, REFERENCES, REFUSALS, SENTENCES, WORDS, Line, Who, may

from bot import handlers
from bot.dialogue.commands import COMMANDS as LISTED
from bot.dialogue.form import Form
from bot.dialogue.menu import menu_card
from bot.dialogue.translations import translate
from bot.reports import bidders, clause
from bot.store import people
from bot.store.database import Session
from bot.store.tables import Person, Role, rows_of

_PERSONS = rows_of(Person)
_KIND = re.compile(r"\{([a-z ]+)\}")
_ALIKE = ("other facilitator", "other coordinator", "siae B", "department")
"""They own nothing that others of their role do not: they are there to be told nothing."""
_NAMES = [*(name for name in PEOPLE if name not in _ALIKE), "stranger"]
_REFUSED = {str(translate("fr", msgid)) for msgid in REFUSALS}
_FORMS: dict[str, Form] = {form.name: form for form in handlers.FORMS}


@pytest.fixture(scope="module", autouse=True)
def _each_document_written_once() -> Iterator[None]:
    """A Word file takes more time than all the rest, and is always the same for the same clause."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(clause, "word", cache(clause.word))
        patch.setattr(bidders, "bidders_sheet", cache(bidders.bidders_sheet))
        yield


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with open_desk(tmp_path_factory.mktemp("rights")) as opened:
        yield opened


@dataclass
class Tally:
    """What went through and what went wrong."""

    desk: Desk
    cases: int = 0
    refused: int = 0
    wrong: list[str] = field(default_factory=list)
    menus: dict[str, str] = field(default_factory=dict)

    def case(self, someone: Someone, what: str, allowed: bool, done: Done, known: str = "") -> bool:
        """Count a case and what is wrong with it. Returns whether it was served."""
        self.cases += 1
        wrong = self.desk.leaks(done, known)
        served = not self.is_refusal(someone, done)
        if not allowed:
            self.refused += not served
            wrong += self.effects(someone, done)
            if served:
                wrong.append(f"was answered {[said.text for said in done.said]}")
        self.wrong += [f"{someone.name} · {what}: {one}" for one in wrong]
        return served

    def form(
        self, someone: Someone, what: str, allowed: bool, done: Done, known: str,
        told: frozenset[int] = frozenset(),
    ) -> None:  # fmt: skip
        """Count a form that was sent, and what is wrong with what came of it: where it is refused it stays
        open, with the refusal in place of the question."""
        self.cases += 1
        wrong = self.desk.leaks(done, known, told)
        if not allowed:
            said = [text.text for text in done.said if text.text]
            refused = any(sentence in text for text in said for sentence in _REFUSED)
            self.refused += refused
            wrong += self.effects(someone, replace(done, form=False))
            wrong += [] if refused else [f"was answered {said}"]
        self.wrong += [f"{someone.name} · {what}: {one}" for one in wrong]

    def effects(self, someone: Someone, done: Done) -> list[str]:
        """What a refusal must not do."""
        others = {said.chat for said in done.said} - {someone.chat}
        return [
            *([f"changed {done.changed}"] if done.changed else []),
            *([f"was told to {others}"] if others else []),
            *(["opened a form"] if done.form else []),
        ]

    def is_refusal(self, someone: Someone, done: Done) -> bool:
        """Whether all that was said is sentences of refusal, and one's own menu."""
        texts = [said.text for said in done.said if said.text]
        known = [text in _REFUSED for text in texts]
        return any(known) and all(
            refused or text == self.menu(someone) for refused, text in zip(known, texts, strict=True)
        )

    def judge(self, least: int) -> None:
        """Fail with the first of what went wrong."""
        if self.wrong:
            pytest.fail("\n".join([f"{len(self.wrong)} of {self.cases}:", *self.wrong[:40]]), pytrace=False)
        assert self.cases >= least

    def menu(self, someone: Someone) -> str:
        """The menu, which comes with the refusal of an unknown button."""
        if someone.known and someone.name not in self.menus:
            with self.desk.database.begin() as session:
                self.menus[someone.name] = str(menu_card(people.get(session, someone.id), "fr").text)
        return self.menus.get(someone.name, "")


def things(world: World, template: str) -> list[tuple[str, Thing | None]]:
    """The data of a button for each thing it may be about."""
    kind = _KIND.search(template)
    if kind is None:
        return [(template, None)]
    return [(_KIND.sub(str(one.id), template), one) for one in world.things[kind[1]]]


def buttons() -> list[Line]:
    """Every button of the table, those of the menu with it."""
    menu = [Line(f"go:{names.split()[0]}", who) for names, who in COMMANDS.items() if names != "start"]
    return [*LINES, *menu]


def who_of(line: Line, thing: Thing | None) -> Who:
    """Whose it is; an invitation that was used or is too old is nobody's."""
    stale = line.data.startswith("join:") and thing is not None and thing.state != "open"
    return Who.NOBODY if stale else line.who


def typed(world: World) -> list[str]:
    """A text for each thing that is said on the phone or searched for, and what begins a form by itself."""
    references = [one.reference for kind in REFERENCES for one in world.things[kind] if one.reference]
    words = [one.word for kind in WORDS for one in world.things[kind] if one.word]
    return [*references, *words, *SENTENCES, "/nonsense"]


def test_every_route_has_example_data(desk: Desk) -> None:
    """A new handler without a line in the table fails here."""
    someone = desk.world.people["coordinator"]
    data = [made for line in buttons() for made, _ in things(desk.world, line.data)]
    spoken = [f"/{name}" for names in COMMANDS for name in names.split()]
    updates = [
        *(tap(someone, one) for one in data),
        *(write(someone, text) for text in (*spoken, *typed(desk.world))),
        block(someone),
    ]
    routes = {id(route) for route in (desk.route(update) for update in updates) if route is not None}
    missing = [
        getattr(getattr(route.handler, "pattern", None), "pattern", None) or vars_of(route.handler)
        for route in handlers.ROUTES
        if id(route) not in routes
    ]
    assert not missing


def vars_of(handler: Any) -> str:
    return f"{type(handler).__name__} {getattr(handler, 'commands', getattr(handler, 'filters', ''))}"


def test_every_line_of_the_table_is_a_button_of_the_bot(desk: Desk) -> None:
    """A line that only the route of unknown buttons serves tests nothing."""
    someone = desk.world.people["coordinator"]
    last = {id(route) for route in handlers.ROUTES[-2:]}
    for line in buttons():
        for data, _ in things(desk.world, line.data)[:1]:
            route = desk.route(tap(someone, data))
            assert (id(route) in last) == data.startswith("nonsense"), data


def test_the_commands_are_those_of_the_table() -> None:
    told = {tuple(names.split()): who for names, who in COMMANDS.items() if names != "start"}
    assert set(told) == {(one.name, one.alias) if one.alias else (one.name,) for one in LISTED}
    for one in LISTED:
        who = told[(one.name, one.alias) if one.alias else (one.name,)]
        assert one.roles == {role for role in Role if may(Someone("x", 1, role), who, None)}, one.name


def test_every_form_has_a_line() -> None:
    assert set(FORM_LINES) == set(_FORMS)


def test_the_refusals_are_sentences_of_the_bot() -> None:
    for msgid in REFUSALS:
        assert translate("fr", msgid) != msgid, msgid


@pytest.mark.parametrize("name", _NAMES)
def test_every_button_for_every_object(desk: Desk, name: str) -> None:
    someone, tally = desk.world.people[name], Tally(desk)
    for line in buttons():
        served = changed = expected = 0
        for data, thing in things(desk.world, line.data):
            allowed = may(someone, who_of(line, thing), thing)
            done = desk.serve(someone, tap(someone, data))
            answered = tally.case(someone, data, allowed, done)
            there = allowed and (thing is None or thing.state != "missing")
            expected, served = expected + there, served + (there and answered)
            changed += bool(done.changed)
        if expected and not served:
            tally.wrong.append(f"{name} · {line.data}: never served to whom it is for")
        if expected and line.changes and not changed:
            tally.wrong.append(f"{name} · {line.data}: never changed anything")
    tally.judge(900)


@pytest.mark.parametrize("name", _NAMES)
def test_every_command_and_everything_typed(desk: Desk, name: str) -> None:
    someone, tally = desk.world.people[name], Tally(desk)
    found: Counter[str] = Counter()
    for text, allowed, kind in spoken_to(desk.world, someone):
        done = desk.serve(someone, write(someone, text))
        found[kind] += tally.case(someone, text, allowed, done) and allowed
        if allowed and not found[kind]:
            tally.wrong.append(f"{name} · {text}: not served to whom it is for")
    tally.judge(90)


def spoken_to(world: World, someone: Someone) -> Iterator[tuple[str, bool, str]]:
    """What is typed, whether it is for someone, and of which kind it is."""
    for names, who in COMMANDS.items():
        for command in names.split():
            yield f"/{command}", may(someone, who, None), command
    for kind, who in REFERENCES.items():
        for one in world.things[kind]:
            if one.reference:
                yield f" {one.reference.lower()} ", may(someone, who, one), f"{kind} by reference"
    for kind, who in WORDS.items():
        for one in world.things[kind]:
            if one.word:
                yield one.word.upper(), may(someone, who, one), f"{kind} by word"
    for text, role in SENTENCES.items():
        yield text, someone.known and someone.role is role, text
    yield "/nonsense", False, ""


def filled(
    line: FormLine, form: Form, someone: Someone, world: World, thing: Thing
) -> tuple[Before, Answers]:
    """A form of someone's about a thing, filled in to its end."""
    answers = line.answers(world, thing)
    return half_filled(someone, form, answers), answers


def about(world: World, line: FormLine) -> list[Thing]:
    """The things a form may be about; nothing in particular for a form about none."""
    return world.things[line.kind] if line.kind else [Thing("", 0)]


ADDED = "contact by e-mail"


def told_of(name: str, world: World) -> frozenset[int]:
    """Who hears by right what they could not read before: the company that gets a lot, or to which somebody
    is presented; the SIAE with which an offer is shared, and the company that hears with whom; who is added
    as a contact by e-mail."""
    heard = {"award": ["company B"], "refer": ["company A"], "share": ["siae B", "company A"]}.get(name, [])
    newcomer = {people.MAILBOXES - int(world.of("correspondent").id) - 1} if name == ADDED else set()
    return frozenset(world.people[one].chat for one in heard) | newcomer


@pytest.mark.parametrize("name", _NAMES[:-1])
def test_every_form_about_every_object(desk: Desk, name: str) -> None:
    """Half filled by whoever it may be, sent at once."""
    someone, tally = desk.world.people[name], Tally(desk)
    for form_name, line in FORM_LINES.items():
        expected = changed = 0
        for thing in about(desk.world, line):
            before, answers = filled(line, _FORMS[form_name], someone, desk.world, thing)
            allowed = may(someone, line.who, thing)
            done = desk.serve(someone, tap(someone, f"f:{NONCE}:send"), before)
            told = told_of(form_name, desk.world) if allowed else frozenset()
            tally.form(someone, f"{form_name} {thing}", allowed, done, str(answers), told)
            expected += allowed and thing.state != "missing"
            changed += allowed and bool(done.changed)
        if expected and line.changes and not changed:
            tally.wrong.append(f"{name} · {form_name}: never changed anything")
    tally.judge(200)


LOSSES: dict[str, dict[str, Any]] = {
    "revoked": {},
    "of the other buyer": {"role": Role.BUYER, "home": "buyer B"},
    "of the other company": {"role": Role.COMPANY, "home": "company B"},
    "of a siae": {"role": Role.SIAE, "home": "siae B"},
    "a prescriber": {"role": Role.PRESCRIBER, "home": "department"},
    "a facilitator": {"role": Role.FACILITATOR, "home": "plie"},
}
"""What someone may have become since they began a form."""
LOSERS = [
    (name, loss)
    for name in ("coordinator", "facilitator", "buyer A", "company A")
    for loss in LOSSES
    if loss != "a facilitator" or name == "coordinator"
]
"""A partner who becomes a facilitator loses nothing."""


@pytest.mark.parametrize(("name", "loss"), LOSERS)
def test_a_form_begun_before_the_right_was_lost(desk: Desk, name: str, loss: str) -> None:
    someone, tally = desk.world.people[name], Tally(desk)
    now = replace(someone, revoked=True) if loss == "revoked" else replace(someone, **LOSSES[loss])
    cases = [(name, line, thing) for name, line in FORM_LINES.items() for thing in about(desk.world, line)]
    for form_name, line, thing in cases:
        if thing.owner in ("nobody", "buyer B", "company B"):
            continue
        if not may(someone, line.who, thing) or may(now, line.who, thing):
            continue
        begun, answers = filled(line, _FORMS[form_name], someone, desk.world, thing)

        def before(session: Session, begun: Before = begun) -> None:
            begun(session)
            become(session, desk.world, now)

        done = desk.serve(someone, tap(someone, f"f:{NONCE}:send"), before)
        tally.form(now, f"{form_name} {thing}", False, done, str(answers))
    tally.judge(1)
    assert tally.refused == tally.cases


def become(session: Session, world: World, now: Someone) -> None:
    """The person is this from now on."""
    values: dict[str, Any] = {"role": now.role, "organisation_id": world.homes[now.home]}
    if now.revoked:
        values["revoked_at"] = NOW
    session.core.execute(sa.update(_PERSONS).where(_PERSONS.c.id == now.id).values(**values))
