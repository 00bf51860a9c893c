"""What seldom happens to a world: the service takes back, renumbers, or is odd."""

from random import Random

from .accounts import Account
from .catalogue import TrophySet
from .plans import RARE
from .world import World, WorldError


def unearn(
    world: World,
    title: str | TrophySet,
    trophy_id: int,
    *,
    account: str | Account | None = None,
    dated: bool = True,
) -> None:
    """Take a trophy back; unless `dated` the title keeps its date and place."""
    who = world.account(account)
    progress = world.progress(title, who)
    live = progress.live
    if trophy_id not in live.earned:
        raise WorldError(f"trophy {trophy_id} is not earned in {progress.set.id}")
    before = live.updated, live.sequence
    who.touch(progress, world.clock())
    if not dated:
        live.updated, live.sequence = before
    del live.earned[trophy_id]
    who.changed(progress)


def renumber(
    world: World, title: str | TrophySet, *, raise_version: bool = True
) -> dict[int, int]:
    """Give every trophy of a set another id; return the new ids by the old ones."""
    target = world.find(title, world.account())
    order = [trophy.id for trophy in target.trophies]
    Random(f"{world.seed}/renumber/{target.id}").shuffle(order)
    # In a circle, so that none keeps its id.
    new_ids = dict(zip(order, order[1:] + order[:1], strict=True))
    target.renumber(new_ids)
    for account in world.accounts.values():
        if progress := account.titles.get(target.id):
            progress.renumber(new_ids)
    if raise_version:
        major, minor = target.version.split(".")
        target.version = f"{major}.{int(minor) + 1:02}"
    return new_ids


def add_title(world: World, kind: str, *, account: str | Account | None = None) -> str:
    """Let an account have played a set of a rare kind; return the set's id."""
    if kind not in RARE:
        raise WorldError(f"no kind {kind!r}; there are {', '.join(sorted(RARE))}")
    who = world.account(account)
    plan = RARE[kind]
    target = world.make(plan)
    world.generator.play(who, target, plan).unlisted = who.lag_titles
    world.cases[kind] = target.id
    return target.id
