"""Chat groups and their messages."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import orjson

from . import hosts, replies
from .accounts import Account
from .catalogue import fingerprint
from .replies import NO_CACHE, RefusalError, Reply
from .routing import Call, Route, table
from .world import World

type Body = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Chat:
    """Answers about groups; every account has some made of its friends."""

    world: World
    messages: dict[str, list[Body]] = field(default_factory=dict)

    def _groups(self, me: Account) -> dict[str, list[Account]]:
        """Return the groups of an account: one of friends, and one for two."""
        friends = [self.world.accounts[id_] for id_ in me.friends]
        groups = {}
        if len(friends) > 1:
            members = [me, *friends[:2]]
            groups[_group_id(members)] = members
        if friends:
            groups["~" + _group_id([me, friends[0]])] = [me, friends[0]]
        return groups

    def chat_groups(self, call: Call) -> Reply:
        """Answer with one's groups."""
        groups = [
            {"groupId": id_, "members": _members(members)}
            for id_, members in self._groups(call.me).items()
        ]
        return replies.ok({"groups": groups, "totalGroupCount": len(groups)}, NO_CACHE)

    def _group(self, call: Call) -> tuple[str, list[Account]]:
        id_ = call.path["group"]
        if members := self._groups(call.me).get(id_):
            return id_, members
        raise RefusalError(replies.not_found("other"))

    def chat_group(self, call: Call) -> Reply:
        """Answer with one group."""
        id_, members = self._group(call)
        moment = str(call.me.last_online * 1000)
        thread: Body = {
            "modifiedTimestamp": moment,
            "readMessageUid": "1#425961448584099",
            "threadId": id_,
        }
        if messages := self.messages.get(id_):
            thread["latestMessage"] = messages[-1]
        name = "" if id_.startswith("~") else "The Lamplighters"
        return replies.ok(
            {
                "existsNewArrival": False,
                "groupIcon": {"status": 0},
                "groupId": id_,
                "groupName": {"status": int(bool(name)), "value": name},
                "groupType": 0,
                "isFavorite": False,
                "joinedTimestamp": moment,
                "mainThread": thread,
                "members": _members(members),
                "modifiedTimestamp": moment,
                "notificationSetting": {"isMute": False},
            },
            NO_CACHE,
        )

    def chat_messages(self, call: Call) -> Reply:
        """Answer with the messages of a group, or take one more."""
        id_, _ = self._group(call)
        messages = self.messages.setdefault(id_, [])
        if call.request.method == "POST":
            try:
                body = orjson.loads(call.body)["body"]
            except ValueError, KeyError, TypeError:
                raise RefusalError(replies.bad_request("other", "body")) from None
            message: Body = {
                "messageUid": f"{len(messages) + 1}#425961448584099",
                "messageType": 1,
                "alternativeMessageType": 1,
                "body": body,
                "createdTimestamp": str(int(self.world.clock() * 1000)),
                "sender": _member(call.me),
            }
            messages.append(message)
            return replies.ok(
                {key: message[key] for key in ("messageUid", "createdTimestamp")}
            )
        return replies.ok(
            {
                "messages": messages[::-1],
                "reachedEndOfPage": True,
                "messageCount": len(messages),
            },
            NO_CACHE,
        )

    def routes(self) -> Iterator[Route]:
        """Return the routes of this service."""
        base = "/api/gamingLoungeGroups/v1"
        groups = f"{base}/members/me/groups"
        group = "(?P<group>[^/]+)"
        thread = f"/groups/{group}/threads/[^/]+/messages"
        talk = f"{base}/members/me{thread}"
        yield from table(
            hosts.MOBILE,
            ("chat_groups", "other", groups, self.chat_groups),
            ("chat_group", "other", f"{groups}/{group}", self.chat_group),
            ("chat_messages", "other", talk, self.chat_messages),
        )
        yield from table(
            hosts.MOBILE,
            ("chat_messages", "other", base + thread, self.chat_messages),
            method="POST",
        )


def _group_id(members: list[Account]) -> str:
    joined = ",".join(account.account_id for account in members)
    return fingerprint(joined)


def _member(account: Account) -> Body:
    return {"accountId": account.account_id, "onlineId": account.online_id}


def _members(accounts: list[Account]) -> list[Body]:
    return [
        {**_member(account), "role": "leader" if not index else "member"}
        for index, account in enumerate(accounts)
    ]
