"""The control routes: what `Emulator` can do, over HTTP."""

from collections.abc import Callable
from dataclasses import asdict, is_dataclass
import inspect
from typing import TYPE_CHECKING, Any

from aiohttp import web
import orjson

from . import pictures
from .faults import Fault
from .hosts import IMAGE_HOSTS
from .server import PICTURE_CACHE

if TYPE_CHECKING:
    from .emulator import Emulator

PREFIX = "/_emulator"
PICTURE = f"{PREFIX}/picture/{{host}}/{{path:.*}}"

ACTIONS = (
    "earn",
    "advance_counter",
    "launch",
    "quit",
    "add_dlc",
    "hide",
    "unhide",
    "remove",
    "unearn",
    "renumber",
    "add_title",
    "lag",
    "catch_up",
    "revoke_npsso",
    "new_npsso",
    "set_npsso_life",
    "expire_access_tokens",
    "expire_refresh_tokens",
    "set_private",
    "set_presence",
    "rename",
    "add_account",
    "advance",
    "tell_date",
    "fail",
    "clear_faults",
)


class Control:
    """Serves the control routes on every host name."""

    def __init__(self, emulator: Emulator) -> None:
        """Collect actions and reads."""
        self._emulator = emulator
        self._actions: dict[str, Callable[..., Any]] = {
            name: getattr(emulator, name) for name in ACTIONS
        }
        self._actions["auth"] = emulator.set_auth
        self._actions["reset_log"] = self._reset_log
        self._reads: dict[str, Callable[[], Any]] = {
            "state": self._state,
            "log": emulator.log.as_list,
            "counters": lambda: dict(emulator.log.counts()),
            "violations": lambda: [asdict(v) for v in emulator.violations],
            "faults": lambda: [fault.as_dict() for fault in emulator.faults],
        }

    def register(self, app: web.Application) -> None:
        """Add the routes; before the service's, which take everything."""
        app.router.add_get(PREFIX, self._index)
        app.router.add_get(f"{PREFIX}/", self._index)
        app.router.add_get(PICTURE, self._picture)
        app.router.add_get(f"{PREFIX}/{{name}}", self._read)
        app.router.add_post(f"{PREFIX}/{{name}}", self._act)

    async def _index(self, _: web.Request) -> web.Response:
        return _json(
            {
                "read": [
                    *(f"GET {PREFIX}/{name}" for name in self._reads),
                    f"GET {PICTURE.replace(':.*', '')}",
                ],
                "act": {
                    f"POST {PREFIX}/{name}": {
                        parameter.name: _default(parameter)
                        for parameter in inspect.signature(action).parameters.values()
                    }
                    for name, action in self._actions.items()
                },
            }
        )

    async def _read(self, request: web.Request) -> web.Response:
        read = self._reads.get(request.match_info["name"])
        if read is None:
            return _json({"error": "no such route"}, 404)
        return _json(read())

    async def _picture(self, request: web.Request) -> web.Response:
        """Answer as an image host does, for browsers that cannot reach that name."""
        host, path = request.match_info["host"], request.match_info["path"]
        if host.lower() not in IMAGE_HOSTS:
            return _json({"error": "no such image host"}, 404)
        return web.Response(
            body=pictures.picture(
                f"/{path}", request.query_string, self._emulator.world.sets
            ),
            content_type="image/png",
            headers={"Cache-Control": PICTURE_CACHE},
        )

    async def _act(self, request: web.Request) -> web.Response:
        action = self._actions.get(request.match_info["name"])
        if action is None:
            return _json({"error": "no such route"}, 404)
        try:
            content = await request.read()
            parameters = orjson.loads(content) if content else {}
            result = action(**parameters)
        except (ValueError, TypeError) as err:
            return _json({"error": str(err)}, 400)
        return _json({"result": result})

    def _reset_log(self) -> None:
        self._emulator.log.clear()
        self._emulator.violations.clear()

    def _state(self) -> dict[str, Any]:
        emulator = self._emulator
        return {
            "port": emulator.port,
            "plain_port": emulator.plain_port,
            "ca_file": str(emulator.ca_file),
            "time": emulator.now(),
            "auth": asdict(emulator.auth.settings),
            "cases": emulator.world.cases,
            "accounts": {
                role: {
                    "account_id": account.account_id,
                    "online_id": account.online_id,
                    "npsso": account.npsso,
                    "private": account.private,
                    "titles": len(account.titles),
                    "playing": account.playing,
                    "level": account.level().level,
                    "earned": account.total(),
                }
                for role, account in emulator.world.people.items()
            },
        }


def _default(parameter: inspect.Parameter) -> Any:
    if parameter.kind is parameter.VAR_KEYWORD:
        return "…"
    if parameter.default is parameter.empty:
        return "required"
    return parameter.default


def _plain(value: Any) -> Any:
    """Return an account or a fault as JSON can show it."""
    if isinstance(value, Fault):
        return value.as_dict()
    if hasattr(value, "online_id"):
        return {
            key: getattr(value, key) for key in ("account_id", "online_id", "npsso")
        }
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    raise TypeError(f"{type(value).__name__} is not JSON")


def _json(body: Any, status: int = 200) -> web.Response:
    # Handed over field by field: an account is far more than its caller asked for.
    content = orjson.dumps(
        body, _plain, orjson.OPT_PASSTHROUGH_DATACLASS | orjson.OPT_NON_STR_KEYS
    )
    return web.Response(body=content, status=status, content_type="application/json")
