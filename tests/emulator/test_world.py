"""The odd cases are there, and things can happen."""

from datetime import datetime
from typing import Any

from freezegun.api import FrozenDateTimeFactory
import pytest

from . import Emulator, WorldError
from .caller import API, TROPHY, Caller, service_of


async def test_odd_sets(emulator: Emulator, caller: Caller) -> None:
    """Each odd case is what its name says."""
    cases = emulator.world.cases
    titles = {title["npCommunicationId"]: title for title in await caller.titles()}

    def title(case: str) -> dict[str, Any]:
        return titles[cases[case]]

    assert title("ps5_pc")["trophyTitlePlatform"] == "PS5,PSPC"
    assert title("vita_ps4")["trophyTitlePlatform"] == "PSVITA,PS4"
    assert title("ps3")["trophyTitlePlatform"] == "PS3"
    assert title("pc_only")["trophyTitlePlatform"] == "PSPC"
    assert title("pc_only")["npServiceName"] == "trophy2"
    assert title("no_platinum")["definedTrophies"]["platinum"] == 0
    assert title("zero")["progress"] == 0
    assert title("hidden")["hiddenFlag"] is True
    assert title("trailing_newline")["trophyTitleName"].endswith("\n")
    twins = title("duplicate_a"), title("duplicate_b")
    assert twins[0]["trophyTitleName"] == twins[1]["trophyTitleName"]
    assert sum(title("huge")["definedTrophies"].values()) > 100
    assert title("complete")["progress"] == 100
    assert title("complete")["earnedTrophies"]["platinum"] == 1
    defined = title("almost_platinum")["definedTrophies"]
    earned = title("almost_platinum")["earnedTrophies"]
    assert sum(defined.values()) - sum(earned.values()) == 2
    assert earned["platinum"] == 0
    assert cases["unsynced"] not in titles


async def test_undated_trophies_are_earned_without_a_date(
    emulator: Emulator, caller: Caller
) -> None:
    """Old trophies synced from offline play may lack their date."""
    _, earned = await caller.trophies(*service_of(emulator, "undated"))
    dated = {"earnedDateTime" in t for t in earned["trophies"] if t["earned"]}
    assert dated == {True, False}


async def test_secret_trophies_are_sent_in_full(
    emulator: Emulator, caller: Caller
) -> None:
    """Hidden is a mark only, earned or not."""
    definitions, earned = await caller.trophies(emulator.world.cases["secret_earned"])
    secrets = [t for t in definitions["trophies"] if t["trophyHidden"]]
    assert all(trophy["trophyName"] and trophy["trophyDetail"] for trophy in secrets)
    states = {t["earned"] for t in earned["trophies"] if t["trophyHidden"]}
    assert states == {True, False}


async def test_a_group_at_zero_has_no_date(emulator: Emulator, caller: Caller) -> None:
    """An expansion without a trophy has progress 0 and nothing else."""
    np, service = service_of(emulator, "dlc_zero")
    body = await caller.ok(
        f"{TROPHY}/users/me/npCommunicationIds/{np}/trophyGroups",
        npServiceName=service,
    )
    base, expansion = body["trophyGroups"]
    assert base["progress"] > 0
    assert "lastUpdatedDateTime" in base
    assert expansion["progress"] == 0
    assert "lastUpdatedDateTime" not in expansion


async def test_a_title_at_zero_answers(emulator: Emulator, caller: Caller) -> None:
    """Synced but nothing earned is a good answer."""
    _, earned = await caller.trophies(emulator.world.cases["zero"])
    assert not any(trophy["earned"] for trophy in earned["trophies"])
    assert "rarestTrophies" not in earned


async def test_hidden_titles_are_for_the_owner_only(
    emulator: Emulator, caller: Caller
) -> None:
    """Others do not see a hidden title in any list."""
    hidden = emulator.world.cases["hidden"]
    await caller.login(emulator.world.people["friend"].npsso)
    me = emulator.account.account_id
    seen = await caller.titles(me)
    assert len(seen) == 39
    assert hidden not in {title["npCommunicationId"] for title in seen}
    emulator.unhide(hidden)
    assert len(await caller.titles(me)) == 40
    emulator.hide(hidden)
    game = emulator.world.sets[hidden].title_ids[0]
    body = await caller.ok(f"{TROPHY}/users/{me}/titles/trophyTitles", npTitleIds=game)
    assert body["titles"][0]["trophyTitles"] == []


