"""A coordinator adds contacts who are not on Telegram: they are written to, corrected, left alone."""

import contextlib
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import httpx
import sqlalchemy as sa
from town import Someone, Town, _plain

from bot import app
from bot.store import people
from bot.store.database import Session
from bot.store.tables import Person

PERSONS: Any = Person.__table__
NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)

NADIA = "n.benali@exemple.fr"
HOME = "France Travail Caen"


@contextlib.contextmanager
def opened(town: Town) -> Iterator[Session]:
    """The town's database, read from outside the bot."""
    with contextlib.closing(app.open_database(town.settings)) as database, database.begin() as session:
        yield session


async def coordinator(town: Town) -> Someone:
    """A coordinator, and an organisation whose people may be added."""
    town.token("prescriber", HOME, "anpe")
    return await town.joins("Claire", "coordinator", "PLIE du pays de Caen")


async def opens(someone: Someone, name: str = HOME) -> None:
    """Find an organisation and open its card."""
    await someone.says("/partenaires")
    await someone.sees("Partenaires")
    await someone.taps("Chercher un partenaire")
    await someone.says(name)
    await someone.sees("Partenaires trouvés")
    await someone.taps(name)


async def adds(someone: Someone, email: str = NADIA, name: str = "Nadia Benali") -> None:
    """Fill in the form, up to its recap."""
    await opens(someone)
    await someone.taps("Ajouter un contact par e-mail")
    await someone.sees("Quel est son nom")
    await someone.says(name)
    await someone.sees("adresse e-mail")
    await someone.says(email)
    await someone.sees("Dans quelle langue")
    await someone.taps("Français")
    await someone.sees("Ajouter un contact par e-mail", HOME, email, "[Ajouter]")


async def added(town: Town) -> Someone:
    """A coordinator who added a contact; the first letter came."""
    claire = await coordinator(town)
    await adds(claire)
    await claire.taps("Ajouter")
    await town.mailbox(NADIA).receives("Bonjour Nadia Benali,")
    return claire


async def test_a_contact_is_added_and_gets_a_first_letter(mail_town: Town) -> None:
    claire = await added(mail_town)
    await claire.saw("Un premier message part pour n.benali@exemple.fr")
    await claire.sees("Nadia Benali", "Par e-mail : n.benali@exemple.fr", "[Ne plus lui écrire]")
    letter = await mail_town.mailbox(NADIA).receives("Clausette vous écrira", "offres d’emploi à pourvoir")
    assert "Claire Martin (PLIE du pays de Caen) a donné votre adresse" in _plain(letter["text"])
    assert f"{mail_town.settings.public_url}/r/" in letter["text"]
    await claire.says("/journal")
    await claire.sees("a ajouté un contact par e-mail")
    await opens(claire)
    await claire.taps("Personnes")
    await claire.sees("Nadia Benali · France Travail Caen · par e-mail")


async def test_an_address_is_read_strictly(mail_town: Town) -> None:
    claire = await coordinator(mail_town)
    await opens(claire)
    await claire.taps("Ajouter un contact par e-mail")
    await claire.says("Nadia Benali")
    await claire.sees("adresse e-mail")
    await claire.says("nadia chez exemple.fr")
    await claire.sees("Ce n’est pas une adresse e-mail")
    await claire.says("Nadia Benali <N.Benali@Exemple.fr>")
    await claire.sees("Dans quelle langue")
    await claire.taps("Anglais")
    await claire.sees("N.Benali@exemple.fr", "[Ajouter]")
    await claire.taps("Ajouter")
    await mail_town.mailbox(NADIA).receives("Hello Nadia Benali,")


async def test_an_address_is_one_contact_s(mail_town: Town) -> None:
    claire = await added(mail_town)
    await adds(claire, "N.BENALI@exemple.fr", "Nadia B.")
    await claire.taps("Ajouter")
    await claire.saw("Cette adresse est déjà celle de Nadia Benali (France Travail Caen)")
    assert len(await mail_town.mailbox(NADIA).letters()) == 1


async def test_without_a_mail_server_one_is_told_why(town: Town) -> None:
    claire = await coordinator(town)
    await opens(claire)
    await claire.taps("Ajouter un contact par e-mail")
    await claire.saw("ne peut pas encore envoyer d’e-mails", "la personne qui tient son serveur")


async def test_the_plie_works_on_telegram(mail_town: Town) -> None:
    claire = await coordinator(mail_town)
    await opens(claire, "PLIE du pays de Caen")
    assert "contact par e-mail" not in await claire.screen()
    await claire.forges("by-mail:2")
    await claire.saw("Le personnel du PLIE utilise Telegram")


async def test_a_wrong_address_is_told_and_corrected_and_what_waited_arrives(mail_town: Town) -> None:
    claire = await coordinator(mail_town)
    await mail_town.mailbox("faux@exemple.fr").refuses()
    await adds(claire, "faux@exemple.fr")
    await claire.taps("Ajouter")
    await claire.saw("⚠️", "Nadia Benali (France Travail Caen) reviennent")
    await opens(claire)
    await claire.taps("Personnes")
    await claire.taps("Nadia Benali")
    await claire.sees("Par e-mail, mais faux@exemple.fr refuse les messages")
    await claire.taps("Corriger l’adresse")
    await claire.sees("Quelle est son adresse e-mail")
    await claire.says(NADIA)
    await claire.sees("Corriger une adresse e-mail", "Nadia Benali")
    await claire.taps("Enregistrer")
    await claire.sees("Par e-mail : n.benali@exemple.fr")
    letter = await mail_town.mailbox(NADIA).receives("Bonjour Nadia Benali,")
    assert await mail_town.mailbox("faux@exemple.fr").letters() == []
    assert await status(way_out(letter)) == 200


