"""A play on the stage: people do what they like, and after each thing they do everything is looked at."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import stage_effects
from stage import Here, Row, Said, Stage, Tables, changed, verb_of
from stage_answers import context_of, living
from stage_effects import NOTHING, Effect
from stage_texts import assert_good

from bot.dialogue.taps import Tapped
from bot.rules.policy import Actor, Owner, may
from bot.store.outbox import FETCH
from bot.store.people import Member

Changes = dict[str, tuple[list[Row], list[Row]]]
_OWNED = {"procurements": "organisation_id", "offers": "organisation_id", "organisations": "id"}


@dataclass(frozen=True)
class Before:
    """How things were before something was done."""

    rows: Tables
    member: Member | None
    here: Here | None
    closed: int | None
    living: list[str]
    carriers: Mapping[int, tuple[str, set[int]]]


@dataclass(frozen=True)
class Done:
    """What somebody did: what the button tapped carries, or what was typed."""

    chat: int
    data: str = ""
    text: str = ""


class Play:
    """People act; each act is checked against the tables of `stage_effects`."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.rows = stage.rows()
        self.submitted: list[str] = []
        self.log: list[Done] = []

    def says(self, chat: int, text: str) -> list[Said]:
        return self.act(self.stage.message(chat, text=text), Done(chat, text=text))

    def sends(self, chat: int, **content: Any) -> list[Said]:
        return self.act(self.stage.message(chat, **content), Done(chat))

    def taps(self, chat: int, data: str) -> Row:
        update = self.stage.tap(chat, data)
        self.act(update, Done(chat, data))
        return update

    def taps_again(self, chat: int, update: Row) -> None:
        """The second tap of two: whatever the first one did is not done again, nor undone."""
        data = update["callback_query"]["data"]
        before = self.rows
        self.act(self.stage.again(update), Done(chat, data))
        twice = changed(_business(before), _business(self.rows))
        assert not twice, f"the second tap on {data} changed {sorted(twice)}: {twice}"

    def redelivered(self, update: Row) -> None:
        """Telegram hands an update over once more: nothing at all happens."""
        chat = next(iter(content for key, content in update.items() if key != "update_id"))["from"]["id"]
        before = self._before(chat)
        assert self.stage.receive(update) == []
        assert self.stage.rows() == before.rows
        assert _kept(self.stage.here(chat)) == _kept(before.here)

    def arrives(self, fetch: Said, content: bytes) -> None:
        """A file asked for arrives."""
        before = self._before(fetch.chat)
        said = self.stage.arrives(fetch, content)
        self._check(before, Done(fetch.chat), {}, said)

    def outside(self) -> None:
        """Something changed that nobody here did."""
        self.rows = self.stage.rows()

    def act(self, update: Row, done: Done) -> list[Said]:
        self.log.append(done)
        before = self._before(done.chat)
        said = self.stage.receive(update)
        self._check(before, done, update, said)
        return said

    def _before(self, chat: int) -> Before:
        stage, member = self.stage, self.stage.member(chat)
        here = stage.here(chat)
        offered = [] if here is None else living(here, context_of(stage, chat))
        return Before(self.rows, member, here, stage.closed(chat), offered, self._carriers())

    def _carriers(self) -> dict[int, tuple[str, set[int]]]:
        """Where everybody sees the form they have open."""
        found = {chat: _nonce(here) for chat, here in self.stage.everybody(self.stage.screens).items()}
        return {chat: (prefix, self.stage.screen(chat).carriers(prefix)) for chat, prefix in found.items()}

    def _check(self, before: Before, done: Done, update: Row, said: list[Said]) -> None:
        self.rows = self.stage.rows()
        here = self.stage.here(done.chat)
        ended = self._ended(before, done, here)
        self._check_said(update, said)
        self._check_effects(before, done, ended)
        self._check_draft(before, done, here, ended, said)
        self._check_screens(before, done, here, _message(update))

    def _ended(self, before: Before, done: Done, here: Here | None) -> str:
        """How the form that was open ended: "submit", "cancel", "drop", "lost", or "" where it did not."""
        if before.here is None:
            return ""
        tap = Tapped.parse(done.data) if done.data in before.living else None
        if tap is not None and tap.verb == "drop":
            return "drop"
        if here is not None:
            return "" if here.form == before.here.form else "lost"
        if self.stage.closed(done.chat) is None:
            return "lost"
        if done.data.endswith((":no-consent", ":no-proposal")) or done.text.lower() in ("annuler", "cancel"):
            return "cancel"
        return "cancel" if tap is not None and tap.verb == "cancel" else "submit"

    def _check_said(self, update: Row, said: list[Said]) -> None:
        """Everybody gets what Telegram takes, in their language; each tap has one answer."""
        for one in said:
            if one.method == FETCH or "MyCommands" in one.method:
                continue
            member = self.stage.member(one.chat)
            assert_good(one, member.language if member else None, [act.text for act in self.log])
        tap = update.get("callback_query")
        answers = [one.body["callback_query_id"] for one in said if one.method == "answerCallbackQuery"]
        assert answers == ([tap["id"]] if tap else []), answers
        keys = [one.key for one in said]
        assert len(set(keys)) == len(keys)

    def _effect(self, before: Before, done: Done, ended: str) -> Effect:
        """What this may do, where one has the right."""
        if ended == "submit" and before.here is not None:
            self.submitted.append(before.here.form.name)
            return stage_effects.FORMS[before.here.form.name]
        if verb_of(done.data) == "call" and done.data in before.living:
            return stage_effects.CALL_BACK
        prefix = done.data.partition(":")[0]
        return stage_effects.BUTTONS.get(prefix, NOTHING)

    def _check_effects(self, before: Before, done: Done, ended: str) -> None:
        """Rows change by a submit or a button that does something, by who may, and only those it is about."""
        made = changed(before.rows, self.rows)
        trail = made.pop("audit", ([], []))[1]
        if before.member is None and not done.data.startswith("join:"):
            assert not made, f"a stranger changed {sorted(made)}"
        effect = self._effect(before, done, ended)
        if "links" not in effect.tables:
            gone, _ = made.pop("links", ([], []))  # a letter that tells of it brings links of its own
            assert not gone
        if before.here is not None and before.here.form.name == "proposal":
            made.pop("reference_counters", None)  # a number is taken before a proposal may be refused
        assert set(made) <= set(effect.tables), f"{done} ({ended}) changed {made}"
        for table, (gone, new) in made.items():
            if table in stage_effects.INDEXES:
                continue
            count, wanted = len(new) - len(gone), effect.makes.get(table, 0)
            assert wanted is None or count in ({wanted} if ended == "submit" else {wanted, 0}), (table, count)
        if ended == "submit":
            missed = {table for table, count in effect.makes.items() if count and table not in made}
            assert not missed, f"{done} made nothing in {missed}"
        if made and before.member is not None and done.data.partition(":")[0] not in ("language", "join"):
            self._check_right(before.member, effect, made, trail)

    def _check_right(self, member: Member, effect: Effect, made: Changes, trail: list[Row]) -> None:
        assert trail, f"nothing in the trail about {made}"
        assert {line["person_id"] for line in trail} == {member.id}
        actor = Actor(member.role, member.organisation_id)
        assert effect.action is not None
        assert may(actor, effect.action, Owner(member.organisation_id)), f"{member.role} did {effect}"
        if member.is_staff:
            return
        owners = {self._owner(table, row) for table, (gone, new) in made.items() for row in gone + new}
        assert owners <= {None, member.organisation_id}, f"{member.organisation} changed {made}"

    def _owner(self, table: str, row: Mapping[str, Any]) -> int | None:
        """The partner a row belongs to; None where that is no one's."""
        if table in ("procurements", "offers"):
            return int(row["organisation_id"])
        if table == "lots":
            found = next(
                one for one in self.rows["procurements"].values() if one["id"] == row["procurement_id"]
            )
            return int(found["organisation_id"])
        if table == "candidates" and row["proposed_by"] is not None:
            people = self.rows["persons"].values()
            author = next(one for one in people if one["id"] == row["proposed_by"])
            return int(author["organisation_id"])
        assert table not in ("candidates", "persons", "parameters"), f"a partner changed {table}"
        return None

    def _check_draft(
        self, before: Before, done: Done, here: Here | None, ended: str, said: list[Said]
    ) -> None:
        """No answer is lost but by who drops the form; a stale tap changes nothing and shows where one is."""
        if before.here is None:
            return
        if ended == "lost":
            gone = self.stage.member(done.chat)
            left = gone is None or before.member is None or gone.id != before.member.id
            nothing = not any(before.here.state.answers.values())
            asked = done.text.split("@")[0] in ("/annuler", "/cancel") or done.data == "go:annuler"
            assert left or nothing or asked, f"{done} lost {before.here}"
        if here is not None and here.form == before.here.form and ended == "":
            _assert_kept(before.here, here)
        model = any(name in done.data for name in ("programme-model", "import-model"))
        stale = verb_of(done.data) and done.data not in before.living and not model
        if stale and before.here.version == before.here.form.version:
            assert _kept(here) == _kept(before.here), f"the stale {done.data} changed the form"
            assert here is not None
            mine = [data for one in said if one.chat == done.chat for _, data in one.buttons]
            assert _nonce(here) in {_part(data) for data in mine}, (
                f"{done.data}: the present state is not shown"
            )

    def _check_screens(self, before: Before, done: Done, here: Here | None, tapped: int | None) -> None:
        """Who has a form open sees a button of it; nobody else's doing takes it away."""
        moved = here is not None and _kept(here) != _kept(before.here)
        if here is not None and (moved or verb_of(done.data)):
            assert self.stage.screen(done.chat).carriers(_nonce(here)), f"{here.form.name} is not shown"
        everybody = self.stage.everybody(before.carriers)
        for chat, (prefix, carriers) in before.carriers.items():
            now = everybody.get(chat)
            if now is not None and _nonce(now) == prefix and tapped not in carriers:
                left = self.stage.screen(chat).carriers(prefix)
                assert left or not carriers, f"{done} took {now.form.name} from the screen of {chat}"


def _message(update: Row) -> int | None:
    """The message a button was tapped on."""
    query = update.get("callback_query")
    return None if query is None else int(query["message"]["message_id"])


def _dumped(value: Any) -> str:
    return json.dumps(value, sort_keys=True, default=str)


def _business(rows: Tables) -> Tables:
    return {name: content for name, content in rows.items() if name != "audit"}


def _kept(here: Here | None) -> str:
    if here is None:
        return ""
    return _dumped([here.form.name, here.version, here.state.to_json(), here.waiting])


def _nonce(here: Here) -> str:
    return f"f:{here.state.nonce:x}"


def _part(data: str) -> str:
    return ":".join(data.split(":")[:2])


def _assert_kept(before: Here, after: Here) -> None:
    """Only the answer to the present question changes; what is not asked any more goes."""
    form, was, now = before.form, before.state.answers, after.state.answers
    asked = {step.name for step in form.relevant(now)}
    for name, value in was.items():
        known = name in {step.name for step in form.steps}
        if name == before.state.step or (known and name not in asked):
            continue
        assert name in now, f"the answer {name} of {form.name} is lost"
        assert _dumped(now[name]) == _dumped(value), f"the answer {name} of {form.name} changed"