async def test_an_account_without_trophies(emulator: Emulator, nobody: Caller) -> None:
    """Nothing earned is level 1, an empty list, and no error."""
    await nobody.login(emulator.world.people["empty"].npsso)
    body = await nobody.ok(f"{TROPHY}/users/me/trophySummary")
    del body["accountId"]
    assert body == {
        "trophyLevel": 1,
        "trophyPoint": 0,
        "trophyLevelBasePoint": 0,
        "trophyLevelNextPoint": 60,
        "progress": 0,
        "tier": 1,
        "earnedTrophies": {"bronze": 0, "silver": 0, "gold": 0, "platinum": 0},
    }
    body = await nobody.ok(f"{TROPHY}/users/me/trophyTitles")
    assert body == {"trophyTitles": [], "totalItemCount": 0}


@pytest.mark.parametrize("seed", [1, 2, 3, 1000])
def test_every_seed_has_every_case(seed: int) -> None:
    """The odd cases do not depend on luck, and the platinum comes last."""
    world = Emulator(titles=24, seed=seed).world
    assert len(world.cases) == 22
    demo = world.account()
    newest = [title.live.updated for title in demo.titles.values()]
    assert max(newest) <= world.clock() + 1
    secrets = demo.titles[world.cases["secret_earned"]]
    states = {t.id in secrets.live.earned for t in secrets.set.trophies if t.hidden}
    assert states == {True, False}
    for title in demo.titles.values():
        dates = title.live.earned
        base = [t for t in title.set.of_group("default") if t.id in dates]
        if base and base[0].grade == "platinum":
            assert dates[0] == max(dates[trophy.id] or 0 for trophy in base)
        names = [title.set.wording(trophy)[0] for trophy in title.set.trophies]
        assert len(set(names)) == len(names)


def test_the_same_seed_makes_the_same_world() -> None:
    """Ids, names, dates and cookies are reproducible."""

    def facts(seed: int) -> list[Any]:
        world = Emulator(titles=30, seed=seed, clock=lambda: 1.8e9).world
        demo = world.account()
        return [
            (title.set.title(), title.live.earned, title.live.updated)
            for title in demo.listing(own=True)
        ] + [(person.npsso, person.account_id) for person in world.people.values()]

    assert facts(5) == facts(5) != facts(6)


def test_large_and_empty_worlds() -> None:
    """Sizes from nothing to 2,000 titles."""
    assert not Emulator(titles=0).account.titles
    large = Emulator(titles=2000)
    titles = large.account.titles
    assert len(titles) == 2000
    trophies = sum(len(title.set.trophies) for title in titles.values())
    assert 36 < trophies / len(titles) < 46


async def test_earning_by_grade(emulator: Emulator, caller: Caller) -> None:
    """Summary, list and details show the news at once."""
    before = await caller.ok(f"{TROPHY}/users/me/trophySummary")
    (earned,) = emulator.earn(grade="gold")
    after = await caller.ok(f"{TROPHY}/users/me/trophySummary")
    assert after["trophyPoint"] - before["trophyPoint"] == 90
    top = (await caller.titles())[0]
    assert top["npCommunicationId"] == earned.title_id
    _, state = await caller.trophies(earned.title_id, top["npServiceName"])
    trophy = state["trophies"][earned.trophy_id]
    assert trophy["earned"] is True
    assert trophy["earnedDateTime"] == earned.earned_at
    assert state["lastUpdatedDateTime"] > trophy["earnedDateTime"]


async def test_the_last_trophy_brings_the_platinum(emulator: Emulator) -> None:
    """The platinum comes with the last trophy of the base game, after it."""
    first, last = emulator.earn(title="almost_platinum")
    assert (first.grade != "platinum", last.grade) == (True, "platinum")
    assert first.earned_at == last.earned_at
    all_of_it = emulator.earn(title="localised", grade="platinum")
    assert [item.grade for item in all_of_it].count("platinum") == 1
    assert all_of_it[-1].grade == "platinum"
    with pytest.raises(WorldError):
        emulator.earn(title="complete")


async def test_earning_in_odd_ways(emulator: Emulator, caller: Caller) -> None:
    """Without a date, late, several at once, by name, by a friend."""
    (earned,) = emulator.earn(title="undated", undated=True)
    assert earned.earned_at is None
    late = emulator.now() - 90_000
    several = emulator.earn(title="huge", count=3, at=late)
    assert len(several) == 3
    assert {item.earned_at for item in several} != {None}
    assert datetime.fromisoformat(several[0].earned_at or "").timestamp() == int(late)
    name = emulator.world.sets[emulator.world.cases["zero"]].title()
    picked = emulator.earn(title=name, trophy_ids=[5, 2])
    assert [item.trophy_id for item in picked] == [5, 2]
    with pytest.raises(WorldError):
        emulator.earn(title=name, trophy_id=5)
    theirs = emulator.earn(account="friend")
    body = await caller.ok(
        f"{TROPHY}/users/{emulator.world.people['friend'].account_id}/trophyTitles",
        limit=1,
    )
    assert body["trophyTitles"][0]["npCommunicationId"] == theirs[0].title_id


