"""What cards and integration agreed on: the same names on both sides.

The cards' side is read from their sources, the integration's side from what it sends.
"""

from collections.abc import Iterator
import json
from pathlib import Path
import re
from typing import Any, Final

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
from custom_components.psn_trophies.presentation import GRADES, PLATFORMS
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
    "title": "TitleDetails",
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
        ("VIEWS", [*views.LIVE_VIEWS, views.VIEW_TITLE]),
        ("GRADES", GRADES),
        ("PLATFORMS", PLATFORMS),
        ("RARITIES", [rarity.name.lower() for rarity in TrophyRarity]),
        ("TITLE_SORTS", list(TitleSort)),
        ("TITLE_STATUSES", list(TitleStatus)),
        ("TROPHY_SORTS", list(TrophySort)),
        ("BASE_GROUP", BASE_GROUP),
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
    # That one belongs to an action.
    raised = set(json.loads(TEXTS.read_text("utf-8"))["exceptions"]) - {"sync_failed"}
    # Some the cards do not tell apart.
    coarser = websocket_api.COARSER_REASONS
    assert raised > coarser.keys()
    assert raised > set(coarser.values())
    assert set(constant("ERRORS")) == own | raised - coarser.keys()


def test_choices(hass: HomeAssistant) -> None:
    """What cards may ask for is what the commands take, and within their limits."""
    websocket_api.async_setup_websocket_api(hass)
    for command in (websocket_api.COMMAND_READ, websocket_api.COMMAND_SUBSCRIBE):
        _, schema = hass.data[WEBSOCKET_DOMAIN][command]
        names = {str(key) for key in schema.schema} - {"id", "type"}
        assert names == {name.removesuffix("?") for name in interface("Request")}
        base = {"id": 1, "type": command, "view": "titles"}
        for limit in (
            {"limit": constant("PAGE_SIZE", "title-pages.ts")},
            {"limit": constant("MAX_COUNT", "latest-card.ts")},
            {"search": "x" * constant("MAX_SEARCH", "game-controls.ts")},
            {"year": constant("FIRST_YEAR", "heatmap-card.ts")},
            {"year": constant("LAST_YEAR", "heatmap-card.ts")},
        ):
            assert schema({**base, **limit})
        with pytest.raises(vol.Invalid):
            schema(
                {
                    **base,
                    "search": "x" * (constant("MAX_SEARCH", "game-controls.ts") + 1),
                }
            )


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
        {"view": view, "limit": 500} for view in views.LIVE_VIEWS
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
