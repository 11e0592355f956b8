"""Essential data of public procurement: what became of a contract, and the spreadsheets they are kept in."""

import json
from datetime import date
from typing import Any

import lists
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.dialogue.readers.spreadsheet import Flaw, SheetError
from bot.reports.imports import reading
from bot.store.imports.waiting import Contents

TODAY = date(2026, 11, 22)
PORTAL = ("id", "nature", "objet", "codecpv", "procedure", "titulaire_id_1", "titulaire_typeidentifiant_1",
          "titulaire_id_2", "acheteur_id", "dureemois", "datenotification", "montant", "lieuexecution_code",
          "lieuexecution_typecode", "considerationssociales", "idmodification", "montantmodification",
          "dureemoismodification", "idtitulairemodification", "typeidentifianttitulairemodification",
          "datenotificationmodificationmodification")  # fmt: skip
"""Some of the columns of the national portal."""


def read(content: bytes) -> Contents:
    return reading.read(content, TODAY, "fr")


def one(**changes: Any) -> Any:
    """What is read of the lot of a contract changed so, else what is wrong."""
    found = read(lists.decp(lists.awarded(1, **changes)))
    if found.faults:
        [fault] = found.faults
        return fault.column
    [record] = found.records
    return record.said["lots"][0]


def amended(*changes: Any) -> Any:
    """The amendments of a contract with these modifications, else what is wrong."""
    found = one(modifications=list(changes))
    if isinstance(found, str):
        return found
    return [(said["signed_on"], said["amount"], said["months"]) for said in found.get("amendments", ())]


def change(day: str, **said: Any) -> dict[str, Any]:
    return {"objetModification": "Avenant", "dateNotificationModification": day} | said


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ([], []),
        ([{}], []),
        ([change("2025-07-01", montant=300000)], [("2025-07-01", "300000", None)]),
        ([change("2025-07-01+02:00", dureeMois=14)], [("2025-07-01", None, "14")]),
        ([{"modification": change("2025-07-01", montant=1.5, dureeMois=14)}], [("2025-07-01", "1.50", "14")]),
        ([{"modification": [change("2025-07-01", dureeMois=9)]}], [("2025-07-01", None, "9")]),
        ([{"dateSignatureModification": "2025-07-01", "dureeMois": 9}], [("2025-07-01", None, "9")]),
        ([{"datePublicationDonneesModification": "2025-07-09", "dureeMois": 9}], [("2025-07-09", None, "9")]),
        ([change("2025-07-01", montant=0, dureeMois="0.0")], []),
        ([change("2025-07-01", montant=250000.5, dureeMois=12)], []),
        ([change("2025-07-01", objetModification="Changement de titulaire")], []),
        (
            [change("2026-01-01", dureeMois=16, montant=9), change("2025-07-01", dureeMois=16)],
            [("2025-07-01", None, "16"), ("2026-01-01", "9", None)],
        ),
        (
            [change("2025-07-01", montant=9), change("2026-01-01", montant=250000.5)],
            [("2025-07-01", "9", None), ("2026-01-01", "250000.50", None)],
        ),
        ([{"montant": 9}], "modifications.dateNotificationModification"),
        ([change("2025-06-01", montant=9)], "modifications.dateNotificationModification"),
        ([change("2027-06-01", montant=9)], "modifications.dateNotificationModification"),
        ([change("2025-07-01", montant="trop")], "modifications.montant"),
        ([change("2025-07-01", dureeMois="longtemps")], "modifications.dureeMois"),
        (["avenant"], "modifications"),
        ([change("2025-07-01", titulaires=[{"id": "12"}])], "titulaires"),
    ],
)
def test_modifications(changes: list[Any], expected: Any) -> None:
    found = amended(*changes)
    if isinstance(expected, list):
        expected = [(day, _money(amount), months) for day, amount, months in expected]
        found = [(day, _money(amount), months) for day, amount, months in found]
    assert found == expected


def _money(amount: str | None) -> float | None:
    return None if amount is None else float(amount)


def test_one_modification_alone_is_one() -> None:
    assert one(modifications=change("2025-07-01", dureeMois=9))["amendments"][0]["months"] == "9"
    assert "amendments" not in one(modifications=None)


def test_the_company_that_holds_it_by_now_is_the_supplier() -> None:
    other = [{"titulaire": {"id": lists.OTHER_SIRET, "typeIdentifiant": "SIRET"}}]
    handed = lists.awarded(1, modifications=[change("2025-07-01", titulaires=other)])
    same = lists.awarded(2, modifications=[change("2025-07-01", titulaires=lists.awarded(2)["titulaires"])])
    found = read(lists.decp(handed, same))
    assert [record.said["lots"][0]["supplier_siret"] for record in found.records] == [
        lists.OTHER_SIRET,
        lists.SIRET,
    ]
    assert found.handed == [f"{lists.CITY_SIRET}/{handed['id']}"]
    assert Contents.from_json(json.loads(json.dumps(found.to_json()))).handed == found.handed


