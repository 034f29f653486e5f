"""The outside world: Telegram, the database, the clock, the command line."""
