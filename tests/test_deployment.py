"""What the program is installed with and run by: locked by hash, without rights it does not need."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from bot import metrics
from bot.config import load
from tests import licences
from tests.locks import FOLDER, PROJECT, ROOT, needed, pins

UNIT = (FOLDER / "verkaufstrainer.service").read_text("utf-8")
CONTAINER = (FOLDER / "Containerfile").read_text("utf-8")
PAGE = (ROOT / "docs" / "lizenzen.md").read_text("utf-8")


def setting(name: str) -> list[str]:
    return re.findall(rf"^{name}=(.*)$", UNIT, re.MULTILINE)


# --- the locks


@pytest.mark.parametrize("name", ["requirements.txt", "build.txt"])
def test_every_locked_package_has_hashes(name: str) -> None:
    text = (FOLDER / name).read_text("utf-8")
    entries = re.split(r"\n(?=\S)", text.strip())
    assert len(entries) == len(pins(FOLDER / name))
    assert [entry.split()[0] for entry in entries if "--hash=sha256:" not in entry] == []


def test_the_lock_holds_what_the_program_needs() -> None:
    """Each dependency, and each in the version that is tested."""
    locked, tested = pins(FOLDER / "requirements.txt"), pins(ROOT / "constraints.txt")
    for line in needed():
        requirement = Requirement(line)
        assert locked[canonicalize_name(requirement.name)] in requirement.specifier
    differing = {
        name: (version, tested[name]) for name, version in locked.items() if tested.get(name, version) != version
    }
    assert differing == {}, "Lock anew; docs/betrieb.md says how."


def test_the_lock_of_the_build_holds_its_backend() -> None:
    (backend,) = PROJECT["build-system"]["requires"]
    requirement = Requirement(backend)
    assert pins(FOLDER / "build.txt")[requirement.name] in requirement.specifier


# --- licences


@pytest.mark.parametrize("name", sorted(licences.direct()))
def test_the_licence_of_what_the_program_uses_is_told(name: str) -> None:
    assert licences.row(name) in PAGE, "Write it anew: python -m tests.licences docs/lizenzen.md"


def test_the_licences_are_those_of_the_lock() -> None:
    told = re.findall(r"^\| \**([\w.-]+?)\** \| .+ \|$", PAGE, re.MULTILINE)
    assert set(told) - {"Paket"} == pins(FOLDER / "requirements.txt").keys()
    assert "unbekannt" not in PAGE


# --- systemd


def test_the_unit_is_valid(tmp_path: Path) -> None:
    """As systemd itself reads it."""
    analyze = shutil.which("systemd-analyze")
    if analyze is None:
        pytest.skip("there is no systemd-analyze here")
    unit = tmp_path / "verkaufstrainer.service"
    unit.write_text(re.sub(r"^ExecStart=\S+", f"ExecStart={sys.executable}", UNIT, flags=re.MULTILINE), "utf-8")
    checked = subprocess.run([analyze, "verify", str(unit)], capture_output=True, text=True, check=False)
    assert (checked.returncode, checked.stderr) == (0, "")
    secure = [analyze, "security", "--offline=true", "--no-pager", "--threshold=20", str(unit)]
    rated = subprocess.run(secure, capture_output=True, text=True, check=False)
    assert rated.returncode == 0, rated.stdout[-2000:]


def test_the_service_writes_only_where_it_may(tmp_path: Path) -> None:
    """Its database lies in its own folder, its settings are read only, and it has time to end."""
    environment = dict(line.split("=", 1) for line in setting("Environment"))
    environment["VERKAUFSTRAINER_TELEGRAM__TOKEN"] = "123456789:AAE-abc_def-0123456789"
    config = load(tmp_path / "config.toml", environment)
    (folder,) = setting("StateDirectory")
    assert config.database == f"sqlite:////var/lib/{folder}/verkaufstrainer.sqlite3"
    assert setting("ProtectSystem") == ["strict"]
    assert setting("DynamicUser") == ["yes"]
    assert int(setting("TimeoutStopSec")[0]) > 10
    assert "%d/config.toml" in setting("ExecStart")[0]


# --- the container


def test_the_container_is_not_root_and_keeps_its_data_apart(tmp_path: Path) -> None:
    last = CONTAINER.rpartition("FROM ")[2]
    (user,) = re.findall(r"^USER (\d+):\d+$", last, re.MULTILINE)
    assert int(user) > 0
    assert re.findall(r"^VOLUME (.*)$", last, re.MULTILINE) == ["/data"]
    assert "STOPSIGNAL SIGTERM" in last
    environment = dict(re.findall(r"(VERKAUFSTRAINER_\w+)=(\S+)", last))
    environment["VERKAUFSTRAINER_TELEGRAM__TOKEN"] = "123456789:AAE-abc_def-0123456789"
    config = load(tmp_path / "config.toml", environment)
    assert config.database.startswith("sqlite:////data/")
    assert config.status is not None
    assert f"http://{config.status.listen}:{config.status.port}/healthz" in last


def test_the_container_takes_nothing_that_is_not_locked() -> None:
    """Every installation names hashes, or takes what was just built."""
    for line in re.findall(r"pip install (.*?)(?: \\)?$", CONTAINER, re.MULTILINE):
        assert "--require-hashes" in line or "--no-deps /wheel/" in line, line
    assert "--no-build-isolation" in CONTAINER
    for path in re.findall(r"-r (\S+)", CONTAINER):
        assert (ROOT / path).exists()


def test_what_the_container_is_made_of_exists() -> None:
    """`verkaufstrainer` is what the package installs."""
    assert list(PROJECT["project"]["scripts"]) == ["verkaufstrainer"]
    assert 'ENTRYPOINT ["verkaufstrainer"]' in CONTAINER


# --- the manual


def test_the_manual_names_every_figure() -> None:
    """By the names Prometheus sees, with or without their ending."""
    named = set(re.findall(r"`(\w+?)(?:_total)?(?:\{[\w,]+\})?`", (ROOT / "docs" / "betrieb.md").read_text("utf-8")))
    figures = {family.name.removeprefix("verkaufstrainer_") for family in metrics.REGISTRY.collect()}
    assert {name for name in figures if not name.startswith("process_")} <= named
