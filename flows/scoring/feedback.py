"""The sentences of a verdict: a reason that quotes the answer, and what is missing."""

from collections.abc import Mapping

from flows.scoring.rules import Cause, Finding, Rule

_LONGEST = 90  # characters of a quote inside a sentence

_AT_LEVEL = {
    2: {Cause.MET: "erfuellt"},
    1: {Cause.HALF: "halb", Cause.WEAK: "schwach", Cause.ANNOUNCED: "ankuendigung", Cause.TEXTBOOK: "lehrbuch",
        Cause.MET: "knapp"},
    0: {Cause.NEGATED: "verneinung", Cause.AGAINST: "dagegen", Cause.NOTHING: "nichts"},
}  # fmt: skip
_OTHERWISE = {2: "erfuellt", 1: "angedeutet", 0: "zu_wenig"}


class Sentences:
    """Fills the sentences of feedback.toml. `reasons` by cause, `gaps` by the sign that is lacking."""

    def __init__(self, reasons: Mapping[str, str], gaps: Mapping[str, str]) -> None:
        self._reasons, self._gaps = reasons, gaps

    def reason(self, level: int | None, finding: Finding, rule: Rule, quote: str | None) -> str:
        """Why an item got its level; agrees with the level even where the rules alone found another one."""
        if level is None:
            return self.plain("unklar" if quote else "unklar_ohne", rule, quote)
        name = _AT_LEVEL[level].get(finding.cause, _OTHERWISE[level])
        return self.plain(name if quote else "nichts", rule, quote)

    def missing(self, level: int | None, finding: Finding, rule: Rule) -> str:
        """What would earn more; empty at level 2."""
        if level == 2:
            return ""
        if level == 0:
            return rule.none
        return " ".join(part for part in (rule.half, self._gaps.get(finding.lacking, "")) if part)

    def plain(self, name: str, rule: Rule, quote: str | None) -> str:
        """The sentence of that name."""
        return self._reasons[name].format(quote=_shortened(quote or ""), theme=rule.theme, good=rule.good)


def _shortened(quote: str) -> str:
    text = " ".join(quote.split()).translate(str.maketrans('„“”"', "‚‘’'"))
    return text if len(text) <= _LONGEST else text[: text.rfind(" ", 0, _LONGEST)] + " …"
