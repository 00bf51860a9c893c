"""The bodies that the trophy service sends."""

from typing import Any

from .accounts import Progress, State
from .arithmetic import rarity, rate_text
from .catalogue import Picture, Trophy, TrophySet
from .words import REWARDS
from .world import text

type Body = dict[str, Any]


def detail_of(target: TrophySet, language: int) -> Body:
    """Return the key that only the older service sends."""
    return {"trophyTitleDetail": target.detail(language)} if target.legacy else {}


def title(progress: Progress, language: int) -> Body:
    """Return an item of the title list."""
    target = progress.set
    state = progress.state("titles")
    return {
        "npServiceName": target.service,
        "npCommunicationId": target.id,
        "trophySetVersion": target.version,
        "trophyTitleName": target.title(language),
        **detail_of(target, language),
        "trophyTitleIconUrl": target.picture(Picture.TITLE),
        "trophyTitlePlatform": target.platforms,
        "hasTrophyGroups": target.has_groups,
        "trophyGroupCount": len(target.groups),
        "definedTrophies": target.defined(),
        "progress": progress.percent(state),
        "earnedTrophies": progress.earned(state),
        "hiddenFlag": progress.hidden,
        "lastUpdatedDateTime": text(state.updated),
    }


def title_of_game(progress: Progress, language: int, missing: bool) -> Body:
    """Return a set as it is found by the id of its game."""
    target = progress.set
    state = progress.state("titles")
    body: Body = {
        "npServiceName": target.service,
        "npCommunicationId": target.id,
        "trophyTitleName": target.title(language),
        **detail_of(target, language),
        "trophyTitleIconUrl": target.picture(Picture.TITLE),
        "hasTrophyGroups": target.has_groups,
        "trophyGroupCount": len(target.groups),
    }
    if rarest := progress.rarest(state):
        body["rarestTrophies"] = [
            {
                **_wording(target, trophy, language),
                "trophyRare": rarity(trophy.rate),
                "trophyEarnedRate": rate_text(trophy.rate),
                "earned": True,
                **_when(trophy, state),
            }
            for trophy in rarest
        ]
    body |= {
        "progress": progress.percent(state),
        "earnedTrophies": progress.earned(state),
        "definedTrophies": target.defined(),
        "lastUpdatedDateTime": text(state.updated),
    }
    left = [t.id for t in target.trophies if t.id not in state.earned]
    if missing and left:
        body["notEarnedTrophyIds"] = left
    return body


def _wording(target: TrophySet, trophy: Trophy, language: int) -> Body:
    name, detail = target.wording(trophy, language)
    return {
        "trophyId": trophy.id,
        # Only a mark: the service sends the secret along with it.
        "trophyHidden": trophy.hidden,
        "trophyType": trophy.grade,
        "trophyName": name,
        "trophyDetail": detail,
        "trophyIconUrl": target.picture(Picture.TROPHY, trophy.face),
    }


def definitions(target: TrophySet, group: str, language: int) -> list[Body]:
    """Return the trophies of a set or group, without anybody's state."""
    key = ("definitions", group, language)
    if (kept := target.cache.get(key)) is None:
        kept = [
            {
                **_wording(target, trophy, language),
                "trophyGroupId": trophy.group,
                **_extras(target, trophy, language),
            }
            for trophy in target.of_group(group)
        ]
        target.cache[key] = kept
    assert isinstance(kept, list)
    return kept


def _extras(target: TrophySet, trophy: Trophy, language: int) -> Body:
    """Return the keys that only some trophies of the newer service have."""
    extras: Body = {}
    if trophy.target is not None:
        extras["trophyProgressTargetValue"] = str(trophy.target)
    if trophy.reward is not None:
        extras["trophyRewardName"] = REWARDS[trophy.reward][language]
        extras["trophyRewardImageUrl"] = target.picture(Picture.REWARD, trophy.face)
    return extras


def _when(trophy: Trophy, state: State) -> Body:
    moment = state.earned.get(trophy.id)
    return {} if moment is None else {"earnedDateTime": text(moment)}


def earned(trophy: Trophy, state: State, target: TrophySet) -> Body:
    """Return somebody's state of a trophy, without its names."""
    done = trophy.id in state.earned
    body: Body = {
        "trophyId": trophy.id,
        "trophyHidden": trophy.hidden,
        "earned": done,
        **_when(trophy, state),
    }
    if not done and trophy.target is not None and not target.legacy:
        value, moved = state.counters.get(trophy.id, (0, None))
        body["progress"] = str(value)
        body["progressRate"] = value * 100 // trophy.target
        if value and moved is not None:
            body["progressedDateTime"] = text(moved)
    body |= {
        "trophyType": trophy.grade,
        "trophyRare": rarity(trophy.rate),
        "trophyEarnedRate": rate_text(trophy.rate),
    }
    return body


def newest(progress: Progress, state: State, group_id: str) -> int:
    """Return when a group last changed; the group that moved last has the title's date."""
    moments = {
        group.id: max(
            (
                moment
                for trophy in progress.set.of_group(group.id)
                if (moment := state.earned.get(trophy.id)) is not None
            ),
            default=0,
        )
        for group in progress.set.groups
    }
    own = moments[group_id]
    return state.updated if own == max(moments.values()) else own or state.updated
