"""What is understood, what is forgiven and what is refused."""

import copy
from dataclasses import fields, is_dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import Enum
import pickle
import traceback
import types
from typing import Any, Union, get_args, get_origin, get_type_hints

from hypothesis import given, settings, strategies as st
import orjson
import pytest

from custom_components.psn_trophies.psn import (
    PsnResponseError,
    TitlePlatform,
    TrophyGrade,
    TrophyRarity,
    TrophyService,
)
from custom_components.psn_trophies.psn.models import (
    EarnedGroups,
    LegacyProfile,
    LegacyProfileAnswer,
    Model,
    NpTitlesAnswer,
    Profile,
    TrophyCounts,
    TrophyDefinitions,
    TrophyGroups,
    TrophyStates,
    TrophySummary,
    TrophyTitle,
    TrophyTitlesPage,
)
from custom_components.psn_trophies.psn.models.base import report_once

from .samples import SAMPLES, TITLE


def parse[M: Model](model: type[M], data: Any) -> M:
    """Parse data as if they had come over the line."""
    return model.parse(orjson.dumps(data))


def title(**changes: Any) -> TrophyTitle:
    """Return a title with some keys changed."""
    return parse(TrophyTitle, TITLE | changes)


# Shape


@pytest.mark.parametrize("model", SAMPLES)
def test_sample_is_understood(model: type[Model]) -> None:
    """And every field of it is filled with what the model promises."""
    parsed = parse(model, SAMPLES[model])
    check(parsed)
    assert parsed == parse(model, SAMPLES[model])
    assert copy.deepcopy(parsed) == parsed
    assert pickle.loads(pickle.dumps(parsed)) == parsed  # noqa: S301
    assert not hasattr(parsed, "__dict__")


def test_values() -> None:
    """Names of our own, types of our own."""
    parsed = parse(TrophyTitlesPage, SAMPLES[TrophyTitlesPage])
    assert parsed.next_offset == 2
    assert parsed.previous_offset == 0
    assert parsed.total == 5
    first = parsed.titles[0]
    assert first.service is TrophyService.TROPHY2
    assert first.platforms == (TitlePlatform.PS5, TitlePlatform.PC)
    assert first.last_updated == datetime(2026, 9, 14, 20, 31, 7, tzinfo=UTC)
    assert first.earned == TrophyCounts(bronze=10, silver=3, gold=0, platinum=0)
    assert first.earned.total == 13
    earned = parse(TrophyStates, SAMPLES[TrophyStates]).trophies
    assert earned[0].rarity is TrophyRarity.RARE
    assert earned[0].earned_rate == 41.7
    assert (earned[1].progress, earned[1].progress_rate) == (18, 36)
    [trophy] = parse(TrophyDefinitions, SAMPLES[TrophyDefinitions]).trophies
    assert trophy.progress_target == 50
    assert trophy.grade is TrophyGrade.SILVER
    game = parse(NpTitlesAnswer, SAMPLES[NpTitlesAnswer]).titles[0]
    assert game.trophy_sets[0].rarest[0].name == "Wickwright"
    assert game.trophy_sets[0].not_earned_ids == (1, 2)


def test_real_names_are_not_kept() -> None:
    """They are nobody's business."""
    profile = parse(Profile, SAMPLES[Profile])
    assert "Robin" not in repr(profile)
    assert "Example" not in repr(profile.to_dict())


def test_best_avatar() -> None:
    """By size, not by place; over https."""
    profile = parse(Profile, SAMPLES[Profile])
    assert profile.avatar_url
    assert profile.avatar_url.startswith("https://")
    assert profile.avatar_url.endswith("/xl.png")
    assert replace(profile, avatars=()).avatar_url is None
    odd = tuple(replace(avatar, size="xxs") for avatar in profile.avatars)
    assert replace(profile, avatars=odd).avatar_url == odd[0].url
    some = (*odd, profile.avatars[0])
    assert replace(profile, avatars=some).avatar_url == profile.avatars[0].url