async def test_links_sent_to_an_address_that_was_not_theirs_lead_nowhere(mail_town: Town) -> None:
    claire = await coordinator(mail_town)
    await adds(claire, "autre@exemple.fr")
    await claire.taps("Ajouter")
    strangers = way_out(await mail_town.mailbox("autre@exemple.fr").receives("Bonjour Nadia Benali,"))
    assert await status(strangers) == 200
    await opens(claire)
    await claire.taps("Personnes")
    await claire.taps("Nadia Benali")
    await claire.sees("Par e-mail : autre@exemple.fr")
    await claire.taps("Corriger l’adresse")
    await claire.sees("Quelle est son adresse e-mail")
    await claire.says(NADIA)
    await claire.sees("Corriger une adresse e-mail", "Nadia Benali")
    await claire.taps("Enregistrer")
    await claire.sees("Par e-mail : n.benali@exemple.fr")
    hers = way_out(await mail_town.mailbox(NADIA).receives("Bonjour Nadia Benali,"))
    assert [await status(strangers), await status(hers)] == [404, 200]


def way_out(letter: dict[str, Any]) -> str:
    """The address at the end of a letter."""
    return str(_plain(letter["text"])).split()[-1]


async def status(address: str) -> int:
    async with httpx.AsyncClient() as client:
        return (await client.get(address)).status_code


async def test_who_is_not_written_to_any_more_is_forgotten(mail_town: Town) -> None:
    claire = await added(mail_town)
    await claire.taps("Ne plus lui écrire")
    await claire.sees("Ne plus écrire à Nadia Benali (France Travail Caen)")
    await claire.taps("Oui, ne plus écrire")
    await claire.sees("Nadia Benali (France Travail Caen) ne reçoit plus d’e-mails")
    with opened(mail_town) as session:
        assert people.by_email(session, NADIA) is None
        [row] = session.core.execute(sa.select(PERSONS).where(PERSONS.c.telegram_id.is_(None)))
        assert (row.email, row.email_key) == (None, None)
    await adds(claire)
    await claire.taps("Ajouter")
    await claire.sees("Par e-mail : n.benali@exemple.fr")


async def test_who_joins_on_telegram_later_is_told_beside_the_contact(mail_town: Town) -> None:
    claire = await added(mail_town)
    await mail_town.joins("Nadia", "prescriber", HOME, "anpe")
    await claire.sees("Nadia Martin", "Des contacts de cet organisme reçoivent des e-mails", "[Nadia Benali]")
    await claire.taps("Nadia Benali")
    await claire.sees("Par e-mail : n.benali@exemple.fr", "[Ne plus lui écrire]")


async def test_the_unsubscribed_are_shown_as_such(mail_town: Town) -> None:
    claire = await added(mail_town)
    with opened(mail_town) as session:
        person = people.by_email(session, NADIA)
        assert person is not None
        people.change(session, person.id, unsubscribed_at=NOW)
    await opens(claire)
    await claire.taps("Personnes")
    await claire.taps("Nadia Benali")
    await claire.sees("Ne souhaite plus de rappels ni d’offres par e-mail")


async def test_only_a_coordinator_adds_and_corrects(mail_town: Town) -> None:
    await added(mail_town)
    fatou = await mail_town.joins("Fatou", "facilitator", "PLIE du pays de Caen")
    for data in ("by-mail:1", "email:2"):
        await fatou.forges(data)
        await fatou.sees("Vous n’avez pas le droit")


async def test_the_advice_reaches_a_buyer_without_telegram(mail_town: Town) -> None:
    buyer = await mail_town.joins("Brigitte", "buyer", "Ville de Caen")
    claire = await coordinator(mail_town)
    await opens(claire, "Ville de Caen")
    await claire.taps("Ajouter un contact par e-mail")
    await claire.says("Bernard Petit")
    await claire.says("b.petit@exemple.fr")
    await claire.sees("Dans quelle langue")
    await claire.taps("Français")
    await claire.sees("b.petit@exemple.fr", "[Ajouter]")
    await claire.taps("Ajouter")
    await mail_town.mailbox("b.petit@exemple.fr").receives("l’avis du PLIE sur vos marchés")
    await announces(buyer)
    await claire.sees("M-2026-0001", "J’examine")
    await claire.taps("J’examine")
    await claire.taps("Étudier les lots")
    await claire.taps("Adapté")
    await claire.sees("375 h")
    await claire.taps("Retour aux lots")
    await claire.taps("Envoyer l’avis")
    await buyer.saw("Avis du PLIE sur M-2026-0001")
    letter = await mail_town.mailbox("b.petit@exemple.fr").receives("Avis du PLIE sur M-2026-0001")
    assert "Gros œuvre" in letter["text"]
    assert "Répondre à l’avis du PLIE\nhttp://" in letter["text"]
    assert 'class="way"' in letter["html"]


async def announces(buyer: Someone) -> None:
    """A contract of one lot."""
    await buyer.says("/marche")
    for answer in ("Rénovation de 40 logements", "Travaux", "hérouville", "1,2 M€"):
        await buyer.says(answer)
    await buyer.sees("5/9")
    for answer in ("Passer", "fin juin 2027", "14 mois", "1 Gros œuvre 450 k€", "Passer"):
        await buyer.says(answer)
    await buyer.sees("Transmettre au PLIE")
    await buyer.taps("Transmettre au PLIE")
