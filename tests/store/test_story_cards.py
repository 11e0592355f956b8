"""A person's way on one card: in order, in words, within Telegram's limits however long it was."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from limits import assert_fits
from rows import NOW, join
from seekers import filed
from telegram import Update
from vacancies import company, post

from bot.dialogue.journey.story.card import story_card
from bot.dialogue.turn import Turn
from bot.store import organisations
from bot.store.candidates import identity
from bot.store.database import Database, Session
from bot.store.tables import (
    Candidate,
    Evidence,
    Exit,
    FollowUp,
    Interview,
    Kind,
    Placement,
    Referral,
    Role,
    Trainee,
    Training,
    WorkedMonth,
)

ZONE = ZoneInfo("Europe/Paris")
LATER = datetime(2027, 9, 20, 9, tzinfo=UTC)


class Person:
    """A candidate whose facts are written directly."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.staff = join(session, 1, Role.COORDINATOR, "PLIE")
        self.boss = company(session, 2, NOW)
        self.siae = organisations.find_or_create(session, Kind.SIAE, "Les Ateliers", NOW).id or 0
        self.offer = post(session, self.boss, NOW).id or 0
        self.file = filed(session, self.staff.id, NOW)
        self.id = identity(self.file)

    def add(self, row: Any) -> int:
        self.session.add(row)
        self.session.flush()
        return int(row.id) if row.id is not None else 0

    def interview(self, on: date, **said: Any) -> None:
        values = {"kind": "phone", "outcome": "ready", "next_step": "referral"} | said
        by = self.staff.id
        self.add(
            Interview(
                candidate_id=self.id, adviser_id=by, held_on=on, recorded_by=by, recorded_at=NOW, **values
            )
        )

    def training(self, on: date, state: str) -> None:
        made = Training(
            title="CACES R489 <b>", timing="before", starts_on=on, ends_on=on + timedelta(days=4),
            hours=Decimal(35), provider="AFPA", certifying=True, recorded_by=self.staff.id, recorded_at=NOW,
        )  # fmt: skip
        number = self.add(made)
        self.session.add(Trainee(training_id=number, candidate_id=self.id, state=state))
        self.session.flush()

    def referral(self, on: datetime, state: str, reason: str | None = None) -> int:
        by = self.staff.id
        return self.add(
            Referral(
                candidate_id=self.id, offer_id=self.offer, state=state, created_by=by, created_at=on,
                presented_by=by, presented_at=on, moved_at=on, reason=reason,
            )
        )  # fmt: skip

    def placement(self, reference: str, on: date, end: date | None, **said: Any) -> int:
        values: dict[str, Any] = {"contract": "cdd", "state": "confirmed", "employer": "supplier"} | said
        return self.add(
            Placement(
                reference=reference, candidate_id=self.id, organisation_id=self.boss.organisation_id,
                declaring_id=self.boss.organisation_id, job="F1703", starts_on=on, planned_end=end,
                weekly_hours=Decimal(35), declared_by=self.boss.id, declared_at=NOW, **values,
            )
        )  # fmt: skip

    def month(self, placement: int, month: date, hours: int, state: str) -> None:
        self.add(
            WorkedMonth(
                placement_id=placement, declaring_id=self.boss.organisation_id, month=month,
                hours=Decimal(hours), state=state, declared_by=self.boss.id, declared_at=NOW,
            )
        )  # fmt: skip

    def follow_up(self, placement: int, kind: str, on: date, state: str | None = None) -> None:
        done = datetime(on.year, on.month, on.day, 9, tzinfo=UTC) if state else None
        self.add(
            FollowUp(
                candidate_id=self.id, placement_id=placement, kind=kind, due_on=on, state=state, done_at=done
            )
        )

    def card(self, language: str, now: datetime = LATER) -> str:
        candidate = self.session.get(Candidate, self.id)
        assert candidate is not None
        turn = Turn(self.session, "u", now, ZONE, Update(1), 1, self.staff, language)
        return assert_fits(story_card(turn, candidate)).replace("\u00a0", " ").replace("\u202f", " ")


