"""What is new is announced once, completely and in its order."""

from datetime import timedelta

import pytest

from custom_components.psn_trophies.psn import PsnAuthError
from custom_components.psn_trophies.trophies import AccountState

from .conftest import Home

SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
# The emulator's errors that are the line's fault, and those of a single title.
LINE = ("unavailable", "drop")
TITLE = ("not_found", "html", "malformed", "forbidden")


def ids(home: Home) -> list[str]:
    """Return the titles in which one trophy is not the last, the newest first."""
    return [
        one.set.id
        for one in home.emulator.account.listing(own=True)
        if not one.hidden
        and sum(trophy.grade != "platinum" for trophy in one.missing()) > 1
    ]


def sets(state: AccountState) -> list[str]:
    """Return the titles of what is announced, in its order."""
    return [new.earned.title.np_communication_id for new in state.news]


async def test_first_poll_announces_nothing(home: Home) -> None:
    """Whatever was earned before is known, not news."""
    state = await home.settle()
    assert state.news == ()
    assert state.milestones == ()
    assert sum(len(one.trophies) for one in home.sync.library.records) == sum(
        state.summary.earned.to_dict().values()
    )


async def test_news_of_several_titles_come_in_their_order(home: Home) -> None:
    """Oldest first, wherever they were earned."""
    await home.settle()
    first, second, third, *_ = ids(home)
    now = home.emulator.now()
    for seconds, title in ((10, first), (30, second), (20, third), (40, first)):
        home.emulator.earn(title=title, at=now + seconds)
    state = await home.poll(MINUTE)
    assert sets(state) == [first, third, second, first]
    assert home.asked("earned") == 3
    # Nothing new is the same object, by which everybody knows that it is old.
    assert await home.poll(MINUTE) is state
    assert home.asked("earned") == 0


@pytest.mark.parametrize("titles", [30])
async def test_many_titles_are_announced_together(home: Home) -> None:
    """Ten titles are read by a poll; they wait for the rest and come in one order."""
    await home.poll()
    await home.read_all()
    home.emulator.log.clear()
    changed = ids(home)[:12]
    now = int(home.emulator.now())
    for number, title in enumerate(changed):
        home.emulator.earn(title=title, at=now + 12 - number)
    state = await home.poll(MINUTE)
    assert home.asked("earned") == 10
    assert state.news == ()
    assert home.sync.unfinished
    state = await home.poll(5 * SECOND)
    assert home.asked("earned") == 2
    assert sets(state) == changed[::-1]
    assert not home.sync.unfinished


@pytest.mark.parametrize("titles", [30])
async def test_ten_titles_need_no_second_poll(home: Home) -> None:
    """So many are read at once."""
    await home.poll()
    await home.read_all()
    for title in ids(home)[:10]:
        home.emulator.earn(title=title)
    state = await home.poll(MINUTE)
    assert len(state.news) == 10
    assert not home.sync.unfinished


def path(title: str) -> str:
    """Return where Sony tells what is earned in a title."""
    return f"/api/trophy/v1/users/me/npCommunicationIds/{title}/"


@pytest.mark.parametrize("kind", [*LINE, "unauthorized"])
async def test_cut_line_announces_what_is_at_hand(home: Home, kind: str) -> None:
    """The rest comes with the next poll; the poll itself has worked."""
    await home.settle()
    first, second, *_ = ids(home)
    home.emulator.earn(title=second)
    home.emulator.earn(title=first)
    fault = home.emulator.fail(kind, on=path(second))
    state = await home.poll(MINUTE)
    assert sets(state) == [first]
    assert not home.sync.unfinished
    assert state.summary.earned.to_dict() == home.emulator.account.total()
    fault.clear()
    state = await home.poll(MINUTE)
    assert sets(state) == [second]


@pytest.mark.parametrize("kind", TITLE)
async def test_title_without_an_answer_holds_nobody_up(home: Home, kind: str) -> None:
    """The others are announced; it is asked again by itself."""
    await home.settle()
    first, second, *_ = ids(home)
    home.emulator.earn(title=first)
    home.emulator.earn(title=second)
    home.emulator.fail(kind, on="earned", times=1)
    state = await home.poll(MINUTE)
    assert len(state.news) == 1
    state = await home.poll(MINUTE)
    assert len(state.news) == 1


