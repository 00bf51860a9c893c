"""Earned trophies as lines of text, and titles that hold them."""

from collections import Counter
from datetime import UTC, datetime

from hypothesis import given, strategies as st
import orjson
import pytest

from custom_components.psn_trophies.psn import (
    TitlePlatform,
    Trophy,
    TrophyDefinitions,
    TrophyGrade,
    TrophyRarity,
    TrophyService,
    TrophyState,
    TrophyTitle,
)
from custom_components.psn_trophies.trophies.archive import (
    DAMAGE,
    SEPARATOR,
    dump,
    dump_trophy,
    load,
    load_trophy,
)
from custom_components.psn_trophies.trophies.levels import title_progress
from custom_components.psn_trophies.trophies.library import Library
from custom_components.psn_trophies.trophies.records import (
    EarnedRecord,
    TitleRecord,
    believable,
    one_line,
)

from .builders import (
    FOLDER,
    READ_AT,
    SET_IDS,
    STARTED,
    STARTED_AT,
    Reading,
    make_counts,
    make_definition,
    make_state,
    make_title,
)
from .strategies import (
    MODERATE,
    body_of,
    definitions,
    earned_times,
    icon_urls,
    rarities,
    rates,
    readings,
    texts,
)

SET_ID = SET_IDS[0]
OTHER_FOLDER = "https://image.example/trophy/np/NPWR00001_00_00ab/"

wild_texts = (
    st.text(st.characters(codec="utf-8"), max_size=20)
    | st.text(st.sampled_from("\t\n\r\x0b\x1c\x7f\x85\u2028 ab"), max_size=8)
    | st.sampled_from(["שלום \u202eabc", "名前 進撃", "👩‍👩‍👧 🏆", "ÅÅ", "\x00", '"\\'])
)
records = st.builds(
    EarnedRecord.from_models,
    st.just(SET_ID),
    st.builds(
        make_state,
        st.integers(0, 300),
        earned_times,
        grade=st.sampled_from([*TrophyGrade, TrophyGrade("diamond"), TrophyGrade("p")])
        | wild_texts.map(TrophyGrade),
        rarity=rarities | st.just(TrophyRarity(7)),
        rate=rates,
    ),
    st.none()
    | st.builds(
        make_definition,
        st.just(0),
        name=wild_texts,
        detail=wild_texts,
        icon_url=icon_urls | texts.map(lambda text: f"{FOLDER}{text.strip()}"),
        group_id=st.sampled_from(["default", "001", "odd\tgroup"]) | wild_texts,
    ),
    st.just(READ_AT),
)


def from_models(earned: TrophyState, definition: Trophy | None) -> EarnedRecord:
    """Return an earned trophy of one set."""
    return EarnedRecord.from_models(SET_ID, earned, definition, READ_AT)


def line_of(record: EarnedRecord, folder: str = "") -> str:
    """Return a trophy as it is stored."""
    return dump_trophy(record, folder)


def from_line(line: str, folder: str = "") -> EarnedRecord:
    """Return a stored trophy."""
    return load_trophy(line, SET_ID, folder, READ_AT)


def record_of(*trophies: EarnedRecord, icon_url: str | None = None) -> TitleRecord:
    """Return a title with trophies, its picture in the usual folder."""
    record = TitleRecord(
        title=make_title(earned=1, icon_url=icon_url or f"{FOLDER}title.png")
    )
    for trophy in trophies:
        record.trophies[trophy.trophy_id] = trophy
    record.work_out()
    return record


def through_file(record: TitleRecord) -> TitleRecord:
    """Return the record as it comes back from a file."""
    library = Library(STARTED_AT)
    library.restore([record])
    stored = orjson.loads(orjson.dumps(dump(library)))
    [back] = load(stored, READ_AT).all_records
    return back


def trophy(trophy_id: int = 1, *, icon_url: str | None = None) -> EarnedRecord:
    """Return an earned trophy."""
    return from_models(
        make_state(trophy_id, STARTED), make_definition(trophy_id, icon_url=icon_url)
    )


# One trophy


@MODERATE
@given(records, st.sampled_from(["", FOLDER, OTHER_FOLDER]))
def test_line_holds_everything(record: EarnedRecord, folder: str) -> None:
    """Whatever texts there are, in ten fields of one line."""
    line = line_of(record, folder)
    assert line.count(SEPARATOR) == 9
    assert "\n" not in line
    unpacked = from_line(line, folder)
    assert unpacked == record
    assert unpacked.is_platinum == record.is_platinum
    assert line_of(unpacked, folder) == line
    assert unpacked.order == record.order