@pytest.mark.parametrize(
    ("np_id", "region"),
    [
        ("cXVpZXRfaGFyYm91cjdAYjcuZ2I=", "GB"),
        (None, None),
        ("", None),
        ("not base64", None),
        ("é", None),
        ("/////w==", None),
        ("bm9kb21haW4=", None),
        ("YUBiYy5kZWZn", None),
    ],
)
def test_region(np_id: str | None, region: str | None) -> None:
    """The last letters of the npId, if it is one."""
    legacy = parse(LegacyProfileAnswer, SAMPLES[LegacyProfileAnswer]).profile
    assert legacy.avatar_url
    assert replace(legacy, np_id=np_id).region == region


# Forgiven


def test_optional_keys_may_be_absent_or_null() -> None:
    """Both mean the same."""
    wanted = {
        key: TITLE[key]
        for key in (
            "npServiceName",
            "npCommunicationId",
            "trophyTitleName",
            "definedTrophies",
            "earnedTrophies",
            "progress",
            "lastUpdatedDateTime",
        )
    }
    absent = parse(TrophyTitle, wanted)
    null = parse(TrophyTitle, dict.fromkeys(TITLE) | wanted)
    assert absent == null
    assert (absent.icon_url, absent.detail, absent.group_count) == (None, None, None)
    assert absent.platforms == ()
    assert not absent.hidden


@pytest.mark.parametrize(
    ("model", "sample", "key", "flag"),
    [
        (TrophyTitle, TITLE, "hasTrophyGroups", "has_groups"),
        (TrophyTitle, TITLE, "hiddenFlag", "hidden"),
        *(
            (model, SAMPLES[model], key, flag)
            for model, key, flag in (
                (TrophyDefinitions, "hasTrophyGroups", "has_groups"),
                (TrophyStates, "hasTrophyGroups", "has_groups"),
                (EarnedGroups, "hiddenFlag", "hidden"),
                (Profile, "isPlus", "is_plus"),
                (Profile, "isOfficiallyVerified", "is_officially_verified"),
                (Profile, "isMe", "is_me"),
            )
        ),
    ],
)
def test_what_is_not_said_is_not_so(
    model: type[Model], sample: dict[str, Any], key: str, flag: str
) -> None:
    """A flag that an answer leaves out is off."""
    assert getattr(parse(model, sample | {key: True}), flag) is True
    without = {name: value for name, value in sample.items() if name != key}
    assert getattr(parse(model, without), flag) is False


def test_numbers_as_text_and_ids_as_numbers() -> None:
    """Sony is not always sure."""
    assert title(progress="26").progress == 26
    assert title(trophyGroupCount="2").group_count == 2
    summary = SAMPLES[TrophySummary] | {"accountId": 4170926358214403517}
    assert parse(TrophySummary, summary).account_id == "4170926358214403517"
    earned = copy.deepcopy(SAMPLES[TrophyStates])
    earned["trophies"][0] |= {"trophyRare": "2", "trophyEarnedRate": 41}
    earned["trophies"][1] |= {"progress": 18, "progressRate": "36"}
    parsed = parse(TrophyStates, earned).trophies
    assert parsed[0].rarity is TrophyRarity.RARE
    assert parsed[0].earned_rate == 41.0
    assert (parsed[1].progress, parsed[1].progress_rate) == (18, 36)


@pytest.mark.parametrize(
    "text",
    [
        "2026-09-14T20:31:07Z",
        "2026-09-14T20:31:07.000000Z",
        "2026-09-14T20:31:07+00:00",
        "2026-09-14T22:31:07+02:00",
        "20260914T203107Z",
    ],
)
def test_times_with_a_zone(text: str) -> None:
    """Come out in UTC."""
    moment = title(lastUpdatedDateTime=text).last_updated
    assert moment == datetime(2026, 9, 14, 20, 31, 7, tzinfo=UTC)
    assert moment.utcoffset() == timedelta(0)
    assert moment.tzinfo is UTC


def test_unknown_values_of_enumerations_are_kept() -> None:
    """A new console must not cost the list."""
    parsed = title(trophyTitlePlatform="PS6, PS5 ,,", npServiceName="trophy3")
    assert parsed.platforms == ("PS6", "PS5")
    new, old = parsed.platforms
    assert isinstance(new, TitlePlatform)
    assert (new.name, str(new), new.is_known) == ("UNKNOWN", "PS6", False)
    assert old is TitlePlatform.PS5
    assert old.is_known
    assert parsed.service == "trophy3"
    assert new == TitlePlatform("PS6")
    assert new != TitlePlatform("PS7")
    assert len({new, TitlePlatform("PS6")}) == 1
    assert new not in list(TitlePlatform)
    assert pickle.loads(pickle.dumps(new)) == new  # noqa: S301
    assert TrophyGrade("diamond").value == "diamond"
    rarity = TrophyRarity(7)
    assert (rarity, rarity.name, rarity.is_known) == (7, "UNKNOWN", False)
    assert rarity.value == 7
    assert TrophyRarity.COMMON.is_known
    for open_enum in (TitlePlatform, TrophyRarity):
        with pytest.raises(ValueError, match="not a valid"):
            open_enum([])  # type: ignore[arg-type]


