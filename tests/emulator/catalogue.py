"""Trophy sets: what exists, whoever plays it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import IntEnum
from hashlib import sha256

from . import words
from .arithmetic import Counts, Grade, count
from .words import Pair, Text

ALL_GROUPS = "all"
BASE_GROUP = "default"
LEGACY_SERVICE = "trophy"
CURRENT_SERVICE = "trophy2"

TABLES: dict[str, Sequence[Pair]] = {
    "platinum": words.PLATINUM,
    "story": words.STORY,
    "counter": words.COUNTERS,
    "common": words.COMMON,
}


def fingerprint(label: str) -> str:
    """Return 40 hexadecimal digits that look like nothing in particular."""
    return sha256(label.encode()).hexdigest()[:40]


class Picture(IntEnum):
    """What a picture address stands for; part of the address itself."""

    TITLE = 1
    GROUP = 2
    TROPHY = 3
    REWARD = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Trophy:
    """One trophy of a set; its wording is looked up when somebody asks."""

    id: int
    grade: Grade
    group: str
    hidden: bool
    rate: int  # tenths of a percent
    wording: tuple[str, int]
    variant: int
    target: int | None = None
    reward: int | None = None
    # The id it had before its set was renumbered.
    first_id: int | None = None

    @property
    def face(self) -> int:
        """Return the number that its words and pictures keep for good."""
        return self.id if self.first_id is None else self.first_id


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """The base game or one expansion."""

    id: str
    number: int
    name: Text


@dataclass(slots=True, kw_only=True)
class TrophySet:
    """A set of trophies with its groups."""

    id: str
    service: str
    platforms: str
    name: Text
    title_ids: list[str]
    places: tuple[str, ...]
    people: tuple[str, ...]
    version: str = "01.00"
    groups: list[Group] = field(default_factory=list)
    trophies: list[Trophy] = field(default_factory=list)
    cache: dict[object, object] = field(default_factory=dict, repr=False)

    @property
    def legacy(self) -> bool:
        """Return whether the set belongs to the older trophy service."""
        return self.service == LEGACY_SERVICE

    @property
    def has_groups(self) -> bool:
        """Return whether there is more than the base game, or something else."""
        return [group.id for group in self.groups] != [BASE_GROUP]

    def trophy(self, trophy_id: int) -> Trophy:
        """Return a trophy by its id, which is also its place."""
        return self.trophies[trophy_id]

    def group(self, group_id: str) -> Group | None:
        """Return a group, or nothing for an unknown one."""
        return next((group for group in self.groups if group.id == group_id), None)

    def of_group(self, group_id: str) -> list[Trophy]:
        """Return the trophies of a group, or of the whole set."""
        if group_id == ALL_GROUPS:
            return self.trophies
        return [trophy for trophy in self.trophies if trophy.group == group_id]

    def defined(self, group_id: str = ALL_GROUPS) -> Counts:
        """Return how many trophies of each grade there are."""
        key = ("defined", group_id)
        if (counts := self.cache.get(key)) is None:
            counts = count(trophy.grade for trophy in self.of_group(group_id))
            self.cache[key] = counts
        assert isinstance(counts, dict)
        return counts

    def add(self, group: Group, trophies: Sequence[Trophy]) -> None:
        """Append a group."""
        self.groups.append(group)
        self.trophies.extend(trophies)
        self.cache.clear()

    def renumber(self, new_ids: Mapping[int, int]) -> None:
        """Give all trophies other ids; nothing else about them changes."""
        self.trophies = sorted(
            (
                replace(trophy, id=new_ids[trophy.id], first_id=trophy.face)
                for trophy in self.trophies
            ),
            key=lambda trophy: trophy.id,
        )
        self.cache.clear()

    def title(self, language: int = 0) -> str:
        """Return the name of the game."""
        return self.name[language]

    def detail(self, language: int = 0) -> str:
        """Return the line that only legacy sets have."""
        suffix = ("Trophy Set", "Trophäen-Set", "Liste de trophées")[language]
        return f"{self.title(language).strip()} {suffix}"

    def group_name(self, group: Group, language: int = 0) -> str:
        """Return the name of a group; the base game's is the title's."""
        if group.id == BASE_GROUP:
            return self.title(language)
        return self._fill(group.name[language], group.number)

    def wording(self, trophy: Trophy, language: int = 0) -> tuple[str, str]:
        """Return name and description of a trophy."""
        table, index = trophy.wording
        name, detail = TABLES[table][index]
        variant = trophy.variant
        round_ = variant // len(TABLES[table])
        suffix = f" {words.ROUNDS[(round_ - 1) % len(words.ROUNDS)]}" if round_ else ""
        return (
            self._fill(name[language], trophy.face, trophy.target) + suffix,
            self._fill(detail[language], trophy.face, trophy.target),
        )

    def _fill(self, text: str, variant: int, target: int | None = None) -> str:
        return text.format(
            place=self.places[variant % len(self.places)],
            person=self.people[variant % len(self.people)],
            n=target,
        )

    def picture(self, kind: Picture, number: int = 0) -> str:
        """Return the address of a picture; kind and number open the file's name."""
        digest = fingerprint(f"{self.id}/{kind}/{number}")
        file = f"{kind:x}{number:03x}{digest[:36]}"
        if self.legacy:
            folder = fingerprint(self.id).upper()
            return (
                "https://image.api.playstation.com/trophy/np/"
                f"{self.id}_00{folder}/{file.upper()}.PNG"
            )
        uuid = "-".join((file[:8], file[8:12], file[12:16], file[16:20], file[20:32]))
        return f"https://psnobj.prod.dl.playstation.net/psnobj/{self.id}/{uuid}.png"

    @property
    def concept_picture(self) -> str:
        """Return the address of the cover that presence and game list show."""
        digest = fingerprint(f"{self.id}/cover")
        return f"https://image.api.playstation.com/vulcan/ap/rnd/{self.id}/{digest}.png"

    def game_ids(self, *prefixes: str) -> Iterator[str]:
        """Return the game ids that start in one of these ways."""
        return (id_ for id_ in self.title_ids if id_.startswith(prefixes))
