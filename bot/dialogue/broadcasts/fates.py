"""What became of the messages of a sending, in words: of an offer's wave, of a circular."""

from markupsafe import Markup

from bot.dialogue.translations import N_, translate
from bot.store.sendings import Wave


def fates(wave: Wave, language: str) -> list[Markup]:
    """How many messages arrived, are on the way, and so on; what is nought is left out."""
    said = (
        (wave.sent, N_("• sent: {n}")),
        (wave.on_the_way, N_("• on the way: {n}")),
        (wave.unreachable, N_("• unreachable: {n}")),
        (wave.uncertain, N_("• uncertain, awaiting a coordinator: {n}")),
        (wave.dropped, N_("• not sent: {n}")),
    )
    return [translate(language, text, n=n) for n, text in said if n]
