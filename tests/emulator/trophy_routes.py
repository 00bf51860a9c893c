"""The trophy service."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from . import hosts, replies, stumbles, trophy_bodies as bodies
from .accounts import Account, Progress, State
from .arithmetic import points
from .catalogue import ALL_GROUPS, BASE_GROUP, Picture, TrophySet
from .replies import CATALOGUE, PRIVATE, RefusalError, Reply
from .routing import Call, Route, Row, table
from .world import World, text

DEFAULT_LIMIT = 100
MAX_LIMIT = 800
MAX_GAMES = 5

type Body = dict[str, Any]


@dataclass(frozen=True, slots=True)
class TrophyService:
    """Answers about trophies."""

    world: World

    # Who and what

    def _user(self, call: Call) -> Account:
        """Return whom a request is about, unless that person wants to be private."""
        who = call.path["user"]
        if who == "me":
            return call.me
        if not who.isdecimal():
            raise RefusalError(replies.bad_request("trophy", "path: accountId"))
        account = self.world.accounts.get(who)
        if account is None:
            raise RefusalError(replies.not_found("trophy"))
        if account.private and account is not call.me:
            raise RefusalError(replies.forbidden("trophy"))
        return account

    def _set(self, call: Call) -> TrophySet:
        """Return a set; it is found under its own service name only."""
        target = self.world.sets.get(call.path["np"])
        if target is None or call.query.get("npServiceName") != target.service:
            raise RefusalError(replies.not_found("trophy"))
        return target

    def _group(self, call: Call, target: TrophySet) -> str:
        group = call.path["group"]
        if group != ALL_GROUPS and target.group(group) is None:
            raise RefusalError(replies.not_found("trophy"))
        return group

    def _synced(self, call: Call) -> tuple[Progress, State]:
        account = self._user(call)
        progress = account.titles.get(self._set(call).id)
        if progress is None or (progress.hidden and account is not call.me):
            raise RefusalError(replies.not_found("trophy"))
        return progress, progress.state("detail")

    # 4.1 to 4.3: the account

    def summary(self, call: Call) -> Reply:
        """Answer with level and counts."""
        account = self._user(call)
        total = account.total()
        level = account.level()
        return replies.ok(
            {
                "accountId": account.account_id,
                "trophyLevel": level.level,
                "trophyPoint": points(total),
                "trophyLevelBasePoint": level.base,
                "trophyLevelNextPoint": level.next,
                "progress": level.progress,
                "tier": level.tier,
                "earnedTrophies": total,
            },
            PRIVATE,
        )

    def titles(self, call: Call) -> Reply:
        """Answer with a page of the title list."""
        account = self._user(call)
        limit, offset = page_of(call, DEFAULT_LIMIT)
        language = call.language
        titles = account.listing(own=account is call.me)
        titles = stumbles.listed(call.stumbles, titles)
        page, places = cut(titles, limit, offset)
        return replies.ok(
            {"trophyTitles": [bodies.title(t, language) for t in page], **places},
            PRIVATE,
        )

    def titles_for_games(self, call: Call) -> Reply:
        """Answer with the sets that belong to game ids."""
        account = self._user(call)
        ids = [id_ for id_ in call.query.get("npTitleIds", "").split(",") if id_]
        if not 1 <= len(ids) <= MAX_GAMES or any(id_.startswith("NP") for id_ in ids):
            raise RefusalError(replies.bad_request("trophy", "query: npTitleId"))
        for id_ in ids:
            if id_ not in self.world.games:
                message = f"Resource not found (npTitleId='{id_}')"
                raise RefusalError(replies.not_found("trophy", message))
        missing = call.query.get("includeNotEarnedTrophyIds") == "true"
        visible = {title.set.id: title for title in account.listing(own=True)}
        answer = []
        # The answer does not keep the order of the request.
        for id_ in sorted(set(ids), reverse=True):
            title = visible.get(self.world.games[id_].id)
            if title and title.hidden and account is not call.me:
                title = None
            found = (
                [bodies.title_of_game(title, call.language, missing)] if title else []
            )
            answer.append({"npTitleId": id_, "trophyTitles": found})
        return replies.ok({"titles": answer}, PRIVATE)

    # 4.4 and 4.5: the catalogue

    def groups(self, call: Call) -> Reply:
        """Answer with the groups of a set."""
        target = self._set(call)
        language = call.language
        body: Body = {
            "npServiceName": target.service,
            "npCommunicationId": target.id,
            "trophySetVersion": target.version,
            "trophyTitleName": target.title(language),
            **bodies.detail_of(target, language),
            "trophyTitleIconUrl": target.picture(Picture.TITLE),
            "trophyTitlePlatform": target.platforms,
            "definedTrophies": target.defined(),
        }
        groups = body["trophyGroups"] = []
        for group in target.groups:
            item: Body = {
                "trophyGroupId": group.id,
                "trophyGroupName": target.group_name(group, language),
            }
            if target.legacy:
                item["trophyGroupDetail"] = (
                    target.detail(language)
                    if group.id == BASE_GROUP
                    else target.group_name(group, language)
                )
            kind = Picture.GROUP if group.number else Picture.TITLE
            item["trophyGroupIconUrl"] = target.picture(kind, group.number)
            item["definedTrophies"] = target.defined(group.id)
            groups.append(item)
        return _catalogue(body)

    def definitions(self, call: Call) -> Reply:
        """Answer with the trophies of a set."""
        target = self._set(call)
        group = self._group(call, target)
        language = call.language
        limit, offset = page_of(call, None)
        page, places = cut(bodies.definitions(target, group, language), limit, offset)
        return _catalogue(
            {
                "trophySetVersion": target.version,
                "hasTrophyGroups": target.has_groups,
                "trophies": page,
                **places,
            }
        )

    # 4.6 and 4.7: earned

    def earned(self, call: Call) -> Reply:
        """Answer with what is earned in a set."""
        progress, state = self._synced(call)
        target = progress.set
        group = self._group(call, target)
        limit, offset = page_of(call, None)
        page, places = cut(target.of_group(group), limit, offset)
        body: Body = {
            "trophySetVersion": target.version,
            "hasTrophyGroups": target.has_groups,
            "lastUpdatedDateTime": text(state.updated),
            "trophies": [bodies.earned(trophy, state, target) for trophy in page],
        }
        rarest = progress.rarest(state, group)
        # Both ways of saying "nothing yet" are in use.
        if rarest or target.legacy:
            body["rarestTrophies"] = [bodies.earned(t, state, target) for t in rarest]
        return replies.ok(body | places, PRIVATE)

    def earned_groups(self, call: Call) -> Reply:
        """Answer with what is earned in each group of a set."""
        progress, state = self._synced(call)
        groups = []
        for group in progress.set.groups:
            percent = progress.percent(state, group.id)
            item: Body = {
                "trophyGroupId": group.id,
                "progress": percent,
                "earnedTrophies": progress.earned(state, group.id),
            }
            if percent:
                item["lastUpdatedDateTime"] = text(
                    bodies.newest(progress, state, group.id)
                )
            groups.append(item)
        return replies.ok(
            {
                "trophySetVersion": progress.set.version,
                "hiddenFlag": progress.hidden,
                "progress": progress.percent(state),
                "earnedTrophies": progress.earned(state),
                "lastUpdatedDateTime": text(state.updated),
                "trophyGroups": groups,
            },
            PRIVATE,
        )

    def routes(self) -> Iterator[Route]:
        """Return the routes of the trophy service."""
        base = "/api/trophy/v1"
        user = f"{base}/users/(?P<user>[^/]+)"
        groups = r"/npCommunicationIds/(?P<np>[^/]+)/trophyGroups"
        trophies = rf"{groups}/(?P<group>[^/]+)/trophies"
        rows: tuple[Row, ...] = (
            ("summary", "trophy", f"{user}/trophySummary", self.summary),
            ("titles", "trophy", f"{user}/trophyTitles", self.titles),
            (
                "titles_for_games",
                "trophy",
                f"{user}/titles/trophyTitles",
                self.titles_for_games,
            ),
            ("groups", "trophy", base + groups, self.groups),
            ("definitions", "trophy", base + trophies, self.definitions),
            ("earned", "trophy", user + trophies, self.earned),
            ("earned_groups", "trophy", user + groups, self.earned_groups),
        )
        yield from table(hosts.MOBILE, *rows)


def page_of(call: Call, default: int | None) -> tuple[int | None, int]:
    """Return limit and offset of a request."""
    limit = _number(call.query, "limit", default)
    offset = _number(call.query, "offset", 0)
    if limit is not None and not 1 <= limit <= MAX_LIMIT:
        raise RefusalError(replies.bad_request("trophy", "query: limit"))
    if offset is None or offset < 0:
        raise RefusalError(replies.bad_request("trophy", "query: offset"))
    return limit, offset


def _number(query: Mapping[str, str], key: str, default: int | None) -> int | None:
    try:
        return int(query[key]) if key in query else default
    except ValueError:
        raise RefusalError(replies.bad_request("trophy", f"query: {key}")) from None


def cut[T](
    whole: Sequence[T], limit: int | None, offset: int
) -> tuple[list[T], dict[str, int]]:
    """Return a page and the keys that tell where it is."""
    end = len(whole) if limit is None else offset + limit
    places: dict[str, int] = {}
    if end < len(whole):
        places["nextOffset"] = end
    # Not the start of the page before, and never past the last item.
    if previous := min(offset, len(whole)):
        places["previousOffset"] = previous - 1
    places["totalItemCount"] = len(whole)
    return list(whole[offset:end]), places


def _catalogue(body: Body) -> Reply:
    return replies.ok(body, CATALOGUE, Vary="Accept-Language")
