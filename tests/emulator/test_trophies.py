"""The trophy service answers as Sony does."""

import re

import aiohttp
import pytest

from . import Emulator
from .arithmetic import level, progress, rarity
from .caller import COUNT_KEYS, MOMENT, TROPHY, Caller, service_of


async def test_summary_is_derived_from_the_sets(
    emulator: Emulator, caller: Caller
) -> None:
    """Level, points and counts agree with each other and with the title list."""
    body = await caller.ok(f"{TROPHY}/users/me/trophySummary")
    assert list(body) == [
        "accountId",
        "trophyLevel",
        "trophyPoint",
        "trophyLevelBasePoint",
        "trophyLevelNextPoint",
        "progress",
        "tier",
        "earnedTrophies",
    ]
    assert isinstance(body["accountId"], str)
    assert int(body["accountId"]) > 2**53
    counts = body["earnedTrophies"]
    weights = {"bronze": 15, "silver": 30, "gold": 90, "platinum": 300}
    assert body["trophyPoint"] == sum(weights[g] * n for g, n in counts.items())
    base, following = body["trophyLevelBasePoint"], body["trophyLevelNextPoint"]
    assert base <= body["trophyPoint"] < following
    done = (body["trophyPoint"] - base) * 100 // (following - base)
    assert body["progress"] == done
    titles = await caller.titles()
    for grade in counts:
        assert counts[grade] == sum(t["earnedTrophies"][grade] for t in titles)
    numeric = await caller.ok(
        f"{TROPHY}/users/{emulator.account.account_id}/trophySummary"
    )
    assert numeric == body


@pytest.mark.parametrize(
    ("points", "expected"),
    [
        (0, (1, 1, 0, 60, 0)),
        (44_610, (265, 3, 44_190, 44_640, 93)),
        (200_430, (437, 5, 199_890, 201_240, 40)),
        (310_380, (514, 6, 310_140, 311_940, 13)),
        (1_080_195, (838, 9, 1_079_640, 1_082_790, 17)),
        (1_631_339, (998, 9, 1_627_740, 1_631_340, 99)),
        (1_631_340, (999, 10, 1_631_340, 1_631_340, 0)),
    ],
)
def test_levels_agree_with_the_known_samples(
    points: int, expected: tuple[int, ...]
) -> None:
    """The ladder of levels is the documented one."""
    found = level(points)
    assert (
        found.level,
        found.tier,
        found.base,
        found.next,
        found.progress,
    ) == expected


def test_progress_and_rarity_agree_with_the_known_samples() -> None:
    """Progress is floored and leaves the platinum out; rarity has four classes."""
    earned = {"bronze": 10, "silver": 3, "gold": 0, "platinum": 0}
    defined = {"bronze": 24, "silver": 9, "gold": 3, "platinum": 1}
    assert progress(earned, defined) == 26
    rates = (1, 50, 51, 150, 151, 500, 501)
    assert [rarity(rate) for rate in rates] == [0, 0, 1, 1, 2, 2, 3]


async def test_titles_have_the_known_shape(caller: Caller) -> None:
    """Every title has the right keys and types, and the list its order."""
    titles = await caller.titles()
    assert len(titles) == 40
    dates = [title["lastUpdatedDateTime"] for title in titles]
    assert dates == sorted(dates, reverse=True)
    assert all(MOMENT.fullmatch(date) for date in dates)
    for title in titles:
        legacy = title["npServiceName"] == "trophy"
        assert list(title) == [
            "npServiceName",
            "npCommunicationId",
            "trophySetVersion",
            "trophyTitleName",
            *(["trophyTitleDetail"] if legacy else []),
            "trophyTitleIconUrl",
            "trophyTitlePlatform",
            "hasTrophyGroups",
            "trophyGroupCount",
            "definedTrophies",
            "progress",
            "earnedTrophies",
            "hiddenFlag",
            "lastUpdatedDateTime",
        ]
        assert re.fullmatch(r"NPWR\d{5}_00", title["npCommunicationId"])
        host = "image.api" if legacy else "psnobj.prod.dl"
        assert title["trophyTitleIconUrl"].startswith(f"https://{host}.playstation.")
        assert title["hasTrophyGroups"] is (title["trophyGroupCount"] > 1)
        for key in ("definedTrophies", "earnedTrophies"):
            assert sorted(title[key]) == COUNT_KEYS
        assert title["progress"] == progress(
            title["earnedTrophies"], title["definedTrophies"]
        )


