"""Every stumble spoils its part of an answer, and nothing else."""

from datetime import UTC, datetime
from typing import Any

import pytest

from . import Emulator, stumbles
from .caller import ACCOUNT, TROPHY, Caller, service_of

LIST = f"{TROPHY}/users/me/trophyTitles"


async def test_a_blank_title_is_the_recorded_one(
    emulator: Emulator, caller: Caller
) -> None:
    """Name, pictures and what is defined are gone; what is earned and when is right."""
    np = emulator.world.cases["legacy_dlc"]
    before = {t["npCommunicationId"]: t for t in await caller.titles()}
    fault = emulator.fail("blank_title", titles=["legacy_dlc"], times=1)
    after = {t["npCommunicationId"]: t for t in await caller.titles()}
    assert after[np] == before[np] | {
        "trophySetVersion": "",
        "trophyTitleName": "",
        "trophyTitleDetail": "",
        "trophyTitleIconUrl": "",
        "trophyTitlePlatform": "PS3",
        "definedTrophies": {"bronze": 0, "silver": 0, "gold": 0, "platinum": 0},
        "progress": 0,
    }
    assert sum(after[np]["earnedTrophies"].values()) > 0
    assert after | {np: before[np]} == before
    assert fault.hits == 1
    assert {t["npCommunicationId"]: t for t in await caller.titles()} == before


async def test_a_blank_title_of_the_newer_service_has_no_detail(
    emulator: Emulator, caller: Caller
) -> None:
    """A key that was never there does not come."""
    np = emulator.world.cases["complete"]
    emulator.fail("blank_title", titles=[np])
    (title,) = [t for t in await caller.titles() if t["npCommunicationId"] == np]
    assert title["trophyTitleName"] == ""
    assert "trophyTitleDetail" not in title


@pytest.mark.parametrize(
    ("kind", "check"),
    [
        ("title_undated", lambda item: "lastUpdatedDateTime" not in item),
        (
            "title_zero_date",
            lambda item: item["lastUpdatedDateTime"] == "0000-00-00T00:00:00Z",
        ),
        ("title_uncounted", lambda item: "definedTrophies" not in item),
        ("title_strange_id", lambda item: item["npCommunicationId"] == "NPWR 1"),
        ("title_null", lambda item: item is None),
        ("title_number", lambda item: item == 7),
    ],
)
async def test_one_unreadable_title(
    emulator: Emulator, caller: Caller, kind: str, check: Any
) -> None:
    """One item of a page, the first or the chosen one; the others stay."""
    before = await caller.titles()
    emulator.fail(kind, times=1)
    after = await caller.titles()
    assert check(after[0])
    assert after[1:] == before[1:]
    chosen = before[17]["npCommunicationId"]
    fault = emulator.fail(kind, titles=[chosen], times=1)
    # It waits for the page that has its title.
    page = (await caller.ok(LIST, limit=10))["trophyTitles"]
    assert page == before[:10]
    assert fault.hits == 0
    page = (await caller.ok(LIST, limit=10, offset=10))["trophyTitles"]
    assert check(page[7])
    assert [*page[:7], *page[8:]] == [*before[10:17], *before[18:20]]
    assert await caller.titles() == before


def test_every_unreadable_title_is_tested() -> None:
    """The table above knows all kinds."""
    known = {"title_undated", "title_zero_date", "title_uncounted", "title_strange_id"}
    assert stumbles.TITLES.keys() == known | {
        "blank_title",
        "title_null",
        "title_number",
    }