def whole(person: Person) -> None:
    """An ordinary way: interview, training, a refusal, a hire, hours, follow-ups, an exit to work."""
    person.interview(date(2026, 11, 24))
    person.training(date(2026, 12, 7), "certified")
    person.referral(datetime(2026, 12, 15, 9, tzinfo=UTC), "refused", "distance")
    person.referral(datetime(2027, 1, 5, 9, tzinfo=UTC), "hired")
    hired = person.placement("P-2027-0001", date(2027, 1, 11), date(2027, 7, 10), siae_id=person.siae)
    person.month(hired, date(2027, 1, 1), 105, "validated")
    person.month(hired, date(2027, 2, 1), 140, "declared")
    person.month(hired, date(2027, 3, 1), 150, "asked_back")
    person.follow_up(hired, "day2", date(2027, 1, 13), "well")
    person.follow_up(hired, "day15", date(2027, 1, 26))
    by = person.staff.id
    person.add(
        Exit(
            candidate_id=person.id, left_on=date(2027, 7, 12), kind="outside_contract", contract="cdd",
            months=Decimal(8), recorded_by=by, recorded_at=NOW,
        )
    )  # fmt: skip
    person.add(
        Evidence(
            subject="candidate", subject_id=person.id, proof="eligibility", digest="0" * 64, size=9,
            media_type="application/pdf", name=b"", added_by=by, added_at=NOW,
        )
    )  # fmt: skip


FRENCH = """Parcours
• 22 novembre 2026 · Ouverture du dossier (origine : PLIE)
• 24 novembre 2026 · Entretien par téléphone : candidature à présenter → présenter à une entreprise
• 7 décembre 2026 · Formation « CACES R489 <b> », 35 h jusqu’au 11 décembre 2026 : certification obtenue
• 15 décembre 2026 · Présentation pour O-2026-0001 (Maçonnerie, Bâti Normandie) : refus de l’entreprise \
(trop grand éloignement)
• 5 janvier 2027 · Présentation pour O-2026-0001 (Maçonnerie, Bâti Normandie) : suivie d’une embauche
• 11 janvier 2027 · Embauche P-2027-0001 : Maçonnerie, Bâti Normandie, CDD jusqu’au 10 juillet 2027, \
35 h par semaine, contrat signé par Les Ateliers · 245 h déclarées, dont 105 h validées
• 13 janvier 2027 · Suivi « Deuxième jour » : tout va bien
• 10 juillet 2027 · Fin de P-2027-0001 à la date prévue
• 12 juillet 2027 · Sortie : embauche hors marché, CDD, 8 mois, emploi durable

Prochain suivi : Quinzième jour, le 26 janvier 2027
📎 1 justificatif"""


def test_the_story_reads_in_order_in_french(on_sqlite: Database) -> None:
    with on_sqlite.begin() as session:
        person = Person(session)
        whole(person)
        text = person.card("fr")
        assert text.startswith("C-2026-0001 · DUPONT Marie")
        assert "Sortie le 12 juillet 2027 : Embauche hors marché" in text
        assert text.endswith(FRENCH), text


def test_the_story_reads_in_english(on_sqlite: Database) -> None:
    with on_sqlite.begin() as session:
        person = Person(session)
        whole(person)
        text = person.card("en")
        for said in (
            "24 November 2026 · Interview by phone: ready to be presented → present to a company",
            "245 h declared, 105 h validated",
            "8 months, sustained work",
            "Next follow-up: Fifteenth day, 26 January 2027",
        ):
            assert said in text, text


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("count", [2, 9, 14, 45, 60])
def test_a_long_way_stands_under_its_months_and_fits(on_sqlite: Database, count: int, language: str) -> None:
    with on_sqlite.begin() as session:
        person = Person(session)
        whole(person)
        for number in range(count):
            person.interview(date(2027, 1, 1) + timedelta(days=4 * number), note=None)
        text = person.card(language)
        lines = [line for line in text.split("\n") if line.startswith("•")]
        assert ("juillet 2027\n" in text.lower() or "july 2027\n" in text.lower()) is (len(lines) >= 12)
        assert ("…" in text) is (count >= 45)
        assert lines[-1].endswith(("emploi durable", "sustained work")) or count == 60


def test_who_works_now_and_who_is_presented_is_told_first(on_sqlite: Database) -> None:
    with on_sqlite.begin() as session:
        person = Person(session)
        person.referral(NOW, "presented")
        person.placement("P-2026-0001", date(2026, 11, 2), None, contract="cdi")
        person.placement("P-2026-0002", date(2026, 12, 2), None, state="declared")
        person.placement("P-2026-0003", date(2026, 10, 2), None, state="rejected")
        text = person.card("fr", NOW)
        head = text.split("Parcours")[0]
        assert "En poste chez Bâti Normandie depuis le 2 novembre 2026 (P-2026-0001)" in head
        assert "Prend son poste chez Bâti Normandie le 2 décembre 2026 (P-2026-0002)" in head
        assert "Présentation en cours chez Bâti Normandie (O-2026-0001)" in head
        assert "P-2026-0003" not in head
        assert "non confirmée par le PLIE" in text


def test_a_new_file_has_a_story_of_one_line(on_sqlite: Database) -> None:
    with on_sqlite.begin() as session:
        person = Person(session)
        assert person.card("fr", NOW).count("•") == 1
