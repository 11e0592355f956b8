"""/convention as coordinators, buyers and everybody else meet it; on the virtual night somebody leaves."""

from datetime import date, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from agreed import work
from hostile_files import PDF
from leaving_world import seen, small_world, stage
from proofs import NAME
from stage import START, Stage
from stage_world import BUYER, COLLEAGUE, COMPANY, COORDINATOR, FACILITATOR, NEIGHBOUR

from bot.dialogue.reminders.kinds import KINDS
from bot.jobs import agreement as job
from bot.store import agreements, invitations, organisations, outbox, people, terminations
from bot.store.database import Session
from bot.store.people import Newcomer
from bot.store.tables import Evidence, Kind, Outbox, Role, rows_of

__all__ = ["small_world", "stage"]
STRANGER = "Clausette est au service des partenaires de la clause d’insertion"
EVIDENCE, OUTBOX = rows_of(Evidence), rows_of(Outbox)


def record(stage: Stage, *buyers: str, ends: str = "31/12/2026") -> None:
    """The agreement, signed by these."""
    stage.says(COORDINATOR, "/convention")
    stage.taps_label(COORDINATOR, "Enregistrer la convention")
    for said in ("1er janvier 2024", ends):
        stage.says(COORDINATOR, said)
    assert "La convention est enregistrée." in seen(stage.taps_label(COORDINATOR, "Enregistrer"), COORDINATOR)
    for name in buyers:
        stage.taps(COORDINATOR, "add-signatory")
        stage.says(COORDINATOR, name)
        stage.says(COORDINATOR, "15/01/2024")
        assert "La signature est enregistrée." in seen(
            stage.taps_label(COORDINATOR, "Enregistrer"), COORDINATOR
        )


def propose(stage: Stage, until: str = "31/12/2029") -> list[Any]:
    stage.taps(COORDINATOR, "renew-agreement")
    stage.says(COORDINATOR, until)
    return stage.taps_label(COORDINATOR, "Interroger les signataires")


def terminate(stage: Stage, home: int, notified: str = "hier") -> list[Any]:
    stage.taps(COORDINATOR, f"give-notice:{home}")
    stage.says(COORDINATOR, "Engagements <b>non</b> tenus & cetera")
    stage.says(COORDINATOR, notified)
    stage.taps_label(COORDINATOR, "L’envoyer plus tard")
    return stage.taps_label(COORDINATOR, "Enregistrer")


def night(stage: Stage, day: date) -> int:
    """What runs by itself at 00:05 of this day."""
    stage.wait(timedelta(days=(day - stage.clock.today()).days))
    with stage.database.begin() as session:
        return job.run(work(session, stage.clock.now()))


def test_the_agreement_from_its_record_to_its_renewal(stage: Stage) -> None:
    shown = seen(stage.says(COORDINATOR, "/agreement"), COORDINATOR)
    assert "La convention n’est pas encore enregistrée." in shown
    record(stage, "Ville de Caen", "ville d’ifs")
    shown = seen(stage.says(COORDINATOR, "/convention"), COORDINATOR)
    for text in (
        "Du 1er janvier 2024 au 31 décembre 2026",
        "38 jours restants",
        "• Ville de Caen : a signé le 15",
    ):
        assert text in shown
    stage.taps_label(COORDINATOR, "Proposer de la renouveler")
    shown = seen(stage.says(COORDINATOR, "1er janvier 2030"), COORDINATOR)
    assert "Un renouvellement va au plus tard jusqu’au 31 décembre 2029 (article 8)." in shown
    shown = seen(stage.taps_label(COORDINATOR, "Interroger"), COORDINATOR)
    assert "Un renouvellement dure trois ans au plus (article 8)" in shown
    stage.taps_label(COORDINATOR, "Modifier : Nouveau dernier jour")
    stage.taps_label(COORDINATOR, "31 décembre 2029")
    said = stage.taps_label(COORDINATOR, "Interroger")
    assert "Accords reçus : 0 sur 2." in seen(said, COORDINATOR)
    for chat in (BUYER, NEIGHBOUR):
        shown = seen(said, chat)
        assert "Elle prend fin le 31 décembre 2026, sauf si tous les signataires la renouvellent" in shown
        assert "[Nous renouvelons]\n[Nous ne renouvelons pas]" in shown
    assert not seen(said, COMPANY)


