"""Power cuts: a real Home Assistant is killed, and no trophy is lost by that.

`scripts/soak` does the same for longer.
"""

from importlib.util import find_spec
from pathlib import Path

import pytest

from .live.crash import FIRST_MOMENT, crash

pytestmark = pytest.mark.skipif(
    find_spec("hass_frontend") is None,
    reason="Home Assistant's own process runs on the newest version only",
)


@pytest.fixture(autouse=True)
def verify_cleanup() -> None:
    """Take the place of the test plugin's fixture, which is about this process."""


@pytest.fixture(autouse=True)
def sockets(socket_enabled: None) -> None:
    """Allow sockets, which the test plugin forbids anew before each test."""


async def test_nothing_is_lost_by_kills(tmp_path: Path) -> None:
    """Every trophy is announced, and again only where it could not be saved."""
    moments = [FIRST_MOMENT, "news", "poll"]
    report = await crash(tmp_path / "crash", moments=moments, seed=7)
    assert report.failures == [], report.table
    assert len(report.kills) == 3
    assert report.earned
