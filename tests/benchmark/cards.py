"""Measures the cards: how large their files are, and the card of games in Chromium."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
import gzip
import json
import os
from pathlib import Path
import shutil
from typing import Any

from playwright.async_api import Browser, Error, Page, Route, async_playwright

from .processes import ROOT, BenchmarkError

FOLDER = ROOT / "custom_components/psn_trophies/www"
BUNDLE = "psn-trophies-cards.js"
ADDRESS = "http://home.invalid/"
SCRIPT = Path(__file__).with_suffix(".js")

TITLES = 2000
TROPHIES = 400
PAGES = 5
# How many times slower the processor of an old phone or tablet is.
SLOWER = 6
# In pixels, and pixels a second.
DISTANCE = 10_000
SPEED = 2000
CHANGES = 1000
STEPS = 500
# Of a run, which takes a fifth of it on a busy machine.
TIMEOUT_S = 120

# As wide as a card in a section of a dashboard.
PAGE = """\
<!doctype html>
<meta charset="utf-8">
<style>
  body { font: 14px sans-serif; }
  ha-card { display: block; }
  main { inline-size: 500px; }
</style>
<main></main>
"""
# Pictures are asked for, as they are on a dashboard, but nobody is found to ask.
NOBODY = "--host-resolver-rules=MAP * ~NOTFOUND"

# What a trace calls the work of a page's thread. The browser's own sums of it leave out
# the reactions to promises, and it is in those that Lit draws.
TRACED = ("v8", "v8.execute", "devtools.timeline")
WORK = {
    "RunMicrotasks": "script",
    "v8.callFunction": "script",
    "Layout": "layout",
    "UpdateLayoutTree": "layout",
}
SCRIPT_WORK = {name for name, kind in WORK.items() if kind == "script"}


def bundle() -> dict[str, int]:
    """Return how large all files are, and how much is sent of them and to every page."""
    packed = {path.stem: path.read_bytes() for path in FOLDER.glob("*.js.gz")}
    sent = {name: len(content) for name, content in packed.items()}
    return {
        "bytes": sum(len(gzip.decompress(content)) for content in packed.values()),
        "gzipped": sum(sent.values()),
        "every_page": sent[BUNDLE],
    }


def find_chromium() -> str | None:
    """Return the path of the browser the browser tests would take."""
    from tests.browser.conftest import CHROMIUM_NAMES

    chosen = os.environ.get("CHROMIUM")
    names = [chosen] if chosen else CHROMIUM_NAMES
    return next((path for name in names if (path := shutil.which(name))), None)


@asynccontextmanager
async def running(path: str) -> AsyncIterator[Browser]:
    """Start the browser."""
    from tests.browser.conftest import CHROMIUM_ARGUMENTS

    try:
        async with async_playwright() as playwright:
            browser = await playwright.chromium.launch(
                executable_path=path, args=[*CHROMIUM_ARGUMENTS, NOBODY]
            )
            try:
                yield browser
            finally:
                await browser.close()
    except Error as err:
        raise BenchmarkError(f"Chromium: {err.message}") from err


async def measure_run(browser: Browser) -> dict[str, Any]:
    """Draw the card on fresh pages; on the last one, leave it alone, then scroll it."""
    try:
        async with asyncio.timeout(TIMEOUT_S):
            renders = []
            for number in range(PAGES):
                async with _page(browser) as card:
                    render, _ = await card.do("firstRender()")
                    renders.append(render)
                    if number == PAGES - 1:
                        quiet, mutations = await card.do(f"setHass({CHANGES})")
                        scroll, scrolled = await card.do(f"scrollThrough({STEPS})")
    except TimeoutError as err:
        raise BenchmarkError("The card of games took too long") from err
    if scrolled["last"] != TITLES - 1:
        raise BenchmarkError(f"The last row is {scrolled['last']}")
    return {
        "renders": renders,
        "quiet": quiet | {"mutations": mutations},
        "scroll": scroll | scrolled,
        "slow": await _measure_slow(browser),
    }


async def _measure_slow(browser: Browser) -> dict[str, Any]:
    """Draw the card, open a game, and scroll, all on a slow processor."""
    dialogs = []
    try:
        async with asyncio.timeout(TIMEOUT_S):
            for number in range(PAGES):
                async with _page(browser) as card:
                    await card.slow_down()
                    render, _ = await card.do("firstRender()")
                    if number == PAGES - 1:
                        scroll = await card.scroll()
                    else:
                        dialogs.append(await card.open_game())
    except TimeoutError as err:
        raise BenchmarkError("The slow card of games took too long") from err
    if abs(scroll["speed"] - SPEED) > SPEED / 10:
        raise BenchmarkError(f"It scrolled at {scroll['speed']:.0f} pixels a second")
    return {"render": render, "dialogs": dialogs, "scroll": scroll}


class _Card:
    """A card on a page."""

    def __init__(self, browser: Browser, page: Page) -> None:
        """Take the page."""
        self._browser = browser
        self._page = page

    async def do(self, what: str) -> tuple[dict[str, float], Any]:
        """Do something; return what it took of the page's thread and what came of it."""
        await self._browser.start_tracing(page=self._page, categories=list(TRACED))
        try:
            result = await self._page.evaluate(what)
        finally:
            trace = await self._browser.stop_tracing()
        return _cost(json.loads(trace)["traceEvents"]), result

    async def slow_down(self) -> None:
        """Make the processor slower for this page."""
        await self._send("Emulation.setCPUThrottlingRate", rate=SLOWER)

    async def open_game(self) -> dict[str, float]:
        """Click the first game; return when all its trophies were there."""
        # Without a trace, which is slow itself.
        x, y = await self._page.evaluate(f"expectGame({TROPHIES})")
        await self._page.mouse.move(x, y)
        # Nobody clicks before the page has done all it had to do.
        await self._page.evaluate("idle().then(idle)")
        await self._page.mouse.click(x, y)
        figures: dict[str, float] = await self._page.evaluate("opened")
        return figures

    async def scroll(self) -> dict[str, Any]:
        """Scroll as a wheel does, which does not wait for the page."""
        x, y = await self._page.evaluate("idle().then(watchScroll)")
        await self._send(
            "Input.synthesizeScrollGesture",
            x=x,
            y=y,
            yDistance=-DISTANCE,
            speed=SPEED,
            gestureSourceType="mouse",
        )
        figures: dict[str, Any] = await self._page.evaluate("endScroll()")
        return figures

    async def _send(self, command: str, **parameters: Any) -> None:
        """Send a command of DevTools."""
        session = await self._page.context.new_cdp_session(self._page)
        await session.send(command, parameters)


