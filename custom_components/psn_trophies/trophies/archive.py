"""The stored form of a library: rows, versions, and how older ones are brought up.

Nobody else knows it. Loading raises one of `DAMAGE` for what can not have been written.
"""

from collections.abc import Callable, Mapping
from typing import Any, Final

import orjson

from ..psn import (
    TitlePlatform,
    TrophyCounts,
    TrophyGrade,
    TrophyRarity,
    TrophyService,
    TrophySummary,
    TrophyTitle,
)
from .checked import (
    COUNT_LIMIT,
    TIME_LIMIT,
    checked_flag,
    checked_moment,
    checked_number,
    checked_rate,
    checked_text,
    checked_time,
    checked_time_or_none,
)
from .library import Facts, Library
from .missing import dumped, loaded
from .records import BASE_GROUP, EarnedRecord, Texts, TitleRecord, believable, one_line

VERSION: Final = 1
MINOR_VERSION: Final = 3
# What reading something of a wrong structure raises.
DAMAGE: Final = (AttributeError, LookupError, TypeError, ValueError)

type Stored = dict[str, Any]

# Between the fields of a trophy: in no text, and unlike a tab a single byte of JSON.
SEPARATOR: Final = "\x7f"
_POINTS_LIMIT: Final = 10**12
_LEVEL_LIMIT: Final = 10**4
_GRADE_LETTERS: Final = {
    TrophyGrade.BRONZE: "b",
    TrophyGrade.SILVER: "s",
    TrophyGrade.GOLD: "g",
    TrophyGrade.PLATINUM: "p",
}
_GRADES: Final = {letter: grade for grade, letter in _GRADE_LETTERS.items()}


def migrate(data: Stored, version: tuple[int, int]) -> Stored:
    """Bring what an older version wrote up to today's form."""
    for since, step in MIGRATIONS:
        if version < since:
            data = step(data)
    return data


def _to_1_2(data: Stored) -> Stored:
    """Add what 1.1 did not keep: a library it wrote has had its first look."""
    return {
        **data,
        "looked": True,
        "boot": None,
        "language": "",
        "facts": None,
        "titles": [{**title, "more": None} for title in data["titles"]],
    }


def _to_1_3(data: Stored) -> Stored:
    """Add what is missing in each title: 1.2 did not keep it, so it is read again."""
    return {
        **data,
        "titles": [{**title, "missing": None} for title in data["titles"]],
    }


MIGRATIONS: Final[tuple[tuple[tuple[int, int], Callable[[Stored], Stored]], ...]] = (
    ((1, 2), _to_1_2),
    ((1, 3), _to_1_3),
)


def dump(library: Library) -> Stored:
    """Return a library, or a snapshot of one, as JSON values."""
    return {
        "started_at": library.started_at,
        "looked": library.looked,
        "boot": library.boot,
        "complete": library.complete,
        "language": library.language,
        "facts": _dump_facts(library.facts),
        "summary": _dump_summary(library.summary),
        "titles": [_dump_record(record) for record in library.all_records],
    }


def load(data: Mapping[str, Any], at: float) -> Library:
    """Return a stored library, read at a time (unix seconds)."""
    try:
        return _load(data, at)
    except (ArithmeticError, OSError) as err:
        raise ValueError("number out of range") from err


def _load(data: Mapping[str, Any], at: float) -> Library:
    """Return a stored library; numbers too large raise whatever they raise."""
    library = Library(checked_time(data["started_at"]))
    library.looked = bool(data["looked"])
    library.boot = None if data["boot"] is None else float(data["boot"])
    library.complete = bool(data["complete"])
    library.language = checked_text(data["language"])
    library.facts = _load_facts(data["facts"])
    library.summary = _load_summary(data["summary"])
    library.restore([_load_record(entry, at) for entry in data["titles"]])
    return library


def _dump_facts(facts: Facts | None) -> list[Any] | None:
    """Return what is known of the account besides its trophies."""
    return [facts.online_id, facts.avatar_url, facts.read_at] if facts else None


