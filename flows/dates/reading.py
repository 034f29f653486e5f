"""What a text says about when."""

from datetime import date, datetime
from enum import StrEnum

from msgspec import Struct


class Doubt(StrEnum):
    """Why a reading is no plain date. The sentences are in `prompts/de/dates.toml`, one per doubt."""

    KEINS = "keins"
    VAGE = "vage"
    VERGANGEN = "vergangen"
    UNMOEGLICH = "unmoeglich"
    KEINE_UHRZEIT = "keine_uhrzeit"
    VERKEHRT = "verkehrt"
    WIDERSPRUCH = "widerspruch"
    MEHRERE = "mehrere"
    WELCHER_TAG = "welcher_tag"
    WELCHES_JAHR = "welches_jahr"
    WELCHE_WOCHE = "welche_woche"
    WELCHE_STUNDE = "welche_stunde"
    UNGENAU = "ungenau"
    NAME = "name"
    ZAHL = "zahl"
    UMSTELLUNG_FEHLT = "umstellung_fehlt"
    UMSTELLUNG_DOPPELT = "umstellung_doppelt"
    WIEDERKEHREND = "wiederkehrend"
    ANGENOMMEN = "angenommen"


class Reading(Struct, frozen=True):
    """A moment or a stretch of time.

    `when` is a date without a clock time, an aware datetime with one, None if there is nothing to go by. `end`, of a
    stretch, is included. `doubt` says why `when` is None, why it had better be asked (`ambiguous`), or what was
    assumed. `rule` (RFC 5545, without a clock time) says when it comes again.
    """

    when: date | datetime | None = None
    end: date | datetime | None = None
    ambiguous: bool = False
    doubt: Doubt | None = None
    rule: str = ""


class Found(Struct, frozen=True):
    """A reading and where in the text it stands: `(start, end)` of each piece, in order.

    There are two pieces where day and clock time stand apart ("Freitag Frau Keller anrufen, um zehn").
    """

    reading: Reading
    spans: tuple[tuple[int, int], ...]
