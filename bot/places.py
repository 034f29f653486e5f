"""What people call the time zones, from the time zone database and the Unicode locale data."""

from zoneinfo import available_timezones

from babel import Locale
from babel.core import get_global
from babel.dates import get_timezone_location

from flows.zones import Zones

MAIN_ZONES = {"DE": "Europe/Berlin", "ES": "Europe/Madrid", "PT": "Europe/Lisbon"}  # countries with far-off islands


def load_zones(language: str = "de") -> Zones:
    """Zones by key, city and country, in `language` and as the database spells them; of equal names the last counts."""
    locale = Locale(language)
    keys = {zone: zone for zone in available_timezones() if "/" in zone or zone == "UTC"}
    places = sorted(keys.keys() - get_global("zone_aliases").keys())
    countries = {
        locale.territories[country]: MAIN_ZONES.get(country, zones[0])
        for country, zones in get_global("territory_zones").items()
        if len(zones) == 1 or country in MAIN_ZONES
    }
    cities = {zone.rpartition("/")[2]: zone for zone in places}
    local_cities = {get_timezone_location(zone, locale=locale, return_city=True): zone for zone in places}
    names = countries | cities | local_cities | keys
    return Zones({name: zone for name, zone in names.items() if zone in keys})
