"""A walk through a set: one step, one answer, one correction at a time."""

from zoneinfo import ZoneInfo

from msgspec.structs import replace

from flows import replies
from flows.effects import Button, Effect, Keep, Rows, Say
from flows.events import Edited, Pressed, Said
from flows.library import Library
from flows.moment import Moment
from flows.reflection.content import Kind, Option, Question, ReflectionSet, ReflectionStep
from flows.reflection.judging import Judged, chosen, judge, pick
from flows.reflection.sheet import KEPT_KIND, Awaited, Kept, ReflectionSheet, Result, Thought
from flows.reflection.telling import choices, leading, verdict, worded
from flows.repetition.cards import CARD_KIND, Card, missed, next_wording, of_question
from flows.replies import NOT_KNOWN, TO_BACK
from flows.rooms import open_sheet
from flows.session import Session
from flows.settings import way_back

NAME = "reflexion"
AFTER_PLAY = "rueckblick"
"""The set that looks back at a role-play."""

TOPICS, NOTES = f"{NAME}:themen", f"{NAME}:notizen"
PICK, PASS, BACK, SETTLE = f"{NAME}:wahl", f"{NAME}:weiss", f"{NAME}:zurueck", f"{NAME}:merken"
YES, NO = "ja", "nein"

AFFIRMED = replies.YES | {"ja behalten", "behalten", "gern", "gerne", "merken"}
DENIED = replies.NO - {"behalten"} | {"vergessen", "nein vergessen", "nicht behalten", "loeschen"}
LONGEST_NAME = 60


