"""Follow-ups as the PLIE makes them: the list, one tap, a difficulty, a departure, a correction."""

import json
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
import sqlalchemy as sa
from leaving_world import MARIE, seen, small_world, stage
from stage import START, Stage
from stage_world import BUYER, COLLEAGUE, COMPANY, COORDINATOR, FACILITATOR
from work import place

from bot.rules.placements import Terms
from bot.store import candidates, follow_ups, history, organisations, people, placements
from bot.store.candidates import Filing
from bot.store.database import Session
from bot.store.follow_ups import identity
from bot.store.history import Subject
from bot.store.tables import AuditEntry, FollowUp, rows_of

__all__ = ["small_world", "stage"]
AUDIT: Any = rows_of(AuditEntry)
FIRST = date(2026, 12, 1)
NOTE = "Ne s’entend pas avec le chef d’équipe"


def at_work(session: Session, start: date = FIRST, *, person: int = MARIE, confirmed: bool = True) -> int:
    boss = people.by_telegram(session, COMPANY)
    assert boss is not None
    terms = Terms(start, start + timedelta(days=300), Decimal(35))
    return placements.identity(place(session, person, boss, START, terms=terms, confirmed=confirmed))


@pytest.fixture
def number(stage: Stage) -> int:
    """The follow-up of the second day, due on Thursday 3 December."""
    with stage.database.begin() as session:
        placement = at_work(session)
        row = follow_ups.of_placement(session, placement)[-1]
        assert (row.kind, row.due_on) == ("day2", date(2026, 12, 3))
        return identity(row)


def row(stage: Stage, number: int) -> FollowUp:
    with stage.database.begin() as session:
        found = follow_ups.get(session, number)
        assert found is not None
        session.expunge(found)
        return found


def audited(stage: Stage, action: str) -> list[dict[str, Any]]:
    with stage.database.begin() as session:
        query = sa.select(AUDIT.c.details).where(AUDIT.c.action == action)
        return [json.loads(one) for one in session.core.execute(query).scalars()]


def test_nothing_is_due_and_the_next_one_is_named(stage: Stage, number: int) -> None:
    shown = seen(stage.says(FACILITATOR, "/suivi"), FACILITATOR)
    assert "Aucun suivi à faire aujourd’hui. Le prochain est prévu le 3 décembre 2026." in shown


def test_the_due_one_is_done_in_one_tap(stage: Stage, number: int) -> None:
    stage.wait(timedelta(days=14))
    shown = seen(stage.says(FACILITATOR, "/suivi"), FACILITATOR)
    assert "Suivis des personnes que vous accompagnez" in shown
    assert "[🔴 03/12 · DUPONT Marie · Deuxième jour]" not in shown
    assert "[03/12 · DUPONT Marie · Deuxième jour]" in shown
    card = seen(stage.taps_label(FACILITATOR, "Deuxième jour"), FACILITATOR)
    for text in (
        "Deuxième jour", "C-2026-0003 · DUPONT Marie", "P-2026-0001 · Bâti Normandie", "06 12 34 56 78",
        "À faire depuis le 3 décembre 2026 : 4 jours de retard", "[Tout va bien]", "[Une difficulté]",
        "[A quitté le poste]", "[Injoignable]",
    ):  # fmt: skip
        assert text in card, text
    said = stage.taps_label(FACILITATOR, "Tout va bien")
    done = seen(said, FACILITATOR)
    assert "C’est noté : tout va bien." in done
    assert "Résultat : tout va bien</b> · 7 décembre 2026" in done
    assert "[Ajouter une note]" in done
    found = row(stage, number)
    assert (found.state, found.done_at is not None) == ("well", True)
    assert audited(stage, "log follow-up") == [{"kind": "day2", "state": "well"}]
    with stage.database.begin() as session:
        person = candidates.get(session, MARIE)
        assert person is not None
        assert person.contacted_on == date(2026, 12, 7)
    assert "Aucun suivi" in seen(stage.says(FACILITATOR, "/followup"), FACILITATOR)


