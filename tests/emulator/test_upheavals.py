"""The service takes trophies back, renumbers sets, and knows odd ones."""

from typing import Any

import pytest

from . import Emulator, WorldError
from .caller import TROPHY, Caller, service_of

SUMMARY = f"{TROPHY}/users/me/trophySummary"


async def test_a_trophy_is_taken_back(emulator: Emulator, caller: Caller) -> None:
    """Summary, list and details count one less; it can be earned again."""
    np = emulator.world.cases["zero"]
    earned = emulator.earn(title=np, count=3, grade="bronze")
    whole = await caller.titles()
    before = await caller.ok(SUMMARY)
    emulator.advance(60)
    emulator.unearn(np, earned[1].trophy_id)
    after = await caller.ok(SUMMARY)
    assert before["trophyPoint"] - after["trophyPoint"] == 15
    title = (await caller.titles())[0]
    assert title["earnedTrophies"]["bronze"] == 2
    assert title["lastUpdatedDateTime"] > whole[0]["lastUpdatedDateTime"]
    _, state = await caller.trophies(np)
    trophy = state["trophies"][earned[1].trophy_id]
    assert trophy["earned"] is False
    assert "earnedDateTime" not in trophy
    with pytest.raises(WorldError):
        emulator.unearn(np, earned[1].trophy_id)
    (again,) = emulator.earn(title=np, trophy_id=earned[1].trophy_id)
    assert again.name == earned[1].name
    assert await caller.ok(SUMMARY) == before


async def test_a_trophy_is_taken_back_quietly(
    emulator: Emulator, caller: Caller
) -> None:
    """Without a new date the title stays where it is in the list."""
    before = await caller.titles()
    np = emulator.world.cases["complete"]
    emulator.advance(60)
    emulator.unearn("complete", 3, dated=False)
    after = await caller.titles()
    assert [t["npCommunicationId"] for t in after] == [
        t["npCommunicationId"] for t in before
    ]
    for old, new in zip(before, after, strict=True):
        assert (old == new) is (new["npCommunicationId"] != np)
        assert new["lastUpdatedDateTime"] == old["lastUpdatedDateTime"]


async def test_taking_back_can_lag(emulator: Emulator, caller: Caller) -> None:
    """The counts know of it before the details do."""
    np = emulator.world.cases["complete"]
    emulator.lag()
    emulator.unearn(np, 3)
    assert (await caller.titles())[0]["progress"] < 100
    _, state = await caller.trophies(np)
    assert state["trophies"][3]["earned"] is True
    emulator.catch_up()
    _, state = await caller.trophies(np)
    assert state["trophies"][3]["earned"] is False


def facts(definitions: Any, earned: Any) -> dict[str, tuple[Any, ...]]:
    """Return what has to stay with the name of a trophy."""
    return {
        one["trophyName"]: (
            one["trophyType"],
            one["trophyGroupId"],
            one["trophyDetail"],
            one["trophyIconUrl"],
            one["trophyHidden"],
            other["earned"],
            other.get("earnedDateTime"),
            other.get("progress"),
            other["trophyEarnedRate"],
        )
        for one, other in zip(definitions["trophies"], earned["trophies"], strict=True)
    }


@pytest.mark.parametrize("raise_version", [True, False])
@pytest.mark.parametrize("case", ["counter", "legacy_dlc"])
async def test_a_set_is_renumbered(
    emulator: Emulator, caller: Caller, case: str, raise_version: bool
) -> None:
    """Every id is another trophy; names, dates and pictures go with their trophy."""
    np, service = service_of(emulator, case)
    before = await caller.trophies(np, service)
    listed = await caller.titles()
    new_ids = emulator.renumber(case, raise_version=raise_version)
    after = await caller.trophies(np, service)
    assert facts(*after) == facts(*before)
    for parts in after:
        ids = [trophy["trophyId"] for trophy in parts["trophies"]]
        assert ids == list(range(len(ids)))
    assert all(old != new for old, new in new_ids.items())
    names = [trophy["trophyName"] for trophy in before[0]["trophies"]]
    for trophy in after[0]["trophies"]:
        assert trophy["trophyName"] != names[trophy["trophyId"]]
        (old,) = [o for o, new in new_ids.items() if new == trophy["trophyId"]]
        assert trophy["trophyName"] == names[old]
    version = after[0]["trophySetVersion"]
    assert (version > before[0]["trophySetVersion"]) is raise_version
    # Nothing else in the list tells of it.
    for title in listed:
        if title["npCommunicationId"] == np:
            title["trophySetVersion"] = version
    assert await caller.titles() == listed