async def test_titles_are_paged(caller: Caller) -> None:
    """Page keys are there only when they mean something."""
    url = f"{TROPHY}/users/me/trophyTitles"
    whole = await caller.titles()
    first = await caller.ok(url, limit=15)
    assert list(first)[1:] == ["nextOffset", "totalItemCount"]
    assert (first["nextOffset"], first["totalItemCount"]) == (15, 40)
    second = await caller.ok(url, limit=15, offset=15)
    assert (second["nextOffset"], second["previousOffset"]) == (30, 14)
    last = await caller.ok(url, limit=15, offset=30)
    assert "nextOffset" not in last
    assert last["previousOffset"] == 29
    pages = [*first["trophyTitles"], *second["trophyTitles"], *last["trophyTitles"]]
    assert pages == whole
    beyond = await caller.ok(url, limit=15, offset=99)
    assert beyond == {"trophyTitles": [], "previousOffset": 39, "totalItemCount": 40}


async def test_default_page_holds_a_hundred(socket_enabled: None) -> None:
    """Without a limit a page ends at 100; more than 800 titles need two pages."""
    async with Emulator(titles=810) as emulator:
        with emulator.redirect():
            async with aiohttp.ClientSession() as session:
                caller = Caller(session)
                await caller.login()
                url = f"{TROPHY}/users/me/trophyTitles"
                body = await caller.ok(url)
                assert len(body["trophyTitles"]) == body["nextOffset"] == 100
                body = await caller.ok(url, limit=800)
                assert body["nextOffset"] == 800
                body = await caller.ok(url, limit=800, offset=800)
                assert len(body["trophyTitles"]) == 10


@pytest.mark.parametrize(
    "params",
    [{"limit": 0}, {"limit": 801}, {"limit": "many"}, {"offset": -1}, {"limit": -5}],
)
async def test_page_bounds(caller: Caller, params: dict[str, str | int]) -> None:
    """Pages outside the bounds are bad requests."""
    status, body = await caller.get(f"{TROPHY}/users/me/trophyTitles", **params)
    assert status == 400
    assert body["error"]["code"] == 2240513
    assert list(body["error"]) == ["referenceId", "code", "message"]


async def test_sets_of_games(emulator: Emulator, caller: Caller) -> None:
    """Game ids lead to sets; nothing else does."""
    world = emulator.world
    url = f"{TROPHY}/users/me/titles/trophyTitles"
    counter = world.sets[world.cases["counter"]]
    vita = world.sets[world.cases["vita_ps4"]]
    unsynced = world.sets[world.cases["unsynced"]]
    ids = [counter.title_ids[0], vita.title_ids[1], unsynced.title_ids[0]]
    body = await caller.ok(
        url, npTitleIds=",".join(ids), includeNotEarnedTrophyIds="true"
    )
    found = {item["npTitleId"]: item["trophyTitles"] for item in body["titles"]}
    assert found.keys() == set(ids)
    assert found[ids[2]] == []
    (title,) = found[ids[0]]
    assert list(title) == [
        "npServiceName",
        "npCommunicationId",
        "trophyTitleName",
        "trophyTitleIconUrl",
        "hasTrophyGroups",
        "trophyGroupCount",
        "rarestTrophies",
        "progress",
        "earnedTrophies",
        "definedTrophies",
        "lastUpdatedDateTime",
        "notEarnedTrophyIds",
    ]
    rarest = title["rarestTrophies"][0]
    assert {"trophyName", "trophyRare", "trophyEarnedRate", "earned"} <= rarest.keys()
    assert "trophyTitleDetail" in found[ids[1]][0]
    plain = await caller.ok(url, npTitleIds=ids[0])
    assert "notEarnedTrophyIds" not in plain["titles"][0]["trophyTitles"][0]


@pytest.mark.parametrize(
    ("ids", "status", "code"),
    [
        ("A,B,C,D,E,F", 400, 2240513),
        ("", 400, 2240513),
        ("NPEB90000_00", 400, 2240513),
        ("CUSA00001_00", 404, 2240525),
    ],
)
async def test_sets_of_games_are_refused(
    caller: Caller, ids: str, status: int, code: int
) -> None:
    """Too many ids, none, a PS3 game, an unknown one."""
    found, body = await caller.get(
        f"{TROPHY}/users/me/titles/trophyTitles", npTitleIds=ids
    )
    assert (found, body["error"]["code"]) == (status, code)
    if status == 404:
        assert ids in body["error"]["message"]


