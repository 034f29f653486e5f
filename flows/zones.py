"""Finding the time zone a person means: „Lissabon“, „Portugal“, „Europe/Lisbon“, „zürich“."""

import unicodedata
from collections.abc import Mapping
from functools import cache
from zoneinfo import available_timezones

from babel import Locale
from babel.core import get_global
from babel.dates import get_timezone_location
from rapidfuzz import process
from rapidfuzz.fuzz import ratio

CLOSE_ENOUGH = 88
MAIN_ZONES = {"DE": "Europe/Berlin", "ES": "Europe/Madrid", "PT": "Europe/Lisbon"}  # countries with far-off islands


def find(text: str) -> str | None:
    """The zone `text` names by its key, its city or its country, small slips forgiven; None if there is none."""
    close = process.extractOne(_plain(text[:100]), _names().keys(), scorer=ratio, score_cutoff=CLOSE_ENOUGH)
    return None if close is None else _names()[close[0]]


@cache
def _names() -> Mapping[str, str]:
    """Zones by what people call them; of equal names the last one counts."""
    german = Locale("de")
    keys = {zone: zone for zone in available_timezones() if "/" in zone or zone == "UTC"}
    places = sorted(keys.keys() - get_global("zone_aliases").keys())
    countries = {
        german.territories[country]: MAIN_ZONES.get(country, zones[0])
        for country, zones in get_global("territory_zones").items()
        if len(zones) == 1 or country in MAIN_ZONES
    }
    cities = {zone.rpartition("/")[2]: zone for zone in places}
    german_cities = {get_timezone_location(zone, locale=german, return_city=True): zone for zone in places}
    names = countries | cities | german_cities | keys
    return {_plain(name): zone for name, zone in names.items() if zone in keys}


def _plain(name: str) -> str:
    letters = unicodedata.normalize("NFKD", name.casefold()).encode("ascii", "ignore").decode()
    return "".join(letter if letter.isalnum() or letter == "/" else " " for letter in letters).strip()
