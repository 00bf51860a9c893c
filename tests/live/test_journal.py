"""The demo goes on where it ended."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.emulator import Emulator

from .journal import JournalError, RememberingEmulator


def total(emulator: Emulator) -> int:
    """Return how many trophies the demo account has."""
    return sum(emulator.account.total().values())


def test_what_happened_is_there_after_a_restart(tmp_path: Path) -> None:
    """Trophies, their times and new games come back exactly as they were."""
    before = RememberingEmulator(tmp_path, titles=6)
    earned = before.earn(grade="silver")
    started = before.launch()
    earned += before.earn(title=started, count=2)
    before.rename("night_watch")

    after = RememberingEmulator(tmp_path, titles=6)

    assert total(after) == total(before)
    assert after.account.online_id == "night_watch"
    assert list(after.account.titles) == list(before.account.titles)
    for trophy in earned:
        live = after.account.titles[trophy.title_id].live
        original = before.account.titles[trophy.title_id].live
        assert live.earned == original.earned
        assert live.updated == original.updated


def test_restarting_changes_nothing_by_itself(tmp_path: Path) -> None:
    """The journal is repeated, not written again."""
    RememberingEmulator(tmp_path, titles=2).earn()
    first = (tmp_path / "journal.jsonl").read_text()
    RememberingEmulator(tmp_path, titles=2)
    assert (tmp_path / "journal.jsonl").read_text() == first


def test_news_are_told_once(tmp_path: Path) -> None:
    """What is repeated at the start is no news."""
    news: list[str] = []
    tell: Callable[[str], None] = news.append
    trophy = RememberingEmulator(tmp_path, titles=2, on_news=tell).earn()[0]
    assert len(news) == 1
    assert trophy.name in news[0]
    RememberingEmulator(tmp_path, titles=2, on_news=tell)
    assert len(news) == 1


def test_half_a_line_is_left_out(tmp_path: Path) -> None:
    """A demo that was cut off while writing can still go on."""
    emulator = RememberingEmulator(tmp_path, titles=2)
    emulator.earn()
    with (tmp_path / "journal.jsonl").open("a") as file:
        file.write('{"at": 17')
    emulator = RememberingEmulator(tmp_path, titles=2)
    emulator.earn()
    assert total(RememberingEmulator(tmp_path, titles=2)) == total(emulator)


def test_another_library_starts_anew(tmp_path: Path) -> None:
    """A journal of another world is not repeated in this one."""
    RememberingEmulator(tmp_path, titles=2).earn()
    assert len(RememberingEmulator(tmp_path, titles=3).account.titles) == 3


def test_a_journal_that_does_not_fit_is_said(tmp_path: Path) -> None:
    """What cannot be repeated is an error of its own."""
    RememberingEmulator(tmp_path, titles=2)
    with (tmp_path / "journal.jsonl").open("a") as file:
        file.write('{"at": 1.5, "action": "earn", "parameters": {"title": "?"}}\n')
    with pytest.raises(JournalError):
        RememberingEmulator(tmp_path, titles=2)
