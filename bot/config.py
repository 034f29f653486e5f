"""The settings, from config.toml and the environment."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from flows.fields import FaultyData, Fields

PREFIX = "VERKAUFSTRAINER_"
FORMATS = ("plain", "json")
LARGEST_ID = 2**52
TELEGRAM = "https://api.telegram.org"


@dataclass(frozen=True)
class Webhook:
    """Where Telegram pushes updates to, and where we listen for them."""

    url: str
    secret: str = field(repr=False)
    listen: str
    port: int


@dataclass(frozen=True)
class Status:
    """Where this machine can ask how the program is doing."""

    listen: str
    port: int


@dataclass(frozen=True)
class Config:
    """Everything that can be set.

    Without a webhook updates are polled; without a status nobody can ask; without `texts` the texts of answers stay
    until the person deletes them. `admins` are the Telegram ids of those who are told of trouble.
    """

    token: str = field(repr=False)
    base_url: str
    webhook: Webhook | None
    database: str = field(repr=False)
    per_second: int
    status: Status | None = None
    log_format: str = FORMATS[0]
    admins: tuple[int, ...] = ()
    texts: timedelta | None = None

    @property
    def secrets(self) -> tuple[str, ...]:
        """What must never be read in a log."""
        password = urlsplit(self.database).password or ""
        return (self.token, password, self.webhook.secret if self.webhook else "")


def load(path: Path, environment: Mapping[str, str]) -> Config:
    """The settings in `path`, which may be missing, overridden by the environment.

    `VERKAUFSTRAINER_TELEGRAM__TOKEN` overrides `telegram.token`, and so on. Raises FaultyData with all faults.
    """
    table = _read(path)
    for name, value in environment.items():
        if name.startswith(PREFIX):
            _override(table, name.removeprefix(PREFIX).lower().split("__"), _value(value))
    fields = Fields(table, f"{path.name}:")
    config = _config(fields, path.parent)
    fields.close()
    fields.raise_faults()
    return config


def _read(path: Path) -> dict[str, Any]:
    if not path.exists():
        return {}
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise FaultyData([f"{path.name}: is no valid TOML: {error}"]) from error


def _value(text: str) -> object:
    """A value in the environment is read as in the file; what is no number, list or truth value is a text."""
    try:
        return tomllib.loads(f"value = {text}")["value"]
    except tomllib.TOMLDecodeError:
        return text


def _override(table: dict[str, Any], keys: list[str], value: object) -> None:
    for key in keys[:-1]:
        if not isinstance(table.get(key), dict):
            table[key] = {}
        table = table[key]
    table[keys[-1]] = value


def _config(fields: Fields, folder: Path) -> Config:
    telegram = fields.table("telegram", required=False)
    base_url = telegram.checked("base_url", _web_address, "an address like https://api.telegram.org", TELEGRAM)
    config = Config(
        token=_token(telegram),
        base_url=base_url,
        webhook=_webhook(telegram, plain_allowed=base_url != TELEGRAM),
        database=_database(fields, folder),
        per_second=_per_second(fields),
        status=_status(fields),
        log_format=_log_format(fields),
        admins=_admins(fields),
        texts=_texts(fields),
    )
    telegram.close()
    return config


def _token(telegram: Fields) -> str:
    if not telegram.has("token"):
        telegram.fault(
            "token",
            "is missing; expected the token that @BotFather gives you. "
            "To try the trainer without Telegram: verkaufstrainer demo",
        )
        return ""
    return _secret(telegram, "token", r"\d+:[\w-]{20,}", "a token like 123456789:AAE…, as @BotFather gives it")


def _webhook(telegram: Fields, *, plain_allowed: bool) -> Webhook | None:
    mode = telegram.choice("mode", ("polling", "webhook"), "polling")
    table = telegram.table("webhook", required=mode == "webhook")
    if mode == "polling":
        return None
    webhook = Webhook(
        url=_public_address(table, plain_allowed=plain_allowed),
        secret=_secret(table, "secret", r"[A-Za-z0-9_-]{16,256}", "16 to 256 characters of A-Z a-z 0-9 _ -"),
        listen=table.text("listen", "127.0.0.1"),
        port=table.integer("port", 1, 65535, 8080),
    )
    table.close()
    return webhook


def _public_address(table: Fields, *, plain_allowed: bool) -> str:
    if not table.has("url"):
        table.fault("url", "is missing; expected the address at which Telegram reaches this machine")
        return ""
    url = table.checked("url", _web_address, "an address like https://bot.example.com/telegram", TELEGRAM)
    if url.startswith("http:") and not plain_allowed:
        table.fault("url", f"is {url!r}; expected https, Telegram takes nothing else")
    return url


def _secret(fields: Fields, key: str, pattern: str, expected: str) -> str:
    """A text that is not repeated when it is faulty: it may be nearly right."""
    value = fields.text(key)
    if value and not re.fullmatch(pattern, value):
        fields.fault(key, f"is not as it should be; expected {expected}")
    return value


def _database(fields: Fields, folder: Path) -> str:
    table = fields.table("database", required=False)
    expected = "sqlite:///… or postgresql://…"
    default = f"sqlite:///{folder / 'data' / 'verkaufstrainer.sqlite3'}"
    url = table.checked("url", _database_url, expected, default)
    table.close()
    return url


def _per_second(fields: Fields) -> int:
    table = fields.table("sending", required=False)
    number = table.integer("per_second", 1, 1000, 28)
    table.close()
    return number


def _status(fields: Fields) -> Status | None:
    table = fields.table("status", required=False)
    listen = table.checked("listen", _loopback, "an address of this machine alone, like 127.0.0.1", "127.0.0.1")
    port = table.integer("port", 1, 65535, 0) if table.has("port") else None
    table.close()
    return Status(listen, port) if port else None


def _log_format(fields: Fields) -> str:
    table = fields.table("log", required=False)
    format_ = table.choice("format", FORMATS, FORMATS[0])
    table.close()
    return format_


def _admins(fields: Fields) -> tuple[int, ...]:
    table = fields.table("admins", required=False)
    ids = table.integers("ids", 1, LARGEST_ID)
    table.close()
    return ids


def _texts(fields: Fields) -> timedelta | None:
    table = fields.table("retention", required=False)
    days = table.integer("texts_days", 1, 3650, 1) if table.has("texts_days") else None
    table.close()
    return timedelta(days=days) if days else None


def _loopback(text: str) -> str:
    if not ip_address(text).is_loopback:
        raise ValueError(text)
    return text


def _database_url(text: str) -> str:
    if not re.fullmatch(r"(sqlite(\+\w+)?:///|postgresql(\+\w+)?://).+", text):
        raise ValueError(text)
    urlsplit(text).port  # noqa: B018 - raises ValueError for what is no port
    return text


def _web_address(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError(text)
    return text.rstrip("/")
