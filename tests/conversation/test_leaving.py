"""Exits as the PLIE records them: what is asked, what is refused and how it goes on, correcting, taking
back; and the eligibility renewed."""

import json
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
import sqlalchemy as sa
from leaving_world import LOT, MARIE, seen, small_world, stage
from stage import START, Stage
from stage_world import COLLEAGUE, COMPANY, FACILITATOR
from work import place, present

from bot.rules.placements import Terms
from bot.store import candidates, exits, follow_ups, history, offers, people, placements, referrals
from bot.store.history import Subject
from bot.store.tables import AuditEntry, Candidate, Exit, ReferralState, rows_of

__all__ = ["small_world", "stage"]
AUDIT: Any = rows_of(AuditEntry)
CANDIDATES: Any = rows_of(Candidate)
START_OF_WORK, END_OF_WORK = date(2026, 5, 4), date(2026, 11, 3)
TODAY = START.date()


def worked(stage: Stage, last_day: date | None = END_OF_WORK, *, lot: int | None = None) -> int:
    """A placement of Marie's, for a lot or not."""
    with stage.database.begin() as session:
        boss = people.by_telegram(session, COMPANY)
        assert boss is not None
        terms = Terms(START_OF_WORK, last_day, Decimal(35))
        return placements.identity(place(session, MARIE, boss, START, terms=terms, lot_id=lot))


def latest(stage: Stage) -> Exit | None:
    with stage.database.begin() as session:
        found = exits.current(session, MARIE)
        if found is not None:
            session.expunge(found)
        return found


def file_state(stage: Stage) -> str:
    with stage.database.begin() as session:
        found = candidates.get(session, MARIE)
        assert found is not None
        return found.state


def leaves(stage: Stage, *labels: str, chat: int = FACILITATOR) -> str:
    """Begin from the person's file, tap these answers, then save."""
    stage.taps(chat, f"exit:{MARIE}")
    for label in labels:
        stage.taps_label(chat, label)
    return seen(stage.taps_label(chat, "Enregistrer"), chat)


def audited(stage: Stage, action: str) -> list[dict[str, Any]]:
    with stage.database.begin() as session:
        query = sa.select(AUDIT.c.details).where(AUDIT.c.action == action)
        return [json.loads(one) for one in session.core.execute(query).scalars()]


def test_hired_elsewhere_from_what_the_contract_says(stage: Stage) -> None:
    placement = worked(stage)
    shown = seen(stage.says(FACILITATOR, "/sortie"))
    assert "Qui sort du dispositif" in shown
    shown = seen(stage.taps_label(FACILITATOR, "DUPONT Marie"))
    assert "Quel jour la personne est-elle sortie" in shown
    assert "[3 novembre 2026]" in shown
    stage.taps_label(FACILITATOR, "3 novembre 2026")
    shown = seen(stage.taps_label(FACILITATOR, "Embauche hors marché"))
    assert shown.index("[CDD]") < shown.index("[CDI]")
    stage.taps_label(FACILITATOR, "CDD")
    shown = seen(stage.taps_label(FACILITATOR, "6 mois"))
    assert "Compte comme sortie positive, vers un emploi durable." in shown
    said = stage.taps_label(FACILITATOR, "Enregistrer")
    shown = seen(said)
    for text in (
        "La sortie est enregistrée et le dossier est fermé.", "C-2026-0003 · DUPONT Marie",
        "À l’issue du contrat P-2026-0001 (Bâti Normandie)", "Trois mois après la sortie (3 février 2027)",
        "Six mois après la sortie (3 mai 2027)", "[Corriger]", "[Enregistrée par erreur]",
    ):  # fmt: skip
        assert text in shown, text
    row = latest(stage)
    assert row is not None
    assert exits.said(row) == exits.Said(END_OF_WORK, "outside_contract", "cdd", Decimal(6), placement)
    assert file_state(stage) == "closed"
    assert audited(stage, "record exit") == [{"kind": "outside_contract", "on": "2026-11-03"}]


