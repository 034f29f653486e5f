"""The turn as a machine: what a trainee may do at any moment of a run, as a table that can be read aloud.

Conditions and deeds are methods of `flows.roleplay.scene.Scene`. Odd moments are rows too: they lead to a helpful line.
"""

from enum import StrEnum

from flows.rulebook import Row, Rulebook


class State(StrEnum):
    """Where a turn stands."""

    PLANNING = "planung"  # an element of the planning sheet is open
    ASKING = "aufgabe"  # the task is told, the customer has opened: the first answer of the attempt is awaited
    TALKING = "gespraech"  # answers were given, more may follow
    CLOSED = "rueckmeldung"  # nothing more can be said here; a button leads on
    PAUSED = "pause"
    LEAVING = "abbruch"  # "sicher?"
    OVER = "ende"


class Trigger(StrEnum):
    """What can happen; the value of one with a button is the button's action."""

    ANSWERED = "geantwortet"
    EDITED = "geaendert"
    NEXT = "naechste"
    ONWARD = "weiter"  # the word: on from where something was said, back from wherever one was
    RETRY = "nochmal"
    HINT = "tipp"
    SKIP = "ueberspringen"
    BACK = "zurueck"
    DETAILS = "einzelheiten"
    WHERE = "stand"
    MORE = "mehr"
    PAUSE = "pause"
    RESUME = "fortsetzen"
    LEAVE = "aufhoeren"
    CONFIRM = "ja_aufhoeren"
    STAY = "bleiben"
    SNOOZE = "spaeter"
    MUTE = "nicht_mehr"
    STALE = "alter_knopf"
    UNREADABLE = "unlesbar"
    DUE = "faellig"


BUTTONS = frozenset(Trigger) - {
    *(Trigger.ANSWERED, Trigger.EDITED, Trigger.ONWARD),
    *(Trigger.STALE, Trigger.UNREADABLE, Trigger.DUE),
}
PLAYING = (State.PLANNING, State.ASKING, State.TALKING, State.CLOSED)
STATIONED = (State.ASKING, State.TALKING, State.CLOSED)
OPEN = (*PLAYING, State.PAUSED, State.LEAVING)

