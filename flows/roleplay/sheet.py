"""The planning sheet before a reduced course: a few questions, answered freely and never scored."""

from flows.roleplay.run import Bubble, Note
from flows.roleplay.telling import Telling

LONGEST = 4096  # characters of a note


class Sheet(Telling):
    """Asking for the elements of the sheet, and keeping what is noted."""

    def ask_element(self) -> None:
        """Ask for the next element of the sheet."""
        slot = self._next()
        self._change(mark=slot, reply=slot)
        self._say("planzettel", self._view.sheet, self._view.rows, slot=slot)

    def note(self) -> None:
        """Write the answer into the open element."""
        self._note(self._bubble)

    def leave_out(self) -> None:
        """Leave the open element empty."""
        self._note(None)

    def take_back(self) -> None:
        """Back to the element before; its old note goes."""
        self._change(notes=self.run.notes[:-1])

    def add_to_note(self) -> None:
        """Another bubble belongs to the note just written."""
        last = self.run.notes[-1]
        text = "\n".join(part for part in (last.bubble and last.bubble.text, self._bubble.text) if part)
        self._change(notes=(*self.run.notes[:-1], Note(last.element, Bubble(self._bubble.message, text[:LONGEST]))))

    def change_note(self) -> None:
        """A note reads differently now."""
        self._change(
            notes=tuple(
                Note(note.element, self._bubble)
                if note.bubble and note.bubble.message == self._bubble.message
                else note
                for note in self.run.notes
            )
        )
        self._say("notiz_geaendert", self._view.sheet, self._view.rows)

    def show_sheet(self) -> None:
        """The sheet, filled."""
        titles = {element.id: element.title for element in self.play.course.sheet}
        notes = [(titles[note.element], note.bubble.text if note.bubble else "") for note in self.run.notes]
        self._say("planzettel_fertig", {"notes": notes})

    @property
    def is_last_element(self) -> bool:
        """The sheet is filled after this element."""
        return len(self.run.notes) + 1 >= len(self.play.course.sheet)

    @property
    def joins_note(self) -> bool:
        """Another bubble of a note; the next question has not been sent."""
        return bool(self.run.notes and self.run.notes[-1].bubble) and self.run.reply in self.moment.unsent

    @property
    def rewrites_note(self) -> bool:
        """A note was edited."""
        return any(note.bubble and note.bubble.message == self._bubble.message for note in self.run.notes)

    def _note(self, bubble: Bubble | None) -> None:
        element = self.play.course.sheet[len(self.run.notes)]
        self._change(notes=(*self.run.notes, Note(element.id, bubble)))
