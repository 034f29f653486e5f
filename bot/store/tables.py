"""The tables. Times are UTC in `Moment` columns; JSON is stored as text, so both databases hold the same bytes."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    DateTime,
    Dialect,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
    text,
)


class Moment(TypeDecorator[datetime]):
    """An aware datetime, kept as UTC; SQLite has no zone of its own."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """To UTC; a naive value is a bug and is refused."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value!r} has no time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        """Aware again."""
        return None if value is None else value.replace(tzinfo=UTC) if value.tzinfo is None else value


Sequence64 = BigInteger().with_variant(Integer, "sqlite")  # SQLite numbers rows itself only for INTEGER
metadata = MetaData()

actors = Table(
    "actors",
    metadata,
    Column("actor", String(40), primary_key=True),  # "person:<Telegram id>", "group:<chat id>", "team:<id>"
    Column("chat", BigInteger, nullable=False),
    Column("version", Integer, nullable=False),  # counted up by every step; a stale write is refused
    Column("schema", Integer, nullable=False),
    Column("state", Text, nullable=False),
    Column("edition", String(16), nullable=False),  # content the open run plays with
    Column("last_edition", String(16), nullable=False),  # content of the run that ended last
    Column("reachable", Boolean, nullable=False),
    Column("forgotten", Moment),  # tombstone: nothing that comes late recreates this actor
)

inbox = Table(
    "inbox",
    metadata,
    Column("id", Sequence64, primary_key=True, autoincrement=True),  # our order
    Column("actor", String(40), nullable=False),
    Column("chat", BigInteger, nullable=False),
    Column("kind", String(12), nullable=False),  # "update" (raw, from Telegram) or "event" (ours)
    Column("payload", Text, nullable=False),
    Column("update_id", BigInteger),
    Column("nonce", BigInteger, nullable=False),  # seeds ids and Random inside the step
    Column("received", Moment, nullable=False),
    Column("urgency", Integer, nullable=False, server_default="0"),  # 0 somebody waits for it, 1 it goes to many
    Column("state", String(8), nullable=False, server_default="open"),  # open, done, parked
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("error", Text),
    Index("ix_inbox_update", "update_id"),
    sqlite_autoincrement=True,
)

_open, _parked = text("state = 'open'"), text("state = 'parked'")
Index("ix_inbox_open", inbox.c.urgency, inbox.c.id, sqlite_where=_open, postgresql_where=_open)
Index("ix_inbox_parked", inbox.c.id, sqlite_where=_parked, postgresql_where=_parked)
Index("ix_inbox_open_actor", inbox.c.actor, inbox.c.urgency, inbox.c.id, sqlite_where=_open, postgresql_where=_open)

outbox = Table(
    "outbox",
    metadata,
    Column("id", Sequence64, primary_key=True, autoincrement=True),
    Column("actor", String(40), nullable=False),
    Column("chat", BigInteger, nullable=False),
    Column("kind", String(8), nullable=False),  # say, edit, picture, file, invite, poll, handout, fetch
    Column("slot", String(40), nullable=False, server_default=""),
    Column("payload", Text, nullable=False),  # what the courier needs, as `bot.worker` drafts it
    Column("priority", Integer, nullable=False),  # 0 reply, 1 reminder, 2 broadcast
    Column("not_before", Moment, nullable=False),
    Column("created", Moment, nullable=False),
    Column("state", String(8), nullable=False, server_default="waiting"),  # waiting, sending, dead; gone once sent
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("error", Text),
    Index("ix_outbox_waiting", "state", "priority", "id"),
    Index("ix_outbox_chat", "chat", "state", "id"),
    sqlite_autoincrement=True,
)

slots = Table(
    "slots",
    metadata,
    Column("chat", BigInteger, primary_key=True),
    Column("slot", String(40), primary_key=True),
    Column("message", BigInteger, nullable=False),
    Column("sent", Moment, nullable=False),
)

timers = Table(
    "timers",
    metadata,
    Column("actor", String(40), primary_key=True),
    Column("key", String(60), primary_key=True),
    Column("chat", BigInteger, nullable=False),
    Column("due", Moment, nullable=False),
    Column("argument", Text, nullable=False, server_default=""),
    Index("ix_timers_due", "due"),
)

answers = Table(
    "answers",
    metadata,
    Column("id", Sequence64, primary_key=True, autoincrement=True),
    Column("actor", String(40), nullable=False),
    Column("run", String(20), nullable=False),
    Column("course", String(40), nullable=False),
    Column("scenario", String(40), nullable=False),
    Column("station", String(60), nullable=False),
    Column("phase", String(40), nullable=False),
    Column("attempt", Integer, nullable=False),
    Column("turn", Integer, nullable=False),
    Column("text", Text, nullable=False),
    Column("verdict", Text, nullable=False),
    Column("given", Moment, nullable=False),
    UniqueConstraint("actor", "run", "station", "attempt", "turn"),
)

runs = Table(
    "runs",
    metadata,
    Column("actor", String(40), primary_key=True),
    Column("run", String(20), primary_key=True),
    Column("course", String(40), nullable=False),
    Column("scenario", String(40), nullable=False),
    Column("ending", String(20), nullable=False),
    Column("summary", Text, nullable=False),
    Column("ended", Moment, nullable=False),
)

kept = Table(
    "kept",
    metadata,
    Column("actor", String(40), primary_key=True),
    Column("kind", String(20), primary_key=True),  # of flows.kinds
    Column("id", String(60), primary_key=True),
    Column("about", String(40), nullable=False, server_default=""),  # the person it tells of, if a team keeps it
    Column("data", Text, nullable=False),  # JSON with its version, of flows.kept
    Column("since", Moment, nullable=False),
    Column("changed", Moment, nullable=False),
)

_of_somebody = kept.c.about != ""
Index("ix_kept_about", kept.c.about, kept.c.kind, sqlite_where=_of_somebody, postgresql_where=_of_somebody)

editions = Table(
    "editions",
    metadata,
    Column("hash", String(16), primary_key=True),
    Column("files", Text, nullable=False),  # JSON: relative path -> TOML text
    Column("kept", Moment, nullable=False),
)