async def test_life_goes_on_in_a_renumbered_set(
    emulator: Emulator, caller: Caller
) -> None:
    """What is earned and added later fits; pictures are still drawn."""
    np, service = service_of(emulator, "legacy_dlc")
    emulator.lag()
    (earned,) = emulator.earn(title=np)
    new_ids = emulator.renumber(np)
    _, state = await caller.trophies(np, service)
    assert state["trophies"][new_ids[earned.trophy_id]]["earned"] is False
    emulator.catch_up()
    _, state = await caller.trophies(np, service)
    assert state["trophies"][new_ids[earned.trophy_id]]["earned"] is True
    emulator.renumber(np)
    emulator.add_dlc(np)
    emulator.earn(title=np, grade="platinum")
    definitions, state = await caller.trophies(np, service)
    icons = [trophy["trophyIconUrl"] for trophy in definitions["trophies"]]
    assert len(set(icons)) == len(icons)
    earned_base = [
        other["earned"]
        for one, other in zip(definitions["trophies"], state["trophies"], strict=True)
        if one["trophyGroupId"] == "default"
    ]
    assert all(earned_base)
    async with caller.session.get(icons[0]) as response:
        assert response.content_type == "image/png"


async def test_a_set_without_a_base_game(emulator: Emulator, caller: Caller) -> None:
    """Its only group is `001`, and yet it says that it has groups."""
    known = len(await caller.titles())
    np = emulator.add_title("only_001")
    assert emulator.world.cases["only_001"] == np
    service = emulator.world.sets[np].service
    titles = await caller.titles()
    assert len(titles) == known + 1
    (title,) = [t for t in titles if t["npCommunicationId"] == np]
    assert title["hasTrophyGroups"] is True
    assert title["trophyGroupCount"] == 1
    assert title["definedTrophies"]["platinum"] == 0
    assert 0 < title["progress"] < 100
    path = f"/npCommunicationIds/{np}/trophyGroups"
    for url in (TROPHY + path, f"{TROPHY}/users/me{path}"):
        body = await caller.ok(url, npServiceName=service)
        assert [group["trophyGroupId"] for group in body["trophyGroups"]] == ["001"]
    definitions, earned = await caller.trophies(np, service)
    assert {trophy["trophyGroupId"] for trophy in definitions["trophies"]} == {"001"}
    assert definitions["hasTrophyGroups"] is earned["hasTrophyGroups"] is True
    status, _ = await caller.get(
        f"{TROPHY}{path}/default/trophies", npServiceName=service
    )
    assert status == 404
    assert emulator.earn(title="only_001", count=20)[0].group == "001"
    (title,) = [t for t in await caller.titles() if t["npCommunicationId"] == np]
    assert title["progress"] == 100
    assert emulator.add_dlc("only_001") == "002"


async def test_the_largest_set(emulator: Emulator, caller: Caller) -> None:
    """411 trophies in one answer, each with a name of its own."""
    np = emulator.add_title("vast")
    definitions, earned = await caller.trophies(np, emulator.world.sets[np].service)
    assert len(definitions["trophies"]) == len(earned["trophies"]) == 411
    assert definitions["totalItemCount"] == 411
    assert "nextOffset" not in definitions
    names = {trophy["trophyName"] for trophy in definitions["trophies"]}
    assert len(names) == 411
    groups = {trophy["trophyGroupId"] for trophy in definitions["trophies"]}
    assert len(groups) == 36
    assert [t["trophyType"] for t in definitions["trophies"]].count("platinum") == 1
    assert 0 < sum(trophy["earned"] for trophy in earned["trophies"]) < 411


async def test_rare_sets_are_anybodys(emulator: Emulator, caller: Caller) -> None:
    """Another account can have one, and a lagging list does not show it yet."""
    await caller.login(emulator.world.people["empty"].npsso)
    emulator.lag(titles=True, account="empty")
    emulator.add_title("vast", account="empty")
    assert await caller.titles() == []
    assert (await caller.ok(SUMMARY))["earnedTrophies"]["bronze"] > 0
    emulator.catch_up(account="empty")
    assert len(await caller.titles()) == 1
    with pytest.raises(WorldError, match="no kind"):
        emulator.add_title("ordinary")
