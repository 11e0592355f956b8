"""What is said of a list to import: what would become of it, what is wrong with it, what was done."""

from collections import Counter
from collections.abc import Mapping, Sequence

from markupsafe import Markup, escape

from bot.dialogue.cards import Button, Card
from bot.dialogue.commands import BY_NAME
from bot.dialogue.fitting import MAX_LABEL, cut
from bot.dialogue.imports.checks import Checked
from bot.dialogue.lists import SIZE, page_buttons
from bot.dialogue.translations import N_, label, translate, translate_plural
from bot.dialogue.words import STATES
from bot.rules.lifecycle import LotState
from bot.store.imports import ImportKind
from bot.store.imports.contracts import state_of
from bot.store.imports.waiting import Contents, Fault, Record

TITLES: Mapping[str, str] = {
    ImportKind.PROCUREMENT: N_("Contracts"),
    ImportKind.COMPANY: N_("Companies"),
    ImportKind.CANDIDATE: N_("Candidates"),
}
_NAMED = 10
_COLUMNS = 12
_CUT, _FAULT, _REFERENCE = 40, 320, 32
_SAMPLE = 3
_ALIKE = 3
_SHEETS = 6
_LINE = Markup("\n")
_NOTHING = N_("There is nothing new in this list.")
_ALL_OR_NONE = N_(
    "Nothing is imported while a row is wrong. Correct it in your file, then send the file again by "
    "/importer."
)
_TO_READ = N_(
    "⚠️ Columns that are not read: {columns}. Cancel if one of them counts: rename it as in the model, then "
    "send the file again."
)
_ONE_SHEET = N_("⚠️ Only one sheet is read, not: {sheets}. Send each of them as a file of its own.")
_SILENT = N_("The partners are told nothing of it. An import cannot be undone.")


def told_key(number: int, person_id: int) -> str:
    """The key under which a coordinator is told of an import."""
    return f"import:{number}:{person_id}"


def preview_card(number: int, contents: Contents, checked: Checked, language: str) -> Card:
    """What the file holds and what would become of it, with the way to import it or to correct it."""
    parts = [_title(contents.kind, language), _counts(contents, checked, language)]
    if contents.unread:
        parts.append(_unread(contents.unread, language))
    if contents.ignored:
        parts.append(_ignored(contents.ignored, language))
    new = {record.reference for record in checked.new}
    if handed := [reference for reference in contents.handed if reference in new]:
        parts.append(_handed(handed, language))
    parts += _alike(checked, language)
    if contents.faults:
        shown = [fault_line(fault, language) for fault in contents.faults[:_SAMPLE]]
        parts += [_LINE.join(shown), translate(language, _ALL_OR_NONE)]
    elif checked.new:
        parts.append(translate(language, _SILENT))
    else:
        parts.append(translate(language, _NOTHING))
    return Card(Markup("\n\n").join(parts), _buttons(number, contents, checked, language))


def _buttons(
    number: int, contents: Contents, checked: Checked, language: str
) -> tuple[tuple[Button, ...], ...]:
    cancel = (Button(label(language, N_("Cancel")), f"import-drop:{number}"),)
    if contents.faults:
        see = Button(label(language, N_("See the errors")), f"import-faults:{number}:0")
        return (see, *_file(number, contents, language)), cancel
    if not checked.new:
        return (cancel,)
    count = len(checked.new)
    said = translate_plural(language, "Import {n} record", "Import {n} records", count).unescape()
    return (Button(cut(said, MAX_LABEL), f"import-run:{number}"),), cancel


def _file(number: int, contents: Contents, language: str) -> tuple[Button, ...]:
    """The list with its errors beside; of a list that was sound when it was read the rows are not kept."""
    if not contents.table:
        return ()
    return (Button(label(language, N_("Errors as a file")), f"import-file:{number}"),)


def _title(kind: str, language: str) -> Markup:
    head, list_of = N_("Import"), TITLES[kind]
    return Markup("<b>{} · {}</b>").format(translate(language, head), translate(language, list_of))