@pytest.mark.parametrize(
    ("kind", "check"),
    [
        ("trophy_without_id", lambda item: "trophyId" not in item),
        ("trophy_strange_id", lambda item: item["trophyId"] == "one"),
        ("trophy_ungraded", lambda item: "trophyType" not in item),
        ("trophy_null", lambda item: item is None),
        ("trophy_number", lambda item: item == 7),
    ],
)
async def test_one_unreadable_trophy(
    emulator: Emulator, caller: Caller, kind: str, check: Any
) -> None:
    """In what is earned and in the definitions, of one set only."""
    np, service = service_of(emulator, "legacy_dlc")
    other = service_of(emulator, "complete")
    good = await caller.trophies(np, service), await caller.trophies(*other)
    fault = emulator.fail(kind, titles=[np], trophies=[4])
    assert await caller.trophies(*other) == good[1]
    assert fault.hits == 0
    for before, after in zip(good[0], await caller.trophies(np, service), strict=True):
        assert check(after["trophies"][4])
        after["trophies"][4] = before["trophies"][4]
        assert after == before
    assert fault.hits == 2
    emulator.clear_faults()
    assert await caller.trophies(np, service) == good[0]
    emulator.fail(kind, on="earned")
    definitions, earned = await caller.trophies(np, service)
    assert definitions == good[0][0]
    assert check(earned["trophies"][0])


async def test_a_trophy_without_a_possible_date(
    emulator: Emulator, caller: Caller
) -> None:
    """The first earned one; those not earned have no date to spoil."""
    np = emulator.world.cases["counter"]
    before = await caller.trophies(np)
    emulator.fail("trophy_zero_date")
    definitions, earned = await caller.trophies(np)
    assert definitions == before[0]
    place = next(i for i, t in enumerate(before[1]["trophies"]) if t["earned"])
    assert earned["trophies"][place]["earnedDateTime"] == "0000-00-00T00:00:00Z"
    del earned["trophies"][place], before[1]["trophies"][place]
    assert earned == before[1]


async def test_a_short_list(emulator: Emulator, caller: Caller) -> None:
    """Some titles are missing, as if they had never been, and the size agrees."""
    whole = await caller.titles()
    gone = [whole[2]["npCommunicationId"], whole[30]["npCommunicationId"]]
    fault = emulator.fail("short_list", titles=gone, times=2)
    body = await caller.ok(LIST, limit=20)
    assert (body["totalItemCount"], body["nextOffset"]) == (38, 20)
    assert body["trophyTitles"] == [*whole[:2], *whole[3:21]]
    body = await caller.ok(LIST, limit=20, offset=20)
    assert body["trophyTitles"] == [*whole[21:30], *whole[31:]]
    assert "nextOffset" not in body
    assert fault.spent
    assert await caller.titles() == whole
    emulator.fail("short_list", times=1)
    assert await caller.titles() == whole[:20]
    assert await caller.titles() == whole


async def test_an_empty_list(emulator: Emulator, caller: Caller) -> None:
    """Once there is nothing; the summary counts on."""
    whole = await caller.titles()
    emulator.fail("empty_list", times=1)
    assert await caller.ok(LIST) == {"trophyTitles": [], "totalItemCount": 0}
    summary = await caller.ok(f"{TROPHY}/users/me/trophySummary")
    assert summary["earnedTrophies"]["bronze"] > 0
    assert await caller.titles() == whole


async def test_no_rates(emulator: Emulator, caller: Caller) -> None:
    """During a slowdown each trophy of a set is ultra rare, with a rate of 0.0."""

    def rates(*trophies: Any) -> set[tuple[str, int]]:
        return {(t["trophyEarnedRate"], t["trophyRare"]) for t in trophies}

    np = emulator.world.cases["counter"]
    other = emulator.world.cases["complete"]
    before = [await caller.trophies(np), await caller.trophies(other)]
    emulator.fail("zero_rates", titles=["counter"])
    definitions, earned = await caller.trophies(np)
    assert definitions == before[0][0]
    assert rates(*earned["trophies"], *earned["rarestTrophies"]) == {("0.0", 0)}
    done = [trophy["earned"] for trophy in earned["trophies"]]
    assert done == [trophy["earned"] for trophy in before[0][1]["trophies"]]
    assert await caller.trophies(other) == before[1]
    games = [emulator.world.sets[id_].title_ids[0] for id_ in (np, other)]
    body = await caller.ok(
        f"{TROPHY}/users/me/titles/trophyTitles", npTitleIds=",".join(games)
    )
    found = {
        item["npTitleId"]: rates(*item["trophyTitles"][0]["rarestTrophies"])
        for item in body["titles"]
    }
    assert found[games[0]] == {("0.0", 0)}
    assert found[games[1]] != {("0.0", 0)}
    emulator.clear_faults()
    emulator.fail("zero_rates")
    assert rates(*(await caller.trophies(other))[1]["trophies"]) == {("0.0", 0)}


