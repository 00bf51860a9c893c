"""What cards and integration agreed on: the same names on both sides.

The cards' side is read from their sources, the integration's side from what it sends.
"""

from collections.abc import Callable, Iterator
import json
from pathlib import Path
import re
from types import UnionType
from typing import (
    Any,
    Final,
    NotRequired,
    Union,
    get_args,
    get_origin,
    get_type_hints,
    is_typeddict,
)

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
from pytest_homeassistant_custom_component.typing import WebSocketGenerator
import voluptuous as vol

from homeassistant.components.websocket_api import DOMAIN as WEBSOCKET_DOMAIN
from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er

from custom_components.psn_trophies import views, websocket_api
from custom_components.psn_trophies.const import DOMAIN
from custom_components.psn_trophies.presentation import GRADES, PLATFORMS, shapes
from custom_components.psn_trophies.psn import TrophyRarity
from custom_components.psn_trophies.trophies import (
    BASE_GROUP,
    TitleSort,
    TitleStatus,
    TrophySort,
)
from tests.emulator import Emulator

from .common import MINUTE, let_pass

ROOT: Final = Path(__file__).parent.parent
SOURCES: Final = ROOT / "card" / "src"
TEXTS: Final = ROOT / "custom_components" / DOMAIN / "translations" / "en.json"

# The interface of each view's data.
INTERFACES: Final = {
    "profile": "Profile",
    "trophies": "TrophyList",
    "titles": "TitlePage",
    "days": "DayList",
    "title": "TitleDetailsView",
}
PRIMITIVES: Final[dict[str, tuple[type, ...]]] = {
    "string": (str,),
    "number": (int, float),
    "boolean": (bool,),
    "null": (type(None),),
}


def source(name: str) -> str:
    """Return a source of the cards without its comments."""
    text = (SOURCES / name).read_text("utf-8")
    return re.sub(r"/\*.*?\*/|^\s*//.*?$", "", text, flags=re.DOTALL | re.MULTILINE)


CONTRACT: Final = source("contract.ts")


def constant(name: str, file: str = "contract.ts") -> Any:
    """Return a constant of the cards."""
    match = re.search(rf"\bconst {name}(?:: \w+)? =\s*([^;]+);", source(file))
    assert match, name
    value = match[1].removesuffix(" as const")
    if re.fullmatch(r"[\d_]+", value):
        return int(value)
    return json.loads(re.sub(r",\s*\]", "]", value))


def interface(name: str) -> dict[str, str]:
    """Return the fields of an interface with their types."""
    match = re.search(
        rf"export interface {name}(?: extends (\w+))? \{{(.*?)\n\}}",
        CONTRACT,
        re.DOTALL,
    )
    assert match, name
    inherited = interface(match[1]) if match[1] else {}
    return inherited | dict(re.findall(r"(\w+\??):\s*([^;]+);", match[2]))


def unions() -> dict[str, list[str]]:
    """Return the types that are one of several words, with these words."""
    found = re.findall(r"export type (\w+) = \(typeof (\w+)\)\[number\];", CONTRACT)
    return {name: constant(words) for name, words in found}


UNIONS: Final = unions()


def wrong(value: Any, kind: str, where: str) -> Iterator[str]:
    """Yield where a value is not what the cards take it for."""
    if kind.endswith("[]"):
        if not isinstance(value, list):
            yield f"{where} is no list"
            return
        for number, one in enumerate(value):
            yield from wrong(one, kind[:-2], f"{where}[{number}]")
    elif match := re.fullmatch(r"Partial<(.+)>", kind):
        yield from wrong(value, match[1], where)
    elif match := re.fullmatch(r"Record<string, (.+)>", kind):
        for key, one in value.items():
            yield from wrong(one, match[1], f"{where}.{key}")
    elif " | " in kind:
        if all(list(wrong(value, one, where)) for one in kind.split(" | ")):
            yield f"{where} is {value!r}, not {kind}"
    elif kind in PRIMITIVES or kind in UNIONS:
        if not is_word(value, kind):
            yield f"{where} is {value!r}, not {kind}"
    else:
        yield from wrong_fields(value, interface(kind), where)


def is_word(value: Any, kind: str) -> bool:
    """Tell whether a single value is of a type of the cards."""
    if kind in UNIONS:
        return value in UNIONS[kind]
    # A bool is a number to Python, but not to the cards.
    return isinstance(value, PRIMITIVES[kind]) and (
        kind == "boolean" or not isinstance(value, bool)
    )


def wrong_fields(value: Any, fields: dict[str, str], where: str) -> Iterator[str]:
    """Yield which fields are missing, too many or of another type."""
    if value.keys() != fields.keys():
        yield f"{where} has {sorted(value)}, not {sorted(fields)}"
        return
    for name, kind in fields.items():
        yield from wrong(value[name], kind, f"{where}.{name}")


