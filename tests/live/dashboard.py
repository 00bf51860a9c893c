"""The demo's dashboard: the one that the integration brings along."""

import asyncio
import json
from pathlib import Path
from typing import Any, Final

from .home import Home, HomeError

URL_PATH: Final = "trophy-room"
TITLE: Final = "Trophy room"
DASHBOARD: Final = {"strategy": {"type": "custom:psn-trophies"}}


async def lay_out(home: Home, note: Path) -> bool:
    """Make the dashboard the page that visitors see first; tell whether it is new.

    A dashboard that somebody has changed in the meantime is left alone; the note says
    what it was like when it was made.
    """
    former = await asyncio.to_thread(_read, note)
    paths = {
        board["url_path"] for board in await home.websocket("lovelace/dashboards/list")
    }
    if URL_PATH in paths:
        try:
            present = await home.websocket("lovelace/config", url_path=URL_PATH)
        except HomeError:
            present = former
        if present != former or former == DASHBOARD:
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
    await home.websocket("lovelace/config/save", url_path=URL_PATH, config=DASHBOARD)
    await asyncio.to_thread(note.write_text, json.dumps(DASHBOARD))
    return True


def _read(note: Path) -> Any:
    return json.loads(note.read_text()) if note.exists() else None
