"""Friends, requests and blocks."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from . import hosts, replies
from .accounts import Account
from .neighbours import precise
from .replies import PRIVATE, RefusalError, Reply
from .routing import Call, Route, table
from .world import World

MAX_FRIENDS = 1000

type Body = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Friends:
    """Answers about who knows whom."""

    world: World

    def friends(self, call: Call) -> Reply:
        """Answer with the numbers of somebody's friends."""
        who = call.path["user"]
        account = call.me if who == "me" else self.world.accounts.get(who)
        if account is None:
            raise RefusalError(replies.bad_request("profile", "path: accountId"))
        if account.private and account is not call.me:
            raise RefusalError(replies.forbidden("profile"))
        try:
            limit = int(call.query.get("limit", 100))
            offset = int(call.query.get("offset", 0))
        except ValueError:
            limit = offset = -1
        if not 1 <= limit <= MAX_FRIENDS or offset < 0:
            raise RefusalError(replies.bad_request("profile", "query: limit"))
        end = offset + limit
        body: Body = {
            "friends": account.friends[offset:end],
            "totalItemCount": len(account.friends),
        }
        if end < len(account.friends):
            body["nextOffset"] = end
        if offset:
            body["previousOffset"] = max(offset - limit, 0)
        return replies.ok(body, PRIVATE)

    def friend_summary(self, call: Call) -> Reply:
        """Answer with how one stands with somebody."""
        account = self._person(call)
        mutual = set(account.friends) & set(call.me.friends)
        known = account.account_id in call.me.friends
        return replies.ok(
            {
                "friendRelation": "friend" if known else "no",
                "personalDetailSharing": "none",
                "friendsCount": len(account.friends),
                "mutualFriendsCount": len(mutual),
            },
            PRIVATE,
        )

    def _person(self, call: Call) -> Account:
        if account := self.world.accounts.get(call.path["user"]):
            return account
        raise RefusalError(replies.bad_request("profile", "path: accountId"))

    def friend_requests(self, call: Call) -> Reply:
        """Answer with who wants to be a friend; these are objects, not ids."""
        requests = [
            {
                "accountId": account.account_id,
                "relation": "requested",
                "personalDetailSharing": "none",
                "acceptSharingPersonalDetailFlag": False,
                "requestedDate": precise(account.last_online),
            }
            for account in (self.world.people["empty"],)
            if account is not call.me
        ]
        body = {"receivedRequests": requests, "totalItemCount": len(requests)}
        return replies.ok(body, PRIVATE)

    def blocks(self, call: Call) -> Reply:
        """Answer with who is blocked: nobody."""
        return replies.ok({"blockList": []}, PRIVATE)

    def available_to_play(self, call: Call) -> Reply:
        """Answer with whose arrival one wants to hear about: nobody's."""
        return replies.ok({"settings": []}, PRIVATE)

    def routes(self) -> Iterator[Route]:
        """Return the routes of this service."""
        users = "/api/userProfile/v1/internal/users"
        anyone = "(?P<user>[^/]+)"
        mine = f"{users}/me/friends"
        requests = f"{mine}/receivedRequests"
        ready = f"{mine}/subscribing/availableToPlay"
        summary = f"{mine}/{anyone}/summary"
        yield from table(
            hosts.MOBILE,
            ("friend_requests", "profile", requests, self.friend_requests),
            ("available_to_play", "profile", ready, self.available_to_play),
            ("friend_summary", "profile", summary, self.friend_summary),
            ("friends", "profile", f"{users}/{anyone}/friends", self.friends),
            ("blocks", "profile", f"{users}/me/blocks", self.blocks),
        )