def test_odd_texts() -> None:
    """Any Unicode, any length; only spaces around a name go."""
    name = "🏆 שלום\u202e\x00 名前\u0301  doubled" * 5000
    assert title(trophyTitleName=f"\n {name}\n").name == name


# Refused


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"trophyTitleName": None}, "name"),
        ({"trophyTitleName": ["SECRET"]}, "name"),
        ({"trophyTitleName": 5}, "name"),
        ({"hiddenFlag": "false"}, "hidden"),
        ({"hiddenFlag": 0}, "hidden"),
        ({"hasTrophyGroups": []}, "has_groups"),
        ({"progress": True}, "progress"),
        ({"progress": {"SECRET": 1}}, "progress"),
        ({"progress": 2.5}, "progress"),
        ({"progress": "26%"}, "progress"),
        ({"progress": "٢٦"}, "progress"),
        ({"progress": "9" * 5000}, "progress"),
        ({"progress": ""}, "progress"),
        ({"lastUpdatedDateTime": "2026-09-14T20:31:07"}, "last_updated"),
        ({"lastUpdatedDateTime": "2026-09-14"}, "last_updated"),
        ({"lastUpdatedDateTime": "SECRET"}, "last_updated"),
        ({"lastUpdatedDateTime": 1790000000}, "last_updated"),
        ({"lastUpdatedDateTime": None}, "last_updated"),
        ({"lastUpdatedDateTime": "0000-00-00T00:00:00Z"}, "last_updated"),
        ({"npCommunicationId": "NPWR 1"}, "np_communication_id"),
        ({"npCommunicationId": "../me"}, "np_communication_id"),
        ({"npCommunicationId": ""}, "np_communication_id"),
        ({"definedTrophies": None}, "defined"),
        ({"lastUpdatedDateTime": "2026-02-30T00:00:00Z"}, "last_updated"),
        ({"lastUpdatedDateTime": "0001-01-01T00:00:00+14:00"}, "last_updated"),
        ({"npServiceName": 2}, "service"),
        ({"npServiceName": None}, "service"),
        ({"trophyTitlePlatform": ["PS5"]}, "platforms"),
        ({"trophyTitlePlatform": 5}, "platforms"),
        ({"definedTrophies": []}, "defined"),
        ({"definedTrophies": {"bronze": 1}}, "defined.silver"),
        ({"earnedTrophies": {"bronze": "SECRET"}}, "earned.bronze"),
        ({"earnedTrophies": {"bronze": False}}, "earned.bronze"),
    ],
)
def test_wrong_title_costs_itself_and_is_named_by_its_place(
    changes: dict[str, Any], path: str, caplog: pytest.LogCaptureFixture
) -> None:
    """The others are kept; the log has the path to it once, never the value."""
    report_once.cache_clear()
    data = {"trophyTitles": [TITLE, TITLE | changes, TITLE], "totalItemCount": 3}
    for _ in range(2):
        page = parse(TrophyTitlesPage, data)
        assert page.titles == (title(), title())
        assert (page.skipped, page.total, page.next_offset) == (1, 3, None)
    [line] = [record.getMessage() for record in caplog.records]
    assert line.endswith(f": TrophyTitle.{path}")
    with pytest.raises(PsnResponseError) as caught:
        parse(TrophyTitle, TITLE | changes)
    assert str(caught.value) == f"Answer not understood at TrophyTitle.{path}"
    assert caught.value.__cause__ is caught.value.__context__ is None