def test_a_length_that_is_not_usual_is_proposed(stage: Stage) -> None:
    worked(stage, date(2026, 9, 3))
    stage.taps(FACILITATOR, f"exit:{MARIE}")
    for label in ("Hier", "Embauche hors marché"):
        stage.taps_label(FACILITATOR, label)
    shown = seen(stage.taps_label(FACILITATOR, "CDD"))
    assert "[4 mois]" in shown
    shown = seen(stage.taps_label(FACILITATOR, "4 mois"))
    assert "Compte comme sortie positive." in shown


def test_a_person_without_any_placement_may_leave(stage: Stage) -> None:
    shown = leaves(stage, "Aujourd’hui", "Formation")
    assert "Compte comme sortie positive." in shown
    assert "À l’issue" not in shown
    row = latest(stage)
    assert row is not None
    assert (row.placement_id, row.contract, row.months) == (None, None, None)
    with stage.database.begin() as session:
        assert follow_ups.of_exit(session, row.id or 0) == []


def test_what_waits_for_the_person_elsewhere_ends(stage: Stage) -> None:
    worked(stage)
    with stage.database.begin() as session:
        person, offer = candidates.get(session, MARIE), offers.get(session, 1)
        me = people.by_telegram(session, FACILITATOR)
        assert person is not None
        assert offer is not None
        assert me is not None
        number = referrals.identity(present(session, person, offer, me.id, START))
        rows = follow_ups.of_placement(session, 1)
        assert all(one.state is None for one in rows)
    leaves(stage, "Aujourd’hui", "Sans solution")
    with stage.database.begin() as session:
        ended = referrals.get(session, number)
        assert ended is not None
        assert ended.state == ReferralState.OBSOLETE
        assert follow_ups.of_placement(session, 1) == []


def test_nobody_leaves_for_elsewhere_while_still_at_work(stage: Stage) -> None:
    placement = worked(stage, date(2027, 3, 1))
    stage.taps(FACILITATOR, f"exit:{MARIE}")
    for label in ("Hier", "Formation"):
        stage.taps_label(FACILITATOR, label)
    said = stage.taps_label(FACILITATOR, "Enregistrer")
    shown = seen(said)
    assert "Le contrat P-2026-0001 court encore après cette date" in shown
    assert f"end-placement:{placement}" in {data for one in said for _, data in one.buttons}
    assert latest(stage) is None
    assert file_state(stage) == "active"
    with stage.database.begin() as session:
        placements.change(session, placement, ended_on=TODAY - timedelta(days=1), end_reason="training")
    shown = seen(stage.taps_label(FACILITATOR, "Enregistrer"))
    assert "La sortie est enregistrée" in shown


def test_hired_by_the_company_of_the_lot_only_where_there_is_one(stage: Stage) -> None:
    worked(stage, None)
    shown = leaves(stage, "Hier", "l’entreprise du marché", "CDI")
    assert "Aucune embauche de cette personne ne compte pour le lot d’un marché" in shown
    assert latest(stage) is None
    with stage.database.begin() as session:
        placements.change(session, 1, lot_id=LOT)
    shown = seen(stage.taps_label(FACILITATOR, "Enregistrer"))
    assert "La sortie est enregistrée" in shown
    row = latest(stage)
    assert row is not None
    assert (row.contract, row.months, row.placement_id) == ("cdi", None, 1)
    with stage.database.begin() as session:
        kinds = {one.kind for one in follow_ups.of_candidate(session, MARIE)}
    assert {"exit3", "exit6", "month6"} <= kinds


def test_neither_before_the_work_began_nor_in_days_to_come(stage: Stage) -> None:
    worked(stage)
    stage.taps(FACILITATOR, f"exit:{MARIE}")
    stage.says(FACILITATOR, "3/5/2026")
    stage.taps_label(FACILITATOR, "Sans solution")
    shown = seen(stage.taps_label(FACILITATOR, "Enregistrer"))
    assert "Le contrat P-2026-0001 commence le 4 mai 2026" in shown
    stage.taps_label(FACILITATOR, "Modifier : Date de sortie")
    shown = seen(stage.says(FACILITATOR, "dans 3 jours"))
    assert "C’est encore à venir" in shown
    assert latest(stage) is None


