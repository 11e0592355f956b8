"""Every form as someone has filled it in, about a thing of the world, and whose it is."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from rights_cast import TODAY, Thing, World
from rights_table import Who

from bot.dialogue.contracts.programme_lines import Programme, with_text
from bot.store import parameters
from bot.store.imports.waiting import Contents, Record

Answers = dict[str, Any]
DAY = "2026-11-20/day"
SIRET = "80295478500028"
_MAIL = {"email": "n.benali@exemple.fr"}


@dataclass(frozen=True)
class FormLine:
    """A form: what kind of thing it is about ("" for none), whose it is, and its answers. Sending it changes
    something for whoever it is for, where `changes`."""

    kind: str
    who: Who
    answers: Callable[[World, Thing], Answers]
    changes: bool = True


def _contract(**more: Any) -> Answers:
    return {
        "title": "Rénovation de la mairie",
        "category": "works",
        "commune": "Caen",
        "amount": "200000",
        "consultation": None,
        "start": "2027-06-01/day",
        "months": "12",
        "lots": [],
        "remark": None,
    } | more


def _programme(_world: World, thing: Thing) -> Answers:
    empty = Programme(2027, TODAY)
    lines = with_text(empty, "Rénovation de l’école ; Ifs ; 350 k€ ; mars 2027 ; 14 mois")
    return {"year": 2027, "lines": empty.to_json() | {"lines": [list(line) for line in lines]}} | {
        "buyer": thing.id
    }


def _offer(**more: Any) -> Answers:
    return {
        "job": "F1703",
        "positions": 3,
        "commune": "Caen",
        "start": "2027-01-05/day",
        "contract": "cdi",
        "weekly_hours": "35",
        "requirements": [],
        "level": None,
        "comment": None,
    } | more


def _circular() -> Answers:
    audience = {"kinds": ["buyer", "anpe"], "persons": 2, "groups": 0}
    return {"audience": audience, "text": "Réunion d’information jeudi.", "file": None}


def _list() -> Contents:
    return Contents("organisation", [Record(2, SIRET, {"name": "Bâti Normandie"})])


def _change_offer(_world: World, thing: Thing) -> Answers:
    lot = {"id": None, "label": ""}
    return _offer(offer=thing.id, reference="O", was=_offer(positions=1, lot=lot), lot=lot)


def award_of(thing: Thing, lot: int, company: int, seen: Answers | None = None) -> Answers:
    """The award of a lot of a contract to a company."""
    open_lot = {"id": lot, "number": "1", "label": "1 · Gros œuvre", "amount": "100000", "seen": seen}
    return {
        "procurement": thing.id,
        "reference": "M",
        "lots_open": [open_lot],
        "supplier": {"id": company, "name": "Bâti", "siret": None},
        "siret": None,
        "day": DAY,
        "amount": "100000",
    }


def lots_of(world: World, contract: Thing) -> list[Thing]:
    """The lots of a contract, in their order."""
    same = (contract.state, contract.owner)
    return [lot for lot in world.things["lot"] if (lot.state, lot.owner) == same]


def _award(world: World, thing: Thing) -> Answers:
    lots = lots_of(world, thing)
    return award_of(thing, int(lots[0].id) if lots else 0, world.homes["company B"])


def _person(**more: Any) -> Answers:
    return {
        "name": "Neuf Alice",
        "phone": None,
        "birth_year": 1985,
        "sex": "female",
        "commune": "Caen",
        "district": "no",
        "level": "3",
        "experience": 2,
        "jobs": ["F1703"],
        "held": [],
        "eligibility": ["rsa"],
        "available": "2026-12-01/day",
        "origin": "plie",
    } | more


def _figure(_world: World, thing: Thing) -> Answers:
    figure = list(parameters.known().values())[int(thing.id)]
    value = (figure.low + figure.high) // 2 if figure.unit != "share" else figure.low
    return {
        "figure": figure.name,
        "present": str(figure.default),
        "value": {"figure": figure.name, "value": str(value)},
    }


def _contract_of(**more: Any) -> Answers:
    return {
        "contract": "cdd",
        "start": "2026-12-01/day",
        "end": "2027-08-31/day",
        "weekly_hours": "10",
        "employer": {"kind": "supplier", "id": None, "name": None},
    } | more


def _hire(world: World, thing: Thing) -> Answers:
    """Someone presented to the company, else someone who is to no company."""
    theirs = [
        one for one in world.things["referral"] if one.owner == thing.owner and one.state == "presented"
    ]
    person = int(theirs[0].word) if theirs else world.of("candidate", "active").id
    known = {"id": person, "reference": "C", "name": "x", "label": "x"}
    return _contract_of(
        company=thing.id,
        post={"offer": None, "lot": None, "label": ""},
        person=known | {"referral": theirs[0].id if theirs else None},
        job="F1703",
    )


def _placed(thing: Thing, **more: Any) -> Answers:
    return {"placement": thing.id, "about": "x", "start": "2026-12-01/day", "seen": None} | more


def _change_placement(_world: World, thing: Thing) -> Answers:
    lot = {"id": None, "label": ""}
    return _placed(thing, was=_contract_of(lot=lot)) | _contract_of(lot=lot, weekly_hours="9")


_HELD = {
    "held": {"on": "2026-11-20", "kind": "office"},
    "outcome": "progress",
    "next_step": None,
    "note": None,
}
_COURSE = {
    "title": "CACES",
    "timing": "before",
    "start": "2026-11-20/day",
    "end": "2026-11-20/day",
    "hours": "7",
    "provider": "AFPA",
    "certifying": "yes",
    "requirement": "caces",
}


def _known(thing: Thing) -> Answers:
    return {"id": thing.id, "reference": "C", "name": "x"}


_LEFT = {"day": DAY, "kind": "training"}


def _hours(world: World, thing: Thing) -> Answers:
    """October of the one at work for the company, as a recap shows it."""
    mine = [one.id for one in world.things["at work"] if world.homes[one.owner] == thing.id]
    rows = {str(number): "120" for number in mine}
    shown = {"people": len(rows), "total": "120", "changed": [], "more": False, "left": []}
    sheet = {"typed": {}, "rows": rows, "seen": {}} | shown
    return {"organisation": thing.id, "organisation_name": "x", "month": "2026-10", "hours": sheet}


def _evidence(world: World, thing: Thing) -> Answers:
    """A contract of work, received and kept, to be saved."""
    digest = world.of("evidence").word
    return {
        "object": {"subject": "placement", "id": thing.id, "reference": "P", "name": "x"},
        "proof": "other",
        "files": [{"digest": digest, "size": 1, "type": "application/pdf", "name": "x.pdf"}],
    }


_W = Who
FORMS: Mapping[str, FormLine] = {
    "announce": FormLine("buyer", _W.ITS_BUYER, lambda _, thing: _contract(buyer=thing.id)),
    "programme": FormLine("buyer", _W.ITS_BUYER, _programme),
    "invite": FormLine("", _W.COORDINATOR, lambda *_: {"role": "buyer", "organisation": "Ville d’Ifs"}),
    "review-term": FormLine(
        "lot", _W.PLIE, lambda _, thing: {"lot": thing.id, "term": "hours", "hours": 400}
    ),
    "discuss": FormLine("lot", _W.ITS_BUYER, lambda _, thing: {"lot": thing.id, "text": "Parlons-en"}),
    "correct": FormLine(
        "procurement", _W.ITS_BUYER, lambda _, thing: _contract(procurement=thing.id, lots_open=False)
    ),
    "add-remark": FormLine(
        "procurement",
        _W.ITS_BUYER,
        lambda _, thing: {"procurement": thing.id, "reference": "M", "remark": {"text": "Voir le plan"}},
    ),
    "cancel": FormLine(
        "procurement",
        _W.ITS_BUYER,
        lambda _, thing: {"procurement": thing.id, "reference": "M", "reason": "Abandon"},
    ),
    "publish": FormLine(
        "procurement",
        _W.ITS_BUYER,
        lambda _, thing: {"procurement": thing.id, "reference": "M", "on": DAY, "proof": None},
    ),
    "award": FormLine("procurement", _W.ITS_BUYER, _award),
    "kick-off": FormLine(
        "lot", _W.PLIE, lambda _, thing: {"lot": thing.id, "about": "x", "day": DAY, "note": "Vu"}
    ),
    "amend": FormLine(
        "lot",
        _W.ITS_BUYER,
        lambda _, thing: {"lot": thing.id, "about": "x", "amount": "900000", "months": None, "day": DAY},
    ),
    "offer": FormLine("company", _W.ITS_COMPANY, lambda _, thing: _offer(company=thing.id)),
    "change-offer": FormLine("offer", _W.ITS_COMPANY, _change_offer),
    "hire": FormLine("company", _W.ITS_COMPANY, _hire),
    "record-hire": FormLine("company", _W.ITS_COMPANY, _hire),
    "renew-placement": FormLine(
        "placement", _W.ITS_EMPLOYERS, lambda _, thing: _placed(thing, seen="2027-08-31", end="3")
    ),
    "end-placement": FormLine(
        "placement",
        _W.ITS_EMPLOYERS,
        lambda _, thing: _placed(thing, day="2027-03-01/day", reason="moved"),
    ),
    "change-placement": FormLine("placement", _W.ITS_EMPLOYERS, _change_placement),
    "share": FormLine(
        "offer",
        _W.PLIE,
        lambda world, thing: {
            "offer": thing.id,
            "about": "x",
            "siaes": [{"id": world.homes["siae B"], "name": "x"}],
        },
    ),
    "answer-share": FormLine(
        "share",
        _W.ITS_SIAE,
        lambda _, thing: {
            "share": thing.id,
            "about": "x",
            "unit": thing.word,
            "most": 1,
            "supply": {thing.word: 1},
            "from": "2027-01-05/day",
            "comment": None,
        },
    ),
    "hours": FormLine("company", _W.ITS_COMPANY, _hours),
    "candidate": FormLine("", _W.PLIE, lambda *_: _person(consent="yes")),
    "proposal": FormLine(
        "offer",
        _W.SENT_TO,
        lambda _, thing: _person(consent="yes", offer={"id": thing.id, "reference": "O", "name": "Maçon"}),
    ),
    "correct-candidate": FormLine(
        "candidate",
        _W.PLIE,
        lambda _, thing: _person(candidate=thing.id, reference="C", before=_person(experience=9)),
    ),
    "refer": FormLine(
        "candidate",
        _W.PLIE,
        lambda world, thing: {
            "candidate": {"id": thing.id, "reference": "C", "name": "x"},
            "offer": {"id": world.of("offer", "due", "company A").id, "reference": "O", "name": "x"},
        },
    ),
    "note-candidate": FormLine(
        "candidate", _W.PLIE, lambda _, thing: {"candidate": thing.id, "text": "Vue hier"}
    ),
    "hold-candidate": FormLine(
        "candidate",
        _W.COORDINATOR,
        lambda _, thing: {"candidate": thing.id, "ground": "Contrôle du FSE", "until": "2031-12-31/day"},
    ),
    "interview": FormLine("candidate", _W.PLIE, lambda _, thing: {"candidate": _known(thing)} | _HELD),
    "correct-interview": FormLine(
        "interview",
        _W.PLIE,
        lambda _, thing: (
            {
                "interview": thing.id,
                "reference": "C",
                "before": _HELD | {"outcome": "ready"},
            }
            | _HELD
            | {"outcome": "absent"}
        ),
    ),
    "training": FormLine("candidate", _W.PLIE, lambda _, thing: {"people": [_known(thing)]} | _COURSE),
    "correct-training": FormLine(
        "training",
        _W.PLIE,
        lambda _, thing: {"training": thing.id, "before": _COURSE} | _COURSE | {"hours": "6"},
    ),
    "evidence": FormLine("placement", _W.ITS_EMPLOYERS, _evidence),
    "note-follow-up": FormLine("follow up", _W.PLIE, lambda _, thing: {"follow_up": thing.id, "text": "Vu"}),
    "exit": FormLine(
        "candidate",
        _W.PLIE,
        lambda _, thing: {"candidate": {"id": thing.id, "reference": "C", "name": "x"}} | _LEFT,
    ),
    "correct-exit": FormLine(
        "exit", _W.PLIE, lambda _, thing: {"exit": thing.id, "reference": "C", "candidate": {"id": 0}} | _LEFT
    ),
    "search-candidates": FormLine(
        "candidate", _W.PLIE, lambda _, thing: {"text": thing.reference or "C-2026-9999"}, changes=False
    ),
    "merge-candidates": FormLine(
        "candidate",
        _W.COORDINATOR,
        lambda world, thing: {
            "candidate": thing.id,
            "other": world.things["candidate"][1].reference,
        },
        changes=False,
    ),
    "partner search": FormLine("", _W.COORDINATOR, lambda *_: {"name": "Maison"}, changes=False),
    "rename": FormLine(
        "organisation",
        _W.COORDINATOR,
        lambda _, thing: {"organisation": thing.id, "organisation_name": "x", "name": "Autre nom"},
    ),
    "siret": FormLine(
        "organisation",
        _W.COORDINATOR,
        lambda _, thing: {"organisation": thing.id, "organisation_name": "x", "siret": SIRET},
    ),
    "contact by e-mail": FormLine(
        "organisation",
        _W.COORDINATOR,
        lambda _, thing: (
            {"organisation": thing.id, "known": "x", "name": "Nadia Benali", "language": "fr"} | _MAIL
        ),
    ),
    "address of a contact": FormLine(
        "correspondent", _W.COORDINATOR, lambda _, thing: {"person": thing.id, "known": "x"} | _MAIL
    ),
    "parameter": FormLine("figure", _W.COORDINATOR, _figure),
    "circular": FormLine("", _W.COORDINATOR, lambda *_: _circular(), changes=True),
    "import": FormLine("", _W.COORDINATOR, lambda *_: {"file": _list().to_json()}),
    "agreement": FormLine(
        "", _W.COORDINATOR, lambda *_: {"starts": "2028-01-01/day", "ends": "2030-12-31/day"}, changes=False
    ),
    "agreement-dates": FormLine(
        "", _W.COORDINATOR, lambda *_: {"starts": "2025-01-02/day", "ends": "2027-12-31/day"}, changes=False
    ),
    "signatory": FormLine(
        "organisation",
        _W.COORDINATOR,
        lambda _, thing: {"organisation": {"id": thing.id, "name": "x"}, "day": DAY},
    ),
    "signed-on": FormLine(
        "signatory",
        _W.COORDINATOR,
        lambda _, thing: {"organisation": {"id": thing.id, "name": "x"}, "day": DAY},
    ),
    "agreement-renewal": FormLine(
        "", _W.COORDINATOR, lambda *_: {"present": "2027-12-31", "ends": "2028-12-31/day"}, changes=False
    ),
    "agreement-notice": FormLine(
        "signatory",
        _W.COORDINATOR,
        lambda _, thing: {
            "organisation": thing.id,
            "name": "x",
            "ground": "Engagements",
            "notified": DAY,
            "copy": None,
        },
    ),
    "indicator-dates": FormLine(
        "",
        _W.PLIE,
        lambda *_: {"home": 0, "first": "2026-06-01/day", "last": "2026-11-01/month"},
        changes=False,
    ),
    "away": FormLine("", _W.MEMBER, lambda *_: {"until": "2026-12-04/day"}),
}