@pytest.mark.parametrize(
    ("model", "changes", "path"),
    [
        (TrophyTitlesPage, {"trophyTitles": {}}, "titles"),
        (TrophyTitlesPage, {"trophyTitles": "SECRET"}, "titles"),
        (TrophyTitlesPage, {"trophyTitles": None}, "titles"),
        (TrophyTitlesPage, {"totalItemCount": None}, "total"),
        (TrophySummary, {"accountId": 1.5}, "account_id"),
        (TrophySummary, {"accountId": True}, "account_id"),
        (Profile, {"languages": "en"}, "languages"),
        (Profile, {"languages": ["en", None]}, "languages[1]"),
        (Profile, {"isPlus": 2}, "is_plus"),
        (Profile, {"isPlus": 1.0}, "is_plus"),
        (Profile, {"isPlus": "1"}, "is_plus"),
        (Profile, {"avatars": "l"}, "avatars"),
    ],
)
def test_wrong_value_at_the_top(
    model: type[Model], changes: dict[str, Any], path: str
) -> None:
    """Lists are lists, ids are ids."""
    with pytest.raises(PsnResponseError) as caught:
        parse(model, SAMPLES[model] | changes)
    assert str(caught.value).endswith(f" {model.__name__}.{path}")


@pytest.mark.parametrize(
    "rate", ["nan", "inf", "1e400", "", "8,0", True, [], "9" * 400]
)
def test_rate_is_a_finite_number(rate: object) -> None:
    """One that is none is unknown; the trophy is there all the same."""
    data = copy.deepcopy(SAMPLES[TrophyStates])
    data["trophies"][0]["trophyEarnedRate"] = rate
    parsed = parse(TrophyStates, data)
    assert parsed.trophies[0].earned_rate is None
    assert parsed.trophies[0].earned
    assert (len(parsed.trophies), parsed.skipped) == (2, 0)


@pytest.mark.parametrize(
    ("key", "field"),
    [
        ("earnedDateTime", "earned_at"),
        ("progressedDateTime", "progressed_at"),
        ("progress", "progress"),
        ("progressRate", "progress_rate"),
        ("trophyRare", "rarity"),
    ],
)
@pytest.mark.parametrize("value", ["0000-00-00T00:00:00Z", ["x"], True, 1e300])
def test_trophy_is_more_than_its_date(key: str, field: str, value: object) -> None:
    """What a trophy can be without does not cost it."""
    data = copy.deepcopy(SAMPLES[TrophyStates])
    data["trophies"][0][key] = value
    parsed = parse(TrophyStates, data)
    assert getattr(parsed.trophies[0], field) is None
    assert (parsed.trophies[0].trophy_id, parsed.skipped) == (4, 0)


LISTS: list[tuple[type[Model], str, str]] = [
    (TrophyTitlesPage, "trophyTitles", "titles"),
    (TrophyDefinitions, "trophies", "trophies"),
    (TrophyStates, "trophies", "trophies"),
    (TrophyGroups, "trophyGroups", "groups"),
    (EarnedGroups, "trophyGroups", "groups"),
    (NpTitlesAnswer, "titles", "titles"),
]


@pytest.mark.parametrize(("model", "key", "field"), LISTS)
@pytest.mark.parametrize("bad", [{}, None, 5, "SECRET", [], {"trophyId": "SECRET"}])
def test_unreadable_item_costs_only_itself(
    model: type[Model], key: str, field: str, bad: object
) -> None:
    """Wherever it stands, and also where it is the only one."""
    whole = parse(model, SAMPLES[model])
    items = SAMPLES[model][key]
    for place in range(len(items) + 1):
        data = SAMPLES[model] | {key: [*items[:place], bad, *items[place:]]}
        parsed: Any = parse(model, data | {"skipped": "SECRET"})
        assert getattr(parsed, field) == getattr(whole, field)
        assert parsed.skipped == 1
    parsed = parse(model, SAMPLES[model] | {key: [bad, bad]})
    assert getattr(parsed, field) == ()
    assert parsed.skipped == 2


def test_unreadable_avatars_and_sets_are_left_out() -> None:
    """Pictures and rarest trophies are not worth the rest."""
    profile = SAMPLES[Profile] | {"avatars": [{"size": "l", "url": 5}, None]}
    assert parse(Profile, profile).avatars == ()
    data = copy.deepcopy(SAMPLES[NpTitlesAnswer])
    data["titles"][0]["trophyTitles"][0]["rarestTrophies"].append({"trophyId": "x"})
    data["titles"][0]["trophyTitles"].append({})
    assert parse(NpTitlesAnswer, data) == parse(NpTitlesAnswer, SAMPLES[NpTitlesAnswer])