async def test_catalogue_of_a_set(emulator: Emulator, caller: Caller) -> None:
    """Groups and definitions of both services."""
    for case in ("ps5_pc", "legacy_dlc", "unsynced"):
        np, service = service_of(emulator, case)
        legacy = service == "trophy"
        groups = await caller.ok(
            f"{TROPHY}/npCommunicationIds/{np}/trophyGroups", npServiceName=service
        )
        assert ("trophyTitleDetail" in groups) is legacy
        assert groups["trophyGroups"][0]["trophyGroupId"] == "default"
        for number, group in enumerate(groups["trophyGroups"]):
            assert ("trophyGroupDetail" in group) is legacy
            if number:
                assert group["trophyGroupId"] == f"{number:03}"
                assert group["definedTrophies"]["platinum"] == 0
        path = f"/npCommunicationIds/{np}/trophyGroups/all/trophies"
        body = await caller.ok(TROPHY + path, npServiceName=service)
        trophies = body["trophies"]
        assert [trophy["trophyId"] for trophy in trophies] == list(range(len(trophies)))
        assert body["totalItemCount"] == len(trophies)
        assert "nextOffset" not in body
        for trophy in trophies:
            assert trophy["trophyName"]
            assert trophy["trophyDetail"]
            assert "trophyRare" not in trophy
            assert isinstance(trophy.get("trophyProgressTargetValue", ""), str)
        page = await caller.ok(
            TROPHY + path, npServiceName=service, limit=10, offset=10
        )
        assert page["trophies"] == trophies[10:20]
        assert page["previousOffset"] == 9


async def test_earned_state_of_a_set(emulator: Emulator, caller: Caller) -> None:
    """Earned state has no names, and the rates that definitions lack."""
    np, service = service_of(emulator, "counter")
    definitions, earned = await caller.trophies(np)
    assert len(definitions["trophies"]) == len(earned["trophies"])
    targets = {
        trophy["trophyId"]: int(trophy["trophyProgressTargetValue"])
        for trophy in definitions["trophies"]
        if "trophyProgressTargetValue" in trophy
    }
    seen = set()
    for trophy in earned["trophies"]:
        assert not {"trophyName", "trophyIconUrl", "trophyGroupId"} & trophy.keys()
        assert re.fullmatch(r"\d{1,2}\.\d", trophy["trophyEarnedRate"])
        counting = trophy["trophyId"] in targets and not trophy["earned"]
        assert ("progress" in trophy) is counting
        assert trophy["earned"] is ("earnedDateTime" in trophy)
        if counting:
            value = int(trophy["progress"])
            assert isinstance(trophy["progress"], str)
            target = targets[trophy["trophyId"]]
            assert trophy["progressRate"] == value * 100 // target
            assert ("progressedDateTime" in trophy) is (value > 0)
            seen.add(value > 0)
    assert seen == {True, False}
    rates = [float(t["trophyEarnedRate"]) for t in earned["trophies"] if t["earned"]]
    rarest = earned["rarestTrophies"]
    assert {float(trophy["trophyEarnedRate"]) for trophy in rarest} == {min(rates)}
    assert any("trophyRewardName" in trophy for trophy in definitions["trophies"])
    groups = await caller.ok(
        f"{TROPHY}/users/me/npCommunicationIds/{np}/trophyGroups",
        npServiceName=service,
    )
    title = next(t for t in await caller.titles() if t["npCommunicationId"] == np)
    for key in ("progress", "earnedTrophies", "lastUpdatedDateTime"):
        assert groups[key] == title[key]


async def test_groups_are_asked_for_one_by_one(
    emulator: Emulator, caller: Caller
) -> None:
    """A group holds its own trophies; ids go on from the group before."""
    np, service = service_of(emulator, "legacy_dlc")
    whole, _ = await caller.trophies(np, service)
    parts = []
    for group in ("default", "001", "002"):
        definitions, earned = await caller.trophies(np, service, group=group)
        assert {t["trophyGroupId"] for t in definitions["trophies"]} == {group}
        ids = [trophy["trophyId"] for trophy in definitions["trophies"]]
        assert [trophy["trophyId"] for trophy in earned["trophies"]] == ids
        parts += definitions["trophies"]
    assert parts == whole["trophies"]
    status, _ = await caller.get(
        f"{TROPHY}/npCommunicationIds/{np}/trophyGroups/003/trophies",
        npServiceName=service,
    )
    assert status == 404


