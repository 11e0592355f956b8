"""Forms at work, on a real database."""

from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from demo_form import SHORT
from limits import plain
from markupsafe import Markup
from sqlmodel import SQLModel
from telegram import Update

from bot.dialogue import conversation
from bot.dialogue.form import Form
from bot.dialogue.refusals import Refused
from bot.dialogue.turn import Turn
from bot.store import organisations, people
from bot.store.database import Database, Session
from bot.store.outbox import Message
from bot.store.sealed import Sealer
from bot.store.tables import Kind, Role

NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
PARIS = ZoneInfo("Europe/Paris")
CHAT = 4242
done: list[dict[str, Any]] = []


def _keep(turn: Turn, answers: Mapping[str, Any]) -> Markup:
    done.append(dict(answers))
    return Markup("Transmis.")


def _refuse(turn: Turn, answers: Mapping[str, Any]) -> None:
    raise Refused("{name} is already examining {reference}.", name="<Ana>", reference="M-1")


FORM = replace(SHORT, done=_keep)
OTHER = replace(SHORT, name="other", title="Invite someone")
STRICT = replace(SHORT, name="strict", done=_refuse)
FORMS: Mapping[str, Form] = {form.name: form for form in (FORM, OTHER, STRICT)}


@dataclass
class Phone:
    """One person's chat with the forms, a transaction a turn."""

    database: Database
    now: datetime = NOW
    forms: Mapping[str, Form] = field(default_factory=lambda: FORMS)
    shown: Message | None = None
    sent: list[Message] = field(default_factory=list)
    heard: bool = True
    last_update: int = 0

    def starts(self, form: Form, answers: Mapping[str, Any] | None = None) -> None:
        self._turn(_message(text="/x"), lambda turn: conversation.start(turn, form, answers))

    def says(self, *texts: str) -> None:
        for text in texts:
            self._turn(_message(text=text), self._hear)

    def sends(self, **message: Any) -> None:
        self._turn(_message(**message), self._hear)

    def taps(self, label: str) -> str:
        data = self.buttons()[label]
        self.taps_data(data)
        return data

    def taps_data(self, data: str) -> None:
        query = {
            "id": "1",
            "from": _PERSON,
            "chat_instance": "1",
            "data": data,
            "message": _message(text="card")["message"],
        }
        self._turn(
            {"callback_query": query},
            lambda turn: conversation.tap(turn, self.forms, lambda _turn, _form: True),
        )

    def cancels(self) -> None:
        self._turn(_message(text="/annuler"), lambda turn: conversation.cancel(turn, self.forms))

    def buttons(self) -> dict[str, str]:
        assert self.shown is not None
        rows = self.shown.body["reply_markup"]["inline_keyboard"]
        return {
            button["text"].replace("\u00a0", " "): button["callback_data"] for row in rows for button in row
        }

    def text(self) -> str:
        assert self.shown is not None
        return plain(self.shown.body["text"]).replace("\u00a0", " ")

    def toast(self) -> str:
        texts = [
            message.body.get("text", "") for message in self.sent if message.method == "answerCallbackQuery"
        ]
        assert len(texts) == 1
        return str(texts[0]).replace("\u00a0", " ")

    def methods(self) -> list[str]:
        return [message.method for message in self.sent]

    def _hear(self, turn: Turn) -> None:
        self.heard = conversation.hear(turn, self.forms)

    def _turn(self, update: dict[str, Any], do: Any) -> None:
        self.last_update += 1
        with self.database.begin() as session:
            person = people.by_telegram(session, CHAT)
            parsed = Update.de_json({"update_id": self.last_update, **update}, None)
            turn = Turn(session, f"u{self.last_update}", self.now, PARIS, parsed, CHAT, person, "fr")
            do(turn)
            turn.close()
            self.sent = list(turn._messages)
        cards = [message for message in self.sent if "reply_markup" in message.body]
        self.shown = cards[-1] if cards else self.shown


_PERSON = {"id": CHAT, "is_bot": False, "first_name": "Ana"}


def _message(**content: Any) -> dict[str, Any]:
    return {
        "message": {
            "message_id": 7,
            "date": 1,
            "chat": {"id": CHAT, "type": "private"},
            "from": _PERSON,
            **content,
        }
    }


def _person(session: Session) -> None:
    organisation = organisations.find_or_create(session, Kind.BUYER, "Ville de Caen", NOW)
    people.join(session, people.Newcomer(CHAT, "Ana", "fr", organisation.id or 0, Role.BUYER, None), NOW)


@pytest.fixture
def phone(tmp_path: Path) -> Iterator[Phone]:
    with closing(Database(f"sqlite:///{tmp_path / 'test.sqlite'}", Sealer([bytes(range(32))]))) as database:
        SQLModel.metadata.create_all(database.engine)
        with database.begin() as session:
            _person(session)
        done.clear()
        yield Phone(database)


def test_a_form_from_start_to_done(phone: Phone) -> None:
    phone.starts(FORM)
    assert phone.methods() == ["sendMessage"]
    phone.says("École")
    assert phone.methods() == ["sendMessage"]
    phone.taps("Fournitures")
    assert phone.methods() == ["editMessageText", "answerCallbackQuery"]
    assert "École" in phone.text()
    phone.taps("Transmettre au PLIE")
    assert done == [{"title": "École", "kind": "supplies"}]
    assert "École" in phone.text()
    assert phone.text().endswith("Transmis.")
    assert phone.buttons() == {}
    phone.says("merci")
    assert phone.heard is False


