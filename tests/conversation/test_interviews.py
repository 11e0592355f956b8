"""/entretien: three taps for the usual case, a few words for the others; lists and corrections."""

from typing import Any

import pytest
import sqlalchemy as sa
from seekers import filed
from test_offers import AUDIT, member, written
from test_ranked_lists import presses
from town import Someone, Town

from bot import app
from bot.store import candidates, history, interviews
from bot.store.history import Subject
from bot.store.interviews import Held
from bot.store.tables import CandidateState

PLIE = "PLIE du pays de Caen"
TODAY = "22 novembre 2026"


async def town_with(town: Town, *names: str) -> Someone:
    """A facilitator, and the files of these people, whom a colleague follows."""
    facilitator = await town.joins("Fatou", "facilitator", PLIE)
    now = app.make_clock(town.settings).now()
    with written(town) as session:
        for place, name in enumerate(names):
            filed(
                session, member(session, facilitator).id, now, name=name, birth_year=1960 + place, phone=None
            )
    return facilitator


def kept(town: Town, number: int = 1) -> list[Held]:
    """The interviews with a candidate, newest first."""
    with written(town) as session:
        return [interviews.held(session, row) for row in interviews.of_candidate(session, number, 99)]


def trail(town: Town, *actions: str) -> list[tuple[str, str, int]]:
    with written(town) as session:
        query = sa.select(AUDIT.c.action, AUDIT.c.subject, AUDIT.c.subject_id)
        found = session.core.execute(query.where(AUDIT.c.action.in_(actions)).order_by(AUDIT.c.id))
        return [(row.action, row.subject, row.subject_id) for row in found]


class Counted:
    """Someone whose taps are counted."""

    def __init__(self, someone: Someone) -> None:
        self.someone, self.taps = someone, 0

    async def tap(self, label: str) -> None:
        self.taps += 1
        await self.someone.taps(label)


async def test_the_usual_interview_takes_three_taps(town: Town) -> None:
    facilitator = await town_with(town, "DUPONT Marie")
    await presses(facilitator, "interview:1")
    await facilitator.sees("Quand et comment ?", "[Aujourd’hui, au bureau]", "[Un autre jour]")
    hand = Counted(facilitator)
    await hand.tap("Aujourd’hui, par téléphone")
    await facilitator.sees("Quel en est le résultat ?", "[Candidature à présenter", "[Retour]")
    await hand.tap("La recherche")
    screen = await facilitator.sees(f"{TODAY}, par téléphone", "[Enregistrer]", "[Modifier : Suite prévue]")
    assert "Il manque encore" not in screen
    await hand.tap("Enregistrer")
    await facilitator.sees("L’entretien avec C-2026-0001 est enregistré.", "[Ouvrir C-2026-0001]")
    assert hand.taps == 3
    (said,) = kept(town)
    assert (said.on.isoformat(), said.kind, said.outcome) == ("2026-11-22", "phone", "progress")
    assert (said.next_step, said.note) == (None, None)
    assert trail(town, "add interview") == [("add interview", "candidate", 1)]


async def test_the_next_step_and_the_note_are_set_from_the_recap(town: Town) -> None:
    facilitator = await town_with(town, "DUPONT Marie")
    colleague = await town.joins("Claire", "facilitator", PLIE)
    before = len(await facilitator.said())
    await colleague.says("/entretien")
    await colleague.sees("Avec qui ?")
    await colleague.says("dupont")
    await colleague.sees("Quand et comment ?")
    await colleague.says("demain au bureau")
    await colleague.sees("encore à venir")
    await colleague.says("hier")
    await colleague.sees("21 novembre 2026 : sous quelle forme ?", "[Au bureau]")
    await colleague.taps("Sur site")
    await colleague.sees("Quel en est le résultat ?")
    await colleague.taps("Candidature à présenter")
    await colleague.sees("[Modifier : Note pour le PLIE]")
    await colleague.taps("Modifier : Suite prévue")
    await colleague.sees("Quelle suite est prévue ?")
    await colleague.taps("Présenter à une entreprise")
    await colleague.sees("[Modifier : Note pour le PLIE]")
    await colleague.taps("Modifier : Note pour le PLIE")
    await colleague.says("Vient à vélo <b>")
    await colleague.sees("Vient à vélo <b>", "[Enregistrer]")
    await colleague.taps("Enregistrer")
    await colleague.sees("est enregistré", "[Présenter à une entreprise]", "[Corriger]")
    (said,) = kept(town)
    assert (said.next_step, said.note, said.outcome) == ("referral", "Vient à vélo <b>", "ready")
    assert len(await facilitator.said()) == before, "the adviser is not disturbed"