@pytest.fixture
def titles() -> int:
    """Have all odd cases."""
    return 24


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("DOMAIN", DOMAIN),
        ("COMMAND_READ", websocket_api.COMMAND_READ),
        ("COMMAND_SUBSCRIBE", websocket_api.COMMAND_SUBSCRIBE),
        ("VIEWS", list(views.VIEWS)),
        ("GRADES", GRADES),
        ("PLATFORMS", PLATFORMS),
        ("RARITIES", [rarity.name.lower() for rarity in TrophyRarity]),
        ("TITLE_SORTS", list(TitleSort)),
        ("TITLE_STATUSES", list(TitleStatus)),
        ("TROPHY_SORTS", list(TrophySort)),
        ("BASE_GROUP", BASE_GROUP),
        (
            "PROBLEMS",
            [views.PROBLEM_LOGIN, views.PROBLEM_UNREACHABLE, views.PROBLEM_PAUSED],
        ),
    ],
)
def test_names(name: str, expected: object) -> None:
    """Every name that goes over the websocket is written alike."""
    known = constant(name)
    if isinstance(known, list) and isinstance(expected, list):
        # What Sony has not invented yet is nothing to choose.
        assert set(known) == {str(one) for one in expected} - {"unknown", "UNKNOWN"}
    else:
        assert known == expected


def test_error_codes() -> None:
    """The cards have a text for each reason why there is nothing to show."""
    own = {
        value
        for name, value in vars(websocket_api).items()
        if name.startswith("ERROR_")
    }
    raised = json.loads(TEXTS.read_text("utf-8"))["exceptions"].keys()
    # Those belong to an action.
    raised -= {"sync_failed", "account_closing"}
    assert websocket_api.LIKE_ERRORS.keys() <= raised
    assert set(websocket_api.LIKE_ERRORS.values()) <= set(constant("ERRORS"))
    assert set(constant("ERRORS")) == own | raised - websocket_api.LIKE_ERRORS.keys()


# Everything that the cards ask for, now and as long as there are cards.
SENT: Final[list[dict[str, Any]]] = [
    {"view": "profile"},
    {"view": "trophies", "sort": "recent", "limit": 10},
    {"view": "trophies", "sort": "rarest", "limit": 50, "grade": ["gold", "platinum"]},
    *(
        {"view": "titles", "sort": sort, "limit": 100}
        for sort in ("recent", "progress", "closest_platinum", "rarest", "name")
    ),
    {
        "view": "titles",
        "sort": "recent",
        "limit": 100,
        "offset": 100,
        "status": "started",
        "platform": ["PS4", "PS5"],
        "search": "sea",
    },
    {"view": "days"},
    {"view": "days", "year": 2025},
    {"view": "title", "title_id": "NPWR00001_00"},
]


def schema_of(hass: HomeAssistant, command: str) -> Callable[[object], dict[str, Any]]:
    """Return what a command takes."""
    websocket_api.async_setup_websocket_api(hass)
    _, schema = hass.data[WEBSOCKET_DOMAIN][command]
    taken: Callable[[object], dict[str, Any]] = schema
    return taken


def test_options_are_those_of_the_cards() -> None:
    """Whatever cards can ask for belongs to a view, and the other way round."""
    options = {str(option) for view in views.VIEWS.values() for option in view.options}
    assert options | {"view", "device_id"} == {
        name.removesuffix("?") for name in interface("Request")
    }


@pytest.mark.parametrize("asked", SENT, ids=str)
def test_what_cards_send_is_taken(hass: HomeAssistant, asked: dict[str, Any]) -> None:
    """Also by cards of an older version, which pages that stay open still have."""
    for command in (websocket_api.COMMAND_READ, websocket_api.COMMAND_SUBSCRIBE):
        if (
            command == websocket_api.COMMAND_SUBSCRIBE
            and asked["view"] in views.OPENED_VIEWS
        ):
            continue
        schema = schema_of(hass, command)
        for device in ({}, {"device_id": "x"}):
            sent = {"id": 1, "type": command, **asked, **device}
            assert schema(sent).items() >= sent.items()


def test_choices(hass: HomeAssistant) -> None:
    """What cards may choose is within the limits of the commands."""
    for command in (websocket_api.COMMAND_READ, websocket_api.COMMAND_SUBSCRIBE):
        schema = schema_of(hass, command)
        base = {"id": 1, "type": command}
        longest = constant("MAX_SEARCH", "game-controls.ts")
        for choice in (
            {"view": "titles", "limit": constant("PAGE_SIZE", "title-pages.ts")},
            {"view": "trophies", "limit": constant("MAX_COUNT", "limits.ts")},
            {"view": "titles", "search": "x" * longest},
            {"view": "days", "year": constant("FIRST_YEAR", "limits.ts")},
            {"view": "days", "year": constant("LAST_YEAR", "limits.ts")},
        ):
            assert schema({**base, **choice})
        with pytest.raises(vol.Invalid):
            schema({**base, "view": "titles", "search": "x" * (longest + 1)})