def test_a_buyer_answers_changes_its_mind_and_everybody_hears(stage: Stage) -> None:
    record(stage, "Ville de Caen", "Ville d’Ifs")
    propose(stage)
    said = stage.taps_label(BUYER, "Nous ne renouvelons pas")
    shown = seen(said, BUYER)
    assert "Votre organisme ne la renouvelle pas." in shown
    assert "[Nous renouvelons]" in shown
    assert "[Nous ne renouvelons pas]" not in shown
    assert "⚠️ Ville de Caen ne renouvelle pas la convention." in seen(said, COORDINATOR)
    said = stage.taps_label(BUYER, "Nous renouvelons")
    shown = seen(said, BUYER)
    assert "Votre organisme la renouvelle." in shown
    assert "[Nous ne renouvelons pas]" in shown
    assert "[Nous renouvelons]" not in shown
    stage.taps(BUYER, "answer-renewal:yes:1")
    toasts = [one.body.get("text") for one in stage.said if one.method == "answerCallbackQuery"]
    assert toasts == ["C’est déjà fait."]
    said = stage.taps_label(NEIGHBOUR, "Nous renouvelons")
    assert "Merci. La convention est renouvelée jusqu’au 31 décembre 2029." in seen(said, NEIGHBOUR)
    for chat in (BUYER, COORDINATOR):
        assert "✅ La convention est renouvelée jusqu’au 31 décembre 2029." in seen(said, chat)
    shown = seen(stage.taps(BUYER, "answer-renewal:no:1"), BUYER)
    assert shown.strip() == "Ce renouvellement est clos : aucune réponse n’est plus attendue."
    assert "au 31 décembre 2029" in seen(stage.says(COORDINATOR, "/convention"), COORDINATOR)


def test_a_coordinator_answers_for_a_signatory_and_goes_on_without_another(stage: Stage) -> None:
    record(stage, "Ville de Caen", "Ville d’Ifs")
    propose(stage)
    stage.taps(COORDINATOR, "go:convention")
    stage.taps_label(COORDINATOR, "Ville de Caen")
    shown = seen(stage.taps_label(COORDINATOR, "Il renouvelle"), COORDINATOR)
    assert "Situation : renouvelle" in shown
    said = stage.taps_label(NEIGHBOUR, "Nous ne renouvelons pas")
    home = organisation(stage, "Ville d’Ifs")
    stage.taps(COORDINATOR, f"signatory:{home}")
    shown = seen(stage.taps_label(COORDINATOR, "Continuer sans lui"), COORDINATOR)
    assert "L’organisme reste partenaire jusqu’au 31 décembre 2026 inclus, puis sort." in shown
    said = stage.taps_label(COORDINATOR, "Oui, continuer sans lui")
    assert "sort le 1er janvier 2027, ne renouvelle pas" in seen(said, COORDINATOR)
    assert "il reste partenaire jusqu’au 31 décembre 2026 inclus." in seen(said, NEIGHBOUR)
    again = stage.taps(COORDINATOR, f"went-without:{home}:1")
    assert "Ce renouvellement est clos" in seen(again, COORDINATOR)
    assert night(stage, date(2026, 12, 31)) == 0
    assert night(stage, date(2027, 1, 1)) == 1
    assert STRANGER in seen(stage.says(NEIGHBOUR, "/menu"), NEIGHBOUR)
    assert STRANGER not in seen(stage.says(BUYER, "/menu"), BUYER)


