"""/wiederholung: what went amiss comes back on a later day, in other words."""
