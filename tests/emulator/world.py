"""The world behind the service: who is there, what they earned, and what can happen."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from random import Random
import string
from typing import Any

from .accounts import Account, Progress, State
from .arithmetic import GRADES, Grade
from .catalogue import BASE_GROUP, Group, Trophy, TrophySet
from .generate import DAY, Generator
from .plans import PLANS, Plan

DEMO_NPSSO = "Lamp7KeepsWatchOverTheQuietHarbour2AndNobodyElseKnowsTheWay4Home"

RESERVE = 8


class WorldError(ValueError):
    """What was asked for cannot happen in this world."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Earned:
    """A trophy that was just earned."""

    title_id: str
    title_name: str
    trophy_id: int
    grade: str
    name: str
    detail: str
    hidden: bool
    group: str
    earned_at: str | None

    def as_dict(self) -> dict[str, Any]:
        """Return it for the control routes."""
        return asdict(self)


def text(moment: float) -> str:
    """Write a moment the way the trophy service does."""
    return datetime.fromtimestamp(int(moment), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


class World:
    """Accounts, trophy sets and the things that happen to them."""

    def __init__(self, *, titles: int, seed: int, clock: Callable[[], float]) -> None:
        """Generate the world."""
        self.clock = clock
        self.seed = seed
        self.accounts: dict[str, Account] = {}
        self.people: dict[str, Account] = {}
        self.sets: dict[str, TrophySet] = {}
        self.games: dict[str, TrophySet] = {}
        self.cases: dict[str, str] = {}
        self.reserve: list[str] = []
        self._chance = Random(f"{seed}/people")
        self.generator = Generator(seed, int(clock()))
        self._populate(titles)

    def _populate(self, titles: int) -> None:
        demo = self._person("demo", "lantern_keeper", npsso=DEMO_NPSSO)
        demo.first_name, demo.last_name = "Robin", "Example"
        demo.about = "Always one trophy short."
        plans = self.generator.plans(titles)
        sets = [self.make(plan) for plan in plans]
        for target, plan in zip(sets, plans, strict=True):
            self.generator.play(demo, target, plan)
            self.cases |= dict.fromkeys(plan.case, target.id)
        reserve = [
            self.make(Plan(platforms="PS4" if number % 3 == 2 else "PS5"))
            for number in range(RESERVE)
        ]
        self.reserve = [target.id for target in reserve]
        self.cases["unsynced"] = self.reserve[-1]

        for role, name, every in (
            ("friend", "tidewater_ana", 3),
            ("rival", "Brassbound-Bo", 2),
            ("private", "shy_heron12", 5),
            ("empty", "new_arrival", 0),
        ):
            person = self._person(role, name)
            for target in sets[::every] if every else ():
                self.generator.play(person, target, Plan())
            if person.titles and role == "friend":
                person.listing(own=True)[-1].hidden = True
        self.people["private"].private = True
        for role in ("friend", "rival", "private"):
            self._befriend(demo, self.people[role])

    def make(self, plan: Plan) -> TrophySet:
        """Make one more set."""
        target = self.generator.trophy_set(plan)
        self.sets[target.id] = target
        self.games |= dict.fromkeys(target.title_ids, target)
        return target

    def _person(self, role: str, online_id: str, npsso: str = "") -> Account:
        digits = self._chance.randint(10**17, 8 * 10**18)
        account = Account(
            account_id=str(digits),
            online_id=online_id,
            role=role,
            npsso=npsso or self.fresh_npsso(),
            last_online=int(self.clock()) - 3600,
        )
        self.accounts[account.account_id] = account
        self.people[role] = account
        return account

    def _befriend(self, one: Account, other: Account) -> None:
        one.friends.append(other.account_id)
        other.friends.append(one.account_id)

    def fresh_npsso(self) -> str:
        """Return a new login cookie."""
        return "".join(self._chance.choices(string.ascii_letters + string.digits, k=64))

    # Finding things

    def account(self, who: str | Account | None = None) -> Account:
        """Return an account by role, account id or online id; nobody is the demo."""
        if isinstance(who, Account):
            return who
        if who is None:
            return self.people["demo"]
        if found := self.people.get(who) or self.accounts.get(who):
            return found
        if found := self.by_online_id(who):
            return found
        raise WorldError(f"no account {who!r}")

    def by_online_id(self, online_id: str) -> Account | None:
        """Return an account by online id, upper or lower case."""
        wanted = online_id.casefold()
        return next(
            (a for a in self.accounts.values() if a.online_id.casefold() == wanted),
            None,
        )

    def find(self, title: str | TrophySet, account: Account) -> TrophySet:
        """Return a set by id, case, game id or name."""
        if isinstance(title, TrophySet):
            return title
        if found := (
            self.sets.get(title)
            or self.sets.get(self.cases.get(title, ""))
            or self.games.get(title)
        ):
            return found
        if progress := next(account.by_name(title), None):
            return progress.set
        wanted = title.strip().casefold()
        for candidate in self.sets.values():
            if candidate.title().strip().casefold() == wanted:
                return candidate
        raise WorldError(f"no title {title!r}")

    def progress(self, title: str | TrophySet, account: Account) -> Progress:
        """Return how an account is getting on with a title it has synced."""
        target = self.find(title, account)
        if progress := account.titles.get(target.id):
            return progress
        raise WorldError(f"{account.online_id} has not synced {target.id}")

    # Trophies

    def earn(
        self,
        *,
        account: str | Account | None = None,
        title: str | TrophySet | None = None,
        grade: str | None = None,
        trophy_id: int | None = None,
        trophy_ids: Sequence[int] | None = None,
        count: int = 1,
        undated: bool = False,
        at: float | None = None,
    ) -> list[Earned]:
        """Earn trophies, in order; the platinum comes by itself, last."""
        who = self.account(account)
        if grade is not None and grade not in GRADES:
            raise WorldError(f"no grade {grade!r}")
        ids = [] if trophy_id is None else [trophy_id]
        ids += trophy_ids or []
        progress = (
            self._choose(who, grade) if title is None else self.progress(title, who)
        )
        if ids:
            chosen = self._named(progress, ids)
        elif grade == "platinum":
            chosen = _up_to_platinum(progress)
        else:
            chosen = [
                trophy
                for trophy in progress.missing()
                if (trophy.grade == grade or grade is None)
                and trophy.grade != "platinum"
            ][:count]
        if not chosen:
            raise WorldError(f"nothing of that kind left in {progress.set.id}")
        return self._award(who, progress, chosen, at=at, undated=undated)

    def _choose(self, who: Account, grade: str | None) -> Progress:
        """Return the game being played, else the newest that has something left."""

        def fits(progress: Progress) -> bool:
            if grade == "platinum":
                return any(t.grade == "platinum" for t in progress.missing())
            return any(
                t.grade == grade or (grade is None and t.grade != "platinum")
                for t in progress.missing()
            )

        if who.playing and fits(who.titles[who.playing]):
            return who.titles[who.playing]
        fitting = [
            title for title in who.listing(own=True) if not title.hidden and fits(title)
        ]
        if not fitting:
            raise WorldError(f"{who.online_id} has no title for that")
        if grade == "platinum":
            return min(fitting, key=lambda title: len(_up_to_platinum(title)))
        return fitting[0]

    def _named(self, progress: Progress, ids: Iterable[int]) -> list[Trophy]:
        chosen = []
        for trophy_id in ids:
            if not 0 <= trophy_id < len(progress.set.trophies):
                raise WorldError(f"no trophy {trophy_id} in {progress.set.id}")
            if trophy_id in progress.live.earned:
                raise WorldError(f"trophy {trophy_id} is already earned")
            chosen.append(progress.set.trophy(trophy_id))
        return chosen

    def _award(
        self,
        who: Account,
        progress: Progress,
        chosen: list[Trophy],
        *,
        at: float | None,
        undated: bool,
    ) -> list[Earned]:
        now = self.clock()
        who.touch(progress, now)
        earned = progress.live.earned
        when = None if undated else int(now if at is None else at)
        for trophy in chosen:
            earned[trophy.id] = when
            progress.live.counters.pop(trophy.id, None)
        base = progress.set.of_group(BASE_GROUP)
        left = [trophy for trophy in base if trophy.id not in earned]
        if len(left) == 1 and left[0].grade == "platinum":
            earned[left[0].id] = when
            chosen = [*chosen, left[0]]
        who.changed(progress)
        return [self._report(progress, trophy, when) for trophy in chosen]

    def _report(self, progress: Progress, trophy: Trophy, when: int | None) -> Earned:
        name, detail = progress.set.wording(trophy)
        return Earned(
            title_id=progress.set.id,
            title_name=progress.set.title(),
            trophy_id=trophy.id,
            grade=trophy.grade,
            name=name,
            detail=detail,
            hidden=trophy.hidden,
            group=trophy.group,
            earned_at=None if when is None else text(when),
        )

    def advance_counter(
        self,
        *,
        account: str | Account | None = None,
        title: str | TrophySet | None = None,
        trophy_id: int | None = None,
        value: int | None = None,
    ) -> int:
        """Move a counter trophy forward, but not to its end."""
        who = self.account(account)
        if title is None:
            title = who.playing or self.cases.get("counter", "")
        progress = self.progress(title, who)
        candidates = [
            trophy
            for trophy in progress.missing()
            if trophy.target and trophy_id in (None, trophy.id)
        ]
        if not candidates:
            raise WorldError(f"no counter left in {progress.set.id}")
        trophy = candidates[0]
        target = trophy.target or 1
        old, _ = progress.live.counters.get(trophy.id, (0, None))
        new = min(old + 1 if value is None else value, target - 1)
        now = self.clock()
        who.touch(progress, now)
        progress.live.counters[trophy.id] = (new, int(now))
        return new

    # Titles

    def launch(
        self, title: str | TrophySet = "new", *, account: str | Account | None = None
    ) -> str:
        """Start a game; one that was never synced enters the list at 0 %."""
        who = self.account(account)
        if title == "new":
            unseen = [id_ for id_ in self.reserve if id_ not in who.titles]
            # The last one is kept unsynced for as long as possible.
            target = (
                self.sets[unseen[0]]
                if len(unseen) > 1
                else self.make(Plan(platforms="PS5"))
            )
        else:
            target = self.find(title, who)
        now = self.clock()
        if (progress := who.titles.get(target.id)) is None:
            progress = Progress(
                set=target,
                live=State(updated=int(now)),
                first_synced=int(now),
                unlisted=who.lag_titles,
            )
            who.touch(progress, now - 1)
            who.titles[target.id] = progress
            progress.detailed = None
        else:
            progress.play_count += 1
        progress.launched = int(now)
        who.playing = target.id
        who.last_online = int(now)
        return target.id

    def quit(self, *, account: str | Account | None = None) -> None:
        """End the game."""
        who = self.account(account)
        who.playing = None
        who.last_online = int(self.clock())

    def add_dlc(
        self, title: str | TrophySet, *, bronze: int = 5, silver: int = 2, gold: int = 1
    ) -> str:
        """Add an expansion; everybody's progress in the title falls."""
        target = self.find(title, self.people["demo"])
        numbers: dict[Grade, int] = {"bronze": bronze, "silver": silver, "gold": gold}
        grades = [grade for grade, number in numbers.items() for _ in range(number)]
        if not grades:
            raise WorldError("an expansion needs trophies")
        group: Group = self.generator.expand(target, grades)
        for account in self.accounts.values():
            if progress := account.titles.get(target.id):
                account.changed(progress)
        return group.id

    def hide(
        self,
        title: str | TrophySet,
        *,
        account: str | Account | None = None,
        hidden: bool = True,
    ) -> None:
        """Hide a title, or show it again."""
        self.progress(title, self.account(account)).hidden = hidden

    def remove(
        self, title: str | TrophySet, *, account: str | Account | None = None
    ) -> None:
        """Take a set out of an account."""
        who = self.account(account)
        target = self.progress(title, who).set
        del who.titles[target.id]
        if who.playing == target.id:
            who.playing = None
        who.changed()

    # People

    def rename(self, online_id: str, *, account: str | Account | None = None) -> None:
        """Give an account another online id."""
        who = self.account(account)
        if (other := self.by_online_id(online_id)) and other is not who:
            raise WorldError(f"{online_id!r} is taken")
        who.former_online_id = who.former_online_id or who.online_id
        who.online_id = online_id

    def add_account(
        self,
        online_id: str,
        *,
        titles: int = 0,
        private: bool = False,
        friend: bool = False,
    ) -> Account:
        """Let one more person in; they play games that already exist, then new ones."""
        if self.by_online_id(online_id) or online_id in self.people:
            raise WorldError(f"{online_id!r} is taken")
        person = self._person(online_id, online_id)
        person.private = private
        known = [id_ for id_ in self.sets if id_ not in self.reserve][:titles]
        targets = [self.sets[id_] for id_ in known]
        targets += [self.make(Plan()) for _ in range(titles - len(targets))]
        for target in targets:
            self.generator.play(person, target, Plan())
        if friend:
            self._befriend(self.people["demo"], person)
        return person


def _up_to_platinum(progress: Progress) -> list[Trophy]:
    """Return what is left of the base game, platinum last."""
    left = [trophy for trophy in progress.missing() if trophy.group == BASE_GROUP]
    if not any(trophy.grade == "platinum" for trophy in left):
        return []
    return sorted(left, key=lambda trophy: trophy.grade == "platinum")


__all__ = ["DAY", "DEMO_NPSSO", "PLANS", "Earned", "World", "WorldError", "text"]
