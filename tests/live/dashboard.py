"""The demo's dashboard, made of nothing but Home Assistant's own cards."""

import asyncio
import json
from pathlib import Path
from typing import Any

from .home import Home, HomeError

URL_PATH = "trophy-room"
TITLE = "Trophy room"

type Card = dict[str, Any]

# Colours that can be told apart on light and on dark cards.
METALS = {
    "platinum": "#5fa8d3",
    "gold": "#d9a520",
    "silver": "#98a4b0",
    "bronze": "#b5713c",
}


async def lay_out(home: Home, ids: dict[str, str], note: Path) -> bool:
    """Make the dashboard the page that visitors see first; tell whether it is new.

    A dashboard that somebody has changed in the meantime is left alone.
    """
    wanted = dashboard(ids)
    former = await asyncio.to_thread(_read, note)
    paths = {
        board["url_path"] for board in await home.websocket("lovelace/dashboards/list")
    }
    if URL_PATH in paths:
        try:
            present = await home.websocket("lovelace/config", url_path=URL_PATH)
        except HomeError:
            present = former
        if present != former or wanted == former:
            return False
    else:
        await home.websocket(
            "lovelace/dashboards/create",
            url_path=URL_PATH,
            title=TITLE,
            icon="mdi:trophy",
            show_in_sidebar=True,
        )
        await home.websocket(
            "frontend/set_system_data", key="core", value={"default_panel": URL_PATH}
        )
    await home.websocket("lovelace/config/save", url_path=URL_PATH, config=wanted)
    await asyncio.to_thread(note.write_text, json.dumps(wanted))
    return True


def _read(note: Path) -> Any:
    return json.loads(note.read_text()) if note.exists() else None


def dashboard(ids: dict[str, str]) -> dict[str, Any]:
    """Return the dashboard for the entities of an account."""
    return {
        "title": TITLE,
        "views": [
            {
                "title": TITLE,
                "path": "trophies",
                "type": "sections",
                "max_columns": 3,
                "sections": [
                    _section(_profile(ids)),
                    _section(_latest_game(ids)),
                    _section(_latest_trophy(ids)),
                    _section(_games(ids)),
                    _section(_closest_platinum(ids)),
                ],
            }
        ],
    }


def _section(cards: list[Card]) -> dict[str, Any]:
    return {"type": "grid", "cards": cards}


def _heading(text: str, icon: str) -> Card:
    return {"type": "heading", "heading": text, "icon": icon}


def _size(columns: int, rows: int | None = None) -> Card:
    """Return how much of a section, 12 columns wide, a card takes."""
    return {"grid_options": {"columns": columns, **({"rows": rows} if rows else {})}}


def _picture(entity_id: str, columns: int, rows: int) -> Card:
    return {
        "type": "picture-entity",
        "entity": entity_id,
        "show_name": False,
        "show_state": False,
        "fit_mode": "cover",
        **_size(columns, rows),
    }


def _text(content: str, columns: int, rows: int | None = None) -> Card:
    return {"type": "markdown", "content": content, **_size(columns, rows)}


def _figure(entity_id: str, name: str, color: str, columns: int = 6) -> Card:
    return {
        "type": "tile",
        "entity": entity_id,
        "name": name,
        "color": color,
        **_size(columns),
    }


def _profile(ids: dict[str, str]) -> list[Card]:
    """Show who this is, how far they are, and what they earned."""
    level, tier = ids["sensor.trophy_level"], ids["sensor.trophy_tier"]
    counts = {metal: ids[f"sensor.trophies_{metal}"] for metal in METALS}
    return [
        _heading("Profile", "mdi:account-star"),
        _picture(ids["image.avatar"], 3, 2),
        _text(
            f"## {{{{ device_name('{level}') }}}}\n"
            f"### Level {{{{ states('{level}') }}}} · "
            f"{{{{ state_translated('{tier}') }}}}",
            9,
            2,
        ),
        {
            **_figure(ids["sensor.level_progress"], "To the next level", "amber", 12),
            "features": [{"type": "bar-gauge"}],
        },
        *(
            _figure(counts[metal], metal.capitalize(), color)
            for metal, color in METALS.items()
        ),
        _figure(ids["sensor.trophies_total"], "All trophies", "amber"),
        _figure(ids["sensor.trophy_points"], "Points", "purple"),
    ]


def _latest_game(ids: dict[str, str]) -> list[Card]:
    """Show what was played last, with its picture."""
    game = ids["sensor.latest_game"]
    return [
        _heading("Latest game", "mdi:gamepad-variant"),
        _picture(ids["image.latest_game"], 6, 4),
        _gauge(game, "Progress"),
        _text(_counts(game), 12),
    ]


def _latest_trophy(ids: dict[str, str]) -> list[Card]:
    """Show what was earned last, and the rarest of all."""
    return [
        _heading("Trophies", "mdi:trophy"),
        _picture(ids["image.latest_trophy"], 3, 2),
        _text(_trophy(ids["sensor.latest_trophy"], "Latest"), 9, 2),
        _text(_trophy(ids["sensor.rarest_trophy"], "Rarest"), 12),
    ]


def _trophy(entity_id: str, what: str) -> str:
    """Return the text of a trophy: its name, its game, and how rare it is."""
    return f"""\
{{% if has_value('{entity_id}') -%}}
### {{{{ states('{entity_id}') }}}}
{what}: {{{{ state_attr('{entity_id}', 'grade') }}}} in \
{{{{ state_attr('{entity_id}', 'title_name') }}}}, \
{{{{ state_attr('{entity_id}', 'earned_rate') }}}}% of players have it
{{%- else %}}No trophy yet.{{% endif %}}
"""


def _games(ids: dict[str, str]) -> list[Card]:
    """Show the whole library."""
    return [
        _heading("Games", "mdi:controller"),
        _figure(ids["sensor.games_total"], "Played", "indigo"),
        _figure(ids["sensor.games_completed"], "Completed", "green"),
        _figure(ids["sensor.trophies_this_week"], "This week", "teal"),
        _figure(ids["sensor.streak"], "Streak", "deep-orange"),
    ]


def _closest_platinum(ids: dict[str, str]) -> list[Card]:
    """Show where the next platinum waits."""
    return [
        _heading("Closest platinum", "mdi:bullseye-arrow"),
        _text(_counts(ids["sensor.closest_platinum"]), 12),
    ]


def _gauge(entity_id: str, name: str) -> Card:
    return {
        "type": "gauge",
        "entity": entity_id,
        "attribute": "progress",
        "name": name,
        "unit": "%",
        **_size(6, 4),
    }


def _counts(entity_id: str) -> str:
    """Return the text of a game: its name, and what of its trophies is earned."""
    counts = " &ensp; ".join(
        f'<font color="{color}"><ha-icon icon="mdi:trophy"></ha-icon></font> '
        f"**{{{{ earned.{metal} }}}}** / {{{{ defined.{metal} }}}}"
        for metal, color in METALS.items()
    )
    return f"""\
{{% if has_value('{entity_id}') -%}}
{{% set earned = state_attr('{entity_id}', 'earned') -%}}
{{% set defined = state_attr('{entity_id}', 'defined') -%}}
### {{{{ states('{entity_id}') }}}}
{{{{ state_attr('{entity_id}', 'platform') }}}} · \
{{{{ state_attr('{entity_id}', 'progress') }}}}% · \
played {{{{ relative_time(state_attr('{entity_id}', 'last_update')) }}}} ago

{counts}
{{%- else %}}No game.{{% endif %}}
"""
