"""An answer in a run: what it is worth, what it does to the customer, and what he says to it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from typing import TypeVar

from msgspec.structs import replace

from flows.course import Ending, Replies, Says
from flows.roleplay import customer, feedback
from flows.roleplay.play import Play
from flows.roleplay.run import Attempt, Bubble, Exchange, Run
from flows.scoring import Exercise, Flag, Verdict

TURNS = 4
OBJECTS = " einwand"
OBJECTIONS = "einwaende"
"""The phase in which the customer raises objections instead of opening with a line of the script."""
SENTENCE = re.compile(r"\S.*?(?:[.!?…]+(?=\s|$)|$)", re.MULTILINE)  # „7.900 Euro“ is no end of one

Words = TypeVar("Words", Says, Replies)


@dataclass(frozen=True)
class Dialogue:
    """What is said at the present station of `run`."""

    play: Play
    run: Run
    random: Random

    def open(self) -> str:
        """The customer's first words."""
        temper = customer.temper(self.play.edition.rules, self.run.mood)
        says = self.play.script(self.run.station).says
        if self._objects:
            says = customer.objections(self.play.scenario)[0].says
        return self._draw(customer.in_temper(_given(says), temper))

    def listen(self, earlier: tuple[Exchange, ...], bubbles: tuple[Bubble, ...], before: Exchange | None) -> Attempt:
        """The attempt with a new answer, made of `bubbles`, after the `earlier` exchanges.

        `before` is how the answer stood until it was corrected: as long as the customer's reaction stays of the same
        kind, his words stay.
        """
        run = self.run
        customer_said = earlier[-1].words if earlier else run.opening
        said = Exchange(bubbles, customer_said, (), (), (), earlier[-1].mood if earlier else run.mood)
        verdict = self._score((*earlier, said))
        alone = self._score((said,)) if earlier else verdict
        said = replace(said, levels=tuple(item.level for item in verdict.items), offence=self._offence(said, alone))
        if self.play.talks(run.station):
            said = self._talk(earlier, said, verdict, alone, before)
        elif not self.play.phase(run.station).private:
            said = self._move(earlier, said, verdict)
        return Attempt((*earlier, said), verdict)

    def _offence(self, said: Exchange, alone: Verdict) -> str:
        """The first sentence that hurts or puts under pressure; the whole answer if none does so by itself."""
        if Flag.RESPEKT not in alone.flags:
            return ""
        for sentence in SENTENCE.findall(said.answer):
            if Flag.RESPEKT in self._score((replace(said, bubbles=(Bubble(0, sentence),)),)).flags:
                return feedback.shortened(sentence)
        return feedback.shortened(said.answer)

    def _talk(
        self,
        earlier: tuple[Exchange, ...],
        said: Exchange,
        verdict: Verdict,
        alone: Verdict,
        before: Exchange | None,
    ) -> Exchange:
        known = {*self.run.known, *(field for exchange in earlier for field in exchange.opened)}
        asked = self.play.matcher.opened(said.answer)
        told, evaded = customer.reveals(self.play.scenario, asked, known, said.mood)
        repeated = [field for field in self.play.scenario.dossier if field in asked and field in known]
        if said.offence:
            told, evaded = [], []
        said = replace(said, conduct=tuple(customer.conduct(alone, said.turn, told)), opened=tuple(told))
        said = self._move(earlier, said, verdict)
        how = customer.quality(alone)
        reaction = customer.reaction(alone.flags, told, evaded, repeated, how)
        strains = said.offence or how != "gut"  # a good answer keeps even a tense customer in his chair
        if strains and customer.walks_out(self.play.edition.rules, said.mood, self._offences((*earlier, said))):
            reaction = str(Ending.WALKS_OUT)
        elif self._may_object(earlier, reaction):
            reaction += OBJECTS
        if before is not None and before.reaction == reaction:
            return replace(said, reaction=reaction, words=before.words)
        return replace(said, reaction=reaction, words=self._words(reaction, earlier, said))

    def _move(self, earlier: tuple[Exchange, ...], said: Exchange, verdict: Verdict) -> Exchange:
        items = [item.item for item in verdict.items]
        before = dict(zip(items, earlier[-1].levels, strict=True)) if earlier else {}
        after = dict(zip(items, said.levels, strict=True))
        return replace(said, mood=customer.hear(self.play.edition.rules, said.mood, before, after, said.conduct))

    def _words(self, reaction: str, earlier: Sequence[Exchange], said: Exchange) -> str:
        scenario, replies = self.play.scenario, self.play.script(self.run.station).replies
        kind, *fields = reaction.removesuffix(OBJECTS).split()
        match kind:
            case Ending.WALKS_OUT:
                words = [self._draw(customer.words_of_ending(scenario, Ending.WALKS_OUT))]
            case customer.OFFENDED:
                words = [self._draw(scenario.offended)]
            case customer.PUZZLED:
                words = [self._draw(scenario.puzzled)]
            case customer.TELLS:
                how, *told = fields
                words = [self._draw(scenario.dossier[field].reveals) for field in told]
                if how == "gut" and not reaction.endswith(OBJECTS):
                    words.insert(0, self._draw(_given(replies).gut))
            case customer.REPEATS:
                words = [self._draw(scenario.again), self._draw(scenario.dossier[fields[0]].reveals)]
            case customer.EVADES:
                words = [self._draw(scenario.dossier[fields[0]].evades)]
            case _:
                words = [self._draw(customer.by_quality(_given(replies), kind))]
        if reaction.endswith(OBJECTS):
            says = customer.objections(scenario)[_objections_raised(earlier) + 1].says
            words.append(self._draw(customer.in_temper(says, customer.temper(self.play.edition.rules, said.mood))))
        return "\n\n".join(words)

    @property
    def _objects(self) -> bool:
        return self.play.phase(self.run.station).id == OBJECTIONS

    def _may_object(self, earlier: Sequence[Exchange], reaction: str) -> bool:
        return (
            self._objects
            and reaction not in (customer.OFFENDED, customer.PUZZLED)
            and len(earlier) + 1 < TURNS
            and _objections_raised(earlier) + 1 < len(self.play.scenario.objections)
        )

    def _offences(self, exchanges: Sequence[Exchange]) -> int:
        conducts = [*(station.conduct for station in self.run.stations), *(each.conduct for each in exchanges)]
        return sum(conduct.count(Flag.RESPEKT) for conduct in conducts)

    def _score(self, exchanges: Sequence[Exchange]) -> Verdict:
        station = self.run.station
        task = self.play.script(station).task
        exercise = Exercise(self.play.phase(station).id, f"{task}\n{self.run.opening}".strip())
        verdict = self.play.engine.score(exercise, [exchange.turn for exchange in exchanges])
        return feedback.capped(verdict, self.run.hint)

    def _draw(self, wordings: Sequence[str]) -> str:
        return customer.draw(wordings, self.run.spoken, self.random)


def _objections_raised(exchanges: Sequence[Exchange]) -> int:
    return sum(exchange.reaction.endswith(OBJECTS) for exchange in exchanges)


def _given(words: Words | None) -> Words:
    if words is None:
        raise LookupError("a phase with talk needs words for the customer")
    return words
