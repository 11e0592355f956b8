"""/candidats: the list, search by name or reference, and merging two files."""

import re
from collections.abc import Mapping
from typing import Any

from markupsafe import Markup

from bot.actions import allowed, demand, merge_candidates
from bot.dialogue import conversation
from bot.dialogue.cards import Button, Card
from bot.dialogue.fields import Text
from bot.dialogue.form import Form, Step
from bot.dialogue.lists import SIZE, page_buttons
from bot.dialogue.refusals import Refused
from bot.dialogue.routes import button, entry
from bot.dialogue.seekers.candidates import card_for, list_rows, merging_card
from bot.dialogue.seekers.fields import Reference, reference
from bot.dialogue.translations import N_, label
from bot.dialogue.turn import Turn
from bot.rules.policy import Action
from bot.store import candidate_lists, candidates
from bot.store.candidates import LIVING

GONE = N_("This candidate cannot be found.")
MOST_TYPED = 60
_REFERENCE = re.compile(r"(?i)\s*C-\d{4}-\d{4,}\s*")


def _list(turn: Turn) -> None:
    """One's own candidates first, where one has any."""
    demand(turn, Action.LIST_CANDIDATES)
    mine = candidate_lists.page(turn.session, adviser_id=turn.me.id, before=None, size=1)
    _page(turn, "mine" if mine else "all", None)


def _turn_page(turn: Turn) -> None:
    demand(turn, Action.LIST_CANDIDATES)
    _page(turn, turn.data.split(":")[1], turn.number or None)


def _page(turn: Turn, which: str, before: int | None) -> None:
    """Newest first, eight at a time; `before` is the number of the last one shown."""
    adviser = turn.me.id if which == "mine" else None
    lines = candidate_lists.page(turn.session, adviser_id=adviser, before=before, size=SIZE + 1)
    following = f"candidates:{which}:{lines[SIZE - 1].id}" if len(lines) > SIZE else None
    first = f"candidates:{which}:0" if before else None
    rows = list_rows(lines[:SIZE], turn.language)
    keyboard = (*rows, *page_buttons(turn.language, first, following), _ends(turn, which))
    turn.edit(Card(_heading(turn, which, empty=not lines), keyboard))


def _heading(turn: Turn, which: str, *, empty: bool) -> Markup:
    if empty:
        return turn.t(N_("There is no candidate here. /candidat adds one."))
    title = N_("Your candidates, newest first:") if which == "mine" else N_("All candidates, newest first:")
    hint = turn.t(N_("To find someone, write their name or their reference."))
    return Markup("{}\n<i>{}</i>").format(turn.t(title), hint)


def _ends(turn: Turn, which: str) -> tuple[Button, Button]:
    """The other list, and the search."""
    other, msgid = ("all", N_("All candidates")) if which == "mine" else ("mine", N_("My candidates"))
    return (
        Button(label(turn.language, msgid), f"candidates:{other}:0"),
        Button(label(turn.language, N_("Search")), "search-candidates"),
    )


def _found(turn: Turn, text: str) -> Card | None:
    """What a name or a reference leads to; None when that is nothing."""
    said = reference(text)
    candidate = None if said is None else candidates.by_reference(turn.session, said)
    if candidate is not None:
        return card_for(turn, candidate)
    lines = candidate_lists.search(turn.session, text, SIZE + 1)
    if not lines:
        return None
    title = turn.t(N_("Candidates whose name holds “{text}”:"), text=" ".join(text.split()))
    more = turn.t(N_("There are others: write more of the name.")) if len(lines) > SIZE else Markup()
    return Card(Markup("\n").join(filter(None, [title, more])), list_rows(lines[:SIZE], turn.language))


def hear(turn: Turn) -> bool:
    """Take what PLIE staff typed to no form as a name to look for. Returns whether anybody has it."""
    if not turn.text or len(turn.text) > MOST_TYPED or not allowed(turn, Action.LIST_CANDIDATES):
        return False
    card = _found(turn, turn.text)
    if card is not None:
        turn.say(card)
    return card is not None


def _search(turn: Turn, answers: Mapping[str, Any]) -> None:
    demand(turn, Action.LIST_CANDIDATES)
    card = _found(turn, answers["text"])
    if card is None:
        raise Refused(N_("Nobody is found by this. Write whole words of the name, or the reference."))
    turn.say(card)


SEARCH = Form(
    name="search-candidates",
    version=1,
    title=N_("Search for a candidate"),
    steps=(
        Step(
            "text",
            N_("Name or reference"),
            N_("Whom are you looking for?"),
            Text(1, MOST_TYPED, N_("Whole words of the name, in any order, or a reference: C-2026-0012.")),
        ),
    ),
    verb=N_("Search"),
    done=_search,
)


def _start_search(turn: Turn) -> None:
    demand(turn, Action.LIST_CANDIDATES)
    conversation.start(turn, SEARCH)


def _compare(turn: Turn, answers: Mapping[str, Any]) -> None:
    """Both files, to choose the one that is kept."""
    demand(turn, Action.MERGE_CANDIDATES)
    one = candidates.get(turn.session, answers.get("candidate", 0))
    other = candidates.by_reference(turn.session, answers["other"])
    if one is None or other is None or other.state not in LIVING or one.state not in LIVING:
        raise Refused(N_("There is no such file to merge."))
    if one is other:
        raise Refused(N_("This is the same file."))
    turn.say(merging_card(turn.session, one, other, turn.language))


MERGE = Form(
    name="merge-candidates",
    version=1,
    title=N_("Merge two files"),
    steps=(
        Step(
            "other",
            N_("Other file"),
            N_("What is the reference of the other file?"),
            Reference(N_("For example: C-2026-0012. Both are shown before anything is merged.")),
        ),
    ),
    verb=N_("Show both"),
    done=_compare,
)


def _start_merge(turn: Turn) -> None:
    demand(turn, Action.MERGE_CANDIDATES)
    candidate = candidates.get(turn.session, turn.number)
    if candidate is None or candidate.state not in LIVING:
        raise Refused(GONE)
    conversation.start(turn, MERGE, {"candidate": candidate.id})


def _merge(turn: Turn) -> None:
    kept, other = (int(number) for number in turn.data.split(":")[1:])
    turn.edit(card_for(turn, merge_candidates.merge(turn, kept, other)))


def hear_reference(turn: Turn) -> bool:
    """Open the file whose reference was typed to no form, as people say it on the phone. Returns whether it
    was one. Raises Refused."""
    if not _REFERENCE.fullmatch(turn.text):
        return False
    demand(turn, Action.SEE_CANDIDATE)
    candidate = candidates.by_reference(turn.session, turn.text.strip().upper())
    if candidate is None:
        raise Refused(GONE)
    turn.say(card_for(turn, candidate))
    return True


ROUTES = (
    *entry("candidats", _list),
    button("candidates", _turn_page, args=r"(?:mine|all):\d{1,9}"),
    button("search-candidates", _start_search, args=""),
    button("merge-candidate", _start_merge),
    button("merged-candidate", _merge, args=r"\d{1,9}:\d{1,9}"),
)