def test_an_exit_is_recorded_once_whoever_taps(stage: Stage) -> None:
    for chat in (FACILITATOR, COLLEAGUE):
        stage.taps(chat, f"exit:{MARIE}")
        for label in ("Hier", "Sans solution"):
            stage.taps_label(chat, label)
    said = stage.taps_label(COLLEAGUE, "Enregistrer")
    told = seen(said, FACILITATOR)
    assert "Personne 105 a enregistré la sortie de C-2026-0003" in told
    assert "DUPONT" not in told
    late = seen(stage.taps_label(FACILITATOR, "Enregistrer"))
    assert "La sortie de cette personne est déjà enregistrée." in late
    with stage.database.begin() as session:
        assert len(exits.of_candidate(session, MARIE)) == 1
    shown = seen(stage.taps(FACILITATOR, f"exit:{MARIE}"))
    assert "La sortie de cette personne est déjà enregistrée." in shown
    assert "[Corriger]" in shown


def test_a_person_who_came_back_may_leave_again_later(stage: Stage) -> None:
    leaves(stage, "Aujourd’hui", "Sans solution")
    stage.taps(FACILITATOR, f"reopened-candidate:{MARIE}")
    shown = leaves(stage, "Aujourd’hui", "Formation")
    assert "Cette personne est déjà sortie le 23 novembre 2026" in shown
    stage.taps_label(FACILITATOR, "Annuler")
    stage.wait(timedelta(days=30))
    shown = leaves(stage, "Aujourd’hui", "Formation")
    assert "La sortie est enregistrée" in shown
    with stage.database.begin() as session:
        first = exits.of_candidate(session, MARIE)[-1].id or 0
    stage.taps(FACILITATOR, f"correct-exit:{first}")
    stage.taps_label(FACILITATOR, "Modifier : Date de sortie")
    stage.taps_label(FACILITATOR, "Aujourd’hui")
    shown = seen(stage.taps_label(FACILITATOR, "Enregistrer"))
    assert "Cette personne est de nouveau sortie le 23 décembre 2026" in shown


def test_a_correction_moves_the_follow_ups_and_is_kept(stage: Stage) -> None:
    worked(stage)
    leaves(stage, "Aujourd’hui", "Embauche hors marché", "CDI")
    row = latest(stage)
    assert row is not None
    stage.taps_label(FACILITATOR, "Corriger")
    for label in ("Modifier : Date de sortie", "Hier", "Modifier : Type de sortie", "Création"):
        stage.taps_label(FACILITATOR, label)
    shown = seen(stage.taps_label(FACILITATOR, "Enregistrer"))
    assert "La sortie est corrigée." in shown
    assert "Trois mois après la sortie (22 février 2027)" in shown
    after = latest(stage)
    assert after is not None
    assert exits.said(after) == exits.Said(date(2026, 11, 22), "own_business", None, None, 1)
    with stage.database.begin() as session:
        kept = history.of(session, Subject("exit", row.id or 0))
        assert {(one.field, one.before) for one in kept} == {
            ("left_on", "2026-11-23"), ("kind", "outside_contract"), ("contract", "cdi"),
        }  # fmt: skip
    assert audited(stage, "correct exit") == [{"fields": "left_on,kind,contract"}]
    stage.taps(FACILITATOR, f"correct-exit:{row.id}")
    assert "Rien n’a été modifié" in seen(stage.taps_label(FACILITATOR, "Enregistrer"))


