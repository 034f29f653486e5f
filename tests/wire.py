"""What can stand in the place of the connection to Telegram, where not even HTTP shall be between."""

from types import TracebackType
from typing import Self


class Wire:
    """Takes the place of the class `bot.telegram.Telegram` and of its one object; its calls are up to the test."""

    def __call__(self, token: str, base_url: str) -> Self:
        """In place of the class."""
        return self

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        return
