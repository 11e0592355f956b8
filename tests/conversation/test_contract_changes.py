"""A contract after its announcement: its notice in every state, one lot cancelled, corrections that cross,
and cards that hold whatever was added."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
import sqlalchemy as sa
from limits import assert_fits
from stage import START, Said, Stage
from stage_play import Play
from stage_world import BUYER, COMPANY, FACILITATOR
from vacancies import company

from bot.actions import add_remark, publish
from bot.dialogue.contracts.procurements import announced_card, procurement_card
from bot.dialogue.corrections import Corrected, corrected_card, history_card
from bot.dialogue.translations import LANGUAGES
from bot.rules.lifecycle import LotState
from bot.store import history, lots, notes, procurements, publication
from bot.store.history import Subject
from bot.store.procurements import DOCUMENT, NOTICE, REMARK
from bot.store.tables import Lot, Procurement, rows_of

RIVAL = 107
HANDED = 6
"""The contract whose lots 11 and 12 are awarded."""
WILD = "<b>&\"'{x}%s😀"
_LOTS = rows_of(Lot)
FILE: dict[str, Any] = {"file_id": "F", "file_unique_id": "U", "file_name": "avis.pdf", "file_size": 4000}


def write(stage: Stage, *numbers: int, **values: Any) -> None:
    """These lots are so."""
    with stage.database.begin() as session:
        session.core.execute(sa.update(_LOTS).where(_LOTS.c.id.in_(numbers)).values(**values))


def lot(stage: Stage, number: int) -> Lot:
    with stage.database.begin() as session:
        found = lots.get(session, number)
        assert found is not None
        return found


def corrections(stage: Stage, number: int) -> dict[str, tuple[Any, Any]]:
    with stage.database.begin() as session:
        made = history.of(session, Subject("lot", number))
    return {one.field: (one.before, one.after) for one in made}


def records_notice(stage: Stage, contract: int, day: str, proof: str | None = None) -> list[Said]:
    """The buyer says when the notice was published, and where it is."""
    stage.taps(BUYER, f"publish:{contract}")
    stage.says(BUYER, day)
    if proof is None:
        stage.taps_label(BUYER, "Plus tard")
    elif proof == "file":
        stage.receive(stage.message(BUYER, document=FILE))
    else:
        stage.says(BUYER, proof)
    return stage.taps_label(BUYER, "Enregistrer")


def labels(said: list[Said], chat: int) -> list[str]:
    return [label for one in said if one.chat == chat for label, _ in one.buttons]


def heard(said: list[Said], chat: int) -> str:
    """All that was shown to someone."""
    return "\n".join(one.text for one in said if one.chat == chat).replace("\u00a0", " ")


def told(said: list[Said]) -> dict[int, str]:
    return {one.chat: one.text for one in said if one.method == "sendMessage"}


@pytest.mark.parametrize("state", LotState)
def test_a_notice_is_asked_for_where_it_can_be_recorded(play: Play, state: LotState) -> None:
    stage, expected = play.stage, state in ("confirmed", "published", "awarded", "running", "completed")
    write(stage, 11, 12, state=state)
    shown = labels(stage.taps(BUYER, f"procurement:{HANDED}"), BUYER)
    assert ("Avis de marché publié" in shown) == (expected and state != "completed")
    said = stage.taps(BUYER, f"publish:{HANDED}")
    assert (stage.here(BUYER) is not None) == expected
    if not expected:
        assert any("n’attend la publication" in one.text for one in said)
        assert any("État" in one.text for one in said)


@pytest.mark.parametrize("state", ["confirmed", "published", "awarded", "running", "completed"])
def test_a_notice_moves_confirmed_lots_alone(play: Play, state: str) -> None:
    stage = play.stage
    write(stage, 11, 12, state=state)
    records_notice(stage, HANDED, "hier", "boamp.fr/1")
    for number in (11, 12):
        now = lot(stage, number)
        assert now.state == ("published" if state == "confirmed" else state)
        assert (now.published_on, now.notice_link) == (date(2026, 11, 22), "https://boamp.fr/1")
        kept = {
            "published_on": (None, "2026-11-22"),
            "notice_link": (None, "https://boamp.fr/1"),
        }
        assert corrections(stage, number) == ({} if state == "confirmed" else kept)


def test_a_second_notice_leaves_the_lots_of_the_first(play: Play) -> None:
    stage, first = play.stage, date(2026, 10, 1)
    write(stage, 11, state="awarded", published_on=first, notice_link="https://boamp.fr/1")
    write(stage, 12, state="confirmed", supplier_id=None)
    records_notice(stage, HANDED, "hier", "boamp.fr/2")
    assert lot(stage, 11).published_on == first
    assert lot(stage, 12).state == "published"
    shown = stage.taps(BUYER, f"procurement:{HANDED}")
    assert "Corriger l’avis publié" in labels(shown, BUYER)
    assert "https://boamp.fr/1" in shown[0].text
    assert "https://boamp.fr/2" in shown[0].text
    said = records_notice(stage, HANDED, "vendredi 20 novembre")
    assert any("historique" in one.text for one in said if one.chat == BUYER)
    assert "justificatif à l’appui" in told(said)[FACILITATOR].replace("\u00a0", " ")
    assert (lot(stage, 11).published_on, lot(stage, 12).published_on) == (first, date(2026, 11, 20))
    assert corrections(stage, 11) == {}
    assert corrections(stage, 12) == {"published_on": ("2026-11-22", "2026-11-20")}
    assert lot(stage, 12).notice_link == "https://boamp.fr/2"


def test_a_file_and_a_link_are_both_proofs(play: Play) -> None:
    stage = play.stage
    write(stage, 11, 12, state="awarded")
    said = records_notice(stage, HANDED, "hier")
    assert "justificatif à l’appui" not in told(said)[FACILITATOR].replace("\u00a0", " ")
    assert "Avis de marché publié" in labels(stage.taps(BUYER, f"procurement:{HANDED}"), BUYER)
    records_notice(stage, HANDED, "hier", "file")
    shown = stage.taps(BUYER, f"procurement:{HANDED}")
    assert {"Corriger l’avis publié", "Voir le justificatif"} <= set(labels(shown, BUYER))
    records_notice(stage, HANDED, "hier", "boamp.fr/3")
    assert lot(stage, 11).notice_link == "https://boamp.fr/3"
    sent = stage.taps(BUYER, f"proof:{HANDED}")
    assert [one.body["document"] for one in sent if one.method == "sendDocument"] == ["F"]
    refused = stage.taps(COMPANY, f"proof:{HANDED}")
    assert not [one for one in refused if one.method == "sendDocument"]


def test_no_more_files_than_can_be_shown(play: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    stage = play.stage
    monkeypatch.setattr(publish, "MOST_FILES", 1)
    monkeypatch.setattr(add_remark, "MOST_DOCUMENTS", 1)
    records_notice(stage, 4, "hier", "file")
    records_notice(stage, 4, "aujourd’hui", "file")
    assert stage.here(BUYER) is not None
    assert lot(stage, 7).published_on == date(2026, 11, 22)
    stage.says(BUYER, "/annuler")
    for _ in range(2):
        stage.taps(BUYER, "add-remark:4")
        stage.receive(stage.message(BUYER, document=FILE))
        said = stage.taps_label(BUYER, "Enregistrer")
    assert "a déjà 1 documents" in heard(said, BUYER)
    with stage.database.begin() as session:
        assert procurements.count_documents(session, 4, DOCUMENT) == 1
        assert procurements.count_documents(session, 4, NOTICE) == 1


def rival(stage: Stage) -> None:
    """Lot 12 belongs to another company."""
    with stage.database.begin() as session:
        other = company(session, RIVAL, START, "Peinture du Bessin")
    write(stage, 12, supplier_id=other.organisation_id)


@pytest.mark.parametrize(("lot_title", "cancelled", "its", "other"), [
    ("2 · Gros œuvre 2", 12, RIVAL, COMPANY),
    ("1 · Gros œuvre 1", 11, COMPANY, RIVAL),
])  # fmt: skip
def test_one_lot_is_cancelled_and_its_supplier_told(
    play: Play, lot_title: str, cancelled: int, its: int, other: int
) -> None:
    stage = play.stage
    rival(stage)
    stage.taps(BUYER, f"cancel:{HANDED}")
    assert "Tout le marché" in [label.replace("\u00a0", " ") for label, _ in stage.screen(BUYER).newest]
    stage.taps_label(BUYER, lot_title)
    stage.says(BUYER, "Aucune offre <b>reçue</b>")
    said = stage.taps_label(BUYER, "Confirmer l’annulation")
    assert {its, FACILITATOR} <= set(told(said))
    assert other not in told(said)
    for chat in (its, FACILITATOR):
        assert f"a annulé un lot de <b>M-2026-0006</b> (Voirie) : {lot_title}." in told(said)[chat].replace(
            "\u00a0", " "
        )
        assert "Aucune offre &lt;b&gt;reçue" in told(said)[chat]
    states = {number: lot(stage, number).state for number in (11, 12)}
    assert states.pop(cancelled) == "cancelled"
    assert set(states.values()) <= {"awarded", "running"}
    assert f"Lot {lot_title} – Aucune offre" in told(said)[BUYER]


def test_the_whole_contract_or_a_lot_by_its_number(play: Play) -> None:
    stage = play.stage
    rival(stage)
    stage.taps(BUYER, f"cancel:{HANDED}")
    stage.says(BUYER, "lot 2")
    stage.says(BUYER, "Sans suite")
    write(stage, 12, state="completed")
    said = stage.taps_label(BUYER, "Confirmer l’annulation")
    assert "ne peut plus être annulé" in heard(said, BUYER)
    assert lot(stage, 11).state == "awarded"
    stage.says(BUYER, "/annuler")
    write(stage, 12, state="running")
    stage.taps(BUYER, f"cancel:{HANDED}")
    stage.says(BUYER, "tout le marché")
    stage.says(BUYER, "Sans suite")
    said = stage.taps_label(BUYER, "Confirmer l’annulation")
    assert {COMPANY, RIVAL, FACILITATOR} <= set(told(said))
    assert {lot(stage, number).state for number in (11, 12)} == {"cancelled"}


def test_one_living_lot_is_not_asked_about(play: Play) -> None:
    stage = play.stage
    write(stage, 12, state="completed")
    stage.taps(BUYER, f"cancel:{HANDED}")
    here = stage.here(BUYER)
    assert here is not None
    assert here.state.step == "reason"


def test_a_correction_that_crosses_another_records_its_own_changes(play: Play) -> None:
    stage = play.stage
    for chat in (BUYER, FACILITATOR):
        stage.taps(chat, "correct:1")
    for chat, change, value in ((FACILITATOR, "Commune", "Ifs"), (BUYER, "Montant HT", "1,5 M€")):
        stage.taps_label(chat, f"Modifier : {change}")
        stage.says(chat, value)
        stage.taps_label(chat, "Enregistrer")
    with stage.database.begin() as session:
        contract = procurements.get(session, 1)
        made = history.of(session, Subject("procurement", 1))
    assert contract is not None
    assert (contract.commune, contract.amount) == ("Ifs", Decimal(1_500_000))
    assert [one.field for one in made] == ["amount", "commune"]
    stage.taps(BUYER, "correct:1")
    stage.taps_label(BUYER, "Modifier : Montant HT")
    stage.says(BUYER, "1 500 000,00 €")
    said = stage.taps_label(BUYER, "Enregistrer")
    assert "Rien n’a changé" in heard(said, BUYER)
    assert FACILITATOR not in told(said)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("count", [1, 20, 60])
def test_the_longest_cards_fit(play: Play, language: str, count: int) -> None:
    long = (WILD * 200)[:1000]
    with play.stage.database.begin() as session:
        contract = procurements.get(session, 1)
        assert contract is not None
        contract.title, contract.comment = (WILD * 20)[:200], None
        contract.commune, contract.examined_by = WILD * 4, 4
        sealed = session.sealer.seal(WILD * 150, f"procurements.comment:{contract.uid}")
        contract.comment = sealed
        _fill(session, contract, count, long)
        for _ in range(6):
            notes.add(session, "procurement", 1, 1, long[:500], START)
            notes.add(session, REMARK, 1, 1, WILD * 150, START)
        many = [{"number": str(n), "title": long[:200], "amount": "999999999"} for n in range(60)]
        for number in range(14):
            before, after = (
                {"title": long[:200], "lots": many},
                {"title": f"{number}" + long[:199], "lots": []},
            )
            history.record(session, Subject("procurement", 1), 1, START, before, after)
        session.flush()
        assert_fits(announced_card(session, contract, language))
        shown = assert_fits(procurement_card(session, contract, language))
        assert_fits(history_card(session, contract, language, play.stage.clock.zone))
        before = {"title": long[:200], "amount": "1", "lots": many, "commune": long[:80]}
        after = {"title": long[1:200], "amount": "9999999999", "lots": [], "commune": long[1:80]}
        made = Corrected(before, after, list(before), lots.of(session, 1)[0])
        assert_fits(corrected_card(WILD * 30, contract, made, language))
        assert "boamp" in shown


def _fill(session: Any, contract: Procurement, count: int, long: str) -> None:
    """So many lots of everything a card shows, in every state."""
    for one in lots.of(session, 1):
        session.delete(one)
    session.flush()
    for position, state in zip(range(count), list(LotState) * 6, strict=False):
        session.add(
            Lot(
                procurement_id=contract.id or 0,
                position=position,
                number=long[:40],
                title=long[:200],
                amount=Decimal("123456789.50"),
                state="declined" if count == 1 else state,
                hours_owed=123_456,
                advised_at=START,
                reason=("no_link", "restricts", "available_solution", "short_works")[position % 4],
                published_on=date(2026, 1, 1 + position % 9),
                notice_link=f"https://boamp.fr/{position % 9}" + "é" * 980,
            )
        )
    session.flush()


def test_which_lots_a_notice_is_for(play: Play) -> None:
    with play.stage.database.begin() as session:
        known = lots.of(session, HANDED, lock=True)
        assert [one.id for one in publication.waiting(session, HANDED, known)] == [11, 12]
        known[0].published_on = date(2026, 11, 1)
        assert [one.id for one in publication.waiting(session, HANDED, known)] == [12]
        assert [one.id for one in publication.latest(known)] == [12]
        known[1].published_on = date(2026, 11, 2)
        assert [one.id for one in publication.waiting(session, HANDED, known)] == [12]
        known[1].notice_link = "https://boamp.fr"
        assert [one.id for one in publication.waiting(session, HANDED, known)] == [11]
        assert not publication.proven(session, HANDED, known)
        procurements.attach(session, HANDED, {"file_id": "F"}, 1, START, NOTICE)
        assert publication.waiting(session, HANDED, known) == []
        assert publication.proven(session, HANDED, known)
        assert [one.id for one in publication.latest(known)] == [12]
        known[1].state = LotState.CONFIRMED
        assert [one.id for one in publication.waiting(session, HANDED, known)] == [12]
        assert publication.latest(known[:0]) == []
