"""A typed answer matched with the buttons of the question."""

from collections.abc import Mapping

from rapidfuzz.distance import OSA

from bot.dialogue.readers.fold import MAX_LINE, words


def match_options(text: str, labels: Mapping[str, str]) -> list[str]:
    """The codes whose label is meant: exactly, else by its beginning, else but for one slip.

    One code is an answer, several are to choose from, none is not understood.
    """
    said = " ".join(words(text)) if len(text) <= MAX_LINE else ""
    if not said:
        return []
    folded = {code: " ".join(words(label)) for code, label in labels.items()}
    exact = [code for code, label in folded.items() if label == said]
    begun = [code for code, label in folded.items() if label.startswith(said)]
    return exact or begun or [code for code, label in folded.items() if _slip(said, label)]


def _slip(said: str, label: str) -> bool:
    """One wrong, missing, added or swapped letter, in a label of five letters or more that starts alike."""
    return len(label) > 4 and said[0] == label[:1] and OSA.distance(said, label, score_cutoff=1) == 1
