"""The trophies missing in the latest game, as a list."""

from typing import Any
from unittest.mock import patch

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from homeassistant.const import ATTR_SUPPORTED_FEATURES, STATE_UNKNOWN, Platform
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import ServiceNotSupported

from custom_components.psn_trophies.const import CONF_SHOW_SECRET_TROPHIES
from tests.emulator import Account, Emulator
from tests.emulator.accounts import Progress
from tests.emulator.catalogue import TrophySet

from .common import MINUTE, entity_id, let_pass, make_entry, set_up, state_of

SECRET_NAME = "Secret trophy"
SECRET_DETAIL = "Secret until you have earned it."
# By then a title that was only started is in the list, too.
SOON = 12 * MINUTE


@pytest.fixture
def titles() -> int:
    """Have all odd cases."""
    return 24


def todo(hass: HomeAssistant, account: Account) -> str:
    """Return the id of the list."""
    return entity_id(hass, account, Platform.TODO, "missing_trophies")


async def items(hass: HomeAssistant, account: Account) -> list[dict[str, Any]]:
    """Return what stands on the list."""
    entity = todo(hass, account)
    answer = await hass.services.async_call(
        "todo",
        "get_items",
        {"entity_id": entity},
        blocking=True,
        return_response=True,
    )
    assert isinstance(answer, dict)
    found: Any = answer[entity]
    assert isinstance(found["items"], list)
    assert state_of(hass, account, "missing_trophies", "todo").state == str(
        len(found["items"])
    )
    return found["items"]


def expected(title: Progress, *, show: bool = False) -> list[tuple[str, str]]:
    """Return names and descriptions of what is missing in a title."""
    texts = []
    for trophy in title.missing():
        name, detail = title.set.wording(trophy)
        if trophy.hidden and not show:
            name, detail = SECRET_NAME, SECRET_DETAIL
        elif trophy.target:
            done, _ = title.live.counters.get(trophy.id, (0, None))
            detail = f"{detail} ({done}/{trophy.target})"
        texts.append((name, detail))
    return texts


def texts(found: list[dict[str, Any]]) -> list[tuple[str, str]]:
    """Return names and descriptions of items."""
    return [(item["summary"], item["description"]) for item in found]


async def test_items(
    emulator: Emulator, hass: HomeAssistant, loaded: MockConfigEntry
) -> None:
    """All that the latest game lacks, each with an id of its own."""
    title = emulator.account.listing(own=True)[0]
    found = await items(hass, emulator.account)
    assert texts(found) == expected(title)
    assert {item["status"] for item in found} == {"needs_action"}
    assert {item["uid"] for item in found} == {
        f"{title.set.id}_{trophy.id}" for trophy in title.missing()
    }


@pytest.mark.usefixtures("entry")
@pytest.mark.parametrize("show", [False, True])
async def test_secret_trophies(
    emulator: Emulator,
    hass: HomeAssistant,
    freezer: FrozenDateTimeFactory,
    show: bool,
) -> None:
    """Secret ones stand there without their names, unless the option says so."""
    account = emulator.account
    await set_up(hass, make_entry(account, {CONF_SHOW_SECRET_TROPHIES: show}))
    title = account.titles[emulator.world.cases["secret_missing"]]
    plain = next(t.id for t in title.missing() if not t.hidden)
    emulator.earn(title=title.set.id, trophy_id=plain)
    await let_pass(hass, freezer, MINUTE)
    found = texts(await items(hass, account))
    assert found == expected(title, show=show)
    assert ((SECRET_NAME, SECRET_DETAIL) in found) is not show


