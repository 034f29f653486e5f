"""German dates for which somebody wrote down beforehand what they may mean.

Each line of `tests/data/dates` is an expression and the readings that are right, parted by strokes: a day or a moment;
`a..b` a stretch, `..b` a deadline, `a..open` one without an end; `in a..b` any day or days of those; `~a` that day at
any hour, `~a/v` in the morning (früh, vormittags, mittags, nachmittags, abends); `?` that it is asked, `-` that there
is no date. A line with `#` says from where one looks. What was read wrongly in `mended.tsv` was mended; `unmended.tsv`
came last, when 192 of its 194 were read rightly.
"""

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest

from flows.dates import Reading, read
from tests.test_dates import BERLIN

DATA = Path(__file__).parent / "data" / "dates"
HOURS = {"f": (5, 11), "v": (6, 12), "m": (11, 14), "n": (12, 18), "a": (17, 23)}

Line = tuple[str, datetime, list[str]]


def labelled(name: str) -> Iterator[Line]:
    """The expressions of a file, from where one looks and what they may mean."""
    now = datetime.min
    for line in (DATA / name).read_text("utf-8").splitlines():
        if line.startswith("#"):
            now = datetime.fromisoformat(line.removeprefix("#").strip()).astimezone(BERLIN)
        else:
            text, _, labels = line.partition("\t")
            yield text, now, labels.split(" | ")


def right(reading: Reading, labels: list[str], now: datetime) -> bool:
    """Whether one of the labels says what was read."""
    return any(_fits(label, reading, now) for label in labels)


def _fits(label: str, reading: Reading, now: datetime) -> bool:
    when, end = reading.when, reading.end
    if label == "?":
        return when is None or reading.ambiguous
    if label == "-" or when is None:
        return when is None and label == "-"
    days = _day(when), _day(end or when)
    if label.startswith("in "):
        first, last = map(date.fromisoformat, label.removeprefix("in ").split(".."))
        return first <= days[0] and days[1] <= last
    if label.startswith("~.."):
        return days[1] == date.fromisoformat(label[3:])
    if label.startswith("~"):
        day, _, part = label[1:].partition("/")
        return days == (date.fromisoformat(day),) * 2 and all(_within(moment, part) for moment in (when, end))
    first_said, stretch, last_said = label.partition("..")
    if not stretch:
        return _is(when, label) and end in (None, when)
    if not first_said:
        return _is(end or when, last_said) and days[0] in (now.date(), days[1])
    return _is(when, first_said) and (last_said == "open" or (end is not None and _is(end, last_said)))


def _day(moment: date) -> date:
    return moment.date() if isinstance(moment, datetime) else moment


def _is(moment: date, said: str) -> bool:
    if "T" not in said:
        return not isinstance(moment, datetime) and moment.isoformat() == said
    meant = datetime.fromisoformat(said)
    return moment == (meant if meant.tzinfo else meant.replace(tzinfo=BERLIN))


def _within(moment: date | None, part: str) -> bool:
    if not isinstance(moment, datetime) or not part:
        return True
    first, last = HOURS[part]
    return first <= moment.hour + moment.minute / 60 <= last


@pytest.mark.parametrize(
    ("text", "now", "labels"),
    [pytest.param(*line, id=f"{line[1]:%d%b%H}-{line[0]}") for line in labelled("mended.tsv")],
)
def test_it_is_read_as_somebody_would(text: str, now: datetime, labels: list[str]) -> None:
    reading = read(text, now)
    assert right(reading, labels, now), reading


def test_what_it_was_not_mended_for_is_read_nearly_as_well() -> None:
    """At least 95 in a hundred are read rightly, and hardly one that is wrong is not asked about."""
    readings = [(read(text, now), labels, now) for text, now, labels in labelled("unmended.tsv")]
    wrong = [reading for reading, labels, now in readings if not right(reading, labels, now)]
    silent = [reading for reading in wrong if reading.when is not None and not reading.ambiguous]
    assert len(wrong) <= 0.05 * len(readings)
    assert len(silent) <= 0.02 * len(readings)
