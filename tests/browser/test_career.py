"""The career on the dashboard, drawn by Home Assistant's own graphs."""

import asyncio

from playwright.async_api import expect
import pytest

from tests.emulator import Account
from tests.live import Home
from tests.live.dashboard import DASHBOARD

from .cards import make_dashboard
from .frontend import Frontend

HUNTER = "career_hunter"
PATIENCE_S = 60

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def test_dashboard_draws_the_career(
    hunter: Account, frontend: Frontend, home: Home
) -> None:
    """Points as they grew, and the trophies of each month."""
    page = frontend.page
    # The recorder says nothing when it has written.
    for _ in range(PATIENCE_S):
        listed = await home.websocket("recorder/list_statistic_ids")
        if any(one["source"] == "psn_trophies" for one in listed):
            break
        await asyncio.sleep(1)
    await make_dashboard(home, "career-room", DASHBOARD)
    await frontend.open("career-room")
    await expect(page.get_by_text("All years", exact=True)).to_be_visible()
    graphs = page.locator("hui-statistics-graph-card")
    await expect(graphs).to_have_count(2)
    await expect(graphs.nth(0)).to_contain_text("trophy points of all years")
    await expect(graphs.nth(1)).to_contain_text("Trophies a month")
    for index in range(2):
        await expect(graphs.nth(index).locator("canvas").first).to_be_visible()
        await expect(graphs.nth(index)).not_to_contain_text("No statistics found")
    await graphs.nth(0).scroll_into_view_if_needed()
    await frontend.picture("career")
