"""Courses, phases, rules and scenarios as TOML, a folder for each language."""