def test_a_double_tap_does_nothing_twice_and_a_late_one_shows_what_is(stage: Stage, number: int) -> None:
    stage.taps(FACILITATOR, f"follow-up:{number}")
    stage.taps(COLLEAGUE, f"follow-up:{number}")
    stage.taps_label(FACILITATOR, "Tout va bien")
    again = seen(stage.taps(FACILITATOR, f"found:well:none:{number}"), FACILITATOR)
    assert "C’est déjà fait" in again
    late = seen(stage.taps_label(COLLEAGUE, "A quitté le poste"), COLLEAGUE)
    assert "Quelqu’un d’autre a répondu entre-temps" in late
    assert "tout va bien" in late
    late = seen(stage.taps(COLLEAGUE, f"missed-follow-up:{number}"), COLLEAGUE)
    assert "Ce suivi est déjà fait" in late
    assert row(stage, number).state == "well"
    assert len(audited(stage, "log follow-up")) == 1


def test_nobody_answers_and_it_stays_due(stage: Stage, number: int) -> None:
    stage.wait(timedelta(days=14))
    for _ in range(2):
        stage.taps(FACILITATOR, f"follow-up:{number}")
        shown = seen(stage.taps_label(FACILITATOR, "Injoignable"), FACILITATOR)
        assert "La tentative est notée ; ce suivi reste à faire." in shown
    assert "Injoignable : 2 tentatives, la dernière le 7 décembre 2026" in shown
    assert row(stage, number).state is None
    assert "DUPONT" in seen(stage.says(FACILITATOR, "/suivi"), FACILITATOR)


def test_a_difficulty_with_its_note_is_told_to_the_company_without_it(stage: Stage, number: int) -> None:
    stage.wait(timedelta(days=10))
    stage.taps(FACILITATOR, f"follow-up:{number}")
    said = stage.taps_label(FACILITATOR, "Une difficulté")
    assert "[Prévenir l’entreprise]" in seen(said, FACILITATOR)
    assert {one.chat for one in said} == {FACILITATOR}
    stage.taps_label(FACILITATOR, "Ajouter une note")
    said = stage.says(FACILITATOR, NOTE)
    assert NOTE in seen(said, FACILITATOR)
    said = stage.taps_label(FACILITATOR, "Prévenir l’entreprise")
    asked = seen(said, FACILITATOR)
    assert "et rien de votre note" in asked
    assert "Une difficulté a été signalée. Le référent du PLIE vous appelle." in asked
    assert seen(said, COMPANY) == ""
    said = stage.taps_label(FACILITATOR, "Oui, prévenir")
    told = seen(said, COMPANY)
    assert "P-2026-0001 · DUPONT Marie (C-2026-0003)" in told
    assert "Une difficulté a été signalée" in told
    assert "L’entreprise est prévenue qu’il y a une difficulté." in seen(said, FACILITATOR)
    again = stage.taps(FACILITATOR, f"told-difficulty:{number}")
    assert "C’est déjà fait" in seen(again, FACILITATOR)
    assert seen(again, COMPANY) == ""
    everything = [one.text + str(one.body) for one in stage.said if one.chat == COMPANY]
    assert not any("chef d’équipe" in text for text in everything)
    assert "chef" not in json.dumps(audited(stage, "note follow-up"))


def test_a_colleague_who_hears_of_a_difficulty_raises_it_to_the_adviser(stage: Stage, number: int) -> None:
    stage.taps(COLLEAGUE, f"follow-up:{number}")
    said = stage.taps_label(COLLEAGUE, "Une difficulté")
    told = seen(said, FACILITATOR)
    assert "Personne 105 a noté une difficulté lors d’un suivi." in told
    assert "[Prévenir l’entreprise]" in told
    for state, before in (("well", "difficulty"), ("difficulty", "well")):
        said = stage.taps(COLLEAGUE, f"found:{state}:{before}:{number}")
    assert seen(said, FACILITATOR) == ""


def test_the_company_of_a_placement_that_is_over_is_told_nothing(stage: Stage, number: int) -> None:
    stage.taps(FACILITATOR, f"found:difficulty:none:{number}")
    stage.wait(timedelta(days=400))
    shown = seen(stage.taps(FACILITATOR, f"follow-up:{number}"), FACILITATOR)
    assert "une difficulté" in shown
    assert "Prévenir" not in shown
    said = stage.taps(FACILITATOR, f"told-difficulty:{number}")
    assert "L’entreprise ne peut être prévenue" in seen(said, FACILITATOR)
    assert seen(said, COMPANY) == ""
    assert not row(stage, number).told_company


