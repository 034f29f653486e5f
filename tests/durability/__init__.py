"""Kills the whole program at random moments while people play, and counts what was lost, doubled or out of order."""
