"""All kinds of things a person can keep."""

from collections.abc import Mapping

from flows.kept import Kind

KINDS: Mapping[str, Kind] = {}
"""By the name `Keep`, `Drop` and `wants` call them."""
