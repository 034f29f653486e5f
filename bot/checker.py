"""The check of activities, put together from the content that travels in the package."""

import tomllib
from importlib.resources import files

from flows.activities import Checker, Words


def load_checker() -> Checker:
    """The check with its words and what it says."""
    folder = files("flows.content") / "de" / "activities"
    found = [file for file in folder.iterdir() if file.name.endswith(".toml")]
    tables = {file.name.removesuffix(".toml"): tomllib.loads(file.read_text("utf-8")) for file in found}
    tables["feedback"] = tomllib.loads(files("prompts").joinpath("de", "activities.toml").read_text("utf-8"))
    return Checker(Words.read(tables))