@MODERATE
@given(wild_texts, wild_texts)
def test_texts_lose_only_space(name: str, detail: str) -> None:
    """The words of a text stay, in their order and their script."""
    record = from_models(make_state(1), make_definition(1, name=name, detail=detail))
    assert record.name.split() == one_line(name).split()
    assert record.detail.split() == one_line(detail).split()
    [back] = through_file(record_of(record)).trophies.values()
    assert (back.name, back.detail) == (record.name, record.detail)


def test_half_characters_never_get_here() -> None:
    """The model replaces them, so that a name cut in an emoji can be stored."""
    body = body_of(
        {
            "trophies": [
                {
                    "trophyId": 1,
                    "trophyHidden": False,
                    "trophyType": "bronze",
                    "trophyName": "Cut \ud83c",
                    "trophyDetail": "\udfc6 off",
                }
            ],
            "totalItemCount": 1,
        }
    )
    [definition] = TrophyDefinitions.parse(body).trophies
    record = record_of(from_models(make_state(1), definition))
    [back] = through_file(record).trophies.values()
    assert back.name.startswith("Cut ")
    assert back.detail.endswith(" off")
    assert "\ud83c" not in back.name


def test_without_definition() -> None:
    """Names are unknown, and the group is taken as the base game."""
    record = from_models(make_state(1, STARTED), None)
    assert (record.name, record.detail, record.icon_url) == ("", "", None)
    assert record.group_id == "default"
    assert line_of(record, FOLDER) == f"1|b||2|41.7|{int(STARTED_AT)}||||".replace(
        "|", SEPARATOR
    )


@pytest.mark.parametrize(
    ("icon_url", "packed"),
    [
        (f"{FOLDER}a.png", "/a.png"),
        (f"{FOLDER}deep/a.png", "/deep/a.png"),
        (FOLDER, "/"),
        (FOLDER[:-1], FOLDER[:-1]),
        ("https://image.example/a.png", "https://image.example/a.png"),
        ("", ""),
        (None, ""),
    ],
)
def test_icon_addresses(icon_url: str | None, packed: str) -> None:
    """Short inside the title's folder, whole outside."""
    line = line_of(trophy(icon_url=icon_url), FOLDER)
    assert line.split(SEPARATOR)[7] == packed
    assert from_line(line, FOLDER).icon_url == (icon_url or None)
    # Without a folder nothing is shortened.
    whole = line_of(trophy(icon_url=icon_url))
    assert from_line(whole).icon_url == (icon_url or None)


@pytest.mark.parametrize(
    "grade", ["bronze", "silver", "gold", "platinum", "diamond", "p", "b", "?", ""]
)
def test_grades(grade: str) -> None:
    """Also one nobody knows stays what it is."""
    record = from_models(make_state(1, STARTED, grade=TrophyGrade(grade)), None)
    back = from_line(line_of(record))
    assert back.grade == grade
    assert back.is_platinum is (grade == "platinum")
    assert back.order == (int(STARTED_AT), grade == "platinum", 1, SET_ID)


@pytest.mark.parametrize(
    "line",
    ["", "1", "1|b", "|" * 9, "x|b" + "|" * 8, "1|b" + "|" * 9, "|" * 100],
)
def test_damaged_line(line: str) -> None:
    """Is refused in one way."""
    with pytest.raises(DAMAGE):
        from_line(line.replace("|", SEPARATOR), FOLDER)


def test_fractions_of_seconds_do_not_matter() -> None:
    """The key is the same before and after storage."""
    moment = datetime(2026, 11, 15, 12, 0, 0, 999_999, tzinfo=UTC)
    record = from_models(make_state(1, moment), None)
    assert from_line(line_of(record)) == record


# A title


def test_pictures_move_with_the_title() -> None:
    """Addresses stay whole while the title's own picture moves to another folder."""
    icons = [f"{FOLDER}a.png", f"{OTHER_FOLDER}b.png", "https://c.example/c.png", None]
    record = record_of(
        *(trophy(number, icon_url=icon) for number, icon in enumerate(icons))
    )
    for icon_url in (
        f"{OTHER_FOLDER}title.png",
        None,
        "no address",
        "https://c.example/title.png",
        f"{FOLDER}title.png",
    ):
        record.take_title(make_title(icon_url=icon_url))
        assert [one.icon_url for one in record.trophies.values()] == icons
        back = through_file(record)
        assert [one.icon_url for one in back.trophies.values()] == icons