@pytest.mark.parametrize(
    ("outcome", "offered", "absent"),
    [
        ("Une formation", "[Prévoir une formation]", "[Présenter à une entreprise]"),
        ("Candidature à présenter", "[Présenter à une entreprise]", "[Prévoir une formation]"),
    ],
)
async def test_what_follows_is_one_tap_away(town: Town, outcome: str, offered: str, absent: str) -> None:
    facilitator = await town_with(town, "DUPONT Marie")
    await presses(facilitator, "interview:1")
    await facilitator.taps("Aujourd’hui, au bureau")
    await facilitator.sees("Quel en est le résultat ?")
    await facilitator.taps(outcome)
    await facilitator.sees("[Enregistrer]")
    await facilitator.taps("Enregistrer")
    assert absent not in await facilitator.sees("est enregistré", offered)


async def test_an_absence_is_no_contact_and_an_older_interview_moves_nothing_back(town: Town) -> None:
    facilitator = await town_with(town, "DUPONT Marie")
    with written(town) as session:
        candidates.contacted(session, 1, app.make_clock(town.settings).now().date().replace(day=10))
    for when, outcome, contacted in (
        ("hier au bureau", "Absence", "2026-11-10"),
        ("le 8 au bureau", "La recherche", "2026-11-10"),
        ("le 15 au bureau", "La recherche", "2026-11-15"),
    ):
        await presses(facilitator, "interview:1")
        await facilitator.sees("Quand et comment ?")
        await facilitator.says(when)
        await facilitator.sees("Quel en est le résultat ?")
        await facilitator.taps(outcome)
        await facilitator.sees("[Enregistrer]")
        await facilitator.taps("Enregistrer")
        await facilitator.sees("est enregistré")
        with written(town) as session:
            found = candidates.get(session, 1)
            assert found is not None
            assert found.contacted_on.isoformat() == contacted, when


async def test_a_list_of_pages_opens_interviews_that_are_corrected(town: Town) -> None:
    facilitator = await town_with(town, "DUPONT Marie")
    colleague = await town.joins("Claire", "coordinator", PLIE)
    now = app.make_clock(town.settings).now()
    with written(town) as session:
        me = member(session, facilitator).id
        for day in range(1, 11):
            said = Held(now.date().replace(day=day), "office", "progress", None, "Mot secret")
            interviews.add(session, 1, me, said, now)
    await presses(colleague, "interviews-of:1")
    screen = await colleague.sees(
        "Entretiens avec C-2026-0001", "• 10 novembre 2026 · au bureau", "[Suite ›]"
    )
    assert "Mot secret" not in screen
    assert "• 2 novembre" not in screen
    await colleague.taps("Suite ›")
    await colleague.sees("• 2 novembre 2026", "• 1er novembre 2026", "[‹ Début]")
    await colleague.taps("1er novembre 2026")
    await colleague.sees("Entretien avec C-2026-0001", "Mot secret", "Mené par Fatou Martin", "[Corriger]")
    await colleague.taps("Corriger")
    await colleague.sees("Corriger un entretien · C-2026-0001", "[Modifier : Quand et comment]")
    await colleague.taps("Modifier : Quand et comment")
    await colleague.sees("Quand et comment ?")
    await colleague.says("le 5 au téléphone")
    await colleague.sees("5 novembre 2026, par téléphone", "[Enregistrer]")
    await colleague.taps("Enregistrer")
    await colleague.saw("L’entretien est corrigé.")
    await colleague.sees("5 novembre 2026, par téléphone", "auparavant : 1er novembre 2026")
    with written(town) as session:
        changes = history.of(session, Subject("interview", 1))
        assert [(one.field, one.before, one.after) for one in changes] == [
            ("kind", "office", "phone"),
            ("on", "2026-11-01", "2026-11-05"),
        ]
    assert trail(town, "correct interview") == [("correct interview", "candidate", 1)]
    await colleague.taps("Corriger")
    await colleague.sees("[Enregistrer]")
    await colleague.taps("Enregistrer")
    await colleague.saw("Rien n’a été modifié")
    assert len(trail(town, "correct interview")) == 1


