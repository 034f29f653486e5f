"""/reflexion: the topics, one set step by step, and the thoughts a trainee keeps."""

from zoneinfo import ZoneInfo

from msgspec.structs import replace

from flows.effects import Button, Drop, Effect, Rows, Say, pairs
from flows.events import Commanded, Edited, Event, Pressed, Said
from flows.library import Library
from flows.moment import Moment
from flows.reflection.sheet import KEPT_KIND, Kept, ReflectionSheet
from flows.reflection.telling import leading
from flows.reflection.walking import AFTER_PLAY, NAME, NOTES, TOPICS, Walk
from flows.repetition.cards import CARD_KIND
from flows.session import Session, Step
from flows.settings import way_back

BEGIN, ANEW = f"{NAME}:satz", f"{NAME}:neu"
NOTE, ERASE = f"{NAME}:notiz", f"{NAME}:weg"
SURE = "ja"
PAGE = 8  # kept sheets on the list


class Reflexion:
    """The flow: an open set goes on in a `Walk`, everything else is a page of its own."""

    def __init__(self, library: Library) -> None:
        self._library = library

    def wants(self, session: Session, event: Event) -> frozenset[str]:
        """The cards of the questions, and the thoughts that were kept."""
        return frozenset({CARD_KIND, KEPT_KIND})

    def step(self, session: Session, event: Event, moment: Moment) -> Step:
        """What follows."""
        match event:
            case Pressed(action, id_, "") if action in (BEGIN, ANEW):
                return self._begin(session, id_, moment, anew=action == ANEW)
            case Pressed(action, "", "") if action == TOPICS:
                return self._topics(session)
            case Pressed(action, page, "") if action == NOTES:
                return self._notes(session, page, moment)
            case Pressed(action, id_, "") if action in (NOTE, ERASE):
                return self._note(session, event, moment)
        walk = self._walk(session, moment)
        if walk is None:
            return self._past(session, event)
        match event:
            case Commanded():
                walk.show()
            case Said():
                walk.hear(event)
            case Edited():
                walk.correct(event)
            case Pressed() if not walk.press(event):
                walk.effects.append(Say("reflexion_vorbei"))
                walk.show()
        return walk.session, walk.effects

    # --- topics ------------------------------------------------------------------------------------------------

    def _topics(self, session: Session) -> Step:
        """All sets to choose from; an open one comes first."""
        sets = self._library.reflection.sets
        opened = self._open(session)
        first: Rows = ((Button(NAME, "satz_weiter", values={"satz": sets[opened.set]}),),) if opened else ()
        buttons = [Button(BEGIN, "satz", id_, values={"satz": each}) for id_, each in sets.items()]
        rows: Rows = (*first, *pairs(buttons), (Button(NOTES, "meine_gedanken"),), (way_back(_without(session)),))
        return session, [Say("reflexion", {"saetze": list(sets.values())}, rows)]

    def _begin(self, session: Session, id_: str, moment: Moment, *, anew: bool) -> Step:
        """A set from its first step; thoughts in another are not given up without asking."""
        sets, opened = self._library.reflection.sets, self._open(session)
        if id_ not in sets:
            return self._topics(session)
        if opened is not None and not anew and opened.set == id_:
            walk = Walk(session, moment, self._library)
            walk.show()
            return walk.session, walk.effects
        if opened is not None and not anew and opened.thoughts:
            values = {"offen": sets[opened.set], "satz": sets[id_], "gedanken": len(opened.thoughts)}
            rows = (
                (Button(NAME, "satz_weiter", values={"satz": sets[opened.set]}),),
                (Button(ANEW, "trotzdem", id_, values={"satz": sets[id_]}),),
            )
            return session, [Say("reflexion_erst", values, rows)]
        walk = Walk(session, moment, self._library)
        walk.begin(sets[id_], self._partner(session) if id_ == AFTER_PLAY else "")
        return walk.session, walk.effects

    def _partner(self, session: Session) -> str:
        """The customer of the last run, whom the reflection after it is about."""
        last = session.last
        if last is None or not self._library.holds(last.edition):
            return ""
        return self._library.edition(last.edition).scenarios[last.scenario].customer.name

    def _walk(self, session: Session, moment: Moment) -> Walk | None:
        """The open set, if it is still there."""
        return Walk(session, moment, self._library) if self._open(session) else None

    def _open(self, session: Session) -> ReflectionSheet | None:
        match session.sheet:
            case ReflectionSheet() as sheet:
                found = self._library.reflection.sets.get(sheet.set)
                return sheet if found is not None and found.step(sheet.step) is not None else None
        return None

    def _past(self, session: Session, event: Event) -> Step:
        """No set is open, or it is no longer among the content."""
        gone = session.sheet is not None
        session = _without(session)
        if isinstance(event, Edited):
            return session, []
        after, effects = self._topics(session)
        return after, [Say("reflexion_vorbei"), *effects] if gone or isinstance(event, Pressed) else effects

    # --- what is kept ------------------------------------------------------------------------------------------

    def _notes(self, session: Session, page: str, moment: Moment) -> Step:
        """What was kept, the newest first."""
        kept = list(moment.kept.all(KEPT_KIND).items())[::-1]
        pages = max((len(kept) - 1) // PAGE + 1, 1)
        number = min(int(page), pages - 1) if page.isdecimal() and len(page) < 5 else 0
        shown = kept[number * PAGE : (number + 1) * PAGE]
        turns = [
            Button(NOTES, label, str(other))
            for label, other in (("neuere", number - 1), ("aeltere", number + 1))
            if 0 <= other < pages
        ]
        place = ZoneInfo(session.trainee.zone)
        rows: Rows = (
            *(
                (Button(NOTE, "gedanke", id_, values={"tag": each.written.astimezone(place), "notiz": each}),)
                for id_, each in shown
            ),
            *((tuple(turns),) if turns else ()),
            (Button(TOPICS, "themen"),),
            (way_back(session),),
        )
        return session, [Say("reflexion_notizen", {"anzahl": len(kept)}, rows)]

    def _note(self, session: Session, event: Pressed, moment: Moment) -> Step:
        """One sheet of thoughts; deleting it takes a second tap („ja“)."""
        id_, _, wish = event.argument.partition("/")
        kept: Kept | None = moment.kept.all(KEPT_KIND).get(id_)
        back = (Button(NOTES, "meine_gedanken"),)
        if kept is None:
            return session, [Say("reflexion_notiz_fort", {}, (back, (way_back(session),)))]
        if event.action == ERASE and wish == SURE:
            effects: list[Effect] = [Drop(KEPT_KIND, id_), Say("reflexion_geloescht", {}, (back, (way_back(session),)))]
            return session, effects
        asks = event.action == ERASE
        about = self._library.reflection.sets.get(kept.set)
        onward = leading(about, id_) if about else ()
        rows: Rows = (
            ((Button(ERASE, "ja_loeschen", f"{id_}/{SURE}"), Button(NOTE, "behalten", id_)),)
            if asks
            else (*onward, (Button(ERASE, "gedanken_loeschen", id_),), back)
        )
        values = {"notiz": kept, "tag": kept.written.astimezone(ZoneInfo(session.trainee.zone)), "wirklich": asks}
        return session, [Say("reflexion_notiz", values, rows)]


def _without(session: Session) -> Session:
    return replace(session, sheet=None)
