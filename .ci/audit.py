"""Reads the report of pip-audit: 1 if a package has a known vulnerability. That nobody could be asked is no failure."""

import json
import sys
from pathlib import Path


def read(report: Path, errors: Path) -> tuple[list[str], bool]:
    """What to say, and whether something is known."""
    try:
        packages = json.loads(report.read_text("utf-8"))["dependencies"]
    except (OSError, ValueError):
        said = errors.read_text("utf-8").strip().splitlines() if errors.exists() else []
        return [f"Nobody could be asked about vulnerabilities here: {said[-1] if said else 'no answer'}"], False
    found = [
        f"{package['name']} {package['version']}: {each['id']}, mended in: {', '.join(each['fix_versions']) or 'none'}"
        for package in packages
        for each in package.get("vulns", ())
    ]
    asked = sum("skip_reason" not in package for package in packages)
    return [*found, f"{asked} of {len(packages)} packages could be looked up for vulnerabilities."], bool(found)


sentences, vulnerable = read(*map(Path, sys.argv[1:]))
sys.stdout.write("\n".join(sentences) + "\n")
sys.exit(int(vulnerable))
