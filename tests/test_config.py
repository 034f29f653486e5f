"""Settings come from a file and the environment, and every fault is named at once."""

import tomllib
from datetime import timedelta
from pathlib import Path

import pytest

from bot.config import Status, Webhook, load
from flows.fields import FaultyData

TOKEN = "123456789:AAE-abc_def-0123456789"
TOKEN_ONLY = f'[telegram]\ntoken = "{TOKEN}"\n'
WEBHOOK = """
[telegram]
token = "123456789:AAE-abc_def-0123456789"
mode = "webhook"
[telegram.webhook]
url = "https://bot.example.com/telegram"
secret = "a-secret-of-some-length"
"""
FAULTS = {
    "syntax": ("[telegram", "config.toml: is no valid TOML"),
    "token": ('[telegram]\ntoken = "hello"', "telegram.token is not as it should be"),
    "token-short": ('[telegram]\ntoken = "123456789:AAE"', "telegram.token is not as it should be"),
    "token-number": ("[telegram]\ntoken = 5", "telegram.token is 5; expected a text"),
    "address": (TOKEN_ONLY + 'base_url = "telegram"', "telegram.base_url is 'telegram'"),
    "mode": (TOKEN_ONLY + 'mode = "push"', "telegram.mode is 'push'; expected one of"),
    "webhook": (TOKEN_ONLY + 'mode = "webhook"', "telegram.webhook is missing"),
    "plain": (WEBHOOK.replace("https:", "http:"), "expected https"),
    "secret": (WEBHOOK.replace("a-secret-of-some-length", "short"), "webhook.secret is not as it should be"),
    "port": (WEBHOOK + "port = 0", "webhook.port is 0; expected 1 to 65535"),
    "database": (TOKEN_ONLY + '[database]\nurl = "mysql://x"', "database.url is 'mysql://x'"),
    "database-port": (
        TOKEN_ONLY + '[database]\nurl = "postgresql://host:99999/x"',
        "expected sqlite:///… or postgresql",
    ),
    "pace": (TOKEN_ONLY + "[sending]\nper_second = 0", "sending.per_second is 0"),
    "status": (TOKEN_ONLY + '[status]\nport = 9464\nlisten = "0.0.0.0"', "expected an address of this machine alone"),
    "status-port": (TOKEN_ONLY + "[status]\nport = 0", "status.port is 0; expected 1 to 65535"),
    "log": (TOKEN_ONLY + '[log]\nformat = "xml"', "log.format is 'xml'; expected one of plain, json"),
    "admins": (TOKEN_ONLY + '[admins]\nids = ["kim"]', "admins.ids is ['kim']; expected whole numbers"),
    "retention": (TOKEN_ONLY + "[retention]\ntexts_days = 0", "retention.texts_days is 0; expected 1 to 3650"),
    "unknown": (TOKEN_ONLY + 'tokne = "x"', "telegram.tokne is not a known key; known are"),
    "unknown-table": (TOKEN_ONLY + "[reminders]", "reminders is not a known key"),
}


def write(folder: Path, text: str) -> Path:
    path = folder / "config.toml"
    path.write_text(text, encoding="utf-8")
    return path


def faults(path: Path, environment: dict[str, str] | None = None) -> tuple[str, ...]:
    with pytest.raises(FaultyData) as caught:
        load(path, environment or {})
    return caught.value.faults


def test_a_token_is_enough(tmp_path: Path) -> None:
    """Everything but the token has a default; the database lies beside the file."""
    config = load(write(tmp_path, f'[telegram]\ntoken = "{TOKEN}"'), {})
    assert config.token == TOKEN
    assert config.base_url == "https://api.telegram.org"
    assert config.webhook is None
    assert config.database == f"sqlite:///{tmp_path}/data/verkaufstrainer.sqlite3"
    assert config.per_second == 28
    assert (config.status, config.log_format, config.admins, config.texts) == (None, "plain", (), None)


def test_the_environment_alone_is_enough(tmp_path: Path) -> None:
    """A missing file is no fault where the environment has what is needed."""
    environment = {"VERKAUFSTRAINER_TELEGRAM__TOKEN": TOKEN, "VERKAUFSTRAINER_SENDING__PER_SECOND": "5"}
    config = load(tmp_path / "config.toml", environment)
    assert (config.token, config.per_second) == (TOKEN, 5)