@pytest.mark.parametrize(
    ("awarded", "since"),
    [
        (
            {"id": lists.SIRET, "denominationSociale": "Garami"},
            {"id": lists.SIRET, "typeIdentifiant": "SIRET"},
        ),
        ({"id": lists.SIRET}, {"id": lists.SIRET, "denominationSociale": "Garami"}),
        ({"id": lists.SIRET, "denominationSociale": "Garami"}, {"denominationSociale": "GARAMI"}),
    ],
)
def test_the_same_company_named_otherwise_is_the_same(awarded: Any, since: Any) -> None:
    changes = [change("2025-07-01", titulaires=[since])]
    found = read(lists.decp(lists.awarded(1, titulaires=[awarded], modifications=changes)))
    lot = found.records[0].said["lots"][0]
    assert (found.handed, lot["supplier"], lot["supplier_siret"]) == ([], "Garami", lists.SIRET)


@pytest.mark.parametrize(
    ("said", "amount"),
    [(450.125, "450.12"), ("450.126", "450.13"), (99999.996, "100000"), ("251 000,50", "251000.50")],
)
def test_the_point_of_an_amount_is_not_between_thousands(said: Any, amount: str) -> None:
    assert one(montant=said)["awarded_amount"] == amount
    assert one(modifications=[change("2025-07-01", montant=said)])["amendments"][0]["amount"] == amount


def test_a_contract_published_again_as_it_is_counts_once() -> None:
    other = lists.awarded(1, montant=9)
    found = read(lists.decp(lists.awarded(1), lists.awarded(1), other))
    assert ([fault.row for fault in found.faults], len(found.records)) == ([3], 1)


@pytest.mark.parametrize(
    ("holder", "supplier"),
    [
        ({"id": "DE814864138", "typeIdentifiant": "TVA", "denominationSociale": "Hellman"}, "Hellman"),
        ({"id": "DE814864138", "typeIdentifiant": "TVA"}, "TVA DE814864138"),
        ({"denominationSociale": "Garami"}, "Garami"),
    ],
)
def test_a_company_without_a_siret_goes_by_its_name(holder: dict[str, str], supplier: str) -> None:
    found = one(titulaires=[holder])
    assert (found["supplier"], found["supplier_siret"]) == (supplier, None)


@pytest.mark.parametrize(
    "listed",
    [
        {"id": lists.SIRET},
        {"titulaire": {"id": lists.SIRET}},
        {"titulaire": [{"id": lists.SIRET}, {"id": lists.OTHER_SIRET}]},
        [{"titulaire": [{"id": lists.SIRET}]}],
    ],
)
def test_companies_that_hold_it_however_they_are_wrapped(listed: Any) -> None:
    assert one(titulaires=listed)["supplier_siret"] == lists.SIRET
    other = lists.awarded(1)["titulaires"] if listed == {"id": lists.SIRET} else listed
    since = one(
        titulaires=[{"id": lists.OTHER_SIRET}], modifications=[change("2025-07-01", titulaires=other)]
    )
    assert since["supplier_siret"] == lists.SIRET


def test_companies_that_hold_it_wrapped_too_deep_are_none() -> None:
    deep: Any = {"id": lists.SIRET}
    for _ in range(400):
        deep = [deep]
    assert one(titulaires=deep) == "titulaires"


@pytest.mark.parametrize(
    ("place", "commune"),
    [
        ({"code": "14118", "typeCode": "Code commune"}, "Code commune 14118"),
        ({"code": "14000", "typeCode": "Code postal"}, "Caen"),
        ({"code": "14123", "typeCode": "Code postal"}, "Code postal 14123"),
        ({"code": "14118", "typeCode": "Code commune", "nom": "CAEN"}, "Caen"),
        ({"nom": "Rouen"}, "Rouen"),
        ({}, "–"),
        (None, "–"),
    ],
)
def test_a_place_is_named_or_says_what_its_code_is(place: Any, commune: str) -> None:
    [record] = read(lists.decp(lists.awarded(1, lieuExecution=place))).records
    assert record.said["commune"] == commune


def test_a_contract_alone_is_a_list_of_one() -> None:
    content = json.dumps({"marches": {"marche": lists.awarded(1)}}).encode()
    assert len(read(content).records) == 1


