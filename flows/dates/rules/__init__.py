"""The rules of the grammar, in the order they are tried where two read the same words."""

from flows.dates.rules import lengths, dates, days, stretches, counted, edges, feasts, spans, habits, hours  # noqa: F401, I001
