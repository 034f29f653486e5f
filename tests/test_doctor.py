"""The doctor looks at everything, and what is not well comes with what to do."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer, unused_port
from sqlalchemy import Connection, text

from bot.cli import main
from bot.clock import Clock
from bot.config import Status
from bot.doctor import examine, package
from bot.simulator import Simulator
from bot.status import Health, Window
from bot.store.database import connect
from bot.store.store import Store
from tests.edge.conftest import running
from tests.stage import ReadingEngine

ALL = {"config", "database", "disk", "network", "clock", "token", "updates"}


@pytest.fixture
async def simulator() -> AsyncIterator[Simulator]:
    async with Simulator() as simulator:
        yield simulator
    assert not simulator.violations


def settings(folder: Path, simulator: Simulator, **others: str) -> dict[str, str]:
    """The environment of a bot in `folder`; `others` are further settings."""
    named = {
        "TELEGRAM__TOKEN": simulator.token,
        "TELEGRAM__BASE_URL": simulator.url,
        "DATABASE__URL": f"sqlite:///{folder / 'bot.sqlite3'}",
        **others,
    }
    return {f"VERKAUFSTRAINER_{name}": value for name, value in named.items()}


async def findings(environment: dict[str, str], clock: Clock | None = None, *, mend: bool = False) -> dict[str, str]:
    """By what was looked at; what is not well begins with ✗."""
    return {
        finding.what: f"{'' if finding.well else '✗ '}{finding.sentence}"
        async for finding in examine(Path("no.toml"), environment, clock or Clock(), mend=mend)
    }


def unwell(found: dict[str, str]) -> dict[str, str]:
    return {what: sentence for what, sentence in found.items() if sentence.startswith("✗")}


async def test_all_is_well_before_the_first_start(tmp_path: Path, simulator: Simulator) -> None:
    """Nothing is made by looking."""
    found = await findings(settings(tmp_path, simulator))
    assert unwell(found) == {}
    assert found.keys() == ALL
    assert "is made at the first start" in found["database"]
    assert "@verkaufstrainer_demo_bot" in found["token"]
    assert not (tmp_path / "bot.sqlite3").exists()


async def test_all_is_well_while_the_bot_runs(tmp_path: Path, simulator: Simulator) -> None:
    """Looking disturbs nobody, and takes no update away."""
    async with running(simulator, tmp_path):
        found = await findings(settings(tmp_path, simulator))
        kim = simulator.person(7, "Kim")
        kim.starts()
        await kim.reply()
    assert unwell(found) == {}
    assert "can be read and written, its tables are up to date" in found["database"]


async def test_faulty_settings_are_told_and_the_rest_is_not_asked(tmp_path: Path, simulator: Simulator) -> None:
    found = await findings(settings(tmp_path, simulator, TELEGRAM__TOKEN="hello"))
    assert found["config"].startswith("✗ no.toml: telegram.token is not as it should be")
    assert "network" not in found


async def test_a_refused_token_is_told_and_not_shown(tmp_path: Path, simulator: Simulator) -> None:
    token = "123456789:AAE-this-must-never-be-seen"
    found = await findings(settings(tmp_path, simulator, TELEGRAM__TOKEN=token))
    assert "@BotFather" in unwell(found)["token"]
    assert "must-never" not in str(found)


async def test_a_telegram_that_is_not_there(tmp_path: Path, simulator: Simulator) -> None:
    address = f"http://127.0.0.1:{unused_port()}"
    found = await findings(settings(tmp_path, simulator, TELEGRAM__BASE_URL=address))
    assert "Look at network, firewall and proxy" in unwell(found)["network"]
    assert "token" not in found


async def test_a_telegram_in_trouble(tmp_path: Path, simulator: Simulator) -> None:
    simulator.fail("getMe", status=502, description="Bad Gateway")
    assert "Telegram cannot say now: Bad Gateway" in unwell(await findings(settings(tmp_path, simulator)))["token"]


@pytest.mark.parametrize(("minutes", "way"), [(5, "fast"), (-5, "slow")])
async def test_a_wrong_clock(tmp_path: Path, simulator: Simulator, minutes: int, way: str) -> None:
    clock = Clock()
    clock.advance(timedelta(minutes=minutes))
    found = unwell(await findings(settings(tmp_path, simulator), clock))
    assert list(found) == ["clock"]
    assert way in found["clock"]


async def test_a_webhook_in_the_way_is_removed_only_on_purpose(tmp_path: Path, simulator: Simulator) -> None:
    """Its path may be a secret; what waits is kept."""
    simulator.world.memory.webhook.url = "https://bot.example.com/secret-path"
    simulator.person(7, "Kim").says("Hallo")
    found = await findings(settings(tmp_path, simulator))
    assert "doctor --mend" in unwell(found)["updates"]
    assert "secret-path" not in str(found)
    found = await findings(settings(tmp_path, simulator), mend=True)
    assert unwell(found) == {}
    assert "is removed" in found["updates"]
    assert (simulator.world.memory.webhook.url, len(simulator.world.memory.updates)) == ("", 1)


HOOK = {
    "TELEGRAM__MODE": "webhook",
    "TELEGRAM__WEBHOOK__URL": "https://bot.example.com/telegram",
    "TELEGRAM__WEBHOOK__SECRET": "a-secret-of-some-length",
}


async def test_a_webhook_that_does_not_get_through(tmp_path: Path, simulator: Simulator) -> None:
    webhook = simulator.world.memory.webhook
    webhook.url, webhook.error, webhook.error_date = "https://bot.example.com/telegram", "Timeout", Clock().now()
    assert unwell(await findings(settings(tmp_path, simulator, **HOOK))) == {}, "that was once, and nothing waits"
    simulator.world.memory.updates.append({"update_id": 1})
    found = unwell(await findings(settings(tmp_path, simulator, **HOOK)))
    assert "could not deliver them to https://bot.example.com: Timeout" in found["updates"]


async def test_a_webhook_of_before_is_no_fault(tmp_path: Path, simulator: Simulator) -> None:
    """The next start sets it anew."""
    simulator.world.memory.webhook.url = "https://old.example.com/telegram"
    found = await findings(settings(tmp_path, simulator, **HOOK))
    assert "https://old.example.com until the next start" in found["updates"]


async def test_an_admin_who_cannot_be_told(tmp_path: Path, simulator: Simulator) -> None:
    environment = settings(tmp_path, simulator, ADMINS__IDS="[7]")
    assert "7 cannot be told of trouble" in unwell(await findings(environment))["admin"]
    simulator.person(7, "Kim").starts()
    assert (await findings(environment))["admin"] == "7 can be told of trouble"


async def test_a_file_that_is_no_database(tmp_path: Path, simulator: Simulator) -> None:
    (tmp_path / "bot.sqlite3").write_bytes(b"This is a letter. " * 500)
    assert "cannot be used: file is not a database" in unwell(await findings(settings(tmp_path, simulator)))["database"]


async def test_a_folder_nobody_may_write_to(simulator: Simulator) -> None:
    found = unwell(await findings(settings(Path("/proc/nowhere"), simulator)))
    assert "/proc cannot be written to" in found["database"]


async def test_a_server_that_is_not_there(tmp_path: Path, simulator: Simulator) -> None:
    """Without its password."""
    url = f"postgresql://kim:geheim@127.0.0.1:{unused_port()}/x"
    found = unwell(await findings(settings(tmp_path, simulator, DATABASE__URL=url)))
    assert "cannot be used" in found["database"]
    assert "geheim" not in str(found)


async def test_each_kind_of_database(database_url: str, tmp_path: Path, simulator: Simulator) -> None:
    """Nothing stays of trying to write."""
    store = await Store.open(database_url, Clock())
    await store.close()
    found = await findings(settings(tmp_path, simulator, DATABASE__URL=database_url))
    assert "can be read and written, its tables are up to date" in found["database"]
    assert ("disk" in found) == database_url.startswith("sqlite")
    database = connect(database_url)
    for revision, sentence in (("0001", "the next start brings its tables up to date"), ("9999", "newer one")):
        await database.write(_revise, revision)
        found = await findings(settings(tmp_path, simulator, DATABASE__URL=database_url))
        assert sentence in found["database"]
    await database.close()


def _revise(connection: Connection, revision: str) -> None:
    connection.execute(text("UPDATE alembic_version SET version_num = :revision"), {"revision": revision})


async def test_a_disk_that_is_nearly_full(
    tmp_path: Path, simulator: Simulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.doctor.LEAST_FREE", 2**60)
    assert "Make room" in unwell(await findings(settings(tmp_path, simulator)))["disk"]


def test_the_package_is_well() -> None:
    found = list(package())
    assert [finding.what for finding in found if finding.well] == ["content", "templates", "zones"]


def test_a_template_that_is_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    """As after half an installation."""
    monkeypatch.setattr("bot.doctor.load_engine", ReadingEngine)
    fragments = SimpleNamespace(iterdir=lambda: [SimpleNamespace(name="hilfe.j2"), SimpleNamespace(name="fort.j2")])
    monkeypatch.setattr("bot.doctor.FOLDER", fragments)
    (finding,) = [finding for finding in package() if not finding.well]
    assert str(finding).startswith("✗ templates prompts/de/fort.j2: ")
    assert "Install the program anew" in finding.sentence


def test_the_exit_code_tells_whether_all_is_well(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A line for each thing, in the order it was looked at."""
    monkeypatch.setattr("bot.doctor.load_engine", ReadingEngine)
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("VERKAUFSTRAINER_TELEGRAM__TOKEN", raising=False)
    assert main(["doctor"]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert [line[:8] for line in lines] == ["✓ conten", "✓ templa", "✓ zones ", "✗ config"]


async def test_the_status_of_a_running_bot(sqlite_store: Store, tmp_path: Path, simulator: Simulator) -> None:
    """Its own complaints are told; a stranger on its port is one more."""
    port = unused_port()
    environment = settings(tmp_path, simulator, STATUS__PORT=str(port))
    assert "the bot does not run" in (await findings(environment))["status"]
    window = Window(Status("127.0.0.1", port), Health(sqlite_store, Clock()))
    async with TestServer(window.application(), port=port):
        assert "all is well" in (await findings(environment))["status"]
    stranger = web.Application()
    async with TestServer(stranger, port=port):
        assert "something else answers" in unwell(await findings(environment))["status"]
