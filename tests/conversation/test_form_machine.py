"""Whatever people do to forms, in whatever order, with whatever interruption: never an error, never a wrong
effect."""

import shutil
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import stage_world
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    precondition,
    rule,
    run_state_machine_as_test,
)
from stage import Here, Stage, verb_of
from stage_play import Done, Play
from stage_scenes import COMMANDS, ELSEWHERE, JUNK, SENT, STARTS, answer, send
from stage_world import BUYER, COMPANY, COORDINATOR, FACILITATOR, PEOPLE

numbers = st.integers(0, 10**6)
chats = st.sampled_from(PEOPLE)


class Forms(RuleBasedStateMachine):
    """People fill in forms; everything that can get in their way does."""

    world: Path
    folder: Path
    played = 0

    @initialize(who=chats, start=st.sampled_from(sorted(STARTS)))
    def begin(self, who: int, start: str) -> None:
        Forms.played += 1
        self.path = Path(shutil.copy(self.world, self.folder / f"play{Forms.played}.sqlite"))
        self.stage = Stage(self.path)
        self.play = Play(self.stage)
        self.who, self.last = who, None
        self.form(start=start, mine=True)

    def teardown(self) -> None:
        if hasattr(self, "stage"):
            self.stage.close()
            self.path.unlink()

    @property
    def here(self) -> Here | None:
        return self.stage.here(self.who)

    def tap(self, data: str) -> None:
        self.last = self.play.taps(self.who, data)

    @rule(who=chats)
    def somebody_else(self, who: int) -> None:
        self.who = who

    @rule(start=st.sampled_from(sorted(STARTS)), mine=st.booleans())
    def form(self, start: str, mine: bool) -> None:
        """Begin a form by its button: whoever can, or whoever is there."""
        chat, data = STARTS[start]
        self.who = chat if mine else self.who
        self.tap(data)

    @rule(text=st.sampled_from(COMMANDS))
    def command(self, text: str) -> None:
        self.play.says(self.who, text)

    @rule(count=st.integers(1, 12), choice=numbers)
    def answers(self, count: int, choice: int) -> None:
        """Right answers, one after the other."""
        for _ in range(count):
            here = self.here
            if here is None or here.waiting is not None or not here.state.step or _changed(here):
                return
            answer(self.play, self.who, choice)

    @rule(start=st.sampled_from(sorted(STARTS)), choice=numbers, twice=st.booleans())
    def whole_form(self, start: str, choice: int, twice: bool) -> None:
        """A form from its beginning to its end, by who can, where nothing is in the way."""
        self.form(start=start, mine=True)
        self.answers(count=40, choice=choice)
        self.send(twice=twice)

    @rule(twice=st.booleans())
    def send(self, twice: bool) -> None:
        here = self.here
        if here is not None and not here.state.step and here.waiting is None:
            self.last = send(self.play, self.who)
            if twice:
                self.play.taps_again(self.who, self.last)

    @rule(place=numbers)
    def button(self, place: int) -> None:
        """A button of the message touched last."""
        shown = [data for _, data in self.stage.screen(self.who).newest]
        if shown:
            self.tap(shown[place % len(shown)])

    @rule(place=numbers)
    def older_button(self, place: int) -> None:
        """A button still to be seen on some message."""
        shown = self.stage.screen(self.who).living
        if shown:
            self.tap(shown[place % len(shown)])

    @rule(place=numbers)
    def stale_button(self, place: int) -> None:
        """Any button ever shown to this person."""
        shown = list(self.stage.screen(self.who).ever)
        if shown:
            self.tap(shown[place % len(shown)])

    @rule(other=chats, place=numbers)
    def button_of_another(self, other: int, place: int) -> None:
        """What was shown to somebody else only."""
        shown = list(self.stage.screen(other).ever)
        if shown:
            self.tap(shown[place % len(shown)])

    @rule(place=numbers)
    def label(self, place: int) -> None:
        """What a button says, typed."""
        shown = [text for text, _ in self.stage.screen(self.who).newest]
        if shown:
            self.play.says(self.who, shown[place % len(shown)])

    @rule(verb=st.sampled_from(["back", "skip", "keep", "call", "edit", "cancel", "resume", "drop"]))
    def verb(self, verb: str) -> None:
        """Back, Skip, and so on, where the card has it."""
        shown = [data for data in self.stage.screen(self.who).living if verb_of(data) == verb]
        if shown:
            self.tap(shown[-1])

    @rule(text=st.one_of(st.sampled_from(JUNK), st.text("abé 1/{}<&\n", max_size=30)))
    def junk(self, text: str) -> None:
        if text.strip():
            self.play.says(self.who, text.replace("{", "(").replace("}", ")"))

    @rule(content=st.sampled_from(SENT))
    def file(self, content: dict[str, Any]) -> None:
        self.play.sends(self.who, **content)

    @precondition(lambda self: self.stage.fetches)
    @rule(content=st.sampled_from([b"no workbook", b"PK\x03\x04broken"]))
    def file_arrives(self, content: bytes) -> None:
        self.play.arrives(self.stage.fetches.pop(), content)

    @precondition(lambda self: self.last is not None)
    @rule()
    def twice(self) -> None:
        """The tap just made once more, as of a finger that trembles."""
        chat, data = self.last["callback_query"]["from"]["id"], self.last["callback_query"]["data"]
        if self.play.log[-1] == Done(chat, data):
            self.play.taps_again(chat, self.last)

    @precondition(lambda self: self.last is not None)
    @rule()
    def redelivered(self) -> None:
        self.play.redelivered(self.last)

    @rule(data=st.sampled_from(ELSEWHERE), chat=st.sampled_from([BUYER, COMPANY, FACILITATOR, COORDINATOR]))
    def meanwhile(self, data: str, chat: int) -> None:
        """What the form is about moves on, by somebody else's doing."""
        self.play.taps(chat, data)

    @rule()
    def restart(self) -> None:
        self.stage.restart()

    @rule(forget=numbers)
    def new_version(self, forget: int) -> None:
        """The form was changed by its makers: it asks one question more than before."""
        self.stage.outdate(self.who, forget)

    @rule()
    def revoked(self) -> None:
        member = self.stage.member(self.who)
        if member is not None:
            self.play.taps(COORDINATOR, f"revoked:{member.id}")

    @rule(home=st.sampled_from(sorted(stage_world.HOMES)))
    def joins(self, home: int) -> None:
        """Comes back, or goes elsewhere."""
        token = self.stage.invitation(*stage_world.HOMES[home])
        self.play.outside()
        self.play.says(self.who, f"/start {token}")
        self.tap(f"join:yes:{token}")

    @rule(days=st.sampled_from([1, 4, 15]))
    def time_passes(self, days: int) -> None:
        self.stage.wait(timedelta(days=days))
        self.last = None

    @rule(language=st.sampled_from(["fr", "en"]))
    def language(self, language: str) -> None:
        self.tap(f"language:{language}")


def _changed(here: Here) -> bool:
    return here.version != here.form.version


def run(world: Path, folder: Path, **profile: Any) -> None:
    Forms.world, Forms.folder = world, folder
    quiet = [HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large]
    run_state_machine_as_test(Forms, settings=settings(deadline=None, suppress_health_check=quiet, **profile))


def test_nothing_people_do_breaks_a_form_or_does_a_wrong_thing(world: Path, tmp_path: Path) -> None:
    """What is found is told as it was found: to make it shorter takes minutes, for which `make soak` is."""
    phases = (Phase.explicit, Phase.reuse, Phase.generate)
    run(world, tmp_path, max_examples=30, stateful_step_count=40, phases=phases)


@pytest.mark.soak
def test_nothing_people_do_for_long_breaks_a_form(world: Path, tmp_path: Path) -> None:
    run(world, tmp_path, max_examples=300, stateful_step_count=80)
