"""`python -m bot`, the same as `clausette`."""

from bot.cli import main

main()
