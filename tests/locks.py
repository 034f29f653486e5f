"""What the program is installed with: as it names it, and as it is locked."""

import re
import tomllib
from pathlib import Path

from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "docs" / "betrieb"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
PIN = re.compile(r"^([\w.-]+)==([\w.]+)")


def needed() -> list[str]:
    """The requirements of the program, those of PostgreSQL too: the lock serves both databases."""
    project = PROJECT["project"]
    return [*project["dependencies"], *project["optional-dependencies"]["postgresql"]]


def pins(path: Path) -> dict[str, str]:
    """Versions by name."""
    found = [match.groups() for line in path.read_text("utf-8").splitlines() if (match := PIN.match(line))]
    return {canonicalize_name(name): version for name, version in found}