def test_who_left_leads_to_the_end_of_the_contract_and_to_the_exit(stage: Stage, number: int) -> None:
    stage.taps(FACILITATOR, f"follow-up:{number}")
    said = stage.taps_label(FACILITATOR, "A quitté le poste")
    buttons = {data for one in said for _, data in one.buttons}
    placement = row(stage, number).placement_id
    assert {f"end-placement:{placement}", f"exit:{MARIE}"} <= buttons


def test_a_correction_is_kept(stage: Stage, number: int) -> None:
    stage.taps(FACILITATOR, f"found:well:none:{number}")
    stage.taps(FACILITATOR, f"follow-up:{number}")
    shown = seen(stage.taps_label(FACILITATOR, "Corriger"), FACILITATOR)
    assert "Quel est le bon résultat" in shown
    assert "[Tout va bien]" not in shown
    shown = seen(stage.taps_label(FACILITATOR, "A quitté le poste"), FACILITATOR)
    assert "Résultat : a quitté le poste" in shown
    with stage.database.begin() as session:
        kept = history.of(session, Subject("follow-up", number))
        assert [(one.field, one.before, one.after) for one in kept] == [("state", "well", "left")]
    assert audited(stage, "correct follow-up") == [{"kind": "day2", "state": "left"}]
    for text in ("Première version", "Seconde version"):
        stage.taps(FACILITATOR, f"note-follow-up:{number}")
        stage.says(FACILITATOR, text)
    with stage.database.begin() as session:
        kept = history.of(session, Subject("follow-up", number))
        assert (kept[0].field, kept[0].before) == ("note", "Première version")


def test_all_of_a_placement_and_one_made_early(stage: Stage, number: int) -> None:
    placement = row(stage, number).placement_id
    shown = seen(stage.taps(FACILITATOR, f"follow-ups-of:{placement}"), FACILITATOR)
    lines = [line for line in shown.splitlines() if "·" in line and line.startswith("[")]
    assert [line.split(" · ")[1] for line in lines] == [
        "Deuxième jour", "Quinzième jour", "Premier mois", "Troisième mois", "Sixième mois"
    ]  # fmt: skip
    stage.taps_label(FACILITATOR, "Premier mois")
    shown = seen(stage.taps_label(FACILITATOR, "Tout va bien"), FACILITATOR)
    assert "Résultat : tout va bien" in shown
    shown = seen(stage.taps(FACILITATOR, f"follow-ups-of:{placement}"), FACILITATOR)
    assert "Premier mois · tout va bien" in shown
    with stage.database.begin() as session:
        waiting = at_work(session, confirmed=False)
    shown = seen(stage.taps(FACILITATOR, f"follow-ups-of:{waiting}"), FACILITATOR)
    assert "dès que le PLIE a confirmé" in shown


def test_a_dropped_one_says_so(stage: Stage, number: int) -> None:
    placement = row(stage, number).placement_id
    stage.taps(FACILITATOR, f"follow-up:{number}")
    with stage.database.begin() as session:
        placements.change(session, placement or 0, ended_on=FIRST, end_reason="other")
        ended = placements.get(session, placement or 0)
        assert ended is not None
        follow_ups.schedule_placement(session, ended)
    shown = seen(stage.taps_label(FACILITATOR, "Tout va bien"), FACILITATOR)
    assert "Ce suivi n’est plus à faire" in shown
    for verb in ("follow-up", "correct-follow-up", "note-follow-up", "tell-difficulty"):
        shown = seen(stage.taps(FACILITATOR, f"{verb}:{number}"), FACILITATOR)
        assert "N’est plus à faire" in shown, verb
        assert "[Tout va bien]" not in shown
    assert row(stage, number).state is None