def test_a_double_tap_on_the_verb_does_it_once(phone: Phone) -> None:
    phone.starts(FORM, {"title": "École", "kind": "supplies"})
    data = phone.taps("Transmettre au PLIE")
    phone.taps_data(data)
    assert len(done) == 1
    assert phone.methods() == ["answerCallbackQuery"]
    assert phone.toast() == "C’est déjà fait."


def test_a_stale_button_says_so_and_shows_where_one_is(phone: Phone) -> None:
    phone.starts(FORM)
    phone.says("École")
    data = phone.taps("Fournitures")
    phone.taps_data(data)
    assert "question précédente" in phone.toast()
    assert "Transmettre au PLIE" in phone.buttons()
    phone.taps("Transmettre au PLIE")
    assert len(done) == 1


def test_a_button_of_a_form_that_is_gone_is_answered(phone: Phone) -> None:
    phone.starts(FORM)
    phone.says("École")
    data = phone.buttons()["Travaux"]
    phone.now += timedelta(days=15)
    phone.taps_data(data)
    assert phone.methods() == ["answerCallbackQuery", "sendMessage"]
    assert "/menu" in phone.text()
    phone.taps_data("f:nonsense")
    assert "/menu" in phone.toast()


def test_a_draft_waits_two_weeks(phone: Phone) -> None:
    phone.starts(FORM)
    phone.says("École")
    phone.now += timedelta(days=13)
    phone.taps("Fournitures")
    phone.now += timedelta(days=13)
    phone.taps("Transmettre au PLIE")
    assert len(done) == 1


def test_a_refusal_keeps_the_form(phone: Phone) -> None:
    phone.starts(STRICT, {"title": "École", "kind": "supplies"})
    phone.taps("Transmettre au PLIE")
    assert "<Ana> examine déjà M-1." in phone.text()
    assert "Transmettre au PLIE" in phone.buttons()
    phone.taps("Modifier : Objet")
    assert "École" in phone.text()


@pytest.mark.parametrize("form", [OTHER, FORM], ids=["another form", "the same form"])
def test_a_half_filled_form_is_kept_or_dropped_as_one_likes(phone: Phone, form: Form) -> None:
    phone.starts(FORM)
    phone.says("École")
    old = phone.buttons()["Travaux"]
    phone.starts(form, {"title": "Collège"})
    assert "Annoncer un marché" in phone.text()
    assert list(phone.buttons()) == ["Reprendre", "Recommencer" if form is FORM else "Abandonner"]
    phone.says("bonjour")
    assert "Reprendre" in phone.buttons()
    phone.taps_data(old)
    assert "Reprendre" in phone.buttons()
    phone.taps("Reprendre")
    assert "2/2" in phone.text()
    phone.starts(form, {"title": "Collège"})
    data = phone.taps("Recommencer" if form is FORM else "Abandonner")
    assert "2/2" in phone.text()
    phone.taps_data(data)
    phone.taps("Fournitures")
    assert "Collège" in phone.text()


def test_an_empty_form_gives_way_at_once(phone: Phone) -> None:
    phone.starts(FORM)
    phone.starts(OTHER)
    assert "Inviter quelqu’un" in phone.text()


def test_cancelling(phone: Phone) -> None:
    phone.cancels()
    assert "rien à annuler" in phone.text()
    phone.starts(FORM)
    phone.says("École")
    data = phone.taps("Annuler")
    assert "rien n’a été envoyé" in phone.text()
    assert phone.buttons() == {}
    phone.taps_data(data)
    assert phone.toast() == "C’est déjà fait."
    phone.says("bonjour")
    assert phone.heard is False
    phone.starts(FORM)
    phone.says("École")
    data = phone.buttons()["Travaux"]
    phone.cancels()
    assert "rien n’a été envoyé" in phone.text()
    phone.taps_data(data)
    assert "Ce formulaire est fermé" in phone.text()
    assert done == []


def test_a_form_that_changed_says_so_and_keeps_what_fits(phone: Phone) -> None:
    phone.starts(FORM)
    phone.says("École")
    phone.forms = {"demo": replace(FORM, version=2), "short": replace(FORM, version=2)}
    phone.taps("Travaux")
    assert "a changé" in phone.text()
    assert "2/2" in phone.text()
    phone.says("fournitures")
    assert "École" in phone.text()
    phone.forms = {"short": replace(FORM, version=3)}
    phone.says("x")
    assert "a changé" in phone.text()
    phone.taps("Transmettre au PLIE")
    assert len(done) == 1


def test_a_form_that_no_longer_exists_blocks_nothing(phone: Phone) -> None:
    phone.starts(FORM)
    phone.says("École")
    phone.forms = {"other": OTHER}
    phone.taps("Travaux")
    assert "/menu" in phone.text()
    phone.starts(OTHER)
    assert "1/2" in phone.text()


def test_documents_reach_the_form_and_the_rest_is_answered(phone: Phone) -> None:
    phone.starts(FORM)
    phone.sends(location={"latitude": 1.0, "longitude": 1.0})
    assert phone.heard
    assert "réponses écrites" in phone.text()
    phone.sends(photo=[{"file_id": "a", "file_unique_id": "a", "width": 1, "height": 1}], caption="École")
    assert "réponses écrites" in phone.text()


def test_what_is_kept_of_a_form_is_sealed(phone: Phone) -> None:
    phone.starts(FORM)
    phone.says("Confidentiel")
    with phone.database.begin() as session:
        rows = session.core.exec_driver_sql("SELECT content, form FROM drafts").all()
    assert len(rows) == 1
    assert b"Confidentiel" not in rows[0].content
