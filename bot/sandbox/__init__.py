"""A local Telegram: a strict Bot API over HTTP, and a control API to play the people who write to the bot."""
