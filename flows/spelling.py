"""German as it is typed without a German keyboard."""

UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
"""For `str.translate`: small umlauts and ß written out."""


def fold(text: str) -> str:
    """Small letters, umlauts written out."""
    return text.casefold().translate(UMLAUTS)
