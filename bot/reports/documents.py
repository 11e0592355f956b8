"""Sections as a Word document: real headings and lists, a table of lots, in French, on A4."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import docx
from docx.document import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_COLOR_INDEX
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.text.paragraph import Paragraph

from bot.reports.templates import Block, Kind, Section, split_blanks

_LANGUAGE = "fr-FR"
_FONT = "Calibri"
_INK = RGBColor(0x1F, 0x2A, 0x44)
_STYLES = {Kind.TEXT: "Normal", Kind.ITEM: "List Bullet", Kind.STEP: "List Number"}
_WIDTHS = (Mm(22), Mm(103), Mm(40))
_LONGEST_PROPERTY = 255


@dataclass(frozen=True, slots=True)
class Layout:
    """How close a document is set: margin in millimetres, the rest in points; `many` when it holds several
    documents, each with its own heading."""

    margin: int
    body: int
    after: int
    title: int
    first: int
    second: int
    many: bool


PAGES = Layout(margin=22, body=11, after=6, title=20, first=15, second=12, many=True)
SHEET = Layout(margin=17, body=10, after=3, title=17, first=12, second=11, many=False)


@dataclass(frozen=True, slots=True)
class About:
    """What a document says of itself; `on` is its day."""

    title: str
    subtitle: str
    origin: str
    author: str
    footer: str
    on: date
    note: str | None = None


def word(
    about: About, sections: Sequence[Section], table: Sequence[Sequence[str]], layout: Layout = PAGES
) -> bytes:
    """The document; `table` stands wherever a section asks for the lots. Same content, same bytes."""
    document = docx.Document()
    _set_page(document, layout)
    _set_styles(document, layout)
    _set_properties(document, about)
    _write_front(document, about)
    _write_footer(document, about.footer)
    name = ""
    for section in sections:
        if layout.many and section.document != name:
            name = section.document
            document.add_heading(name, 1)
        document.add_heading(section.heading, 2 if layout.many else 1)
        for block in section.blocks:
            _write(document, block, table)
    return _packed(document, about.on)


def _write(document: Document, block: Block, table: Sequence[Sequence[str]]) -> None:
    if block.kind is Kind.LOTS:
        _write_table(document, table)
    else:
        _write_text(document.add_paragraph(style=_STYLES[block.kind]), block.text)


def _write_text(paragraph: Paragraph, text: str) -> None:
    """The text, what is to be filled in highlighted."""
    for part, is_blank in split_blanks(text):
        run = paragraph.add_run(part)
        if is_blank:
            run.font.highlight_color = WD_COLOR_INDEX.YELLOW


def _write_front(document: Document, about: About) -> None:
    document.add_heading(about.title, 0)
    document.add_paragraph().add_run(about.subtitle).bold = True
    document.add_paragraph(about.origin)
    if about.note:
        document.add_paragraph().add_run(about.note).italic = True


def _write_table(document: Document, rows: Sequence[Sequence[str]]) -> None:
    """The rows under a header that every page repeats; the last column holds figures."""
    table = document.add_table(rows=0, cols=len(_WIDTHS), style="Table Grid")
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    for column, width in zip(table.columns, _WIDTHS, strict=True):
        column.width = width
    for at, row in enumerate(rows):
        for cell, text, width in zip(table.add_row().cells, row, _WIDTHS, strict=True):
            cell.width = width
            cell.paragraphs[0].paragraph_format.space_after = Pt(0)
            cell.paragraphs[0].add_run(text).bold = at == 0 or not row[0]
        cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT
    lines = document.element.body.tbl_lst[-1].tr_lst
    for line in lines:
        line.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    lines[0].get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    document.add_paragraph().paragraph_format.space_after = Pt(0)


def _write_footer(document: Document, text: str) -> None:
    """The reference and the number of the page."""
    paragraph = document.sections[0].footer.paragraphs[0]
    paragraph.add_run(text).font.size = Pt(8)
    number = OxmlElement("w:fldSimple")
    number.set(qn("w:instr"), "PAGE")
    paragraph.paragraph_format.element.append(number)


def _set_page(document: Document, layout: Layout) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(layout.margin)
    section.top_margin = section.bottom_margin = Mm(layout.margin)


def _set_styles(document: Document, layout: Layout) -> None:
    body = _style(document, "Normal")
    body.font.name, body.font.size = _FONT, Pt(layout.body)
    body.paragraph_format.space_after = Pt(layout.after)
    for name in ("List Bullet", "List Number"):
        _style(document, name).paragraph_format.space_after = Pt(layout.after // 2)
    sizes = {"Title": layout.title, "Heading 1": layout.first, "Heading 2": layout.second}
    for name, size in sizes.items():
        heading = _style(document, name)
        heading.font.name, heading.font.size, heading.font.color.rgb = _FONT, Pt(size), _INK
        for fonts in heading.element.iter(qn("w:rFonts")):
            _without_theme(fonts)
    _style(document, "Heading 1").paragraph_format.space_before = Pt(layout.after * 3)
    for element in (document.styles.element, document.settings.element):
        for language in element.iter(qn("w:lang"), qn("w:themeFontLang")):
            language.set(qn("w:val"), _LANGUAGE)


def _style(document: Document, name: str) -> ParagraphStyle:
    style = document.styles[name]
    if not isinstance(style, ParagraphStyle):
        raise TypeError(f"{name} is not a style of paragraph")
    return style


def _without_theme(fonts: BaseOxmlElement) -> None:
    """A theme's font wins over a named one: the headings would not be set in the font of the text."""
    for script in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.attrib.pop(qn(f"w:{script}Theme"), None)


def _set_properties(document: Document, about: About) -> None:
    noon = datetime.combine(about.on, time(12))
    said = document.core_properties
    said.title = f"{about.title} – {about.subtitle}"[:_LONGEST_PROPERTY]
    said.author = said.last_modified_by = about.author[:_LONGEST_PROPERTY]
    said.language, said.comments, said.revision = _LANGUAGE, "", 1
    said.created = said.modified = noon


def _packed(document: Document, on: date) -> bytes:
    """The bytes of the file, its parts dated of the day rather than of this instant."""
    saved, packed = BytesIO(), BytesIO()
    document.save(saved)
    with ZipFile(saved) as parts, ZipFile(packed, "w", ZIP_DEFLATED) as file:
        for part in parts.infolist():
            entry = ZipInfo(part.filename, (on.year, on.month, on.day, 12, 0, 0))
            entry.compress_type = ZIP_DEFLATED
            file.writestr(entry, parts.read(part))
    return packed.getvalue()