class Walk:
    """One event on the open set; afterwards `session` and `effects` are what followed."""

    def __init__(self, session: Session, moment: Moment, library: Library) -> None:
        self.session = session
        self.effects: list[Effect] = []
        self._moment = moment
        self._content = library.reflection
        self._restored: Card | None = None  # the card as it was before an answer that now reads differently
        self._today = moment.now.astimezone(ZoneInfo(session.trainee.zone)).date()

    @property
    def sheet(self) -> ReflectionSheet:
        """The open sheet."""
        return open_sheet(self.session, ReflectionSheet)

    def begin(self, set_: ReflectionSet, about: str) -> None:
        """The first step, after a word about what comes."""
        first = set_.steps[0]
        self.session = replace(self.session, sheet=ReflectionSheet(set_.id, first.id, about=about))
        self.arrive(erste=True)

    def arrive(self, *, erste: bool = False, reaktion: str = "") -> None:
        """At a step: what it asks for, a question in other words than last time."""
        step = self._step
        self._change(awaiting=AWAITED[step.kind])
        if step.question:
            self._change(wording=self._turn_wording(self._question(step)))
        self.show(erste=erste, reaktion=reaktion)

    def show(self, *, erste: bool = False, reaktion: str = "", noch_einmal: str = "") -> None:
        """What is asked now, with fresh buttons."""
        self.session = replace(self.session, serial=self.session.serial + 1)
        self._change(mark=f"d{self.session.serial}")
        if self.sheet.awaiting is Awaited.KEEPING:
            self._ask_keeping(reaktion=reaktion, noch_einmal=noch_einmal)
            return
        step = self._step
        values = {
            "satz": self._set,
            "wen": self.sheet.about,
            "text": worded(self._question(step), self.sheet.wording) if step.question else step.text,
            "hilfe": step.help,
            "privat": step.kind is Kind.OWN and not self.sheet.thoughts,
            "erste": erste,
            "reaktion": reaktion,
            "noch_einmal": noch_einmal,
        }
        self.effects.append(Say("reflexion_schritt", values, self._rows(step)))

    def hear(self, event: Said) -> None:
        """A text, which answers whatever is asked."""
        before = replace(self.sheet, undo=None, card=None, message=0)
        card = self._card(self._step)
        if event.word in TO_BACK:
            self._back()
        elif self.sheet.awaiting is Awaited.KEEPING:
            self._settle(YES if event.word in AFFIRMED else NO if event.word in DENIED else "")
        elif event.word in NOT_KNOWN or set(event.text.split()) == {"?"}:
            self._pass()
        else:
            self._answer(event.text)
        if isinstance(self.session.sheet, ReflectionSheet):
            self._change(message=event.message, undo=before, card=card)

    def correct(self, event: Edited) -> None:
        """The latest answer reads differently: what it did is undone, and the new one taken."""
        sheet = self.sheet
        if sheet.undo is None or sheet.message != event.message:
            return
        self.session = replace(self.session, sheet=sheet.undo)
        if sheet.card is not None:
            self.effects.append(Keep(CARD_KIND, of_question(self._step.question), sheet.card))
        self._restored = sheet.card
        self.hear(Said(event.text, event.message))

    def press(self, event: Pressed) -> bool:
        """A button of this step; False if it belongs to an earlier one. After it no answer can be edited any more."""
        if event.mark != self.sheet.mark:
            return False
        keeping = self.sheet.awaiting is Awaited.KEEPING
        match event.action, event.argument:
            case action, _ if action == BACK and self.sheet.trail:
                self._back()
            case action, wish if action == SETTLE and keeping:
                self._settle(wish)
            case action, _ if action == PASS and not keeping and self._step.kind is not Kind.CHOICE:
                self._pass()
            case action, number if action == PICK and not keeping and number.isdecimal() and len(number) < 3:
                if int(number) >= len(self._labels(self._step)):
                    return False
                self._take_choice(int(number))
            case _:
                return False
        if isinstance(self.session.sheet, ReflectionSheet):
            self._change(message=0, undo=None, card=None)
        return True

    # --- answers -----------------------------------------------------------------------------------------------

    def _answer(self, text: str) -> None:
        step = self._step
        if labels := self._labels(step):
            number = chosen(labels, text)
            if number is None:
                self.show(noch_einmal="wahl")
            else:
                self._take_choice(number)
        elif not any(map(str.isalnum, text)):
            self.show(noch_einmal="worte")
        elif step.kind is Kind.KNOWLEDGE:
            self._judged(judge(self._question(step), text), known=True)
        else:
            self._note(step, text)

    def _take_choice(self, number: int) -> None:
        step = self._step
        if step.kind is Kind.CHOICE:
            self._lead(step.options[number])
        else:
            question = self._question(step)
            self._judged(pick(question, list(question.choices)[number]), known=True)

    def _lead(self, option: Option) -> None:
        """On in the story, as the option says."""
        step = self._step
        following = self._set.step(option.leads) if option.leads else self._set.after(step)
        self._go(following, reaktion=option.reaction)

    def _note(self, step: ReflectionStep, text: str) -> None:
        """A thought of her own; nobody judges it."""
        about = " ".join(text.split())[:LONGEST_NAME] if step.names else self.sheet.about
        asked = step.text.rpartition("\n\n")[2]
        self._change(about=about, thoughts=(*self.sheet.thoughts, Thought(step.id, asked, text.strip())))
        self._go(self._set.after(step))

    def _judged(self, judged: Judged, *, known: bool) -> None:
        """The verdict, then the next step; what went amiss comes back tomorrow."""
        step = self._step
        question = self._question(step)
        card = self._card(step) or Card()
        if judged.level != 2:
            card = missed(card, self._today)
        self.effects.append(Keep(CARD_KIND, of_question(question.id), replace(card, wording=self.sheet.wording)))
        self.effects.append(
            verdict(question, judged, known=known, corrected=self._restored is not None, returns=judged.level != 2)
        )
        self._change(results=(*self.sheet.results, Result(step.id, judged.level)))
        self._go(self._set.after(step))

    def _pass(self) -> None:
        """Nothing to say: a question of knowledge gets its answer told, all others are left out."""
        step = self._step
        if step.kind is Kind.KNOWLEDGE:
            missing = tuple(idea.title for idea in self._question(step).ideas)
            self._judged(Judged(0, (), missing), known=False)
        elif step.kind is Kind.CHOICE:
            self.show(noch_einmal="wahl")
        else:
            self._go(self._set.after(step))

    def _back(self) -> None:
        """The step before; what was said there goes."""
        sheet = self.sheet
        if not sheet.trail:
            self.show()
            return
        last = sheet.trail[-1]
        step = self._set.step(last) or self._set.steps[0]
        self._change(
            step=step.id,
            trail=sheet.trail[:-1],
            thoughts=tuple(thought for thought in sheet.thoughts if thought.step != step.id),
            results=tuple(result for result in sheet.results if result.step != step.id),
        )
        self.arrive()

    def _go(self, step: ReflectionStep | None, *, reaktion: str = "") -> None:
        """To a step, or to the end."""
        trail = (*self.sheet.trail, self.sheet.step)
        if step is not None:
            self._change(step=step.id, trail=trail)
            self.arrive(reaktion=reaktion)
        elif self.sheet.thoughts:
            self._change(awaiting=Awaited.KEEPING, trail=trail)
            self.show(reaktion=reaktion)
        else:
            self._end(kept=None, reaktion=reaktion)

    # --- the end -----------------------------------------------------------------------------------------------

    def _ask_keeping(self, *, reaktion: str, noch_einmal: str) -> None:
        mark = self.sheet.mark
        rows: Rows = (
            (Button(SETTLE, "gedanken_behalten", YES, mark), Button(SETTLE, "gedanken_vergessen", NO, mark)),
            (Button(BACK, "zurueck", "", mark),),
        )
        values = {
            "satz": self._set,
            "gedanken": self.sheet.thoughts,
            "reaktion": reaktion,
            "noch_einmal": bool(noch_einmal),
        }
        self.effects.append(Say("reflexion_behalten", values, rows))

    def _settle(self, wish: str) -> None:
        if wish not in (YES, NO):
            self.show(noch_einmal="behalten")
            return
        id_ = ""
        if wish == YES:
            sheet = self.sheet
            id_ = f"{max(map(int, self._moment.kept.all(KEPT_KIND)), default=0) + 1:04}"
            kept = Kept(sheet.set, self._set.title, sheet.about, self._moment.now, sheet.thoughts)
            self.effects.append(Keep(KEPT_KIND, id_, kept))
        self._end(kept=wish == YES, id_=id_, reaktion="")

    def _end(self, *, kept: bool | None, reaktion: str, id_: str = "") -> None:
        levels = [result.level for result in self.sheet.results]
        values = {
            "satz": self._set,
            "behalten": kept,
            "reaktion": reaktion,
            "gefragt": len(levels),
            "gewusst": levels.count(2),
            "morgen": sum(level != 2 for level in levels),
        }
        onward = leading(self._set, id_)
        self.session = replace(self.session, sheet=None)
        notes: Rows = ((Button(NOTES, "meine_gedanken"),),) if kept else ()
        rows: Rows = (*onward, *notes, (Button(TOPICS, "weiteres_thema"),), (way_back(self.session),))
        self.effects.append(Say("reflexion_ende", values, rows))

    # --- what is here ------------------------------------------------------------------------------------------

    @property
    def _set(self) -> ReflectionSet:
        return self._content.sets[self.sheet.set]

    @property
    def _step(self) -> ReflectionStep:
        step = self._set.step(self.sheet.step)
        if step is None:
            raise LookupError(f"the set {self.sheet.set!r} has no step {self.sheet.step!r}")
        return step

    def _question(self, step: ReflectionStep) -> Question:
        return self._content.questions[step.question]

    def _labels(self, step: ReflectionStep) -> list[str]:
        if step.question:
            return list(self._question(step).choices.values())
        return [option.label for option in step.options]

    def _card(self, step: ReflectionStep) -> Card | None:
        if not step.question:
            return None
        if self._restored is not None:
            return self._restored
        return self._moment.kept.all(CARD_KIND).get(of_question(step.question))

    def _turn_wording(self, question: Question) -> int:
        """Another one than last time; the card remembers it even if no answer comes."""
        id_ = of_question(question.id)
        card = self._moment.kept.all(CARD_KIND).get(id_) or Card()
        wording = next_wording(card.wording, len(question.wordings), self._moment.random.getrandbits(16))
        self.effects.append(Keep(CARD_KIND, id_, replace(card, wording=wording)))
        return wording

    def _rows(self, step: ReflectionStep) -> Rows:
        mark = self.sheet.mark
        if step.question:
            picks = choices(self._question(step), PICK, mark)
        else:
            picks = tuple(
                (Button(PICK, "auswahl", str(number), mark, {"text": option.label}),)
                for number, option in enumerate(step.options)
            )
        back = Button(BACK, "zurueck", "", mark) if self.sheet.trail else Button(TOPICS, "themen")
        leave_out = "weiss_nicht" if step.kind is Kind.KNOWLEDGE else "ueberspringen"
        last = (back,) if step.kind is Kind.CHOICE else (back, Button(PASS, leave_out, "", mark))
        way_out: Rows = ((Button(TOPICS, "themen"),),) if self.sheet.trail else ()
        return (*picks, last, *way_out)

    def _change(self, **changes: object) -> None:
        self.session = replace(self.session, sheet=replace(self.sheet, **changes))


AWAITED = {Kind.OWN: Awaited.THOUGHT, Kind.CHOICE: Awaited.CHOICE, Kind.KNOWLEDGE: Awaited.KNOWLEDGE}