def _counts(contents: Contents, checked: Checked, language: str) -> Markup:
    """A line for each fate of the records; those that differ are named."""
    wrong = {fault.row for fault in contents.faults}
    sound = [record for record in checked.new if not wrong.intersection({record.row, *record.rows})]
    lines = [Markup("• ") + new_ones(contents.kind, len(sound), language), *_lots(sound, language)]
    if checked.unknown.listed and not wrong:
        lines.append(Markup("  ") + new_ones(ImportKind.COMPANY, len(checked.unknown.listed), language))
    if checked.unchanged:
        lines.append(_there(checked.unchanged, language))
    if checked.changed:
        lines.append(_differing(checked.changed, language))
    if contents.skipped:
        lines.append(_skipped(contents.skipped, language))
    if wrong:
        count = len(wrong)
        lines.append(translate_plural(language, "✗ {n} row to correct", "✗ {n} rows to correct", count))
    return _LINE.join(lines)


def _lots(records: Sequence[Record], language: str) -> list[Markup]:
    """A line for where the lots of new contracts will stand, one for their amendments; none where there are
    none."""
    lots = [lot for record in records for lot in record.said.get("lots", ())]
    states = Counter(state_of(lot) for lot in lots)
    if not states:
        return []
    stand = ", ".join(
        f"{label(language, STATES[code])} ({states[code]})" for code in LotState if states[code]
    )
    count = states.total()
    lines = [translate_plural(language, "  {n} lot: {states}", "  {n} lots: {states}", count, states=stand)]
    if amended := sum(len(lot.get("amendments", ())) for lot in lots):
        lines.append(translate_plural(language, "  {n} amendment", "  {n} amendments", amended))
    return lines


def _alike(checked: Checked, language: str) -> list[Markup]:
    """The contracts that may be there already under another reference, or twice in the file."""
    said = []
    if there := checked.alike:
        said.append(
            translate_plural(
                language,
                "⚠️ {n} contract looks like one that is there already (same buyer, same supplier, same day, "
                "same amount): {references}. If it is the same one, cancel and take it out of the list.",
                "⚠️ {n} contracts look like some that are there already (same buyer, same supplier, same day, "
                "same amount): {references}. If they are the same, cancel and take them out of the list.",
                len(there),
                references=_pairs(there),
            )
        )
    if twins := checked.twins:
        said.append(
            translate_plural(
                language,
                "⚠️ {n} contract of this file looks like another one of it (same buyer, same supplier, same "
                "day, same amount): {references}.",
                "⚠️ {n} contracts of this file look like others of it (same buyer, same supplier, same day, "
                "same amount): {references}.",
                len(twins),
                references=_pairs(twins),
            )
        )
    return said


def _pairs(alike: Mapping[str, str]) -> str:
    """A few contracts, each with the one it looks like, and how many more there are."""
    named = [f"{cut(one, _REFERENCE)} ({cut(other, _REFERENCE)})" for one, other in [*alike.items()][:_ALIKE]]
    left = len(alike) - _ALIKE
    return ", ".join(named) + (f"… +{left}" if left > 0 else "")


def _handed(references: Sequence[str], language: str) -> Markup:
    return translate_plural(
        language,
        "⚠️ Another company holds this contract since its award; it is the one imported: {references}.",
        "⚠️ Other companies hold these contracts since their award; they are those imported: {references}.",
        len(references),
        references=_some(references),
    )


def _there(count: int, language: str) -> Markup:
    return translate_plural(language, "• {n} is there already", "• {n} are there already", count)


def _skipped(count: int, language: str) -> Markup:
    return translate_plural(
        language,
        "• {n} without a social clause is left out",
        "• {n} without a social clause are left out",
        count,
    )


def _differing(references: Sequence[str], language: str) -> Markup:
    return translate_plural(
        language,
        "• {n} imported before says something else in this file; it stays as it is: {references}",
        "• {n} imported before say something else in this file; they stay as they are: {references}",
        len(references),
        references=_some(references),
    )


def new_ones(kind: str, count: int, language: str) -> Markup:
    """How many records are new."""
    match kind:
        case ImportKind.PROCUREMENT:
            return translate_plural(language, "{n} new contract", "{n} new contracts", count)
        case ImportKind.COMPANY:
            return translate_plural(language, "{n} new company", "{n} new companies", count)
        case _:
            return translate_plural(language, "{n} new candidate", "{n} new candidates", count)


def _some(references: Sequence[str]) -> str:
    """The first references, and how many more there are."""
    named = ", ".join(cut(reference, _REFERENCE) for reference in references[:_NAMED])
    left = len(references) - _NAMED
    return named if left <= 0 else f"{named}… +{left}"


