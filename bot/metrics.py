"""What is counted while the program runs. Like loggers, counters belong to the process; `bot.status` hands them out."""

import logging
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector

from bot.failures import Migrate, Pause, Remedy
from bot.store.rows import Outgoing
from bot.store.standing import Standing
from flows.scoring import Engine, Exercise, Grading, Turn, Verdict

REGISTRY = CollectorRegistry()
ProcessCollector(registry=REGISTRY)

_NAME = "verkaufstrainer_"
_PRIORITIES = ("reply", "reminder", "broadcast")
_SECONDS = (0.1, 0.5, 1, 2, 5, 15, 60, 300, 3600)
_SCORING = (0.005, 0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 1)

UPDATES = Counter(f"{_NAME}updates", "Updates from Telegram that were stored.", registry=REGISTRY)
MESSAGES = Counter(f"{_NAME}messages", "What became of messages.", ("kind", "outcome"), registry=REGISTRY)
DELAY = Histogram(
    f"{_NAME}message_delay_seconds",
    "From the time a message was written until it was sent.",
    ("priority",),
    buckets=_SECONDS,
    registry=REGISTRY,
)
ERRORS = Counter(f"{_NAME}errors", "Errors in the log, by their class.", ("part", "error"), registry=REGISTRY)
SCORING = Histogram(f"{_NAME}scoring_seconds", "Scoring one answer.", buckets=_SCORING, registry=REGISTRY)

_DATABASE = Gauge(f"{_NAME}database_up", "Whether the database answers.", registry=REGISTRY)
_GAUGES = {
    "inbox_lag": Gauge(f"{_NAME}inbox_lag_seconds", "Age of the oldest event not handled yet.", registry=REGISTRY),
    "outbox_lag": Gauge(f"{_NAME}outbox_lag_seconds", "Age of the oldest message that may leave.", registry=REGISTRY),
    "timers_lag": Gauge(f"{_NAME}reminders_lag_seconds", "How late the latest reminder is.", registry=REGISTRY),
    "open": Gauge(f"{_NAME}inbox_open", "Events not handled yet.", registry=REGISTRY),
    "waiting": Gauge(
        f"{_NAME}outbox_waiting", "Messages not sent yet, whether or not they may leave.", registry=REGISTRY
    ),
    "late": Gauge(f"{_NAME}reminders_late", "Reminders that are due.", registry=REGISTRY),
    "parked": Gauge(f"{_NAME}events_parked", "Events given up after several tries.", registry=REGISTRY),
    "dead": Gauge(f"{_NAME}messages_dead", "Messages that can never be sent.", registry=REGISTRY),
    "unreachable": Gauge(f"{_NAME}people_unreachable", "People who cannot be reached.", registry=REGISTRY),
}


def sent(row: Outgoing, now: datetime) -> None:
    """A message has arrived."""
    MESSAGES.labels(row.kind, "sent").inc()
    DELAY.labels(_PRIORITIES[row.priority]).observe(max(0.0, (now - row.created).total_seconds()))


def failed(row: Outgoing, remedy: Remedy) -> None:
    """A message has not arrived."""
    match remedy:
        case Pause():
            outcome = "paused"
        case Migrate():
            outcome = "moved"
        case verdict:
            outcome = verdict.name.lower()
    MESSAGES.labels(row.kind, outcome).inc()


def show(standing: Standing | None) -> None:
    """How things stand in the database; None if it does not answer."""
    _DATABASE.set(standing is not None)
    for name, gauge in _GAUGES.items():
        gauge.set(getattr(standing, name) if standing else float("nan"))


class Timed:
    """A scoring engine whose time is taken."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self.version = engine.version

    def score(self, exercise: Exercise, turns: Sequence[Turn]) -> Verdict:
        """As the engine does."""
        with SCORING.time():
            return self._engine.score(exercise, turns)

    def grader(self, *given: Any) -> Grading:
        """As the engine does."""
        return TimedGrading(self._engine.grader(*given))


class TimedGrading:
    """Somebody who judges, whose time is taken."""

    def __init__(self, grading: Grading) -> None:
        self._grading = grading

    def grade(self, turns: Sequence[Turn]) -> Verdict:
        """As she does."""
        with SCORING.time():
            return self._grading.grade(turns)


class Counting(logging.Handler):
    """Counts errors instead of writing them down."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)

    def emit(self, record: logging.LogRecord) -> None:
        """Whatever was not foreseen has a class; what was has none."""
        kind = record.exc_info[0] if record.exc_info else None
        ERRORS.labels(record.name, kind.__name__ if kind else "").inc()
