"""People who announce contracts, again and again, and how long they wait for each answer."""

import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from bench.script import FORM, STAFF, Step
from bench.telegram import Shown, Telegram


@dataclass(slots=True)
class Person:
    """Someone in the form: the next step to take, the card on the screen, when the last step was taken."""

    id: int
    place: int = 0
    card: Shown | None = None
    asked_at: float = 0.0
    waiting: bool = False

    @property
    def step(self) -> Step:
        """The next thing this person does."""
        return FORM[self.place]


@dataclass
class Tally:
    """What was measured in a window: the seconds of each wait, the characters of texts and keyboards read."""

    waits: list[float] = field(default_factory=list)
    read: int = 0


class Crowd:
    """Everybody. `answered` is called with a person who has just got an answer and could go on."""

    def __init__(self, telegram: Telegram, ids: range) -> None:
        self.people = {number: Person(number) for number in ids}
        self.tally = Tally()
        self.answered: Callable[[Person], None] = lambda _person: None
        self.problems: list[str] = []
        self._told = self._finished = 0
        self._telegram = telegram
        self._taps = 0
        telegram.audience = self

    def act(self, person: Person) -> None:
        """The person takes the next step."""
        step = person.step
        who = f'{{"id":{person.id},"is_bot":false,"first_name":"B","language_code":"fr"}}'
        content = self._tap(person, who, step.does) if step.taps else self._text(person, who, step.does)
        person.waiting = True
        person.asked_at = time.perf_counter()
        self._telegram.post(content)

    def shown(self, message: Shown) -> None:
        """The bot said something: what this person waited for, or something else."""
        person = self.people.get(message.chat)
        self._told += person is None
        if person is None or not person.waiting:
            return
        self._count(person, message)
        person.waiting, person.card = False, message
        if person.step.expects not in message.text + (message.markup or ""):
            self.problems.append(f"after {person.step.does!r}: {message.text!r}")
            return
        person.place = (person.place + 1) % len(FORM)
        self._finished += person.place == 0
        self.answered(person)

    def notices_left(self) -> int:
        """How many messages to the staff about finished forms have not arrived yet."""
        return self._finished * len(STAFF) - self._told

    def _count(self, person: Person, message: Shown) -> None:
        self.tally.waits.append(time.perf_counter() - person.asked_at)
        self.tally.read += len(message.text) + len(message.markup or "")

    def _text(self, person: Person, who: str, text: str) -> str:
        self._telegram.last_message += 1
        command = (
            f',"entities":[{{"type":"bot_command","offset":0,"length":{len(text)}}}]'
            if text[0] == "/"
            else ""
        )
        chat = f'{{"id":{person.id},"type":"private","first_name":"B"}}'
        return (
            f'"message":{{"message_id":{self._telegram.last_message},"from":{who},"chat":{chat},'
            f'"date":{int(time.time())},"text":{json.dumps(text)}{command}}}'
        )

    def _tap(self, person: Person, who: str, label: str) -> str:
        assert person.card is not None
        self._taps += 1
        return (
            f'"callback_query":{{"id":"{self._taps}","from":{who},"message":{person.card.to_json()},'
            f'"chat_instance":"1","data":{json.dumps(_data(person.card, label))}}}'
        )


def _data(card: Shown, label: str) -> str:
    """What the button with this label carries."""
    for row in json.loads(card.markup or "{}").get("inline_keyboard", []):
        for button in row:
            if button["text"] == label:
                return str(button["callback_data"])
    raise LookupError(f"no button {label!r} under {card.text!r}")