def test_the_environment_overrides_the_file(tmp_path: Path) -> None:
    """What the environment names wins, nested tables included."""
    path = write(tmp_path, WEBHOOK)
    config = load(path, {"VERKAUFSTRAINER_TELEGRAM__WEBHOOK__PORT": "9000", "HOME": "/home/kim"})
    assert config.webhook == Webhook("https://bot.example.com/telegram", "a-secret-of-some-length", "127.0.0.1", 9000)


def test_operation_is_set_by_the_environment_too(tmp_path: Path) -> None:
    """A container has no file."""
    environment = {
        "VERKAUFSTRAINER_TELEGRAM__TOKEN": TOKEN,
        "VERKAUFSTRAINER_STATUS__PORT": "9464",
        "VERKAUFSTRAINER_LOG__FORMAT": "json",
        "VERKAUFSTRAINER_ADMINS__IDS": "[7, 8]",
        "VERKAUFSTRAINER_RETENTION__TEXTS_DAYS": "90",
    }
    config = load(tmp_path / "config.toml", environment)
    assert config.status == Status("127.0.0.1", 9464)
    assert (config.log_format, config.admins, config.texts) == ("json", (7, 8), timedelta(days=90))


def test_a_mistyped_variable_is_a_fault(tmp_path: Path) -> None:
    """What is meant for us and not understood is not passed over."""
    environment = {"VERKAUFSTRAINER_TELEGRAM__TOKEN": TOKEN, "VERKAUFSTRAINER_DATABASE_URL": "sqlite:///x"}
    (fault,) = faults(tmp_path / "config.toml", environment)
    assert "database_url is not a known key" in fault


def test_a_missing_token_names_the_demo(tmp_path: Path) -> None:
    """Who has no token yet learns how to try the trainer without one."""
    (fault,) = faults(tmp_path / "config.toml")
    assert fault.startswith("config.toml: telegram.token is missing")
    assert "verkaufstrainer demo" in fault


@pytest.mark.parametrize(("text", "fault"), FAULTS.values(), ids=FAULTS)
def test_a_fault_says_what_would_be_right(tmp_path: Path, text: str, fault: str) -> None:
    """Each fault names the file, the key and what was expected."""
    assert any(fault in sentence for sentence in faults(write(tmp_path, text)))


def test_all_faults_are_named_at_once(tmp_path: Path) -> None:
    """Nobody has to start the program five times to learn of five faults."""
    text = "[telegram]\nmode = 'push'\n[sending]\nper_second = 'many'\n[colour]"
    assert len(faults(write(tmp_path, text))) == 4


def test_a_faulty_secret_is_not_repeated(tmp_path: Path) -> None:
    """A token with one wrong character is still a secret."""
    (fault,) = faults(write(tmp_path, '[telegram]\ntoken = "12345:SECRET!"'))
    assert "SECRET" not in fault


def test_a_webhook_may_be_plain_at_a_server_of_ones_own(tmp_path: Path) -> None:
    """A local Bot API server pushes over http too."""
    text = WEBHOOK.replace("https:", "http:").replace(
        'mode = "webhook"', 'mode = "webhook"\nbase_url = "http://localhost:8081"'
    )
    config = load(write(tmp_path, text), {})
    assert config.webhook is not None
    assert config.webhook.url == "http://bot.example.com/telegram"


def test_secrets_are_not_shown(tmp_path: Path) -> None:
    """Printing the settings shows no secret, and all secrets are known to whoever blackens them."""
    text = WEBHOOK + '[database]\nurl = "postgresql://trainer:geheim@localhost/trainer"'
    config = load(write(tmp_path, text), {})
    assert config.secrets == (TOKEN, "geheim", "a-secret-of-some-length")
    assert not any(secret in repr(config) for secret in config.secrets)


def test_the_example_needs_only_a_token(tmp_path: Path) -> None:
    """The documented example is valid, and stays so with every commented setting switched on."""
    example = (Path(__file__).parent.parent / "config.example.toml").read_text(encoding="utf-8")
    load(write(tmp_path, example), {})
    lines = [line.removeprefix("# ") for line in example.splitlines()]
    settings = [line for line in lines if line.startswith("[") or " = " in line]
    settings.remove(next(line for line in settings if line.startswith('url = "sqlite')))
    everything = "\n".join(settings).replace('"polling"', '"webhook"')
    assert set(tomllib.loads(everything)) == {
        "telegram", "database", "sending", "admins", "status", "log", "retention"
    }  # fmt: skip
    config = load(write(tmp_path, everything), {})
    assert None not in (config.webhook, config.status, config.texts)