async def test_counter(
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    """What counts up shows how far it is, and moves."""
    account = emulator.account
    title = account.titles[emulator.world.cases["counter"]]
    plain = next(t.id for t in title.missing() if not t.target)
    emulator.earn(title=title.set.id, trophy_id=plain)
    await let_pass(hass, freezer, MINUTE)
    before = texts(await items(hass, account))
    assert before == expected(title)
    emulator.advance_counter(title=title.set.id, value=5)
    await let_pass(hass, freezer, SOON)
    after = texts(await items(hass, account))
    assert after == expected(title)
    assert any("(5/" in detail for _, detail in after)
    assert before != after


@pytest.mark.parametrize(
    ("detail", "description"),
    [
        ("Find *all* 3 lamps", r"Find \*all\* 3 lamps"),
        ("Press ** twice", r"Press \*\* twice"),
        ("_Whisper_ to snake_case", r"\_Whisper\_ to snake_case"),
        ("__Shout__", r"\_\_Shout\_\_"),
        ("~~Nothing~~", r"\~\~Nothing\~\~"),
        ("Read `the sign`", r"Read \`the sign\`"),
        ("# 1 in the ranking", r"\# 1 in the ranking"),
        ("Be #1", "Be #1"),
        ("1. Win", r"1\. Win"),
        ("- Win\n  + again\n= done", "\\- Win\n\\+ again\n\\= done"),
        ("> 100 points", r"\> 100 points"),
        ("<b>Win</b> with 2 < 3", r"\<b>Win\</b> with 2 < 3"),
        ("Rock &amp; roll & win", r"Rock \&amp; roll & win"),
        ("See [here](https://x.test)", r"See \[here](https://x.test)"),
        ("A \\* backslash", r"A \\\* backslash"),
        ("    Indented", "Indented"),
        ("Win. (Twice!) It's 100 %: ok", "Win. (Twice!) It's 100 %: ok"),
    ],
)
async def test_descriptions_are_shown_as_they_are(
    *,
    emulator: Emulator,
    hass: HomeAssistant,
    entry: MockConfigEntry,
    detail: str,
    description: str,
) -> None:
    """To-do lists show descriptions as Markdown: what would be markup is escaped.

    The name is shown as it is, whatever it holds.
    """
    name = "*Lamp* _lighter_"
    with patch.object(TrophySet, "wording", return_value=(name, detail)):
        await set_up(hass, entry)
        found = texts(await items(hass, emulator.account))
    assert (name, description) in found
    assert {name for name, _ in found} <= {name, SECRET_NAME}


async def test_earned_trophies_vanish(
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    """Each trophy leaves the list with the poll that finds it; in the end all do."""
    account = emulator.account
    title = account.listing(own=True)[0]
    before = len(await items(hass, account))
    (earned,) = emulator.earn(title=title.set.id)
    await let_pass(hass, freezer, MINUTE)
    found = await items(hass, account)
    assert len(found) == before - 1
    assert f"{title.set.id}_{earned.trophy_id}" not in {item["uid"] for item in found}
    rest = [trophy.id for trophy in title.missing() if trophy.grade != "platinum"]
    emulator.earn(title=title.set.id, trophy_ids=rest)
    await let_pass(hass, freezer, MINUTE)
    assert await items(hass, account) == []


async def test_new_game(
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    """A game at 0 percent lacks everything."""
    account = emulator.account
    title = account.titles[emulator.launch()]
    await let_pass(hass, freezer, SOON)
    assert state_of(hass, account, "latest_game").state == title.set.title()
    found = await items(hass, account)
    assert len(found) == len(title.set.trophies)
    assert texts(found) == expected(title)


@pytest.mark.usefixtures("entry")
async def test_no_game(
    emulator: Emulator, hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """Without a game there is nothing to know, and nothing breaks."""
    emulator.new_npsso(account="empty")
    account = emulator.world.people["empty"]
    await set_up(hass, make_entry(account))
    await let_pass(hass, freezer, 2 * MINUTE)
    shown = state_of(hass, account, "missing_trophies", "todo")
    assert shown.state == STATE_UNKNOWN


@pytest.mark.parametrize(
    ("action", "data"),
    [
        ("add_item", {"item": "Platinum"}),
        ("update_item", {"status": "completed"}),
        ("remove_item", {}),
        ("remove_completed_items", None),
    ],
)
async def test_nobody_can_write(
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    action: str,
    data: dict[str, str] | None,
) -> None:
    """Only playing ticks something off."""
    account = emulator.account
    before = await items(hass, account)
    shown = state_of(hass, account, "missing_trophies", "todo")
    assert not shown.attributes.get(ATTR_SUPPORTED_FEATURES, 0)
    item = {} if data is None else {"item": before[0]["uid"], **data}
    with pytest.raises(ServiceNotSupported):
        await hass.services.async_call(
            "todo", action, {"entity_id": shown.entity_id, **item}, blocking=True
        )
    assert await items(hass, account) == before
