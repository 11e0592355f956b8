"""The rows behind the figures as sheets of the PLIE's own workbook; nothing of them leaves the PLIE.

People are told by their reference, never by name: a workbook is copied, mailed and kept for years, and who
may see the name finds it in the bot by the reference (`domain.md` §8).
"""

from collections.abc import Sequence

from bot.reports.indicators.raw import contracts, people, work
from bot.reports.indicators.raw.sheet import Sheet

SHEETS: Sequence[Sheet] = (*contracts.SHEETS, *people.SHEETS, *work.SHEETS)
"""Every list, in the order of the annex."""