@pytest.mark.parametrize("number", ["1e400", "-1e400", "9" * 5000, "9" * 400 + ".5"])
def test_number_beyond_all_bounds_costs_its_item(number: str) -> None:
    """Not the whole answer."""
    good = orjson.dumps(TITLE).decode()
    bad = orjson.dumps(TITLE | {"progress": "@"}).decode().replace('"@"', number)
    body = f'{{"trophyTitles":[{good},{bad}],"totalItemCount":2}}'
    page = TrophyTitlesPage.parse(body.encode())
    assert (page.titles, page.skipped) == ((title(),), 1)


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b"5", b'"x"', b"\xff"])
def test_no_object(body: bytes) -> None:
    """Is refused as a whole."""
    with pytest.raises(PsnResponseError):
        TrophySummary.parse(body)


# Anything at all

MARK = "SECRET"
JUNK = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**63), 2**64 - 1),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(max_size=20).map(lambda text: MARK + text),
    st.sampled_from(["", "0", "-1", "1" * 30, "true", "2026-01-01T00:00:00", "PS5"]),
    st.lists(st.integers(0, 9) | st.text(max_size=5), max_size=3),
    st.dictionaries(st.text(max_size=5), st.just(1), max_size=2),
    st.builds(lambda: [{}]),
    st.builds(lambda: {"bronze": MARK}),
)


def places(data: Any) -> list[tuple[str | int, ...]]:
    """Return the way to each value in the data."""
    match data:
        case dict():
            items: list[tuple[str | int, Any]] = list(data.items())
        case list():
            items = list(enumerate(data))
        case _:
            return []
    return [(key, *rest) for key, value in items for rest in ((), *places(value))]


def check(value: Any, hint: Any = None) -> None:
    """Assert that a value is what its annotation promises."""
    if is_dataclass(value):
        hints = get_type_hints(type(value))
        for field in fields(value):
            check(getattr(value, field.name), hints[field.name])
        return
    origin = get_origin(hint)
    if origin in (Union, types.UnionType):
        kinds = [kind for kind in get_args(hint) if kind is not type(None)]
        if value is not None:
            check(value, kinds[0])
    elif origin is tuple:
        assert type(value) is tuple
        for item in value:
            check(item, get_args(hint)[0])
    elif issubclass(hint, Enum):
        assert isinstance(value, hint)
    else:
        assert type(value) is hint
        if hint is datetime:
            assert value.tzinfo is UTC


@settings(deadline=None)
@given(data=st.data(), model=st.sampled_from(sorted(SAMPLES, key=str)))
def test_spoilt_answers(data: st.DataObject, model: type[Model]) -> None:
    """Types swapped, keys dropped: a right model or PsnResponseError, no payload."""
    body = orjson.loads(orjson.dumps(SAMPLES[model]))
    for _ in range(data.draw(st.integers(1, 3), label="changes")):
        if not (ways := places(body)):
            break
        *way, last = data.draw(st.sampled_from(ways), label="place")
        target: Any = body
        for step in way:
            target = target[step]
        if data.draw(st.booleans(), label="drop"):
            del target[last]
        else:
            target[last] = data.draw(JUNK, label="value")
    try:
        parsed = parse(model, body)
    except PsnResponseError as err:
        refusal = err
    else:
        check(parsed)
        if isinstance(parsed, LegacyProfileAnswer):
            _ = parsed.profile.region, parsed.profile.avatar_url
        return
    assert MARK not in "".join(traceback.format_exception(refusal)) + repr(refusal)
    assert refusal.__context__ is None
    assert str(refusal).startswith(f"Answer not understood at {model.__name__}")


@settings(deadline=None)
@given(body=st.binary() | st.text().map(str.encode) | JUNK.map(orjson.dumps))
def test_any_bytes(body: bytes) -> None:
    """Whatever comes over the line."""
    for model in SAMPLES:
        with pytest.raises(PsnResponseError):
            model.parse(body)


@settings(deadline=None)
@given(np_id=st.text(max_size=40) | st.none())
def test_any_np_id(np_id: str | None) -> None:
    """A region of two letters or none."""
    profile = LegacyProfile(online_id="a", account_id="1", np_id=np_id)
    assert profile.region is None or len(profile.region) == 2