async def test_what_a_colleague_corrected_meanwhile_stays(town: Town) -> None:
    facilitator = await town_with(town, "DUPONT Marie")
    now = app.make_clock(town.settings).now()
    with written(town) as session:
        me = member(session, facilitator).id
        interviews.add(session, 1, me, Held(now.date(), "office", "progress"), now)
    await presses(facilitator, "correct-interview:1")
    await facilitator.sees("[Modifier : Résultat]")
    await facilitator.taps("Modifier : Résultat")
    await facilitator.taps("Candidature à présenter")
    await facilitator.sees("[Enregistrer]", "Candidature à présenter")
    with written(town) as session:
        row = interviews.get(session, 1)
        assert row is not None
        interviews.change(session, row, Held(now.date(), "phone", "progress", None, "Noté"))
    await facilitator.taps("Enregistrer")
    await facilitator.saw("L’entretien est corrigé.")
    assert kept(town) == [Held(now.date(), "phone", "ready", None, "Noté")]


async def test_a_second_tap_records_nothing_twice(town: Town) -> None:
    facilitator = await town_with(town, "DUPONT Marie")
    await presses(facilitator, "interview:1")
    await facilitator.taps("Aujourd’hui, au bureau")
    await facilitator.sees("Quel en est le résultat ?")
    await facilitator.taps("La recherche")
    await facilitator.sees("[Enregistrer]")
    recap = (await facilitator.messages())[-1]
    send = recap["keyboard"][0][0]["callback_data"]
    await facilitator.taps_data(recap["message_id"], send)
    await facilitator.sees("est enregistré")
    await presses(facilitator, send)
    for _ in range(50):
        if any("déjà fait" in text for text in await facilitator.toasts()):
            break
        await facilitator.town.quiet()
    assert len(kept(town)) == 1


async def test_what_is_gone_or_over_gets_one_sentence(town: Town) -> None:
    facilitator = await town_with(town, "DUPONT Marie", "PETIT Zoé")
    with written(town) as session:
        assert candidates.move(session, 2, CandidateState.ACTIVE, CandidateState.CLOSED)
    for data, told in (
        ("interview:99", "introuvable"),
        ("interview:2", "Aucun entretien ne peut être enregistré pour C-2026-0002 : dossier fermé"),
        ("interviews-of:99", "introuvable"),
        ("interviews-of:1", "Aucun entretien avec C-2026-0001 pour le moment."),
        ("interviews-after:1:77", "Aucun entretien avec C-2026-0001"),
        ("interview-card:5", "Cet entretien est introuvable."),
        ("correct-interview:5", "Cet entretien est introuvable."),
    ):
        await presses(facilitator, data)
        await facilitator.sees(told)


async def test_a_file_closed_meanwhile_keeps_the_form(town: Town) -> None:
    facilitator = await town_with(town, "DUPONT Marie")
    await presses(facilitator, "interview:1")
    await facilitator.taps("Aujourd’hui, au bureau")
    await facilitator.sees("Quel en est le résultat ?")
    await facilitator.taps("La recherche")
    await facilitator.sees("[Enregistrer]")
    with written(town) as session:
        assert candidates.move(session, 1, CandidateState.ACTIVE, CandidateState.CLOSED)
    await facilitator.taps("Enregistrer")
    await facilitator.sees("Le dossier C-2026-0001 n’est plus ouvert", "[Enregistrer]")
    assert kept(town) == []


FORGED: tuple[str, ...] = (
    "interview:1", "interviews-of:1", "interviews-after:1:1", "interview-card:1", "correct-interview:1",
    "go:entretien",
)  # fmt: skip


@pytest.mark.parametrize("role", ["company", "buyer", "prescriber", "siae", "professional"])
async def test_nobody_else_hears_anything(town: Town, role: str) -> None:
    facilitator = await town_with(town, "DUPONT Marie")
    someone = await town.joins("Marc", role, "Bâti Normandie", "company" if role == "company" else None)
    now = app.make_clock(town.settings).now()
    with written(town) as session:
        said = Held(now.date(), "office", "progress", None, "Mot secret")
        interviews.add(session, 1, member(session, facilitator).id, said, now)
    said_before: Any = len(await someone.said())
    for count, data in enumerate(FORGED, start=1):
        await presses(someone, data)
        for _ in range(200):
            if len(await someone.said()) == said_before + count:
                break
            await someone.town.quiet()
    told = (await someone.said())[said_before:]
    assert len(told) == len(FORGED), told
    assert all("pas le droit" in text or "menu" in text for text in told), told
    assert not any(word in "\n".join(told) for word in ("DUPONT", "secret", "C-2026"))
    assert len(kept(town)) == 1