@MODERATE
@given(readings, definitions())
def test_worked_out(reading: Reading, defined: dict[int, Trophy]) -> None:
    """The rarest trophy and the base game's counts, as going through all tells."""
    record = TitleRecord(title=make_title(earned=1))
    for state in reading:
        if state.earned:
            record.trophies[state.trophy_id] = from_models(
                state, defined.get(state.trophy_id)
            )
    record.work_out()
    trophies = record.trophies.values()
    rated = sorted(
        (one.earned_rate, one.trophy_id)
        for one in trophies
        if one.earned_rate is not None
    )
    # A whole set of zeros is what Sony says when it does not know.
    if rated and rated[-1][0]:
        assert record.rarest is not None
        assert (record.rarest.earned_rate, record.rarest.trophy_id) == rated[0]
    else:
        assert record.rarest is None
    grades = Counter(one.grade for one in trophies if one.group_id == "default")
    assert record.base_earned == make_counts(
        grades[TrophyGrade.BRONZE],
        grades[TrophyGrade.SILVER],
        grades[TrophyGrade.GOLD],
        grades[TrophyGrade.PLATINUM],
    )
    assert through_file(record) == record


def test_base_progress() -> None:
    """Of the base game alone; of the whole title while nobody knows its groups."""
    record = record_of(trophy(1))
    assert record.base_progress == record.title.progress == 8
    record.groups = {"default": make_counts(2, platinum=1), "001": make_counts(10)}
    assert record.base_progress == title_progress(make_counts(1), make_counts(2)) == 50
    assert record.defined_in_groups == 13
    record.groups = {"001": make_counts(10)}
    assert record.base_progress == record.title.progress
    record.groups = {"default": make_counts()}
    assert record.base_progress == 0


@pytest.mark.parametrize(
    "title",
    [
        make_title(),
        make_title(name='名前\t\n"🏆" \u202e', icon_url=None),
        TrophyTitle(
            np_communication_id="",
            service=TrophyService("trophy3"),
            name="",
            detail="Set",
            platforms=(TitlePlatform("PS6"), TitlePlatform.PS3),
            has_groups=True,
            group_count=2,
            defined=make_counts(1, 2, 3, 4),
            earned=make_counts(1, 2, 1, 0),
            progress=100,
            hidden=True,
            last_updated=datetime(2008, 7, 2, tzinfo=UTC),
        ),
    ],
)
def test_title_comes_back_from_storage(title: TrophyTitle) -> None:
    """Every field of it."""
    record = TitleRecord(
        title=title,
        read_at=STARTED_AT,
        current=True,
        removed_at=STARTED_AT,
        groups={"default": make_counts(1, 2, 3, 4), "001": make_counts(5)},
    )
    assert through_file(record) == record


NOW = datetime(2026, 11, 15, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("moment", "believed"),
    [
        # No trophy is older than trophies are, whatever a console was set to.
        (datetime(2000, 1, 1, 23, 59, 59, tzinfo=UTC), False),
        (datetime(2000, 1, 2, tzinfo=UTC), True),
        (NOW, True),
        # A console may be a little ahead, and in another time zone.
        (datetime(2026, 11, 16, 12, 0, tzinfo=UTC), True),
        (datetime(2026, 11, 16, 12, 0, 1, tzinfo=UTC), False),
    ],
)
def test_times_that_are_believed(moment: datetime, *, believed: bool) -> None:
    """To the second at both ends."""
    expected = int(moment.timestamp()) if believed else None
    assert believable(moment.timestamp(), NOW.timestamp()) == expected


def test_unknown_time_stays_unknown() -> None:
    """Nobody knows when."""
    assert believable(None, NOW.timestamp()) is None


@pytest.mark.parametrize("odd", ["0\rbronze", "di\x7famond", "p\n", "\u2028x y"])
def test_words_of_tomorrow_are_the_same_after_a_restart(odd: str) -> None:
    """Grades and addresses are kept as they are stored, whatever is in them."""
    earned = from_models(
        make_state(1, STARTED, grade=TrophyGrade(odd)),
        make_definition(1, icon_url=f"{FOLDER}{odd}.png"),
    )
    assert from_line(line_of(earned)) == earned
    back = through_file(record_of(earned))
    assert back.trophies == {1: earned}
