"""What is asked wrongly."""

from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from .support import READ, SUBSCRIBE, Browser


@pytest.mark.parametrize("command", [READ, SUBSCRIBE])
@pytest.mark.parametrize(
    "data",
    [
        {},
        {"view": "everything"},
        {"view": None},
        {"view": "trophies", "limit": 0},
        {"view": "trophies", "limit": 501},
        {"view": "trophies", "limit": "9"},
        {"view": "trophies", "offset": -1},
        {"view": "trophies", "offset": 1.5},
        {"view": "trophies", "offset": 2**63},
        {"view": "trophies", "sort": "loudest"},
        {"view": "trophies", "grade": "gold"},
        {"view": "trophies", "grade": ["wood"]},
        {"view": "titles", "platform": ["XBOX"]},
        {"view": "titles", "status": "abandoned"},
        {"view": "titles", "search": "x" * 101},
        {"view": "titles", "search": 1},
        {"view": "days", "year": 1999},
        {"view": "days", "year": 2201},
        {"view": "days", "year": "2026"},
        {"view": "profile", "device_id": 1},
        {"view": "profile", "config_entry_id": "x"},
    ],
    ids=str,
)
async def test_nonsense(
    loaded: MockConfigEntry, browser: Browser, command: str, data: dict[str, Any]
) -> None:
    """What cannot be meant is refused."""
    assert await browser.error(command, **data) == "invalid_format"


@pytest.mark.parametrize("command", [READ, SUBSCRIBE])
@pytest.mark.parametrize(
    ("view", "name", "value"),
    [
        ("profile", "limit", 5),
        ("profile", "sort", "recent"),
        ("trophies", "sort", "name"),
        ("trophies", "platform", ["PS5"]),
        ("trophies", "search", "x"),
        ("titles", "grade", ["gold"]),
        ("titles", "year", 2026),
        ("days", "offset", 1),
        ("days", "title_id", "x"),
    ],
)
async def test_option_of_another_view(
    *,
    loaded: MockConfigEntry,
    browser: Browser,
    command: str,
    view: str,
    name: str,
    value: object,
) -> None:
    """What a view would ignore is refused, and the answer names it."""
    answer = await browser.ask(command, view=view, **{name: value})
    assert answer["error"]["code"] == "invalid_format"
    assert name in answer["error"]["message"]


async def test_title_cannot_be_listened_to(
    loaded: MockConfigEntry, browser: Browser
) -> None:
    """It would ask Sony with every trophy."""
    assert await browser.error(SUBSCRIBE, view="title", title_id="x") == (
        "invalid_format"
    )