def test_a_renewal_withdrawn_says_so_on_what_was_asked(stage: Stage) -> None:
    record(stage, "Ville de Caen")
    propose(stage)
    stage.taps(COORDINATOR, "go:convention")
    stage.taps_label(COORDINATOR, "Retirer le renouvellement")
    said = stage.taps_label(COORDINATOR, "Oui, le retirer")
    assert "Le PLIE a retiré sa proposition" in seen(said, BUYER)
    assert not stage.screen(BUYER).newest
    assert "Ce renouvellement est clos" in seen(stage.taps(BUYER, "answer-renewal:yes:1"), BUYER)
    assert "Ce renouvellement est clos" in seen(stage.taps(COORDINATOR, "withdraw-renewal:1"), COORDINATOR)


def test_a_notice_with_its_effect_before_it_is_recorded(stage: Stage) -> None:
    record(stage, "Ville de Caen")
    home = organisation(stage, "Ville de Caen")
    stage.taps(COORDINATOR, f"give-notice:{home}")
    stage.says(COORDINATOR, "Engagements non tenus")
    shown = seen(stage.says(COORDINATOR, "24/11/2026"), COORDINATOR)
    assert "C’est encore à venir" in shown or "à venir" in shown
    stage.says(COORDINATOR, "22/11/2026")
    shown = seen(stage.taps_label(COORDINATOR, "L’envoyer plus tard"), COORDINATOR)
    assert "Elle prend effet le <b>22 février 2027</b>, trois mois après sa notification (article 7)" in shown
    assert "cette nuit" not in shown
    said = stage.taps_label(COORDINATOR, "Enregistrer")
    assert "La copie de la lettre recommandée manque." in seen(said, COORDINATOR)
    assert "Elle prend effet le 22 février 2027 : votre accès à Clausette prend fin ce jour-là." in seen(
        said, BUYER
    )
    number = terminations_of(stage)[0]
    stage.taps(COORDINATOR, f"cancel-notice:{number}")
    said = stage.taps_label(COORDINATOR, "Oui, elle a été retirée")
    assert "Retirée d’un commun accord avant de prendre effet" in seen(said, COORDINATOR)
    assert "votre organisme reste partenaire" in seen(said, BUYER)
    again = stage.taps(COORDINATOR, f"notice-cancelled:{number}")
    assert "a déjà été retirée" in seen(again, COORDINATOR)
    assert night(stage, date(2027, 2, 22)) == 1, "the agreement itself ended meanwhile"
    assert STRANGER not in seen(stage.says(BUYER, "/menu"), BUYER)


def test_the_copy_of_the_letter_is_kept_with_the_notice(stage: Stage) -> None:
    record(stage, "Ville de Caen")
    home = organisation(stage, "Ville de Caen")
    terminate(stage, home)
    number = terminations_of(stage)[0]
    shown = seen(stage.taps_label(COORDINATOR, "Envoyer la copie de la lettre"), COORDINATOR)
    assert "Merci d’envoyer la photo ou le document." in shown
    document = {"file_id": "letter", "file_unique_id": "u", "file_name": NAME, "file_size": 60}
    stage.receive(stage.message(COORDINATOR, document=document))
    shown = seen(stage.arrives(stage.fetches[-1], PDF), COORDINATOR)
    assert NAME in shown
    stage.taps_label(COORDINATOR, "Enregistrer")
    with stage.database.begin() as session:
        kept = session.core.execute(sa.select(EVIDENCE)).one()
        assert (kept.subject, kept.subject_id, kept.proof) == ("termination", number, "termination")
    shown = seen(stage.taps(COORDINATOR, f"termination:{number}"), COORDINATOR)
    assert "manque" not in shown
    assert "Engagements &lt;b&gt;non&lt;/b&gt; tenus &amp; cetera" in shown
    stage.taps_label(COORDINATOR, "Justificatifs")
    for chat in (BUYER, COMPANY):
        for data in (
            f"evidence:{kept.id}",
            f"evidence-of:termination:{number}",
            f"prove:termination:{number}",
        ):
            assert "introuvable" in seen(stage.taps(chat, data), chat)


