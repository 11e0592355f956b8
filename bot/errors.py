"""Errors an operator can mend, told in a sentence."""


class PlainError(Exception):
    """The message is a whole sentence for the person at the command line."""


def sentence(error: BaseException) -> str | None:
    """The sentence of the error, or of one it is a group of; None where nothing plain can be said."""
    if isinstance(error, BaseExceptionGroup):
        return next(filter(None, map(sentence, error.exceptions)), None)
    return str(error) if isinstance(error, PlainError) else None