# The same words on both sides


def shape_of(name: str) -> type:
    """Return the shape of an interface: it is called the same, or with View behind."""
    found = getattr(shapes, name, None) or getattr(shapes, f"{name}View")
    assert is_typeddict(found)
    shape: type = found
    return shape


def interfaces() -> list[str]:
    """Return what the cards get; a request is what they send."""
    names = re.findall(r"export interface (\w+)(?! *<)\b[^<{]*\{", CONTRACT)
    return [name for name in names if name != "Request"]


def words(kind: str) -> set[str]:
    """Return what a type of the cards comes down to, whatever words it is limited to."""
    kind = re.sub(r"Partial<(.+)>", r"\1", kind)
    kind = re.sub(r"\b(\w+)\b", lambda name: known_word(name[1]), kind)
    return set(kind.split(" | "))


def known_word(name: str) -> str:
    """Return string for a type that is one of several words."""
    return "string" if name in UNIONS else name


def written(kind: Any) -> set[str]:
    """Return a type of Python's as the cards write it."""
    if get_origin(kind) in (Union, UnionType):
        return {word for part in get_args(kind) for word in written(part)}
    if get_origin(kind) is NotRequired:
        return written(*get_args(kind))
    if get_origin(kind) is list:
        (item,) = written(*get_args(kind))
        return {f"{item}[]"}
    if get_origin(kind) is dict:
        _, value = get_args(kind)
        (item,) = written(value)
        return {f"Record<string, {item}>"}
    if is_typeddict(kind):
        name: str = kind.__name__
        return {next(one for one in interfaces() if shape_of(one).__name__ == name)}
    return {next(word for word, kinds in PRIMITIVES.items() if kind in kinds)}


@pytest.mark.parametrize("name", interfaces())
def test_fields_are_those_of_the_shape(name: str) -> None:
    """Every field is called the same on both sides and holds the same."""
    known = get_type_hints(shape_of(name), include_extras=True)
    fields = interface(name)
    assert {field.removesuffix("?") for field in fields} == known.keys()
    for field, kind in fields.items():
        hint = known[field.removesuffix("?")]
        assert written(hint) == words(kind), field
        assert field.endswith("?") == (get_origin(hint) is NotRequired)


async def test_views_are_what_the_cards_take_them_for(
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    emulator: Emulator,
    freezer: FrozenDateTimeFactory,
    hass_ws_client: WebSocketGenerator,
) -> None:
    """Every field of every view is there, is of its type, and is no more than that."""
    await let_pass(hass, freezer, 3 * MINUTE)
    socket = await hass_ws_client(hass)
    assert INTERFACES.keys() == set(constant("VIEWS"))
    requests: list[dict[str, Any]] = [
        {"view": name, **({"limit": 500} if "limit" in view.options else {})}
        for name, view in views.LIVE_VIEWS.items()
    ]
    requests += [
        {"view": "title", "title_id": title.set.id}
        for title in emulator.account.listing(own=True)
        if not title.hidden
    ]
    for request in requests:
        await socket.send_json_auto_id({"type": websocket_api.COMMAND_READ, **request})
        answer = await socket.receive_json()
        assert answer["success"], answer
        result = answer["result"]
        where = " ".join(map(str, request.values()))
        assert list(wrong(result["account"], "Account", "account")) == []
        assert list(wrong(result["data"], INTERFACES[request["view"]], where)) == []


async def test_news_are_what_the_cards_take_them_for(
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    emulator: Emulator,
    freezer: FrozenDateTimeFactory,
    hass_ws_client: WebSocketGenerator,
) -> None:
    """So are trophies just earned."""
    socket = await hass_ws_client(hass)
    await socket.send_json_auto_id(
        {"type": websocket_api.COMMAND_SUBSCRIBE, "view": "profile"}
    )
    assert (await socket.receive_json())["success"]
    assert (await socket.receive_json())["event"]["news"] == []
    emulator.earn()
    await let_pass(hass, freezer, MINUTE)
    (news,) = (await socket.receive_json())["event"]["news"]
    assert list(wrong(news, "NewTrophy", "news")) == []


async def test_dashboard_knows_our_entities(
    hass: HomeAssistant, loaded: MockConfigEntry
) -> None:
    """What the dashboard looks for is there under that key."""
    known = {
        (entity.domain, entity.translation_key)
        for entity in er.async_entries_for_config_entry(
            er.async_get(hass), loaded.entry_id
        )
    }
    text = source("strategy.ts")
    wanted = set(re.findall(r'entity\("(\w+)", "(\w+)"\)', text))
    wanted |= {("sensor", key) for key in constant("TILES", "strategy.ts")}
    assert ("calendar", "trophy_log") in wanted
    assert wanted <= known
