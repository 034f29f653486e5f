"""Played scenes."""
