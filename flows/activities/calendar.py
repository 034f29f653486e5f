"""Activities as a calendar file. A phone that has imported it before takes a changed one in place of the old."""

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from icalendar import Alarm, Calendar, Event, Timezone, vRecur
from msgspec.structs import replace

from flows.activities.activity import Activity, Lead, State
from flows.activities.reminding import reminders
from flows.session import Person

MEDIA_TYPE = "text/calendar"
YEARS = 10  # so far ahead the clock changes of what comes again are told
LENGTH = timedelta(minutes=30)  # of an appointment whose end nobody told
STATUS = {State.OPEN: "CONFIRMED", State.DONE: "CONFIRMED", State.DROPPED: "CANCELLED"}


def calendar(activities: Mapping[str, Activity], notes: Mapping[str, str], person: Person, now: datetime) -> bytes:
    """A file with these activities; `notes` say by id what shall stand below the title."""
    file = Calendar()
    file.add("prodid", "-//Verkaufstrainer//DE")
    file.add("version", "2.0")
    file.add("method", "PUBLISH")
    for id_, activity in activities.items():
        for event in _events(id_, activity, notes.get(id_, ""), person, now):
            file.add_component(event)
    years = [activity.when.day.year for activity in activities.values() if activity.when.clock]
    if years:
        again = any(activity.when.rule for activity in activities.values())
        file.add_missing_timezones(date(min(years) - 1, 1, 1), date(max(years) + (YEARS if again else 2), 1, 1))
        for zone in file.timezones:
            _put_right(zone)
    return bytes(file.to_ical())


def _put_right(zone: Timezone) -> None:
    """Onsets are told in the local time before them (RFC 5545, 3.6.5); icalendar tells those of spring after them."""
    place = ZoneInfo(str(zone["TZID"]))
    part: Any  # its properties are of thirty types
    for part in zone.subcomponents:
        before, after = part["TZOFFSETFROM"].td, part["TZOFFSETTO"].td
        first, others = part["DTSTART"].dt, [each.dt for each in part["RDATE"].dts] if "RDATE" in part else []
        change = (first - before).replace(tzinfo=UTC)
        offsets = {moment.astimezone(place).utcoffset() for moment in (change, change - timedelta(seconds=1))}
        if before == after or len(offsets) > 1:
            continue
        del part["DTSTART"]
        part.add("dtstart", first + before - after)
        if others:
            del part["RDATE"]
            part.add("rdate", [each + before - after for each in others])


def _events(id_: str, activity: Activity, note: str, person: Person, now: datetime) -> Iterator[Event]:
    """One or, if one time of what comes again was moved, the rule and that time apart."""
    usual = activity.when.regular
    if usual is None:
        yield _event(id_, activity, note, person, now)
        return
    whole = _event(id_, replace(activity, when=usual), note, person, now)
    moved = _event(id_, replace(activity, when=replace(activity.when, rule="")), note, person, now)
    moved.add("recurrence-id", whole.decoded("dtstart"))
    yield from (whole, moved)


def _event(id_: str, activity: Activity, note: str, person: Person, now: datetime) -> Event:
    when, zone = activity.when, ZoneInfo(activity.when.zone)
    event = Event()
    event.add("uid", f"{id_}@verkaufstrainer")
    event.add("sequence", activity.sequence)
    event.add("dtstamp", now)
    event.add("created", activity.made)
    event.add("last-modified", activity.changed)
    event.add("summary", activity.text)
    event.add("status", STATUS[activity.state])
    event.add("transp", "OPAQUE" if when.clock else "TRANSPARENT")
    if note:
        event.add("description", note)
    if when.clock is None:
        event.add("dtstart", when.day)
        event.add("dtend", when.final + timedelta(days=1))
    else:
        end = when.over if when.over > when.start else when.start + LENGTH
        event.add("dtstart", when.start.astimezone(zone))
        event.add("dtend", end.astimezone(zone))
    if when.rule:
        event.add("rrule", vRecur.from_ical(when.rule))
    for before in _alarms(activity, person):
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", activity.text)
        alarm.add("trigger", before)
        event.add_component(alarm)
    return event


def _alarms(activity: Activity, person: Person) -> list[timedelta]:
    """How long before or after its start the phone shall ring, as we would remind."""
    before = tuple(lead for lead in activity.leads if lead is not Lead.AFTER)
    moments = reminders(replace(activity, leads=before, when=replace(activity.when, rule="")), person)
    if activity.when.clock:
        return [moment - activity.when.start for moment in moments]
    midnight = datetime.combine(activity.when.day, datetime.min.time())
    zone = ZoneInfo(person.zone)  # a day begins wherever the phone is, so the clock counts, not what has elapsed
    return [moment.astimezone(zone).replace(tzinfo=None) - midnight for moment in moments]