async def test_counters_move(emulator: Emulator, caller: Caller) -> None:
    """A counter trophy moves and is not earned by it."""
    value = emulator.advance_counter(title="counter")
    _, state = await caller.trophies(emulator.world.cases["counter"])
    assert str(value) in {t.get("progress") for t in state["trophies"]}
    top = (await caller.titles())[0]
    assert top["npCommunicationId"] == emulator.world.cases["counter"]


async def test_launching_a_game(emulator: Emulator, caller: Caller) -> None:
    """A new game enters the list on top at 0 % and shows in the presence."""
    me = emulator.account.account_id
    url = f"{API}/userProfile/v2/internal/users/{me}/basicPresences"
    offline = (await caller.ok(url))["basicPresence"]
    assert offline["availability"] == "unavailable"
    assert "lastAvailableDate" in offline
    assert "lastOnlineDate" in offline["primaryPlatformInfo"]
    assert "gameTitleInfoList" not in offline
    np = emulator.launch()
    top = (await caller.titles())[0]
    assert (top["npCommunicationId"], top["progress"]) == (np, 0)
    assert np != emulator.world.cases["unsynced"]
    online = (await caller.ok(url))["basicPresence"]
    assert online["availability"] == "availableToPlay"
    assert online["primaryPlatformInfo"]["onlineStatus"] == "online"
    assert "lastAvailableDate" not in online
    (game,) = online["gameTitleInfoList"]
    assert emulator.world.games[game["npTitleId"]].id == np
    assert emulator.earn()[0].title_id == np
    emulator.quit()
    assert "gameTitleInfoList" not in (await caller.ok(url))["basicPresence"]
    emulator.launch("vita_ps4")
    (game,) = (await caller.ok(url))["basicPresence"]["gameTitleInfoList"]
    assert "npTitleIconUrl" in game
    for _ in range(12):
        emulator.launch()


async def test_an_expansion_lowers_progress(emulator: Emulator, caller: Caller) -> None:
    """New trophies are defined, and 100 % is no longer 100 %."""
    np = emulator.world.cases["complete"]
    assert emulator.add_dlc("complete", bronze=3, silver=1, gold=0) == "001"
    title = next(t for t in await caller.titles() if t["npCommunicationId"] == np)
    assert title["progress"] < 100
    assert title["hasTrophyGroups"] is True
    definitions, earned = await caller.trophies(np)
    assert len(definitions["trophies"]) == len(earned["trophies"])
    assert [t["trophyGroupId"] for t in definitions["trophies"][-4:]] == ["001"] * 4


async def test_removed_sets_are_gone(emulator: Emulator, caller: Caller) -> None:
    """A removed set leaves list, sums and details."""
    np, service = service_of(emulator, "complete")
    emulator.remove("complete")
    assert len(await caller.titles()) == 39
    status, _ = await caller.get(
        f"{TROPHY}/users/me/npCommunicationIds/{np}/trophyGroups",
        npServiceName=service,
    )
    assert status == 404


async def test_details_can_lag_behind(emulator: Emulator, caller: Caller) -> None:
    """Counts show the news; the details show it later."""
    np = emulator.world.cases["localised"]
    emulator.lag()
    (earned,) = emulator.earn(title=np)
    title = (await caller.titles())[0]
    assert title["npCommunicationId"] == np
    _, state = await caller.trophies(np)
    assert state["trophies"][earned.trophy_id]["earned"] is False
    assert state["lastUpdatedDateTime"] < title["lastUpdatedDateTime"]
    emulator.catch_up()
    _, state = await caller.trophies(np)
    assert state["trophies"][earned.trophy_id]["earned"] is True
    assert state["lastUpdatedDateTime"] == title["lastUpdatedDateTime"]


async def test_the_list_can_lag_behind(emulator: Emulator, caller: Caller) -> None:
    """The summary shows the news; the list shows it later."""
    emulator.lag(detail=False, titles=True)
    before = await caller.titles()
    points = (await caller.ok(f"{TROPHY}/users/me/trophySummary"))["trophyPoint"]
    emulator.earn(grade="silver")
    emulator.launch()
    assert await caller.titles() == before
    after = (await caller.ok(f"{TROPHY}/users/me/trophySummary"))["trophyPoint"]
    assert after - points == 30
    emulator.catch_up()
    assert len(await caller.titles()) == 41


async def test_virtual_time(
    emulator: Emulator, caller: Caller, freezer: FrozenDateTimeFactory
) -> None:
    """Time follows the frozen clock, and can be moved on top of it."""
    now = emulator.now()
    freezer.tick(600)
    assert emulator.now() - now >= 600
    emulator.advance(3600)
    assert (await caller.get(f"{TROPHY}/users/me/trophySummary"))[0] == 401
    (earned,) = emulator.earn()
    moment = datetime.fromisoformat(earned.earned_at or "").timestamp()
    assert moment == int(emulator.now())