def _load_facts(row: Any) -> Facts | None:
    """Return what is known of the account besides its trophies."""
    if row is None:
        return None
    online_id, avatar_url, read_at = row
    return Facts(
        online_id=checked_text(online_id),
        avatar_url=avatar_url and checked_text(avatar_url),
        read_at=checked_time(read_at),
    )


def _dump_summary(summary: TrophySummary | None) -> Stored | None:
    """Return a summary as it is stored."""
    if summary is None:
        return None
    return {
        "account_id": summary.account_id,
        "level": summary.level,
        "points": summary.points,
        "progress": summary.progress,
        "tier": summary.tier,
        "earned": summary.earned.to_dict(),
    }


def _load_summary(data: Mapping[str, Any] | None) -> TrophySummary | None:
    """Return a stored summary."""
    if data is None:
        return None
    counts = data["earned"]
    return TrophySummary(
        account_id=checked_text(data["account_id"]),
        level=checked_number(data["level"], _LEVEL_LIMIT),
        points=(
            None
            if data["points"] is None
            else checked_number(data["points"], _POINTS_LIMIT)
        ),
        progress=checked_number(data["progress"], 100),
        tier=checked_number(data["tier"], _LEVEL_LIMIT),
        earned=_counts([counts[str(grade)] for grade in TrophyGrade]),
    )


def _dump_record(record: TitleRecord) -> Stored:
    """Return a title and its trophies: few JSON values, as each costs time to read."""
    folder = _icon_folder(record.title)
    return {
        "title": _dump_title(record.title),
        "read_at": record.read_at,
        "current": record.current,
        "removed_at": record.removed_at,
        "more": orjson.dumps(
            [
                record.baseline_at,
                record.refreshed_at,
                record.most_earned,
                *record.texts,
            ]
        ).decode(),
        "groups": orjson.dumps(
            {group: _counts_row(counts) for group, counts in record.groups.items()}
        ).decode(),
        "trophies": "\n".join(
            dump_trophy(trophy, folder) for trophy in record.trophies.values()
        ),
        "missing": dumped(record.missing),
    }


def _load_record(data: Stored, at: float) -> TitleRecord:
    """Return a title and its trophies."""
    title = _load_title(checked_text(data["title"]))
    record = TitleRecord(
        title=title,
        read_at=checked_time_or_none(data["read_at"]),
        current=bool(data["current"]),
        removed_at=checked_time_or_none(data["removed_at"]),
        # What an earlier version kept is of the set it knew.
        texts=Texts(set_version=title.set_version),
        most_earned=title.earned.total,
        groups=_load_groups(checked_text(data["groups"])),
        trophies=_load_trophies(checked_text(data["trophies"]), title, at),
        missing=loaded(data["missing"]),
    )
    if (more := data["more"]) is not None:
        baseline_at, refreshed_at, most_earned, *texts = orjson.loads(
            checked_text(more)
        )
        record.baseline_at = checked_time(baseline_at)
        record.refreshed_at = checked_time(refreshed_at)
        record.most_earned = checked_number(most_earned, COUNT_LIMIT)
        language, set_version = map(checked_text, texts)
        record.texts = Texts(language, set_version)
    record.work_out()
    return record


def _load_trophies(
    lines: str, title: TrophyTitle, at: float
) -> dict[int, EarnedRecord]:
    """Return the trophies of a title by id."""
    folder = _icon_folder(title)
    trophies: dict[int, EarnedRecord] = {}
    for line in lines.split("\n") if lines else ():
        trophy = load_trophy(line, title.np_communication_id, folder, at)
        if trophy.trophy_id in trophies:
            raise ValueError("trophy stored twice")
        trophies[trophy.trophy_id] = trophy
    return trophies


def dump_trophy(trophy: EarnedRecord, icon_folder: str) -> str:
    """Return a trophy as one line of text."""
    icon = trophy.icon_url or ""
    if icon_folder and icon.startswith(icon_folder):
        icon = icon[len(icon_folder) - 1 :]
    return SEPARATOR.join(
        (
            str(trophy.trophy_id),
            # Marked, because Sony may call a grade of tomorrow "p".
            _GRADE_LETTERS.get(trophy.grade) or f"?{one_line(trophy.grade)}",
            "h" if trophy.hidden else "",
            "" if trophy.rarity is None else str(int(trophy.rarity)),
            "" if trophy.earned_rate is None else f"{trophy.earned_rate:g}",
            "" if trophy.moment is None else str(trophy.moment),
            "" if trophy.group_id == BASE_GROUP else trophy.group_id,
            one_line(icon),
            trophy.name,
            trophy.detail,
        )
    )


