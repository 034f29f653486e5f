"""The command line."""

import argparse
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module
from importlib.metadata import version

from bot.hindered import Hindered
from flows.fields import FaultyData


@dataclass(frozen=True)
class Command:
    """A sub-command: `<prefix>options` of the module describes it, `<prefix>command` runs it."""

    name: str
    module: str
    help: str
    prefix: str = ""

    def options(self, parser: argparse.ArgumentParser) -> None:
        """Adds what the command takes."""
        getattr(import_module(self.module), f"{self.prefix}options")(parser)

    def run(self, arguments: argparse.Namespace) -> int:
        """The exit code."""
        command: Callable[[argparse.Namespace], int] = getattr(import_module(self.module), f"{self.prefix}command")
        return command(arguments)


COMMANDS = (
    Command("run", "bot.app", "run the bot on Telegram"),
    Command("doctor", "bot.doctor", "look whether everything is as it must be, and say what to do if not"),
    Command("parked", "bot.parked", "list what could not be handled, try it again or drop it"),
    Command("backup", "bot.copying", "write all data into one file, while the bot runs", "backup_"),
    Command("restore", "bot.copying", "put a backup in the place of the data", "restore_"),
    Command("copy-database", "bot.copying", "move all data to another database", "copy_"),
    Command("demo", "bot.demo", "run the bot with a simulated Telegram and two phones in the browser"),
    Command("check", "bot.check", "validate scenarios and courses, naming every fault"),
    Command("score", "bot.evaluation", "score answers: JSONL in, JSONL out", "score_"),
    Command("evaluate", "bot.evaluation", "compare scores with labels", "evaluate_"),
    Command("date", "bot.parsing", "read German dates: lines in, JSONL out", "date_"),
    Command("activity", "bot.parsing", "tell whether activities are concrete: lines in, JSONL out", "activity_"),
    Command("diagram", "bot.diagram", "print the two state machines as Mermaid"),
    Command("gallery", "bot.gallery", "write every message and picture into one HTML file"),
)


def main(words: Sequence[str] | None = None) -> int:
    """Runs the command in `words` (those of the process). A user's mistake is a sentence, never a traceback."""
    words = sys.argv[1:] if words is None else words
    arguments = _parser(words).parse_args(words)
    try:
        return next(command for command in COMMANDS if command.name == arguments.command).run(arguments)
    except KeyboardInterrupt:
        return 130
    except FaultyData as error:
        return _complain(*error.faults)
    except OSError as error:
        return _complain(f"{error.filename or 'System'}: {error.strerror or error}")
    except Hindered as error:
        return _complain(str(error))


def _parser(words: Sequence[str]) -> argparse.ArgumentParser:
    """The parser; only the module of the command asked for is imported."""
    parser = argparse.ArgumentParser(prog="verkaufstrainer", description="A sales trainer as a Telegram bot.")
    parser.add_argument("--version", action="version", version=version("verkaufstrainer"))
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for command in COMMANDS:
        sentence = f"{command.help[0].upper()}{command.help[1:]}."
        below = commands.add_parser(command.name, help=command.help, description=sentence)
        if command.name in words[:1]:
            command.options(below)
    return parser


def _complain(*sentences: str) -> int:
    for sentence in sentences:
        print(sentence, file=sys.stderr)
    return 1