def test_once_out_a_buyer_is_a_stranger_and_nothing_new_is_recorded_for_it(stage: Stage) -> None:
    record(stage, "Ville de Caen", "Ville d’Ifs", ends="31/12/2028")
    home = organisation(stage, "Ville de Caen")
    stage.says(BUYER, "/marche")
    terminate(stage, home)
    living = list(stage.screen(BUYER).living)
    assert living
    assert night(stage, date(2027, 2, 21)) == 0
    assert STRANGER not in seen(stage.says(BUYER, "/menu"), BUYER)
    living += stage.screen(BUYER).living
    assert night(stage, date(2027, 2, 22)) == 1
    assert night(stage, date(2027, 2, 22)) == 0
    for command in ("/start", "/menu", "/marche", "/mesmarches", "Rénovation de 40 logements à Ifs, 1,2 M€"):
        assert STRANGER in seen(stage.says(BUYER, command), BUYER)
    before = stage.rows()
    for data in [*living, "agreement", "answer-renewal:yes:1", "procurement:1"]:
        assert STRANGER in seen(stage.taps(BUYER, data), BUYER)
    assert stage.rows() == before
    shown = seen(stage.taps(COORDINATOR, f"organisation:{home}"), COORDINATOR)
    assert "N’est plus partenaire depuis le 22 février 2027." in shown
    assert "n’est plus partenaire depuis le 22 février 2027" in seen(
        stage.taps(COORDINATOR, f"signatory:{home}"), COORDINATOR
    )
    shown = seen(stage.says(FACILITATOR, "/marche"), FACILITATOR)
    assert "Ville d’Ifs" in shown
    assert "Ville de Caen" not in shown
    refused = "Ville de Caen n’est plus partenaire depuis le 22 février 2027 : rien de nouveau"
    assert refused in seen(stage.taps(FACILITATOR, f"announce-for:{home}"), FACILITATOR)
    stage.says(COORDINATOR, "/inviter")
    stage.taps_label(COORDINATOR, "Acheteur")
    stage.says(COORDINATOR, "ville de caen")
    assert refused in seen(stage.taps_label(COORDINATOR, "Créer l’invitation"), COORDINATOR)


def test_who_signs_again_is_invited_again(stage: Stage) -> None:
    record(stage, "Ville de Caen", ends="31/12/2028")
    home = organisation(stage, "Ville de Caen")
    with stage.database.begin() as session:
        token = stage_token(session, home)
    terminate(stage, home, "22/08/2026")
    assert night(stage, START.date()) == 1
    outsider = 9_001
    shown = seen(stage.says(outsider, f"/start {token}"), outsider)
    assert "Cette invitation n’est plus valable" in shown
    stage.taps(COORDINATOR, f"sign-again:{home}")
    shown = seen(stage.says(COORDINATOR, "21/11/2026"), COORDINATOR)
    assert "ne peut pas être antérieure" in seen(stage.taps_label(COORDINATOR, "Enregistrer"), COORDINATOR)
    stage.taps_label(COORDINATOR, "Modifier : Signé le")
    stage.says(COORDINATOR, "aujourd’hui")
    shown = seen(stage.taps_label(COORDINATOR, "Enregistrer"), COORDINATOR)
    assert "/inviter les invite de nouveau" in shown
    assert "Situation : a signé le 23 novembre 2026" in shown
    assert STRANGER in seen(stage.says(BUYER, "/menu"), BUYER)
    with stage.database.begin() as session:
        token = stage_token(session, home)
    assert "Ville de Caen" in seen(stage.says(BUYER, f"/start {token}"), BUYER)
    stage.taps_label(BUYER, "J’accepte")
    assert STRANGER not in seen(stage.says(BUYER, "/menu"), BUYER)


