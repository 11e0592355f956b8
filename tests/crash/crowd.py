"""Invented people who announce contracts as people do: they wait for answers and send nothing twice."""

import asyncio
import re
from dataclasses import dataclass, field
from random import Random

from bot.sandbox import people
from bot.sandbox.state import Message, Person
from bot.sandbox.world import World

GLANCE = 0.02
EXAMINE = "J’examine"
SEND = "Transmettre au PLIE"
_SENT = "sous la référence"
_REFERENCE = re.compile(r"M-\d{4}-(\d+)")
_LOTS = ("Gros œuvre 450 k€", "Peinture", "Métallerie 80 000 €", "Espaces verts")


@dataclass(frozen=True)
class Contract:
    """What one form says."""

    title: str
    lots: tuple[str, ...]

    @property
    def typed_lots(self) -> str:
        return "\n".join(f"{number} {lot}" for number, lot in enumerate(self.lots, 1))


def answers(contract: Contract) -> list[tuple[str, bool]]:
    """What is said from the command to the last question, and whether a button says it."""
    return [
        ("/marche", False),
        (contract.title, False),
        ("Travaux", True),
        ("hérouville", False),
        ("1,2 M€", False),
        ("Passer", True),
        ("fin juin 2027", False),
        ("14 mois", False),
        (contract.typed_lots, False),
        ("Passer", True),
    ]


@dataclass
class Someone:
    """A person with a phone, in the process of the sandbox."""

    world: World
    person: Person
    random: Random
    waits_for: str = ""

    def says(self, text: str) -> None:
        people.say(self.world, self.person, text)

    def taps(self, message: Message, label: str) -> None:
        people.tap(
            self.world, self.person, {"message_id": message.id, "callback_data": button(message, label)}
        )

    async def sees(self, *texts: str, after: int) -> Message:
        """The newest message of the bot, younger than `after`, that holds these texts; waits for ever."""
        self.waits_for = " + ".join(texts)
        seen = -1
        while True:
            if self.person.chat.version != seen:
                seen = self.person.chat.version
                for message in self.newest(after):
                    if all(text in shown(message) for text in texts):
                        self.waits_for = ""
                        return message
            await asyncio.sleep(GLANCE)

    def newest(self, after: int) -> list[Message]:
        """The bot's messages younger than `after`, newest first."""
        found = []
        for message in reversed(self.person.chat.history.values()):
            if message.id <= after:
                break
            if message.from_bot:
                found.append(message)
        return found

    @property
    def last(self) -> int:
        return next(reversed(self.person.chat.history), 0)


def shown(message: Message) -> str:
    labels = [button["text"] for row in message.buttons() for button in row]
    return "\n".join([message.content.get("text", ""), *labels])


def button(message: Message, label: str) -> str:
    """The data of the button that says this."""
    found = [button for row in message.buttons() for button in row if label in button["text"]]
    assert found, f"no button {label!r} on {shown(message)!r}"
    return str(found[0]["callback_data"])


@dataclass
class Buyer(Someone):
    """Announces contract after contract until told that it is enough; at least `least` of them."""

    least: int = 1
    pause: float = 0.05
    impatient: bool = False
    sent: list[Contract] = field(default_factory=list)

    async def announce_until(self, enough: asyncio.Event) -> None:
        while len(self.sent) < self.least or not enough.is_set():
            contract = self._contract()
            await (self._in_one_go(contract) if self.impatient else self._step_by_step(contract))
            self.sent.append(contract)

    def _contract(self) -> Contract:
        title = f"Halle {self.person.id}-{len(self.sent) + 1} de Mathieu"
        return Contract(title, tuple(_LOTS[: self.random.randint(2, len(_LOTS))]))

    async def _step_by_step(self, contract: Contract) -> None:
        start = self.last
        message = None
        steps = answers(contract)
        for place, (text, tapped) in enumerate(steps, 1):
            if message is not None and tapped:
                self.taps(message, text)
            else:
                self.says(text)
            expected = [f"{place}/9"] if place < len(steps) else [SEND, contract.title]
            message = await self.sees(*expected, after=start)
            await asyncio.sleep(self.random.uniform(0, 2 * self.pause))
        assert message is not None
        self.taps(message, SEND)
        await self.sees(_SENT, contract.title, after=start)

    async def _in_one_go(self, contract: Contract) -> None:
        """Types every answer at once, labels of buttons too: only in this order do they make a contract."""
        start = self.last
        for text, _tapped in answers(contract):
            self.says(text)
        self.says(SEND)
        await self.sees(_SENT, contract.title, after=start)
        await asyncio.sleep(self.random.uniform(0, 20 * self.pause))


@dataclass
class Examiner(Someone):
    """A facilitator who takes every third contract; so does a colleague, and only one of them gets it."""

    tapped: set[int] = field(default_factory=set)

    async def examine_until(self, over: asyncio.Event) -> None:
        read = 0
        while not over.is_set():
            fresh = self.newest(read)
            read = fresh[0].id if fresh else read
            for message in fresh:
                self._consider(message)
            await asyncio.sleep(GLANCE)

    def _consider(self, message: Message) -> None:
        number = _REFERENCE.search(shown(message))
        if EXAMINE in shown(message) and number is not None and int(number[1]) % 3 == 0:
            self.taps(message, EXAMINE)
            self.tapped.add(int(number[1]))
