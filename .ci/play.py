"""Starts the installed demo, presses start on the trainee's phone, and waits for the bot to greet and to ask a name."""

import json
import re
import subprocess
import sys
import time
from pathlib import Path
from urllib.request import Request, urlopen

TRAINEE = 1001
PATIENCE = 60  # seconds


def get(url: str) -> dict:
    """The JSON at `url`."""
    with urlopen(url) as response:
        return json.load(response)


def post(url: str, **body: object) -> None:
    """Sends JSON to `url`."""
    urlopen(Request(url, json.dumps(body).encode(), {"Content-Type": "application/json"})).close()


def until(seen, what: str):
    """Waits for `seen` to find something."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if found := seen():
            return found
        time.sleep(0.2)
    sys.exit(f"The demo did not show {what} within {PATIENCE} s.")


def play(url: str) -> None:
    """Onboarding up to the question for a name; no call of the bot may break the rules of the Bot API."""

    def said() -> list[dict]:
        chats = get(f"{url}/simulator/state")["chats"]
        return [m for m in chats.get(str(TRAINEE), {"messages": []})["messages"] if m["bot"]]

    post(f"{url}/simulator/phones/{TRAINEE}/starts")
    greeting = until(said, "a greeting")[0]
    post(f"{url}/simulator/phones/{TRAINEE}/taps", label=greeting["rows"][0][0]["text"])
    until(lambda: len(said()) > 1, "the question for a name")
    if violations := get(f"{url}/simulator/state")["violations"]:
        sys.exit(f"The bot broke the rules of the Bot API: {violations}")
    if "Verkaufstrainer" not in urlopen(url).read().decode():
        sys.exit("The page of the demo is missing.")


command = [str(Path(sys.executable).with_name("verkaufstrainer")), "demo", "--port", "0", "--folder", "data"]
with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as demo:
    try:
        line = demo.stdout.readline()
        play(re.search(r"http://\S+", line).group().rstrip("/"))
    finally:
        demo.terminate()
    if demo.wait(15):
        sys.exit(f"The demo ended with {demo.returncode}.")
sys.stdout.write("The wheel plays.\n")
