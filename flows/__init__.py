"""The training itself: no I/O, no clock, no Telegram."""