def test_an_invitation_into_who_left_does_not_let_in(stage: Stage) -> None:
    """One made while nobody looked, in the very night."""
    with stage.database.begin() as session:
        token = stage_token(session, organisation(stage, "Ville de Caen", session))
    outsider = 9_002
    stage.says(outsider, f"/start {token}")
    with stage.database.begin() as session:
        home = organisations.find(session, Kind.BUYER, "Ville de Caen")
        assert home is not None
        organisations.change(session, home.id or 0, left_on=START.date())
    shown = seen(stage.taps_label(outsider, "J’accepte"), outsider)
    assert "Ville de Caen n’est plus partenaire depuis le 23 novembre 2026" in shown
    assert stage.member(outsider) is None


def test_the_plie_completes_what_runs_for_a_company_that_left(stage: Stage) -> None:
    home = organisation(stage, "Bâti Normandie")
    with stage.database.begin() as session:
        organisations.change(session, home, left_on=START.date())
    shown = seen(stage.taps(FACILITATOR, f"hire-for:{home}"), FACILITATOR)
    assert "Bâti Normandie n’est plus partenaire" in shown
    assert "Bâti Normandie n’est plus partenaire" in seen(
        stage.taps(FACILITATOR, f"offer-for:{home}"), FACILITATOR
    )
    shown = seen(stage.taps(FACILITATOR, f"hours-for:{home}"), FACILITATOR)
    assert "n’est plus partenaire" not in shown


def test_what_everybody_else_sees_of_the_agreement(stage: Stage) -> None:
    for chat in (BUYER, FACILITATOR, COLLEAGUE, COMPANY):
        shown = seen(stage.says(chat, "/convention"), chat)
        assert "La convention" not in shown
    assert "n’a pas signé" in seen(stage.taps(BUYER, "agreement"), BUYER)
    record(stage, "Ville de Caen")
    shown = seen(stage.taps(BUYER, "agreement"), BUYER)
    assert "Du 1er janvier 2024 au 31 décembre 2026\n38 jours restants" in shown
    propose(stage)
    shown = seen(stage.taps(BUYER, "agreement"), BUYER)
    assert "[Nous renouvelons]" in shown
    assert "n’a pas signé" in seen(stage.taps(NEIGHBOUR, "agreement"), NEIGHBOUR)
    assert "Vous n’avez pas le droit" in seen(stage.taps(FACILITATOR, "agreement"), FACILITATOR)
    assert "Signataires" in seen(stage.taps(COORDINATOR, "agreement"), COORDINATOR)


def test_the_words_of_the_reminders(stage: Stage) -> None:
    record(stage, "Ville de Caen", ends="31/12/2028")
    terminate(stage, organisation(stage, "Ville de Caen"), "22/08/2026")
    night(stage, START.date())
    kind = KINDS["agreement"]
    with stage.database.begin() as session:
        reader = people.by_telegram(session, COORDINATOR)
        assert reader is not None
        assert kind.named(session, 1, reader) == "elle prend fin le 31 décembre 2028"
        left = kind.named(session, -1, reader)
        assert left == "Ville de Caen n’est plus partenaire depuis le 22 novembre 2026"
        assert kind.named(session, -9, reader) == kind.named(session, 9, reader) == "–"
        assert kind.open(-1, reader.role) == kind.open(1, reader.role) == "agreement"


def test_who_is_written_to_by_letter_is_told_by_letter(stage: Stage) -> None:
    record(stage, "Ville de Caen")
    home = organisation(stage, "Ville de Caen")
    with stage.database.begin() as session:
        add_mailed(session, home)
    propose(stage)
    terminate(stage, home)
    with stage.database.begin() as session:
        query = sa.select(OUTBOX).where(OUTBOX.c.method == outbox.MAIL).order_by(OUTBOX.c.id)
        rows = session.core.execute(query).all()
        letters = [session.sealer.open(row.body, f"outbox.body:{row.uid}") for row in rows]
    assert [one["subject"] for one in letters] == ["Convention sur la clause d’insertion"] * 2
    assert "Merci d’indiquer au PLIE, par courrier ou par e-mail" in letters[0]["html"]
    assert "prend effet le 22 février 2027" in letters[1]["html"].replace("\u00a0", " ")
    assert all(one["ways"] == [] for one in letters)