async def test_pause_holds_news_back_for_a_quarter_of_an_hour(home: Home) -> None:
    """What was read before it waits for the rest, so that all comes in its order."""
    await home.settle()
    first, second, *_ = ids(home)
    now = home.emulator.now()
    home.emulator.earn(title=first, at=now + 5)
    home.emulator.earn(title=second, at=now + 1)
    home.emulator.fail("rate_limited", on="definitions", times=1)
    # A new version, for which the definitions are read.
    home.emulator.world.sets[second].version = "01.99"
    order = [one.set.id for one in home.emulator.account.listing(own=True)]
    assert order.index(second) < order.index(first)
    state = await home.poll(MINUTE)
    assert state.news == ()
    assert home.sync.unfinished
    home.wait(HOUR)
    state = await home.poll()
    assert sets(state) == [second, first]
    assert not home.sync.unfinished


async def test_news_do_not_wait_for_ever(home: Home) -> None:
    """After a quarter of an hour what is read is announced without the rest."""
    await home.settle()
    first, second, *_ = ids(home)
    home.emulator.earn(title=second)
    home.emulator.earn(title=first)
    order = [one.set.id for one in home.emulator.account.listing(own=True)]
    assert order.index(first) < order.index(second)
    # Each time the second title is asked, Sony wants a pause.
    home.emulator.fail("rate_limited_retry_after", on=path(second), seconds=1)
    for after in (MINUTE, 15 * MINUTE - 2 * SECOND):
        state = await home.poll(after)
        assert state.news == ()
        assert home.sync.unfinished
    state = await home.poll(2 * SECOND)
    assert sets(state) == [first]
    assert not home.sync.unfinished
    home.emulator.clear_faults()
    state = await home.poll(MINUTE)
    assert sets(state) == [second]


async def test_quiet_reading_announces_all_later(home: Home) -> None:
    """Without `announce` no trophies are read; they come with the first poll that may."""
    await home.settle()
    home.emulator.earn()
    home.wait(MINUTE)
    state = await home.sync.poll(announce=False)
    assert state.news == ()
    assert home.asked("earned") == 0
    assert state.summary.earned.to_dict() == home.emulator.account.total()
    state = await home.poll(MINUTE)
    assert len(state.news) == 1
    assert not state.news[0].late


async def test_refused_login_is_told(home: Home) -> None:
    """It is the user's turn, whatever was being read."""
    await home.settle()
    home.wait(HOUR)
    home.emulator.revoke_npsso()
    home.emulator.auth.settings.refuse_refresh = True
    home.emulator.expire_access_tokens()
    home.emulator.earn()
    with pytest.raises(PsnAuthError):
        await home.poll()


async def test_titles_that_answer_401_end_the_round(home: Home) -> None:
    """Whoever refuses a good token refuses it for all titles: one is enough."""
    await home.settle()
    first, second, *_ = ids(home)
    home.emulator.earn(title=first)
    home.emulator.earn(title=second)
    home.emulator.log.clear()
    fault = home.emulator.fail("unauthorized", on="earned")
    state = await home.poll(MINUTE)
    assert state.news == ()
    assert home.asked("earned") == 1
    # The one that was asked is left alone, the other has its turn.
    await home.poll(SECOND)
    assert home.asked("earned") == 1
    await home.poll(SECOND)
    assert home.asked("earned") == 0
    fault.clear()
    state = await home.poll(6 * HOUR)
    assert len(state.news) == 2


async def test_hidden_title_announces_nothing(home: Home) -> None:
    """People hid it for a reason; shown again, its trophies are old."""
    await home.settle()
    title = ids(home)[0]
    home.emulator.hide(title)
    home.emulator.earn(title=title)
    state = await home.poll(MINUTE)
    assert state.news == ()
    home.emulator.unhide(title)
    state = await home.poll(10 * MINUTE)
    assert state.news == ()


async def test_new_game_is_read_with_its_first_trophy(home: Home) -> None:
    """Not before: there is nothing in it to announce."""
    await home.settle()
    title = home.emulator.launch()
    state = await home.poll(10 * MINUTE)
    assert home.asked("earned") == 0
    assert state.games.latest is not None
    assert state.games.latest.np_communication_id == title
    home.emulator.earn(title=title)
    state = await home.poll(MINUTE)
    assert home.asked("earned") == 1
    assert sets(state) == [title]


async def test_old_game_of_another_console_is_no_news(home: Home) -> None:
    """Earned offline before anybody watched: it is read in the background."""
    await home.settle()
    title = ids(home)[-1]
    home.emulator.earn(title=title, at=home.emulator.now() - 10 * 86_400)
    state = await home.poll(MINUTE)
    # Its title has been read before, so it is new, but late.
    assert [new.late for new in state.news] == [True]
