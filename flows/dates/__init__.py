"""When somebody means to do something, as German says it: `read` for an expression, `find` for one in a sentence.

Conventions, seen from `now`:

- Without a clock time a date, with one an aware datetime. "Früh", "mittags", "Abend" stay dates; they settle which
  eight o'clock is meant, and what is over today.
- A stretch has an end, included. "Bis Freitag" is from today to Friday, "ab Freitag" is Friday without an end, "vor
  Weihnachten" ends on the day before. What has begun begins today: "diese Woche".
- "Dienstag" is the next one, "nächsten Dienstag" that of the next week from Monday to Sunday, "kommenden Dienstag" the
  first to come, "in acht Tagen" a week. Today's own weekday is asked about.
- A day without a year is the next one; if it is past by up to four weeks, it is asked about.
- "Anfang", "Mitte", "Ende" are one day: 1st, 15th, last of a month; Monday, Wednesday, Friday of a week.
- "Um drei" is 15:00, "um zehn" 10:00, "um sechs" is asked about; what is written as "03:30" is taken as it stands.
- Working days are Monday to Friday without the holidays all of Germany has.
- What recurs is read as its next time. Weihnachten is the 24th to the 26th, "zwischen den Jahren" the 27th to the 31st.
- Never silently wrong: past, impossible, vague is no date but a `Doubt`; two readings are one that is `ambiguous`.
"""

from datetime import datetime

from flows.dates.finding import find
from flows.dates.reading import Doubt, Found, Reading

__all__ = ["Doubt", "Found", "Reading", "find", "read"]


def read(text: str, now: datetime) -> Reading:
    """What `text` says about when, seen from `now` (aware; its zone is the person's). Never raises on any text."""
    found = find(text, now)
    return Reading(doubt=Doubt.KEINS) if found is None else found.reading
