"""Search and persisted GraphQL queries."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import orjson

from . import hosts, replies
from .accounts import Account
from .neighbours import FORMATS, avatars, signed_picture
from .replies import NO_CACHE, RefusalError, Reply
from .routing import Call, Route, table
from .world import World, text

HINTS = "71bf26729f2634f4d8cca32ff73aaf42b3b76ad1d2f63b490a809b66483ea5a7"
TIPS = "93768752a9f4ef69922a543e2209d45020784d8781f57b37a5294e6e206c5630"
SEARCH_PEOPLE = "ac5fb2b82c4d086ca0d272fba34418ab327a7762dd2cd620e63f175bbc5aff10"
SEARCH_GAMES = "a2fbc15433b37ca7bfcd7112f741735e13268f5e9ebd5ffce51b85acc126f41d"
MORE_PEOPLE = "23ece284bf8bdc50bfa30a4d97fd4d733e723beb7a42dff8c1ee883f8461a2e1"
MORE_GAMES = "b51624299bd17b3799f77c9f097cc8887a04d3873f0329095976a841595bc902"
LIBRARY = "e780a6d8b921ef0c59ec01ea5c5255671272ca0d819edb61320914cf7a78b3ae"
PURCHASES = "827a423f6a8ddca4107ac01395af2ec0eafd8396fc7fa204aaf9b7ed2eefa168"

type Body = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Search:
    """Finds people, games and hints."""

    world: World

    def search(self, call: Call) -> Reply:
        """Answer with people whose name is like the term."""
        try:
            wanted = orjson.loads(call.body)
            term = str(wanted["searchTerm"])
            domains = [str(d["domain"]) for d in wanted["domainRequests"]]
        except ValueError, KeyError, TypeError:
            raise RefusalError(replies.bad_request("other", "body")) from None
        return replies.ok(
            {
                "prefix": term,
                "suggestions": [],
                "fallbackQueried": False,
                "domainResponses": [_domain(d, self._like(term)) for d in domains],
            },
            NO_CACHE,
        )

    def _like(self, term: str) -> list[Account]:
        wanted = term.casefold()[:4]
        return [
            account
            for account in self.world.accounts.values()
            if wanted and wanted in account.online_id.casefold()
        ]

    def graphql(self, call: Call) -> Reply:
        """Answer a persisted query; an unknown one gets a message and a 200."""
        try:
            query = orjson.loads(call.query["extensions"])["persistedQuery"]
            variables = orjson.loads(call.query["variables"])
            operation = call.query["operationName"]
            hash_ = query["sha256Hash"]
        except ValueError, KeyError, TypeError:
            raise RefusalError(replies.bad_request("other", "query")) from None
        answer = self._queries().get((operation, hash_))
        if answer is None:
            return replies.ok({"message": f"Query {hash_} not whitelisted"}, NO_CACHE)
        return replies.ok({"data": answer(call, variables)}, NO_CACHE)

    def _queries(self) -> dict[tuple[str, str], Callable[[Call, Body], Body]]:
        first, more = "metGetContextSearchResults", "metGetDomainSearchResults"
        return {
            ("metGetHintAvailability", HINTS): self._hints,
            ("metGetTips", TIPS): self._tips,
            (first, SEARCH_PEOPLE): lambda _, v: _context([self._people(v)]),
            (first, SEARCH_GAMES): lambda _, v: _context(
                [self._games(v), _found("MobileAddOns", [])]
            ),
            (more, MORE_PEOPLE): lambda _, v: {
                "universalDomainSearch": self._people(v)
            },
            (more, MORE_GAMES): lambda _, v: {"universalDomainSearch": self._games(v)},
            ("getUserGameList", LIBRARY): self._library,
            ("getPurchasedGameList", PURCHASES): self._purchases,
        }

    def _hints(self, call: Call, variables: Body) -> Body:
        """Return the trophies with help; ids are text here."""
        target = self.world.sets.get(str(variables.get("npCommId")))
        wanted = variables.get("trophyIds")
        trophies = (
            [
                {
                    "__typename": "TrophyInfoWithHintAvailable",
                    "helpType": "HINT",
                    "id": f"{target.id}::{trophy.id}",
                    "trophyId": str(trophy.id),
                    "udsObjectId": f"OBJECT_{trophy.id}",
                }
                for trophy in reversed(target.trophies)
                if trophy.target and (not wanted or str(trophy.id) in wanted)
            ]
            if target and not target.legacy
            else []
        )
        return {
            "hintAvailabilityRetrieve": {
                "__typename": "HintAvailability",
                "trophies": trophies,
            }
        }

    def _tips(self, call: Call, variables: Body) -> Body:
        np = variables.get("npCommId")
        trophies = [
            {
                "__typename": "TrophyTip",
                "id": f"{np}::{wanted['trophyId']}",
                "trophyId": wanted["trophyId"],
                "totalGroupCount": 1,
                "groups": [
                    {
                        "__typename": "TipGroup",
                        "groupId": None,
                        "groupName": None,
                        "tipContents": [
                            {
                                "__typename": "TipContent",
                                "description": "Start at the mill.",
                                "displayName": "First lamps",
                                "mediaId": "psn0a1b",
                                "mediaType": "VIDEO",
                                "mediaUrl": "https://example.invalid/master.m3u8",
                                "tipId": f"{np}__{wanted.get('udsObjectId')}_H1",
                            }
                        ],
                    }
                ],
            }
            for wanted in variables.get("trophies", [])
        ]
        return {
            "tipsRetrieve": {
                "__typename": "Tips",
                "hasAccess": True,
                "trophies": trophies,
            }
        }

    def _people(self, variables: Body) -> Body:
        start = int(variables.get("pageOffset", 0))
        people = self._like(str(variables.get("searchTerm", "")))[start:]
        return _found("SocialAllAccounts", [_player(account) for account in people])

    def _games(self, variables: Body) -> Body:
        term = str(variables.get("searchTerm", "")).casefold()
        start = int(variables.get("pageOffset", 0))
        games = [
            target
            for target in self.world.sets.values()
            if term and term in target.title().casefold()
        ][start : start + 20]
        return _found(
            "MobileGames",
            [
                {
                    "__typename": "SearchResultItem",
                    "highlight": {"__typename": "ItemHighlight", "name": None},
                    "id": target.id,
                    "result": {
                        "__typename": "Concept",
                        "id": str(90_000_000 + int(target.id[4:9])),
                        "invariantName": target.title().strip(),
                        "itemType": "concept",
                        "media": [],
                        "name": target.title().strip(),
                        "platforms": target.platforms.split(","),
                        "type": "GAME",
                    },
                    "resultOriginFlag": None,
                }
                for target in games
            ],
        )

    def _library(self, call: Call, variables: Body) -> Body:
        limit = int(variables.get("limit", 50))
        return {"gameLibraryTitlesRetrieve": {"games": _games_of(call.me, limit)}}

    def _purchases(self, call: Call, variables: Body) -> Body:
        limit = int(variables.get("size", 24))
        return {"purchasedTitlesRetrieve": {"games": _games_of(call.me, limit)}}

    def routes(self) -> Iterator[Route]:
        """Return the routes of these services."""
        search = "/api/search/v1/universalSearch"
        yield from table(
            hosts.MOBILE, ("search", "other", search, self.search), method="POST"
        )
        for host in (hosts.MOBILE, hosts.WEB):
            graphql = "/api/graphql/v1/op"
            yield from table(host, ("graphql", "graphql", graphql, self.graphql))


def _domain(domain: str, people: list[Account]) -> Body:
    return {
        "domain": domain,
        "totalResultCount": len(people),
        "zeroState": False,
        "next": "",
        "results": [
            {
                "id": account.account_id,
                "type": "social",
                "score": 1.0,
                "socialMetadata": {
                    "accountId": account.account_id,
                    "onlineId": account.online_id,
                    "country": account.country,
                    "language": account.language[:2],
                    "avatarUrl": dict(avatars(account))["l"],
                    "isPsPlus": account.plus,
                    "isOfficiallyVerified": False,
                },
            }
            for account in people
        ],
    }


def _context(results: list[Body]) -> Body:
    return {
        "universalContextSearch": {
            "__typename": "UniversalContextSearchResponse",
            "queryFrequency": {
                "__typename": "QueryFrequency",
                "filterDebounceMs": 600,
                "searchDebounceMs": 300,
            },
            "results": results,
        }
    }


def _found(domain: str, results: list[Body]) -> Body:
    return {
        "__typename": "UniversalDomainSearchResponse",
        "domain": domain,
        "domainTitle": domain,
        "next": "",
        "searchResults": results,
        "totalResultCount": len(results),
        "zeroState": False,
    }


def _player(account: Account) -> Body:
    return {
        "__typename": "SearchResultItem",
        "highlight": {
            "__typename": "PlayerHighlight",
            "firstName": [],
            "lastName": [],
            "middleName": None,
            "onlineId": [account.online_id],
            "verifiedUserName": None,
        },
        "id": account.account_id,
        "result": {
            "__typename": "Player",
            "accountId": account.account_id,
            "avatarUrl": dict(avatars(account))["l"],
            "displayName": account.online_id,
            "displayNameHighlighted": [account.online_id],
            "firstName": "",
            "id": account.account_id,
            "isPsPlus": account.plus,
            "itemType": "player",
            "lastName": "",
            "middleName": None,
            "onlineId": account.online_id,
            "onlineIdHighlighted": [account.online_id],
            "profilePicUrl": signed_picture(account.account_id),
            "relationshipState": None,
        },
        "resultOriginFlag": None,
    }


def _games_of(account: Account, limit: int) -> list[Body]:
    return [
        {
            "titleId": game,
            "name": title.set.title().strip(),
            "platform": FORMATS[game[:4]],
            "image": {"url": title.set.concept_picture},
            "lastPlayedDateTime": text(title.live.updated),
            "conceptId": str(90_000_000 + int(title.set.id[4:9])),
            "subscriptionService": "NONE",
        }
        for title in account.listing(own=True)
        for game in title.set.game_ids(*FORMATS)
    ][:limit]
