"""The generator: trophy sets and how people got on with them, all from a seed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
import math
from random import Random

from . import words
from .accounts import Account, Progress, State
from .arithmetic import Grade
from .catalogue import (
    BASE_GROUP,
    CURRENT_SERVICE,
    LEGACY_SERVICE,
    TABLES,
    Group,
    Trophy,
    TrophySet,
)
from .plans import CURRENT, PLANS, Plan

DAY = 86_400
YEAR = 365 * DAY

# Outside of what the service has handed out so far.
FIRST_SET = 90_000
LAST_SET = 99_999

# Platforms, how common they are, and how many years ago people played them.
PLATFORMS: tuple[tuple[str, int, tuple[float, float]], ...] = (
    ("PS4", 52, (9.5, 2.5)),
    ("PS5", 40, (5.0, 0.1)),
    ("PSVITA", 3, (11.0, 7.0)),
    ("PSVITA,PS4", 1, (10.0, 6.0)),
    ("PS5,PSPC", 2, (2.0, 0.1)),
    ("PS3", 1, (14.0, 10.0)),
    ("PS3,PSVITA,PS4", 1, (10.0, 8.0)),
)
PLAYED = {name: years for name, _, years in PLATFORMS} | {
    "PSPC": (2.0, 0.1),
    "PS3,PS4": (10.0, 8.0),
}


@dataclass(slots=True)
class Generator:
    """Makes sets and progress; the same seed makes the same ones."""

    seed: int
    now: int
    taken: set[str] = field(default_factory=set)
    made: int = 0
    names: Iterator[str] = field(init=False)

    def __post_init__(self) -> None:
        """Shuffle the names once."""
        self.names = self._names()

    def _random(self, *label: object) -> Random:
        return Random("/".join(map(str, (self.seed, *label))))

    def _names(self) -> Iterator[str]:
        chance = self._random("names")
        pairs = [(a, n) for a in words.ADJECTIVES for n in words.NOUNS]
        chance.shuffle(pairs)
        for adjective, noun in pairs:
            pattern = chance.random()
            place = chance.choice(words.PLACES)
            if pattern < 0.14:
                name = f"The {noun} of {place}"
            elif pattern < 0.24:
                name = f"{adjective} {noun}: {chance.choice(words.SUBTITLES)}"
            elif pattern < 0.31:
                name = f"{adjective} {noun} {chance.choice(words.ROMAN)}"
            elif pattern < 0.36:
                name = f"{place}: The {adjective} {noun}"
            elif pattern < 0.40:
                name = f"{adjective} {noun}™"
            else:
                name = f"{adjective} {noun}"
            if name not in self.taken:
                self.taken.add(name)
                yield name

    def plans(self, titles: int) -> list[Plan]:
        """Return a plan per title; the odd ones come along from 20 titles on."""
        special = list(PLANS) if titles >= len(PLANS) + len(CURRENT) else []
        special.extend(CURRENT[: titles - len(special)])
        special.extend(Plan() for _ in range(titles - len(special)))
        return special

    def trophy_set(self, plan: Plan) -> TrophySet:
        """Make the next set."""
        number = FIRST_SET + self.made
        if number > LAST_SET:
            raise ValueError("no set numbers left")
        self.made += 1
        chance = self._random("set", number)
        platforms = (
            plan.platforms
            or chance.choices(
                [name for name, _, _ in PLATFORMS],
                [weight for _, weight, _ in PLATFORMS],
            )[0]
        )
        current = "PS5" in platforms or platforms == "PSPC"
        name = plan.name or (next(self.names),) * 3
        result = TrophySet(
            id=f"NPWR{number:05}_00",
            service=CURRENT_SERVICE if current else LEGACY_SERVICE,
            platforms=platforms,
            name=name,
            title_ids=list(_game_ids(number, platforms)),
            places=tuple(chance.sample(words.PLACES, 6)),
            people=tuple(chance.sample(words.PEOPLE, 7)),
            version="01.00" if current else chance.choice(("01.00", "01.00", "01.02")),
        )
        size = plan.size or round(chance.triangular(18, 58, 34))
        platinum = plan.platinum and (plan.size is not None or chance.random() > 0.03)
        if plan.case:
            platinum = plan.platinum
        grades = _grades(chance, size - platinum)
        if platinum:
            grades.insert(0, "platinum")
        if plan.baseless:
            self.expand(result, grades)
        else:
            trophies = self._trophies(chance, result, BASE_GROUP, grades, plan)
            result.add(Group(id=BASE_GROUP, number=0, name=name), trophies)
        expansions = plan.expansions
        if expansions is None:
            expansions = chance.choices((0, 1, 2, 3), (76, 14, 7, 3))[0]
        for _ in range(expansions):
            size = plan.expansion_size or round(chance.triangular(4, 14, 8))
            self.expand(result, _grades(chance, size))
        return result

    def expand(self, target: TrophySet, grades: Sequence[Grade]) -> Group:
        """Add an expansion to a set."""
        number = target.groups[-1].number + 1 if target.groups else 1
        chance = self._random("expansion", target.id, number)
        group = Group(
            id=f"{number:03}",
            number=number,
            name=words.EXPANSIONS[
                (number - 1 + int(target.id[4:9])) % len(words.EXPANSIONS)
            ],
        )
        target.add(group, self._trophies(chance, target, group.id, grades, Plan()))
        return group

    def _trophies(
        self,
        chance: Random,
        target: TrophySet,
        group_id: str,
        grades: Sequence[Grade],
        plan: Plan,
    ) -> list[Trophy]:
        first = len(target.trophies)
        peak = chance.uniform(70, 96)
        steepness = chance.uniform(1.2, 2.6)
        # The same for all groups of a set, so that no wording comes up twice.
        wording = self._random("wording", target.id)
        order = {table: wording.randrange(1000) for table in TABLES}
        used = dict.fromkeys(TABLES, 0)
        for trophy in target.trophies:
            used[trophy.wording[0]] += 1
        trophies: list[Trophy] = []
        for index, grade in enumerate(grades):
            depth = index / max(len(grades), 1)
            rate = peak * (1 - depth) ** steepness * chance.uniform(0.75, 1.1)
            table = "common"
            draw = chance.random()
            if grade == "platinum":
                table, rate = "platinum", chance.uniform(0.4, 9)
            elif plan.counters and index in (1, 2, 3, 4):
                table = "counter"
            elif draw < 0.14 or (plan.secrets and index % 3 == 1):
                table = "story"
            elif draw < 0.22 and not target.legacy:
                table = "counter"
            variant = used[table]
            used[table] += 1
            size = len(TABLES[table])
            trophies.append(
                Trophy(
                    id=first + index,
                    grade=grade,
                    group=group_id,
                    hidden=table == "story",
                    rate=min(max(round(rate * 10), 1), 980),
                    wording=(table, (order[table] + variant) % size),
                    variant=variant,
                    target=(
                        chance.choice((10, 25, 50, 100, 250))
                        if table == "counter"
                        else None
                    ),
                    reward=(
                        chance.randrange(len(words.REWARDS))
                        if not target.legacy
                        and (
                            chance.random() < 0.05
                            or (plan.counters and index in (2, 5))
                        )
                        else None
                    ),
                )
            )
        return trophies

    def play(self, account: Account, target: TrophySet, plan: Plan) -> Progress:
        """Let an account have played a set."""
        chance = self._random("play", account.account_id, target.id)
        chosen = self._chosen(chance, target, plan)
        early, late = PLAYED[target.platforms]
        if plan.current:
            start = self.now - chance.randint(8, 13) * DAY
        else:
            start = self.now - int(chance.uniform(late, early) * YEAR)
        moments = self._moments(chance, start, len(chosen), current=plan.current)
        dates: dict[int, int | None] = dict(
            zip((trophy.id for trophy in chosen), moments, strict=True)
        )
        newest = max(moments, default=start)
        if plan.undated:
            for trophy in chosen[1::3]:
                dates[trophy.id] = None
            newest = max((moment for moment in dates.values() if moment), default=start)
        counters: dict[int, tuple[int, int | None]] = {}
        for number, trophy in enumerate(
            t for t in target.trophies if t.target and t.id not in dates
        ):
            value = chance.randrange(trophy.target or 1) if number else 0
            if plan.counters and number == 1:
                value = max(value, 3)
            moved = newest - chance.randint(60, DAY) if value else None
            counters[trophy.id] = (value, moved)
        progress = Progress(
            set=target,
            live=State(
                earned=dates,
                counters=counters,
                updated=newest + chance.randint(1, 3),
            ),
            first_synced=min([start, *moments]),
            hidden=plan.hidden,
            play_count=len(chosen) // 3 + chance.randint(1, 6),
            play_seconds=len(chosen) * 2400 + chance.randint(300, 9000),
        )
        account.titles[target.id] = progress
        account.changed()
        return progress

    def _chosen(self, chance: Random, target: TrophySet, plan: Plan) -> list[Trophy]:
        share = plan.share
        if share is None:
            share = chance.choices(
                (0.0, 1.0, chance.uniform(0.02, 0.4), chance.uniform(0.4, 0.95)),
                (8, 22, 34, 36),
            )[0]
        base = [
            trophy
            for trophy in target.of_group(BASE_GROUP)
            if trophy.grade != "platinum"
        ]
        base.sort(key=lambda trophy: -trophy.rate * chance.uniform(0.7, 1.3))
        if share < 0:
            chosen = base[:-1]
        else:
            chosen = base[: math.ceil(len(base) * share)]
        if plan.counters:
            chosen = _with_some_counters(target, chosen)
        if share == 1:
            chosen += [t for t in target.trophies if t.grade == "platinum"]
        extra = plan.expansion_share
        for group in target.groups:
            if group.id == BASE_GROUP:
                continue
            part = extra if extra is not None else chance.choice((0, share, share / 2))
            trophies = target.of_group(group.id)
            chosen += trophies[: math.ceil(len(trophies) * part)]
        return chosen

    def _moments(
        self, chance: Random, start: int, number: int, *, current: bool
    ) -> list[int]:
        """Return when things were earned: evenings, with pauses in between."""
        moments: list[int] = []
        evening = start - start % DAY + 18 * 3600
        while len(moments) < number:
            moment = evening + chance.randint(0, 2 * 3600)
            for _ in range(chance.randint(1, 6)):
                moment += chance.randint(240, 2400)
                moments.append(moment)
            # The games of the day are played every evening.
            evening += DAY * (1 if current else 1 + int(chance.expovariate(0.4)))
        del moments[number:]
        if moments and (current or moments[-1] > self.now - 600):
            latest = self.now - chance.randint(900, 5400)
            shift = moments[-1] - latest
            moments = [moment - shift for moment in moments]
        return moments


def _with_some_counters(target: TrophySet, chosen: list[Trophy]) -> list[Trophy]:
    """Leave counter trophies both earned and not earned."""
    counters = [t for t in target.of_group(BASE_GROUP) if t.target]
    left = {trophy.id for trophy in counters[1:]}
    kept = [trophy for trophy in chosen if trophy.id not in left]
    if counters[0] not in kept:
        kept.append(counters[0])
    return kept


def _grades(chance: Random, size: int) -> list[Grade]:
    gold = max(1, round(size * 0.07))
    silver = max(1, round(size * 0.2))
    grades: list[Grade] = ["bronze"] * (size - gold - silver)
    grades.extend(["silver"] * silver)
    grades.extend(["gold"] * gold)
    # Mixed, but with the costly ones rather later than sooner.
    weight = {"bronze": 0.0, "silver": 0.25, "gold": 0.5}
    return sorted(grades, key=lambda grade: weight[grade] + chance.random())


def _game_ids(number: int, platforms: str) -> Iterator[str]:
    prefixes = {"PS5": "PPSA", "PSPC": "PPSA", "PS4": "CUSA", "PSVITA": "PCSB"}
    for prefix in dict.fromkeys(
        prefixes.get(platform, "NPEB") for platform in platforms.split(",")
    ):
        yield f"{prefix}{number:05}_00"
