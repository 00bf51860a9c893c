"""An emulator that remembers what happened in it, so that a demo can go on."""

from collections.abc import Callable
import json
from pathlib import Path
import time
from typing import Any, override

from tests.emulator import Account, Earned, Emulator
from tests.emulator.catalogue import TrophySet
from tests.emulator.oauth import NPSSO_LIFE

type Who = str | Account | None
type Title = str | TrophySet


class JournalError(Exception):
    """What was remembered does not fit this emulator."""


class RememberingEmulator(Emulator):
    """Writes each change of the world into a file and repeats them when it starts.

    The world is made from its seed and from the time of the first start, so that the
    same changes at the same times lead to the same world.
    """

    def __init__(
        self,
        folder: Path,
        *,
        titles: int,
        on_news: Callable[[str], None] = lambda _: None,
    ) -> None:
        """Make the world and bring it to where it was."""
        folder.mkdir(parents=True, exist_ok=True)
        self._file = folder / "journal.jsonl"
        self._on_news = on_news
        self._time_then: float | None = None
        entries = self._entries()
        if entries and entries[0].get("titles") != titles:
            # Made by a demo with another library.
            entries = []
        if not entries:
            entries = [{"at": time.time(), "titles": titles}]
        # Without what could not be read, such as half a line at the end.
        self._file.write_text("".join(f"{json.dumps(entry)}\n" for entry in entries))
        self._time_then = entries[0]["at"]
        super().__init__(titles=titles, clock=self._time, state_dir=folder)
        self._repeat(entries[1:])
        # Somebody who comes back after months finds the token as good as new.
        self.set_npsso_life(NPSSO_LIFE)

    def _time(self) -> float:
        """Return the time, or the time of what is being repeated."""
        return time.time() if self._time_then is None else self._time_then

    def _entries(self) -> list[dict[str, Any]]:
        """Return what was remembered, up to where it can be read."""
        entries: list[dict[str, Any]] = []
        if self._file.exists():
            for line in self._file.read_text().splitlines():
                try:
                    entries.append(json.loads(line))
                except json.JSONDecodeError:
                    break
        return entries

    def _repeat(self, entries: list[dict[str, Any]]) -> None:
        """Let everything happen once more, at its time and unheard."""
        for entry in entries:
            self._time_then = entry["at"]
            try:
                getattr(self, entry["action"])(**entry["parameters"])
            except (AttributeError, KeyError, TypeError, ValueError) as err:
                raise JournalError(f"{self._file}: {err}") from err
        self._time_then = None

    def _happen(
        self, action: str, news: Callable[[Any], str], **parameters: Any
    ) -> Any:
        """Change the world, write that down and tell it; repeated, just change it."""
        change = getattr(super(), action)
        if self._time_then is not None:
            return change(**parameters)
        now = self._time_then = time.time()
        try:
            result = change(**parameters)
            text = news(result)
            entry = {
                "at": now,
                "action": action,
                "parameters": {
                    name: _plain(value) for name, value in parameters.items()
                },
                "news": text,
            }
        finally:
            self._time_then = None
        with self._file.open("a") as file:
            file.write(json.dumps(entry) + "\n")
        self._on_news(text)
        return result

    def _who(self, account: Who) -> str:
        """Return the name of an account."""
        return self.world.account(account).online_id

    def _title(self, title: Title, account: Who = None) -> str:
        """Return the name of a title."""
        return self.world.find(title, self.world.account(account)).title().strip()

    @override
    def earn(self, **parameters: Any) -> list[Earned]:
        """Earn trophies and return them in order."""
        who = self._who(parameters.get("account"))

        def news(earned: list[Earned]) -> str:
            return "\n".join(
                f"{who} earned {trophy.grade} in {trophy.title_name.strip()}: "
                f"{trophy.name}"
                for trophy in earned
            )

        earned: list[Earned] = self._happen("earn", news, **parameters)
        return earned

    @override
    def launch(self, title: Title = "new", *, account: Who = None) -> str:
        """Start a game and return its set."""

        def news(set_id: str) -> str:
            return f"{self._who(account)} started {self._title(set_id, account)}"

        set_id: str = self._happen("launch", news, title=title, account=account)
        return set_id

    @override
    def quit(self, *, account: Who = None) -> None:
        """End the game."""
        news = f"{self._who(account)} stopped playing"
        self._happen("quit", lambda _: news, account=account)

    @override
    def add_dlc(
        self, title: Title, *, bronze: int = 5, silver: int = 2, gold: int = 1
    ) -> str:
        """Add an expansion and return its group."""
        news = f"{self._title(title)} got an expansion"
        group: str = self._happen(
            "add_dlc",
            lambda _: news,
            title=title,
            bronze=bronze,
            silver=silver,
            gold=gold,
        )
        return group

    @override
    def hide(self, title: Title, *, account: Who = None) -> None:
        """Hide a title."""
        news = f"{self._title(title, account)} is hidden now"
        self._happen("hide", lambda _: news, title=title, account=account)

    @override
    def unhide(self, title: Title, *, account: Who = None) -> None:
        """Show a hidden title again."""
        news = f"{self._title(title, account)} is shown again"
        self._happen("unhide", lambda _: news, title=title, account=account)

    @override
    def rename(self, online_id: str, *, account: Who = None) -> None:
        """Give an account another online id."""
        who = self.world.account(account)
        news = f"{who.online_id} is now called {online_id}"
        self._happen("rename", lambda _: news, online_id=online_id, account=who)


def _plain(value: Any) -> Any:
    """Return an account or a title as its id."""
    if isinstance(value, Account):
        return value.account_id
    return value.id if isinstance(value, TrophySet) else value