@pytest.mark.parametrize("params", [{}, {"npServiceName": "trophy"}])
@pytest.mark.parametrize("user", ["", "/users/me"])
@pytest.mark.parametrize("tail", ["", "/all/trophies"])
async def test_the_service_name_has_to_be_right(
    emulator: Emulator, caller: Caller, params: dict[str, str], user: str, tail: str
) -> None:
    """A missing or wrong service name is as bad as an unknown set."""
    np, _ = service_of(emulator, "ps5_pc")
    url = f"{TROPHY}{user}/npCommunicationIds/{np}/trophyGroups{tail}"
    status, body = await caller.get(url, **params)
    assert (status, body["error"]["code"]) == (404, 2240525)
    assert body["error"]["message"] == "Resource not found"
    status, _ = await caller.get(url.replace(np, "NPWR00001_00"), **params)
    assert status == 404


async def test_sets_not_synced_have_definitions_only(
    emulator: Emulator, caller: Caller
) -> None:
    """The catalogue knows what the account does not."""
    np, service = service_of(emulator, "unsynced")
    for tail in ("", "/all/trophies"):
        path = f"/npCommunicationIds/{np}/trophyGroups{tail}"
        await caller.ok(TROPHY + path, npServiceName=service)
        status, body = await caller.get(
            f"{TROPHY}/users/me{path}", npServiceName=service
        )
        assert (status, body["error"]["code"]) == (404, 2240525)


@pytest.mark.parametrize(
    "path",
    [
        "trophySummary",
        "trophyTitles",
        "titles/trophyTitles?npTitleIds=PPSA90001_00",
        "npCommunicationIds/NPWR90001_00/trophyGroups?npServiceName=trophy2",
        "npCommunicationIds/NPWR90001_00/trophyGroups/all/trophies?npServiceName=trophy2",
    ],
)
async def test_private_accounts_are_closed(
    emulator: Emulator, caller: Caller, path: str
) -> None:
    """Others get 403 with the code for privacy; the owner gets in."""
    private = emulator.world.people["private"]
    status, body = await caller.get(f"{TROPHY}/users/{private.account_id}/{path}")
    assert (status, body["error"]["code"]) == (403, 2240526)
    assert body["error"]["message"] == "Not permitted by access control"
    emulator.set_private(account="friend")
    friend = emulator.world.people["friend"]
    url = f"{TROPHY}/users/{friend.account_id}/trophySummary"
    assert (await caller.get(url))[0] == 403
    emulator.set_private(False, account="friend")
    assert (await caller.get(url))[0] == 200
    await caller.login(private.npsso)
    for user in ("me", private.account_id):
        assert (await caller.get(f"{TROPHY}/users/{user}/trophySummary"))[0] == 200


async def test_unknown_users(caller: Caller) -> None:
    """Ids that are no numbers, and numbers of nobody."""
    status, body = await caller.get(f"{TROPHY}/users/someone/trophySummary")
    assert (status, body["error"]["code"]) == (400, 2240513)
    status, body = await caller.get(f"{TROPHY}/users/123456789/trophySummary")
    assert (status, body["error"]["code"]) == (404, 2240525)


async def test_trophy_routes_want_a_token(nobody: Caller) -> None:
    """No token and a made-up one get 401 in the API's shape."""
    url = f"{TROPHY}/users/me/trophySummary"
    for token in ("", "made.up.token"):
        nobody.token = token
        status, body = await nobody.get(url)
        assert status == 401
        assert isinstance(body["error"], dict)


async def test_language_follows_the_header(emulator: Emulator, caller: Caller) -> None:
    """Names come in the language asked for, and say what they vary by."""
    np, service = service_of(emulator, "localised")
    url = f"{TROPHY}/npCommunicationIds/{np}/trophyGroups/all/trophies"
    names = {}
    for language in ("en-US", "de-DE", "fr-FR", "xx, de;q=0.4, fr;q=0.9", ""):
        caller.headers = {"Accept-Language": language} if language else {}
        names[language] = (await caller.ok(url, npServiceName=service))["trophies"]
        titles = {t["npCommunicationId"]: t for t in await caller.titles()}
        names[language].append(titles[np]["trophyTitleName"])
    assert names["en-US"] == names[""]
    assert names["fr-FR"] == names["xx, de;q=0.4, fr;q=0.9"]
    assert names["de-DE"][-1] == "Das Jahr des Laternenanzünders"
    assert names["de-DE"] != names["en-US"] != names["fr-FR"]
    async with caller.session.get(
        url,
        params={"npServiceName": service},
        headers={"Authorization": f"Bearer {caller.token}"},
    ) as response:
        assert response.headers["Vary"] == "Accept-Language"
        assert response.headers["Cache-Control"] == "max-age=300"