def _ignored(ignored: Mapping[str, str], language: str) -> Markup:
    """The columns nobody reads, with what each may have meant; those that may have meant something first."""
    named = []
    for heading, like in sorted(ignored.items(), key=lambda item: not item[1])[:_COLUMNS]:
        shown = cut(heading, _CUT)
        meant = N_("{column} (perhaps “{like}”?)")
        named.append(label(language, meant, column=shown, like=like) if like else shown)
    left = len(ignored) - _COLUMNS
    more = f"… +{left}" if left > 0 else ""
    return translate(language, _TO_READ, columns=", ".join(named) + more)


def _unread(sheets: Sequence[str], language: str) -> Markup:
    named = ", ".join(cut(sheet, _CUT) for sheet in sheets[:_SHEETS]) + "…" * (len(sheets) > _SHEETS)
    return translate(language, _ONE_SHEET, sheets=named)


def fault_line(fault: Fault, language: str) -> Markup:
    """Where a fault is, and why, on a line."""
    return escape(cut(f"✗ {said_of(fault, language)}", _FAULT))


def said_of(fault: Fault, language: str) -> str:
    """Where a fault is, and why, as plain text."""
    place = label(language, N_("row {row}, {column}"), row=fault.row, column=_cell(fault, language))
    return _why(fault, place, language)


def said_beside(fault: Fault, language: str) -> str:
    """The same for who has the row before them."""
    return _why(fault, _cell(fault, language), language)


def _why(fault: Fault, place: str, language: str) -> str:
    why = label(language, fault.reason, **fault.values)
    return label(language, N_("{label}: {value}"), label=place, value=why)


def _cell(fault: Fault, language: str) -> str:
    """The column of a fault, and what its cell says."""
    column = cut(fault.column, _CUT)
    if not fault.cell:
        return column
    return label(language, N_("{column}, “{cell}”"), column=column, cell=fault.cell)


def faults_card(number: int, contents: Contents, page: int, language: str) -> Card:
    """A page of what is wrong, in the order of the rows; pages are numbered from zero."""
    start = page * SIZE
    shown = contents.faults[start : start + SIZE]
    parts = [_title(contents.kind, language), *(fault_line(fault, language) for fault in shown)]
    following = f"import-faults:{number}:{page + 1}" if len(contents.faults) > start + SIZE else None
    pages = page_buttons(language, f"import-faults:{number}:0" if page else None, following)
    file = _file(number, contents, language)
    back = (Button(label(language, N_("‹ Back to the import")), f"import-preview:{number}"),)
    return Card(Markup("\n\n").join(parts), (*pages, *((file,) if file else ()), back))


def done_card(kind: str, made: int, before: int, language: str) -> Card:
    """What an import did."""
    parts = [_title(kind, language)]
    if made:
        imported = _imported(kind, made, language)
        parts.append(imported)
    else:
        parts.append(translate(language, _NOTHING))
    if before:
        parts.append(_there(before, language))
    name, command = _LISTS[kind]
    listed = ((Button(label(language, name), command),),) if made else ()
    return Card(_LINE.join(parts), (*listed, (_another(language),)))


def dropped_card(language: str) -> Card:
    """A file was dropped: the way to send another."""
    said = N_("Cancelled: nothing was imported, and nothing of the file is kept.")
    menu = BY_NAME["menu"]
    back = Button(label(language, menu.label), "go:menu")
    return Card(translate(language, said), ((_another(language),), (back,)))


def _another(language: str) -> Button:
    return Button(label(language, N_("Import another list")), "go:importer")


_LISTS: Mapping[str, tuple[str, str]] = {
    ImportKind.PROCUREMENT: (N_("Contracts"), "go:marches"),
    ImportKind.COMPANY: (N_("Partners"), "go:partenaires"),
    ImportKind.CANDIDATE: (N_("Candidates"), "go:candidats"),
}


def _imported(kind: str, made: int, language: str) -> Markup:
    said = N_("Imported: {what}.")
    return translate(language, said, what=new_ones(kind, made, language))


def told_card(name: str, kind: str, made: int, language: str) -> Card:
    """What the other coordinators are told of an import."""
    said = N_("📥 {name} imported a list: {what}.")
    return Card(translate(language, said, name=cut(name, 80), what=new_ones(kind, made, language)))