@pytest.mark.parametrize(
    ("kind", "expected"),
    [("life_endless", 10**18), ("life_tiny", 1), ("life_negative", -1)],
)
async def test_lives_of_tokens(
    emulator: Emulator, caller: Caller, kind: str, expected: int
) -> None:
    """The answers lie about how long token and NPSSO live; both hold as before."""

    async def page() -> Any:
        caller.headers = {"Cookie": f"npsso={emulator.npsso}"}
        body = await caller.ok(f"{ACCOUNT}/api/v1/ssocookie")
        caller.headers = {}
        return body

    emulator.fail(kind)
    assert (await caller.login())["expires_in"] == expected
    _, tokens = await caller.refresh()
    assert tokens["expires_in"] == expected
    assert tokens["refresh_token_expires_in"] > 1
    assert (await page())["expires_in"] == expected
    assert await caller.titles()
    emulator.clear_faults()
    emulator.fail(kind, on="token", seconds=60, keys=["refresh_token_expires_in"])
    tokens = await caller.login()
    assert (tokens["expires_in"], tokens["refresh_token_expires_in"]) == (3599, 60)
    assert (await page())["expires_in"] > 5_000_000


async def test_stumbles_come_together_and_with_other_faults(
    emulator: Emulator, caller: Caller
) -> None:
    """Several act on one answer; one that was refused is not counted."""
    whole = await caller.titles()
    ids = [title["npCommunicationId"] for title in whole]
    short = emulator.fail("short_list", titles=ids[5:])
    blank = emulator.fail("blank_title", titles=ids[1:2])
    null = emulator.fail("title_null", titles=ids[3:4])
    emulator.fail("unavailable", on="titles", times=1)
    assert (await caller.raw(LIST))[0] == 503
    assert short.hits == blank.hits == null.hits == 0
    titles = (await caller.ok(LIST))["trophyTitles"]
    assert len(titles) == 5
    assert titles[1]["trophyTitleName"] == ""
    assert titles[3] is None
    assert short.hits == blank.hits == null.hits == 1
    null.clear()
    assert (await caller.ok(LIST))["trophyTitles"][3] == whole[3]
    assert {"titles", "trophies"} < blank.as_dict().keys()


@pytest.mark.parametrize(
    "parameters",
    [
        {"kind": "unavailable", "titles": ["zero"]},
        {"kind": "empty_list", "titles": ["zero"]},
        {"kind": "blank_title", "trophies": [1]},
        {"kind": "blank_title", "titles": ["no such game"]},
    ],
)
def test_what_makes_no_sense_is_refused(parameters: dict[str, Any]) -> None:
    """A mistake in a test is told at once."""
    with pytest.raises(ValueError):
        Emulator(titles=20).fail(**parameters)


async def test_trophies_from_the_future_and_from_1970(
    emulator: Emulator, caller: Caller
) -> None:
    """A console's clock may be anywhere; the title is dated when it was synced."""
    np = emulator.world.cases["zero"]
    future = datetime(2036, 2, 7, tzinfo=UTC).timestamp()
    (ahead,) = emulator.earn(title=np, at=future)
    (behind,) = emulator.earn(title=np, at=0)
    assert ahead.earned_at == "2036-02-07T00:00:00Z"
    assert behind.earned_at == "1970-01-01T00:00:00Z"
    _, earned = await caller.trophies(np)
    for one in (ahead, behind):
        trophy = earned["trophies"][one.trophy_id]
        assert trophy["earned"] is True
        assert trophy["earnedDateTime"] == one.earned_at
    title = (await caller.titles())[0]
    assert title["npCommunicationId"] == np
    moment = datetime.fromisoformat(title["lastUpdatedDateTime"]).timestamp()
    assert abs(moment - emulator.now()) < 5