ROWS = (
    # an answer
    Row(Trigger.ANSWERED, [State.TALKING, State.CLOSED], when=["joins", "is_full"], do=["stop_flood"]),
    Row(Trigger.ANSWERED, [State.TALKING, State.CLOSED], State.OVER, when=["joins", "offends"], do=["break_off"]),
    Row(Trigger.ANSWERED, [State.TALKING, State.CLOSED], when=["joins"], do=["react"]),
    Row(Trigger.ANSWERED, [State.CLOSED], do=["point_to_buttons"]),
    Row(Trigger.ANSWERED, [State.ASKING, State.TALKING], State.OVER, when=["offends"], do=["break_off"]),
    Row(Trigger.ANSWERED, [State.ASKING, State.TALKING], State.CLOSED, when=["is_last_turn"], do=["react"]),
    Row(Trigger.ANSWERED, [State.ASKING, State.TALKING], State.TALKING, do=["react"]),
    Row(Trigger.ANSWERED, [State.PLANNING], when=["joins_note"], do=["add_to_note"]),
    Row(Trigger.ANSWERED, [State.PLANNING], State.ASKING, when=["is_last_element"], do=["note", "show_sheet", "begin"]),
    Row(Trigger.ANSWERED, [State.PLANNING], do=["note", "ask_element"]),
    Row(Trigger.ANSWERED, [State.PAUSED, State.LEAVING], do=["recall"]),
    # an edit of something said before
    Row(Trigger.EDITED, [State.TALKING, State.CLOSED], State.OVER, when=["rewrites", "offends"], do=["break_off"]),
    Row(Trigger.EDITED, [State.TALKING, State.CLOSED], when=["rewrites"], do=["react"]),
    Row(Trigger.EDITED, [State.PLANNING], when=["rewrites_note"], do=["change_note"]),
    Row(Trigger.EDITED, OPEN, do=["refuse_edit"]),
    # on to what comes next
    Row(Trigger.NEXT, [State.ASKING], do=["recall"], when=["is_unanswered"]),
    Row(Trigger.NEXT, STATIONED, State.OVER, when=["ends"], do=["finish"]),
    Row(Trigger.NEXT, STATIONED, State.ASKING, do=["advance"]),
    Row(Trigger.NEXT, [State.PLANNING], do=["recall"]),
    Row(Trigger.ONWARD, [State.TALKING, State.CLOSED], when=["was_reminded"], do=["recall"]),
    Row(Trigger.ONWARD, [State.TALKING, State.CLOSED], State.OVER, when=["ends"], do=["finish"]),
    Row(Trigger.ONWARD, [State.TALKING, State.CLOSED], State.ASKING, do=["advance"]),
    Row(Trigger.ONWARD, [State.PLANNING, State.ASKING], do=["recall"]),
    Row(Trigger.SKIP, STATIONED, State.OVER, when=["ends"], do=["finish"]),
    Row(Trigger.SKIP, STATIONED, State.ASKING, do=["advance"]),
    Row(
        *(Trigger.SKIP, [State.PLANNING], State.ASKING),
        when=["is_last_element"],
        do=["leave_out", "show_sheet", "begin"],
    ),
    Row(Trigger.SKIP, [State.PLANNING], do=["leave_out", "ask_element"]),
    Row(Trigger.BACK, [State.PLANNING], do=["take_back", "ask_element"]),
    Row(Trigger.BACK, STATIONED, do=["recall"]),
    Row(Trigger.RETRY, [State.TALKING, State.CLOSED], when=["is_settled"], do=["refuse_retry"]),
    Row(Trigger.RETRY, [State.TALKING, State.CLOSED], State.ASKING, do=["repeat"]),
    Row(Trigger.RETRY, [State.PLANNING, State.ASKING], do=["recall"]),
    # help
    Row(Trigger.HINT, [State.CLOSED], when=["is_settled"], do=["refuse_retry"]),
    Row(Trigger.HINT, STATIONED, do=["give_hint"]),
    Row(Trigger.HINT, [State.PLANNING], do=["recall"]),
    Row(Trigger.DETAILS, [State.TALKING, State.CLOSED], do=["explain"]),
    Row(Trigger.DETAILS, [State.PLANNING, State.ASKING], do=["recall"]),
    Row(Trigger.WHERE, OPEN, do=["locate"]),
    Row(Trigger.MORE, PLAYING, do=["show_more"]),
    # pausing and leaving
    Row(Trigger.PAUSE, PLAYING, State.PAUSED, do=["pause"]),
    Row(Trigger.PAUSE, [State.PAUSED, State.LEAVING], State.PAUSED, do=["pause"]),
    Row(Trigger.LEAVE, PLAYING, State.LEAVING, do=["ask_to_leave"]),
    Row(Trigger.LEAVE, [State.PAUSED, State.LEAVING], State.LEAVING, do=["ask_to_leave"]),
    Row(Trigger.CONFIRM, [State.LEAVING], State.OVER, do=["give_up"]),
    Row(Trigger.CONFIRM, [*PLAYING, State.PAUSED], do=["refuse_button"]),
    *(
        Row(trigger, [State.PAUSED, State.LEAVING], state, when=[f"was_{state.name.lower()}"], do=["recall"])
        for trigger in (Trigger.RESUME, Trigger.STAY, Trigger.ONWARD)
        for state in PLAYING
    ),
    Row(Trigger.RESUME, PLAYING, do=["recall"]),
    Row(Trigger.STAY, PLAYING, do=["recall"]),
    *(
        Row(trigger, [State.PAUSED, State.LEAVING], do=["recall"])
        for trigger in (Trigger.NEXT, Trigger.SKIP, Trigger.BACK, Trigger.RETRY, Trigger.HINT, Trigger.DETAILS)
    ),
    Row(Trigger.MORE, [State.PAUSED, State.LEAVING], do=["recall"]),
    # the reminder
    Row(Trigger.DUE, OPEN, when=["is_quiet"], do=["wait_for_morning"]),
    Row(Trigger.DUE, OPEN, do=["remind"]),
    Row(Trigger.SNOOZE, OPEN, do=["snooze"]),
    Row(Trigger.MUTE, OPEN, do=["mute"]),
    # what is of no use
    Row(Trigger.STALE, OPEN, do=["refuse_button"]),
    Row(Trigger.UNREADABLE, OPEN, do=["refuse_kind"]),
)

RULEBOOK = Rulebook(State, ROWS)