def _cost(events: list[dict[str, Any]]) -> dict[str, float]:
    """Return the milliseconds of script and layout in the busiest thread of a trace.

    Both as processor time and as they passed, waits for a core included.
    """
    threads: dict[tuple[int, int], list[dict[str, Any]]] = {}
    for event in events:
        if event["name"] in WORK and event["ph"] == "X":
            threads.setdefault((event["pid"], event["tid"]), []).append(event)
    cost = dict.fromkeys(("script", "script_passed", "layout", "layout_passed"), 0.0)
    ends = {"script": 0, "layout": 0}
    work = max(threads.values(), key=len, default=[])
    # Another Chromium may call it something else, and nothing would look like speed.
    if missing := SCRIPT_WORK - {event["name"] for event in work}:
        raise BenchmarkError(f"Chromium's trace holds no {' and no '.join(missing)}")
    for event in sorted(work, key=lambda event: (event["ts"], -event["dur"])):
        kind = WORK[event["name"]]
        if event["ts"] < ends[kind]:
            continue
        ends[kind] = event["ts"] + event["dur"]
        for name, duration in (("", event["tdur"]), ("_passed", event["dur"])):
            cost[f"{kind}{name}"] += duration / 1000
            # A script that asks how large something is has it laid out at once.
            if kind == "layout" and event["ts"] < ends["script"]:
                cost[f"script{name}"] -= duration / 1000
    return cost


async def _serve(route: Route) -> None:
    """Answer with the page, or with a file of the cards."""
    name = route.request.url.rpartition("/")[2]
    if name:
        content = gzip.decompress((FOLDER / f"{name}.gz").read_bytes())
        await route.fulfill(body=content, content_type="text/javascript")
    else:
        await route.fulfill(body=PAGE, content_type="text/html")


@asynccontextmanager
async def _page(browser: Browser) -> AsyncIterator[_Card]:
    """Open a page with a card that knows nothing yet; nothing may go wrong on it."""
    context = await browser.new_context(viewport={"width": 1280, "height": 900})
    errors: list[Error] = []

    def note(error: Error) -> None:
        errors.append(error)

    try:
        page = await context.new_page()
        page.on("pageerror", note)
        await page.route(f"{ADDRESS}**", _serve)
        await page.goto(ADDRESS)
        await page.add_script_tag(path=SCRIPT)
        await page.add_script_tag(url=BUNDLE, type="module")
        await page.evaluate(f"prepare({TITLES}, {TROPHIES})")
        yield _Card(browser, page)
    finally:
        await context.close()
    if errors:
        raise BenchmarkError(f"The card of games: {errors[0].message}")