@pytest.mark.parametrize("count", [0, 1, 9, 30])
def test_many_signatories_with_long_names_fit(stage: Stage, count: int) -> None:
    record(stage)
    with stage.database.begin() as session:
        add_signatories(session, count)
    shown = seen(stage.says(COORDINATOR, "/convention"), COORDINATOR)
    assert shown.count("<é>".replace("<", "&lt;").replace(">", "&gt;")) >= min(count, 8)
    assert ("[Suite ›]" in shown) == (count > 8)
    if count > 8:
        assert "[‹ Début]" in seen(stage.taps_label(COORDINATOR, "Suite ›"), COORDINATOR)
    if count:
        propose(stage)
    with stage.database.begin() as session:
        assert len(terminations.page(session, None, 9)) == 0
    assert seen(stage.taps(COORDINATOR, "notices:0"), COORDINATOR)


def test_pages_of_organisations_to_choose_from(stage: Stage) -> None:
    record(stage)
    with stage.database.begin() as session:
        for number in range(12):
            organisations.find_or_create(session, Kind.PRESCRIBER, f"Aide {number:02}", START)
    shown = seen(stage.taps(COORDINATOR, "add-signatory"), COORDINATOR)
    assert "[Aide 00 · Autre prescripteur]" in shown
    assert "PLIE" not in shown.replace("/inviter", "")
    shown = seen(stage.taps_label(COORDINATOR, "Suite"), COORDINATOR)
    assert "[Aide 08 · Autre prescripteur]" in shown
    shown = seen(stage.taps_label(COORDINATOR, "Début"), COORDINATOR)
    assert "[Aide 00 · Autre prescripteur]" in shown
    shown = seen(stage.says(COORDINATOR, "bâti normandie"), COORDINATOR)
    assert "Quel jour a-t-elle été signée" in shown
    stage.says(COORDINATOR, "/annuler")
    stage.taps(COORDINATOR, "add-signatory")
    shown = seen(stage.says(COORDINATOR, "PLIE du pays de Caen"), COORDINATOR)
    assert "Plusieurs réponses" in shown
    assert "[PLIE" not in shown
    assert "inconnu" in seen(stage.says(COORDINATOR, "zzzz"), COORDINATOR)


def organisation(stage: Stage, name: str, session: Any = None) -> int:
    """The number of an organisation."""

    def read(session: Any) -> int:
        found = organisations.search(session, name, 1)
        return found[0].id or 0

    if session is not None:
        return read(session)
    with stage.database.begin() as opened:
        return read(opened)


def terminations_of(stage: Stage) -> list[int]:
    with stage.database.begin() as session:
        return [one.id or 0 for one in terminations.page(session, None, 9)]


def stage_token(session: Session, home: int) -> str:
    """The token of an invitation made by whoever runs the server."""
    return invitations.create(session, home, Role.BUYER, None, START)


def add_mailed(session: Session, home: int) -> None:
    """Somebody of this organisation who is written to by e-mail."""
    person = people.join(session, Newcomer(9_100, "Nadia", "fr", home, Role.BUYER, None), START)
    email = session.sealer.seal("n.benali@exemple.fr", f"persons.email:{person.uid}")
    people.change(session, person.id, telegram_id=None, email=email)


def add_signatories(session: Session, count: int) -> None:
    """So many buyers, their names as long as they can be, have signed."""
    agreement = agreements.current(session)
    assert agreement is not None
    for number in range(count):
        home = organisations.find_or_create(session, Kind.BUYER, f"Commune {number:03} <é>" + "é" * 84, START)
        agreements.sign(session, agreement.id or 0, home.id or 0, START.date())