def load_trophy(
    line: str, np_communication_id: str, icon_folder: str, at: float
) -> EarnedRecord:
    """Return the trophy of a line."""
    trophy_id, grade, hidden, rarity, rate, moment, group_id, icon, name, detail = (
        line.split(SEPARATOR)
    )
    # An earlier version believed every clock.
    earned_at = checked_number(int(moment), TIME_LIMIT) if moment else None
    icon_url = icon_folder + icon[1:] if icon[:1] == "/" else icon
    folder, wording = EarnedRecord.pack(name, detail, icon_url)
    return EarnedRecord(
        np_communication_id=np_communication_id,
        trophy_id=checked_number(int(trophy_id), COUNT_LIMIT),
        grade=_load_grade(grade),
        hidden=checked_flag(hidden, "h"),
        rarity=TrophyRarity(checked_number(int(rarity), COUNT_LIMIT))
        if rarity
        else None,
        earned_rate=checked_rate(rate) if rate else None,
        moment=believable(earned_at, at),
        group_id=group_id or BASE_GROUP,
        icon_folder=folder,
        wording=wording,
    )


def _load_grade(field: str) -> TrophyGrade:
    """Return the grade of a stored trophy."""
    if field[:1] == "?":
        return TrophyGrade(field[1:])
    return _GRADES[field]


def _icon_folder(title: TrophyTitle) -> str:
    """Return the address below which the pictures of a set usually are."""
    url = title.icon_url or ""
    return url[: url.rfind("/") + 1]


def _load_groups(text: str) -> dict[str, TrophyCounts]:
    """Return the counts of the groups."""
    return {group: _counts(row) for group, row in orjson.loads(text).items()}


def _counts_row(counts: TrophyCounts) -> list[int]:
    """Return counts as a row."""
    return [counts.bronze, counts.silver, counts.gold, counts.platinum]


def _counts(row: list[Any]) -> TrophyCounts:
    """Return the counts of a row."""
    bronze, silver, gold, platinum = (
        checked_number(count, COUNT_LIMIT) for count in row
    )
    return TrophyCounts(bronze=bronze, silver=silver, gold=gold, platinum=platinum)


def _dump_title(title: TrophyTitle) -> str:
    """Return a title as one line of JSON, its fields in order."""
    return orjson.dumps(
        [
            title.np_communication_id,
            str(title.service),
            title.set_version,
            title.name,
            title.detail,
            title.icon_url,
            [str(platform) for platform in title.platforms],
            title.has_groups,
            title.group_count,
            _counts_row(title.defined),
            _counts_row(title.earned),
            title.progress,
            title.hidden,
            int(title.last_updated.timestamp()),
        ]
    ).decode()


def _load_title(line: str) -> TrophyTitle:
    """Return the title of a line."""
    (
        np_communication_id,
        service,
        set_version,
        name,
        detail,
        icon_url,
        platforms,
        has_groups,
        group_count,
        defined,
        earned,
        progress,
        hidden,
        last_updated,
    ) = orjson.loads(line)
    return TrophyTitle(
        np_communication_id=checked_text(np_communication_id),
        service=TrophyService(checked_text(service)),
        set_version=checked_text(set_version),
        name=checked_text(name),
        detail=None if detail is None else checked_text(detail),
        icon_url=None if icon_url is None else checked_text(icon_url),
        platforms=tuple(
            TitlePlatform(checked_text(platform)) for platform in platforms
        ),
        has_groups=bool(has_groups),
        group_count=None
        if group_count is None
        else checked_number(group_count, COUNT_LIMIT),
        defined=_counts(defined),
        earned=_counts(earned),
        progress=checked_number(progress, 100),
        hidden=bool(hidden),
        last_updated=checked_moment(last_updated),
    )
