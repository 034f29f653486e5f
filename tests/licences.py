"""The licences of everything the program is installed with, as a page: python -m tests.licences docs/lizenzen.md."""

import re
import sys
from collections.abc import Iterator
from importlib.metadata import Distribution, distribution
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.locks import FOLDER, needed, pins

HEAD = """# Lizenzen

Verkaufstrainer selbst steht unter der MIT-Lizenz (`LICENSE`, `NOTICE`). Diese Pakete kommen bei der Installation mit,
unverändert und jedes unter seiner eigenen Lizenz; fett ist, was der Verkaufstrainer unmittelbar benutzt. Die Liste
schreibt `python -m tests.licences docs/lizenzen.md`.

| Paket | Lizenz |
|---|---|
"""


def direct() -> set[str]:
    """What the program names itself, that for PostgreSQL too."""
    return {canonicalize_name(Requirement(line).name) for line in needed()}


def page() -> str:
    """The whole page."""
    return HEAD + "".join(f"{row}\n" for row in rows())


def rows() -> Iterator[str]:
    """A row for each package of the lock."""
    return (row(name) for name in sorted(pins(FOLDER / "requirements.txt")))


def row(name: str) -> str:
    """The row of a package that is installed here."""
    shown = f"**{name}**" if name in direct() else name
    return f"| {shown} | {licence(distribution(name))} |"


def licence(found: Distribution) -> str:
    """In the words of the package: an expression, a classifier, or the first line of what it calls its licence."""
    told = found.metadata.json
    classifiers = [line.rpartition(" :: ")[2] for line in told.get("classifier", ()) if "License ::" in line]
    named = [name for name in classifiers if name != "OSI Approved"]
    text = str(told.get("license", "")).strip().splitlines()
    licence = told.get("license_expression") or ", ".join(named) or (text[0] if text else "unbekannt")
    return re.sub(r"\s+", " ", str(licence))


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(page(), "utf-8")