def test_a_colleague_sees_all_of_them_page_after_page(stage: Stage) -> None:
    with stage.database.begin() as session:
        me = people.by_telegram(session, FACILITATOR)
        assert me is not None
        one = candidates.get(session, MARIE)
        assert one is not None
        said = candidates.profile(session, one)
        for _ in range(9):
            person = candidates.add(session, said, Filing(me.id, START.date(), adviser_id=me.id), START)
            at_work(session, person=person.id or 0)
    stage.wait(timedelta(days=11))
    shown = seen(stage.says(COLLEAGUE, "/suivi"), COLLEAGUE)
    assert "Tous les suivis à faire" in shown
    assert shown.count("Deuxième jour") == 8
    shown = seen(stage.taps_label(COLLEAGUE, "Suite"), COLLEAGUE)
    assert shown.count("Deuxième jour") == 1
    stage.taps_label(COLLEAGUE, "Début")
    shown = seen(stage.taps_label(COLLEAGUE, "Mes personnes seulement"), COLLEAGUE)
    assert "Aucun suivi" in shown
    shown = seen(stage.taps_label(COLLEAGUE, "Tous"), COLLEAGUE)
    assert shown.count("Deuxième jour") == 8
    shown = seen(stage.taps(COLLEAGUE, "follow-ups:all:99999999:1"), COLLEAGUE)
    assert shown.count("Deuxième jour") == 8


@pytest.mark.parametrize("chat", [BUYER, COMPANY])
def test_partners_have_no_part_in_it(stage: Stage, number: int, chat: int) -> None:
    for text in ("/suivi", "/sortie"):
        assert "Vous n’avez pas le droit" in seen(stage.says(chat, text), chat)
    for data in (
        f"follow-up:{number}", f"found:well:none:{number}", f"missed-follow-up:{number}",
        f"note-follow-up:{number}", f"correct-follow-up:{number}", f"tell-difficulty:{number}",
        f"told-difficulty:{number}", "follow-ups:all:0:0", "follow-ups-of:1", f"exit:{MARIE}", "exit-card:1",
        "correct-exit:1", "cancel-exit:1", "cancelled-exit:1", f"renew-eligibility:{MARIE}",
        f"eligible:yes:20281123:{MARIE}",
    ):  # fmt: skip
        assert "Vous n’avez pas le droit" in seen(stage.taps(chat, data), chat), data
    assert row(stage, number).state is None


def test_the_follow_ups_go_with_the_adviser(stage: Stage, number: int) -> None:
    stage.wait(timedelta(days=14))
    with stage.database.begin() as session:
        colleague = people.by_telegram(session, COLLEAGUE)
        me = people.by_telegram(session, FACILITATOR)
        assert colleague is not None
        assert me is not None
    stage.taps(COORDINATOR, f"handed:{me.id}:{colleague.id}")
    shown = seen(stage.says(COLLEAGUE, "/suivi"), COLLEAGUE)
    assert "Suivis des personnes que vous accompagnez" in shown
    assert "DUPONT Marie" in shown


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_longest_of_everything_fits(stage: Stage, number: int, language: str) -> None:
    with stage.database.begin() as session:
        me, boss = (people.by_telegram(session, chat) for chat in (FACILITATOR, COMPANY))
        assert me is not None
        assert boss is not None
        people.change(session, me.id, language=language)
        organisations.change(session, boss.organisation_id, name="Société " + "é&" * 90)
        person = candidates.get(session, MARIE)
        assert person is not None
        said = candidates.profile(session, person)
        candidates.change(session, person, replace(said, name="<b> " + "Ωé" * 38), START.date())
        for one in follow_ups.of_candidate(session, MARIE):
            follow_ups.write_note(session, one, "<i>é&" * 200)
            if one.kind != "month6":
                assert follow_ups.log(session, identity(one), None, "difficulty", me.id, START)
            latest = identity(follow_ups.of_candidate(session, MARIE)[0])
    stage.wait(timedelta(days=190))
    for data in (
        f"follow-up:{latest}", f"found:difficulty:none:{latest}", f"tell-difficulty:{latest}",
        f"told-difficulty:{latest}", f"correct-follow-up:{latest}", "follow-ups-of:1", f"exit:{MARIE}",
    ):  # fmt: skip
        assert seen(stage.taps(FACILITATOR, data)), data
    assert row(stage, latest).told_company


def test_the_audit_trail_says_of_whom_by_the_reference_only(stage: Stage, number: int) -> None:
    stage.taps(FACILITATOR, f"missed-follow-up:{number}")
    stage.taps(FACILITATOR, f"found:well:none:{number}")
    shown = seen(stage.says(COORDINATOR, "/journal"), COORDINATOR)
    assert "a fait un suivi · C-2026-0003" in shown
    assert "a tenté un suivi sans joindre la personne · C-2026-0003" in shown
    assert "DUPONT" not in shown
