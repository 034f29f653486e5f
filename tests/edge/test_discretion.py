"""What people say to the bot stays between them: no log shows it, however much is logged."""

import io
import json
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot import logs
from bot.simulator import Phone, Simulator
from flows.desk import Desk
from flows.events import Event
from flows.kept import Wants
from flows.session import Session
from tests.edge.conftest import running

FIRST_NAME, NAME, WORD = "Wendelgard", "Quastenflosser", "Zwetschgenmus"


@pytest.fixture(params=list(logs.FORMATTERS))
def logged(request: pytest.FixtureRequest) -> Iterator[io.StringIO]:
    """Everything all loggers have to say."""
    stream, root = io.StringIO(), logging.getLogger()
    level = root.level
    handler = logs.set_up([Simulator().token], request.param, level=logging.DEBUG, stream=stream)
    yield stream
    root.removeHandler(handler)
    root.setLevel(level)


async def say(phone: Phone, *texts: str) -> None:
    """One after another, each answered."""
    for text in texts:
        phone.says(text)
        await phone.reply(30)


def shown(phone: Phone) -> list[str]:
    """What the bot has said, as it reads now."""
    return [bubble.text for bubble in phone.messages if bubble.from_bot]


async def press(phone: Phone, action: str) -> None:
    """The newest button that does this."""
    buttons = (button for bubble in reversed(phone.messages) for button in bubble.buttons)
    before = shown(phone)
    phone.taps(next(button.text for button in buttons if (button.data or "").startswith(f"{action}|")))
    await phone.until(lambda phone: shown(phone) != before, 30)


async def play(phone: Phone) -> None:
    """Onboarding, some talk with a customer, cards of real ones, a list, goals, activities, everything handed out."""
    phone.starts()
    await phone.reply()
    phone.taps("Einverstanden")
    await phone.reply()
    await say(phone, NAME, "/rollenspiel")
    for action in ("kurs", "kunde", "start"):
        await press(phone, action)
    await say(phone, f"Ich denke vorher an {WORD} und überlege mir meine Einstellung dazu.")
    await press(phone, "naechste")
    await say(phone, f"Mein Ziel ist {WORD}, dafür sehe ich mir die Website an.", "/kunden")
    phone.taps("Neu anlegen")
    await phone.reply()
    await say(phone, f"{WORD} GmbH", f"Will {WORD}", "/kunden")
    phone.sends_file(f"{WORD}.csv", f"Kunde;Umsatz\n{WORD} AG;100\n".encode())
    await phone.reply(30)
    await say(phone, "/aktivitaeten", f"Am Montag {WORD} anrufen", "/ziele", f"Viel {WORD}", "/reflexion", "/export")


async def test_a_whole_session_leaves_no_word_in_the_log(
    tmp_path: Path, logged: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not even where something fails: a step that quotes what it met, a message that Telegram refuses."""
    wants = Desk.wants

    def stumble(self: Desk, session: Session, event: Event, actor: str) -> Wants:
        if "stolpern" in str(event):
            raise ValueError(f"cannot make anything of {event}")
        return wants(self, session, event, actor)

    monkeypatch.setattr(Desk, "wants", stumble)
    async with Simulator() as simulator:
        phone = simulator.person(7, FIRST_NAME, NAME)
        async with running(simulator, tmp_path):
            await play(phone)
            await say(phone, f"stolpern über {WORD}")
            simulator.fail("sendMessage", status=400, description="Bad Request: can't parse entities: no such tag")
            await say(phone, f"/kunden {WORD}")
            simulator.fail("sendMessage", status=400, description="Bad Request: the moon is full")
            phone.says(f"/kunden {WORD}")
            await say(phone, "/hilfe")
    said = logged.getvalue()
    assert "ValueError" in said
    assert "stumble" in said, "where it happened is told"
    for trouble in ("is parked", "HTML that Telegram refuses", "cannot be sent"):
        assert trouble in said
    for secret in (simulator.token.partition(":")[2], FIRST_NAME, NAME, WORD):
        assert secret not in said, next(line for line in said.splitlines() if secret in line)[:500]
    assert not simulator.violations


def test_every_line_is_json(tmp_path: Path) -> None:
    """With what machines ask for, and exceptions in the same line."""
    stream = io.StringIO()
    handler = logs.set_up(["123:geheim"], "json", stream=stream)
    logger = logging.getLogger("tests.json")
    logger.info("Zwei\nZeilen, geheim")
    failure = ValueError("geheim")
    failure.__cause__ = OSError("disk full")
    logger.error("It failed", exc_info=failure)
    logging.getLogger().removeHandler(handler)
    first, second = map(json.loads, stream.getvalue().splitlines())
    assert first | {"time": ""} == {"time": "", "level": "INFO", "part": "tests.json", "message": "Zwei\nZeilen, …"}
    assert second["error"] == "ValueError"
    assert "OSError: disk full" in second["trace"]
    assert "geheim" not in second["trace"]
