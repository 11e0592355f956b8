"""A sentence in pieces: words, numbers and signs that remember where they stand."""

import re
import unicodedata
from dataclasses import dataclass, field

from bot.dialogue.readers.fillers import vocabulary
from bot.dialogue.readers.fold import fold

LONGEST = 1200
"""Characters above which a message is a letter, not an announcement."""

_PIECE = re.compile(r"\n|[^\W\d_]+|\d+|[^\w\s]|_")
_SAME = str.maketrans(
    dict.fromkeys("’‘ʼ´`′", "'")
    | dict.fromkeys("\u00a0\u202f\u2009\t\r", " ")
    | dict.fromkeys("\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad\ufe0f", "")
)
_HARD = frozenset("\n;:()[]!?—–•|→>*…")
_SHORT = vocabulary(
    "tvx travx trav reno renov rehab constr demol amenag trvx tx elect bat rech",
    "est estim dur cons env approx janv jan fev fevr avr juil aout sept oct nov dec av bd st ste n no "
    "max min h t",
)


_RATES = vocabulary(
    "an ans annee mois semaine semaines sem s jour jours j heure heures h f m x week month year odon orne"
)


@dataclass(frozen=True, slots=True)
class Piece:
    """A word, a number or a sign: folded, and its place in the text."""

    word: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Span:
    """Pieces `first` to before `last` that one reader took; `value` is None when they say nothing sure."""

    kind: str
    first: int
    last: int
    value: object = None


@dataclass(slots=True)
class Line:
    """The sentence, its pieces, its borders, and the spans taken so far."""

    text: str
    pieces: list[Piece]
    hard: set[int] = field(default_factory=set)
    commas: set[int] = field(default_factory=set)
    spans: list[Span] = field(default_factory=list)
    taken: set[int] = field(default_factory=set)

    @property
    def words(self) -> list[str]:
        """The folded pieces."""
        return [piece.word for piece in self.pieces]

    def cut(self, first: int, last: int) -> str:
        """The text of the pieces `first` to before `last`."""
        return self.text[self.pieces[first].start : self.pieces[last - 1].end] if first < last else ""

    def take(self, span: Span) -> None:
        """Keep a span; its pieces are no longer free."""
        self.spans.append(span)
        self.taken.update(range(span.first, span.last))

    def of(self, kind: str) -> list[Span]:
        """The spans of that kind, in their order."""
        return sorted((span for span in self.spans if span.kind == kind), key=lambda span: span.first)

    def border(self, at: int) -> bool:
        """Whether a piece separates what is before from what is after."""
        return at in self.hard or at in self.commas

    def before(self, first: int, most: int = 8) -> list[str]:
        """The free words left of a span, back to a border or another span; a colon is looked over."""
        found: list[str] = []
        at = first - 1
        while at >= 0 and len(found) < most and at not in self.taken:
            if self.border(at) and self.pieces[at].word != ":":
                break
            found.append(self.pieces[at].word)
            at -= 1
        return found[::-1]

    def after(self, last: int, most: int = 6) -> list[str]:
        """The words right of a span, up to a hard border."""
        found: list[str] = []
        for at in range(last, min(last + most, len(self.pieces))):
            if at in self.hard and self.pieces[at].word != "(":
                break
            found.append(self.pieces[at].word)
        return found


def cut_up(text: str) -> Line:
    """The line in pieces, borders found, nothing taken yet."""
    clean = unicodedata.normalize("NFC", text.translate(_SAME)).strip()
    pieces = [
        Piece(fold(match[0]) or match[0], match.start(), match.end()) for match in _PIECE.finditer(clean)
    ]
    line = Line(clean, pieces)
    for at, piece in enumerate(pieces):
        if piece.word == ",":
            if not _inside_number(line, at):
                line.commas.add(at)
        elif _is_hard(line, at):
            line.hard.add(at)
    return line


def _is_hard(line: Line, at: int) -> bool:
    piece = line.pieces[at]
    if piece.word in _HARD or unicodedata.category(piece.word[0]) == "So":
        return piece.word != "°"
    if piece.word in ("-", "/"):
        return _spaced(line, at) and not _range(line, at) and not _per(line, at)
    return piece.word == "." and _full_stop(line, at)


def _spaced(line: Line, at: int) -> bool:
    piece = line.pieces[at]
    before = line.text[piece.start - 1 : piece.start] if piece.start else " "
    return before.isspace() and line.text[piece.end : piece.end + 1].isspace()


def _range(line: Line, at: int) -> bool:
    """ "6 - 8 mois": a dash between two small numbers, the second one larger."""
    sides = line.pieces[max(at - 1, 0) : at] + line.pieces[at + 1 : at + 2]
    numbers = [int(piece.word) for piece in sides if piece.word.isdigit() and len(piece.word) < 4]
    return len(numbers) == 2 and numbers[0] < numbers[1]


def _per(line: Line, at: int) -> bool:
    """A slash of "30 k€ / an", "35 h / semaine" or "h / f"."""
    following = line.pieces[at + 1].word if at + 1 < len(line.pieces) else ""
    return line.pieces[at].word == "/" and following in _RATES


def _full_stop(line: Line, at: int) -> bool:
    """A dot that ends a sentence: not inside a number, nor after an abbreviation."""
    piece = line.pieces[at]
    following = line.text[piece.end : piece.end + 1]
    abbreviated = at > 0 and line.pieces[at - 1].word in _SHORT
    return (not following or following.isspace()) and not (abbreviated and at < len(line.pieces) - 1)


def _inside_number(line: Line, at: int) -> bool:
    """A decimal comma: digits on both sides without a space."""
    if not 0 < at < len(line.pieces) - 1:
        return False
    left, here, right = line.pieces[at - 1 : at + 2]
    return left.word.isdigit() and right.word.isdigit() and left.end == here.start and here.end == right.start


def symbols_of(line: Line) -> tuple[list[str], list[int]]:
    """The folded pieces, each span as one symbol such as `<date>`, and where each begins."""
    spans = {span.first: span for span in line.spans}
    symbols, places, at = [], [], 0
    while at < len(line.pieces):
        span = spans.get(at)
        symbols.append(f"<{span.kind}>" if span else _plain(line, at))
        places.append(at)
        at = span.last if span else at + 1
    return symbols, places


def _plain(line: Line, at: int) -> str:
    word = line.pieces[at].word
    return "¶" if word == "\n" or (at in line.hard and (not word.isascii() or word == "-")) else word
