"""No file is kept about somebody who was anonymised; one about a merged file is kept with the other."""

from decimal import Decimal

import hostile_files as made
import proof_cast
import sqlalchemy as sa
from proof_cast import inside
from town import Town

from bot import app
from bot.store import anonymise, candidate_merges, trainings
from bot.store.tables import Candidate, Evidence, Placement, rows_of

_NOBODY = "Plus aucun justificatif n’est conservé au sujet de cette personne."
_evidence, _candidates, _placements = rows_of(Evidence), rows_of(Candidate), rows_of(Placement)


def proven(town: Town) -> list[tuple[str, int]]:
    with inside(town) as session:
        query = sa.select(_evidence.c.subject, _evidence.c.subject_id).order_by(_evidence.c.id)
        return [(row.subject, row.subject_id) for row in session.core.execute(query)]


def goes(town: Town, placement: int) -> int:
    """Who is employed is anonymised. Returns the number of the file."""
    with inside(town) as session:
        query = sa.select(_placements.c.candidate_id).where(_placements.c.id == placement)
        number = int(session.core.execute(query).scalar_one())
        assert anonymise.people(session, [number], app.make_clock(town.settings).now())
    return number


async def test_an_old_button_about_somebody_anonymised_takes_nothing(town: Town) -> None:
    cast = await proof_cast.Cast(town).join()
    await cast.company.forges("evidence-owed:0:0")
    number = goes(town, cast.site.placement)
    await cast.company.taps("Contrat de travail")
    await cast.company.sees(_NOBODY)
    await cast.fatou.forges(f"prove:candidate:{number}:eligibility")
    await cast.fatou.sees(_NOBODY)
    assert proven(town) == []


async def test_a_file_of_somebody_anonymised_meanwhile_is_not_kept(town: Town) -> None:
    cast = await proof_cast.Cast(town).join()
    await cast.company.forges(f"prove:placement:{cast.site.placement}:contract")
    await cast.company.sends("contrat.jpg", made.JPEG)
    await cast.company.sees("Enregistrer")
    goes(town, cast.site.placement)
    await cast.company.taps("Enregistrer")
    await cast.company.sees("Ce formulaire est fermé")
    assert proven(town) == []


async def test_a_training_proves_as_long_as_somebody_of_it_is_known(town: Town) -> None:
    cast = await proof_cast.Cast(town).join()
    day = app.make_clock(town.settings).today()
    course = trainings.Course("CACES", "before", day, day, Decimal(7), "AFPA", certifying=True)
    with inside(town) as session:
        numbers = list(session.core.execute(sa.select(_candidates.c.id).order_by(_candidates.c.id)).scalars())
        held = trainings.add(session, course, numbers[:2], 1, app.make_clock(town.settings).now())
        number = trainings.identity(held)
    for person, said in zip(numbers[:2], ("Merci d’envoyer la photo", _NOBODY), strict=True):
        with inside(town) as session:
            anonymise.people(session, [person], app.make_clock(town.settings).now())
        await cast.fatou.forges(f"prove:training:{number}:training")
        await cast.fatou.sees(said)


async def test_a_file_about_a_merged_one_is_kept_with_the_other(town: Town) -> None:
    cast = await proof_cast.Cast(town).join()
    with inside(town) as session:
        numbers = list(session.core.execute(sa.select(_candidates.c.id).order_by(_candidates.c.id)).scalars())
        candidate_merges.merge(session, numbers[0], numbers[1])
    await cast.fatou.forges(f"prove:candidate:{numbers[1]}:eligibility")
    await cast.fatou.sends("rsa.jpg", made.JPEG)
    await cast.fatou.sees("Enregistrer")
    await cast.fatou.taps("Enregistrer")
    await cast.fatou.sees("Enregistré, merci")
    assert proven(town) == [("candidate", numbers[0])]