def row(number: int = 1, **changes: str) -> list[str]:
    """A row of the national portal: a contract that never changed."""
    said = dict.fromkeys(PORTAL, "CDL") | {
        "id": f"2025-{number}",
        "nature": "Marché",
        "objet": f"Réfection ; école {number}",
        "codecpv": "45210000",
        "titulaire_id_1": lists.SIRET,
        "titulaire_typeidentifiant_1": "SIRET",
        "titulaire_id_2": "",
        "acheteur_id": lists.CITY_SIRET,
        "dureemois": "12",
        "datenotification": "2025-06-02",
        "montant": "250000.5",
        "lieuexecution_code": "14118",
        "lieuexecution_typecode": "Code commune",
        "considerationssociales": "Clause sociale, Critère social",
    }
    return [f'"{cell}"' for cell in (said | changes).values()]


def since(number: str, day: str, **changes: str) -> dict[str, str]:
    said = {"montantmodification": "CDL", "dureemoismodification": "CDL"} | changes
    return said | {"idmodification": number, "datenotificationmodificationmodification": day}


def test_the_national_portal_has_a_row_for_each_modification() -> None:
    content = lists.csv(
        PORTAL,
        row(1, **since("2", "2026-03-01", dureemoismodification="18")),
        row(2, considerationssociales="Pas de considération sociale"),
        row(1, **since("1", "2025-09-15", montantmodification="300000")),
        row(1, **since("1", "2025-09-15", montantmodification="300000")),
        row(3),
    )
    found = read(content)
    assert (found.faults, found.skipped, found.ignored) == ([], 1, {})
    first, second = found.records
    assert (first.row, second.row, first.said["title"]) == (2, 6, "Réfection ; école 1")
    assert first.said["lots"][0]["amendments"] == [
        {"signed_on": "2025-09-15", "amount": "300000", "months": None},
        {"signed_on": "2026-03-01", "amount": None, "months": "18"},
    ]
    assert "amendments" not in second.said["lots"][0]


def test_a_spreadsheet_of_open_data_says_what_is_wrong() -> None:
    content = lists.csv(
        PORTAL, row(1, montant="beaucoup"), row(2), row(2, montant="9"), row(3, acheteur_id="")
    )
    wrong = read(content)
    assert [(fault.row, fault.column) for fault in wrong.faults] == [
        (2, "montant"),
        (4, "id"),
        (5, "acheteur.id"),
    ]
    assert wrong.headings == list(PORTAL)
    assert list(wrong.table) == [2, 3, 4, 5]
    with pytest.raises(SheetError) as caught:
        read(lists.csv(PORTAL))
    assert caught.value.flaw is Flaw.EMPTY


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9**12) | st.text(max_size=9) | st.just("2025-07-01"),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["modification", "montant", "dureeMois", "titulaires", "id", "titulaire"])
            | st.just("dateNotificationModification"),
            inner,
            max_size=4,
        )
    ),
    max_leaves=9,
)


@settings(max_examples=200, deadline=None)
@given(JSON)
def test_modifications_of_any_shape_are_read_or_said_wrong(said: Any) -> None:
    found = read(lists.decp(lists.awarded(1, modifications=said)))
    assert len(found.records) + len(found.faults) == 1


@pytest.mark.parametrize("order", [1, -1])
def test_a_contract_published_again_counts_once_with_its_modifications(order: int) -> None:
    first, later = (
        lists.awarded(1, **said) for said in ({}, {"modifications": [change("2025-07-01", dureeMois=9)]})
    )
    found = read(lists.decp(*[first, later][::order]))
    [record] = found.records
    assert not found.faults
    assert [said["months"] for said in record.said["lots"][0]["amendments"]] == ["9"]


def test_a_contract_published_again_with_another_amount_is_an_error() -> None:
    found = read(lists.decp(lists.awarded(1), lists.awarded(1, montant=12)))
    [fault] = found.faults
    assert (fault.column, fault.row) == ("id", 2)


def test_a_concession_of_twenty_years_is_read() -> None:
    assert read(lists.decp(lists.awarded(1, dureeMois=240))).records[0].said["months"] == "240"


@pytest.mark.parametrize(
    ("said", "number"),
    [
        ({}, "1"),
        ({"number": " 2 bis "}, "2 bis"),
        ({"number": "Lot numéro 2"}, "2"),
        ({"number": "Lot nord"}, "nord"),
        ({"number": "lot1"}, "1"),
        ({"number": "LOT-2026-001"}, "2026-001"),
        ({"number": "lot n°3"}, "3"),
        ({"number": "lot no. 4"}, "4"),
        ({"number": "Loterie"}, "Loterie"),
        ({"number": [1]}, "1"),
    ],
)
def test_the_number_of_a_lot(said: Any, number: str) -> None:
    assert one(lot=said)["number"] == number


def test_the_number_of_a_lot_is_short() -> None:
    """Cut, two lots could be taken for one."""
    assert one(lot={"number": "LOT-2026-000123"}) == "lot"