def test_an_exit_recorded_by_mistake_is_taken_back(stage: Stage) -> None:
    worked(stage, TODAY)
    leaves(stage, "Aujourd’hui", "Embauche hors marché", "CDI")
    row = latest(stage)
    assert row is not None
    shown = seen(stage.taps_label(FACILITATOR, "Enregistrée par erreur"))
    assert "Annuler la sortie de C-2026-0003 ?" in shown
    shown = seen(stage.taps_label(FACILITATOR, "Oui, l’annuler"))
    assert "Annulée : elle avait été enregistrée par erreur." in shown
    assert "[Corriger]" not in shown
    assert latest(stage) is None
    assert file_state(stage) == "active"
    with stage.database.begin() as session:
        kinds = {one.kind for one in follow_ups.of_candidate(session, MARIE)}
        assert kinds == {"day2", "day15", "month1", "month3", "month6"}
    again = seen(stage.taps(FACILITATOR, f"cancelled-exit:{row.id}"))
    assert "C’est déjà fait" in again
    for verb in ("exit-card", "correct-exit", "cancel-exit"):
        assert "Annulée" in seen(stage.taps(FACILITATOR, f"{verb}:{row.id}")), verb
    assert len(audited(stage, "cancel exit")) == 1


@pytest.fixture
def eligible(stage: Stage) -> str:
    """Until when Marie is eligible, as the buttons say it."""
    with stage.database.begin() as session:
        here = CANDIDATES.c.id == MARIE
        until = date(2026, 12, 31)
        session.core.execute(sa.update(CANDIDATES).where(here).values(eligible_until=until))
    return f"20261231:{MARIE}"


def until(stage: Stage) -> date | None:
    with stage.database.begin() as session:
        found = candidates.get(session, MARIE)
        assert found is not None
        return found.eligible_until


def test_the_eligibility_is_renewed_once(stage: Stage, eligible: str) -> None:
    shown = seen(stage.taps(FACILITATOR, f"renew-eligibility:{MARIE}"))
    assert "C-2026-0003 est éligible jusqu’au 31 décembre 2026." in shown
    assert "[Renouveler 24 mois]" in shown
    shown = seen(stage.taps_label(FACILITATOR, "Renouveler 24 mois"))
    assert "L’éligibilité est renouvelée." in shown
    assert until(stage) == date(2028, 12, 31)
    shown = seen(stage.taps(COLLEAGUE, f"eligible:yes:{eligible}"), COLLEAGUE)
    assert "C’est déjà fait" in shown
    assert "jusqu’au 31 décembre 2028" in shown
    assert until(stage) == date(2028, 12, 31)
    shown = seen(stage.taps(FACILITATOR, f"candidate-history:{MARIE}"))
    assert "Éligible jusqu’au : 31 décembre 2026 → 31 décembre 2028" in shown


def test_the_eligibility_is_not_renewed(stage: Stage, eligible: str) -> None:
    stage.taps(FACILITATOR, f"renew-eligibility:{MARIE}")
    shown = seen(stage.taps_label(FACILITATOR, "Ne pas renouveler"))
    assert "il est noté que l’éligibilité ne sera pas renouvelée" in shown
    assert "C’est déjà fait" in seen(stage.taps(FACILITATOR, f"eligible:no:{eligible}"))
    assert until(stage) == date(2026, 12, 31)
    assert audited(stage, "decline eligibility") == [{"end": "2026-12-31"}]


def test_an_eligibility_that_is_not_renewed_waits_no_longer(stage: Stage, eligible: str) -> None:
    stage.wait(timedelta(days=20))
    assert "Fin d’éligibilité" in seen(stage.says(FACILITATOR, "/jour"))
    stage.taps(FACILITATOR, f"eligible:no:{eligible}")
    assert "Fin d’éligibilité" not in seen(stage.says(FACILITATOR, "/jour"))


def test_there_is_nothing_to_renew_before_the_first_placement(stage: Stage) -> None:
    shown = seen(stage.taps(FACILITATOR, f"renew-eligibility:{MARIE}"))
    assert "l’éligibilité court à partir de la première embauche" in shown
    for day in ("20261231", "20269999"):
        shown = seen(stage.taps(FACILITATOR, f"eligible:yes:{day}:{MARIE}"))
        assert "C’est déjà fait" in shown
    assert until(stage) is None
