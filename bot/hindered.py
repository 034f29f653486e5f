"""What a user hears when the program cannot go on."""


class Hindered(Exception):
    """Something outside the program is not as it must be; the message says what, and what to do."""
