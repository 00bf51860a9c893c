"""The table: figures, bars, and whether they are met."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from .subjects import CORE, OURS, READERS

MAX_QUIET_REQUESTS = 20
MAX_SET_UP_REQUESTS = 8
MAX_NEWS_REQUESTS = 4
MAX_POLL_MS = 5
MAX_MEMORY_MB = 25
# Of a library that also keeps as many missing trophies.
MAX_LARGE_MB = 30
SMALL_LIBRARY = 100
# By how much a quiet poll may grow with the library: noise, in other words.
MAX_GROWTH = 1.5
MAX_LOAD_S = 0.5
MAX_FILE_MB = 8
MAX_TURN_MS = 20
# What may not hold up everything else, however much there is to answer with.
TURNS = {
    "log": "get_trophy_log, 2,000 entries",
    "log_filtered": "get_trophy_log by grade and platform",
    "log_nothing": "get_trophy_log by a platform nobody has",
    "titles": "get_titles, 2,000 of 5,000 games",
    "calendar": "the calendar of all times",
    "titles_return": "1,000 games go and come again",
    "some_return_of_many": "300 of 5,000 games go and come again",
}
# Of so many games at once more is allowed than of an answer.
MAX_CHANGE_MS = {"titles_return": 50, "some_return_of_many": 100}
MAX_MEDIAN_S = 11
MAX_MOST_S = 20
MAX_IDLE_DAY = 660
MAX_IDLE_QUARTER = 10
MAX_BUSY_QUARTER = 55
MAX_KEPT_POLL_MS = 1.5
MAX_HANDSHAKES = 1
MAX_CAREER_S = 2
MAX_HOLD_MS = 50
MAX_BUNDLE_BYTES = 60 * 1024
MAX_EVERY_PAGE_BYTES = 10 * 1024
MAX_RENDER_MS = 100
MAX_COMPLETE_MS = 500
MAX_TASK_MS = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of the table; without a bar it can not be missed."""

    what: str
    bar: str
    ours: str
    rivals: str
    passed: bool | None = None

    @property
    def cells(self) -> tuple[str, ...]:
        """Return the line as texts."""
        verdict = {True: "✓", False: "**missed**", None: ""}[self.passed]
        return self.what, self.bar, self.ours, self.rivals, verdict


def rows(summary: dict[str, Any]) -> Iterator[Row]:
    """Yield the lines of the table."""
    for size, subjects in summary["homes"].items():
        yield from _home_rows(size, subjects[OURS.name], subjects[CORE.name])
    if libraries := summary["libraries"]:
        yield from _library_rows(libraries)
    if large := summary.get("large"):
        yield from _large_rows(large)
    if days := summary.get("days"):
        yield from day_rows(days["automatic"], days["fixed"])
    if connections := summary.get("connections"):
        yield from connection_rows(**connections)


def _home_rows(size: str, ours: dict[str, Any], core: dict[str, Any]) -> Iterator[Row]:
    """Yield the lines about both integrations with a library of one size."""

    def row(
        what: str, key: str, bar: str = "", *, passed: bool | None = None, **show: Any
    ) -> Row:
        return Row(
            what=f"{what}, {size} titles",
            bar=bar,
            ours=_show(ours[key], **show),
            rivals=_show(core[key], **show),
            passed=passed,
        )

    yield row(
        "Requests in 15 quiet minutes",
        "quiet_requests",
        f"≤ {MAX_QUIET_REQUESTS}",
        passed=ours["quiet_requests"] <= MAX_QUIET_REQUESTS,
    )
    yield row(
        "Requests from token to level, counts and latest game (core: level, counts)",
        "set_up_requests",
        f"≤ {MAX_SET_UP_REQUESTS}",
        passed=ours["set_up_requests"] <= MAX_SET_UP_REQUESTS,
    )
    yield row(
        "Time from token to level, counts and latest game (core: level, counts)",
        "set_up_seconds",
        "≤ core's",
        passed=ours["set_up_seconds"] <= core["set_up_seconds"],
        unit="ms",
        factor=1000,
    )
    yield row(
        "Processor time per quiet poll",
        "poll_cpu",
        f"≤ {MAX_POLL_MS} ms, < core's",
        passed=ours["poll_cpu"] * 1000 <= MAX_POLL_MS
        and ours["poll_cpu"] < core["poll_cpu"],
        unit="ms",
        factor=1000,
        digits=1,
    )
    yield row(
        "… of it on the event loop",
        "poll_loop",
        unit="ms",
        factor=1000,
        digits=1,
    )
    yield row(
        "Processor time it adds to 15 quiet minutes",
        "quiet_cpu",
        "< core's",
        passed=ours["quiet_cpu"] < core["quiet_cpu"],
        unit="ms",
        factor=1000,
    )
    yield Row(
        what=f"Blocking calls, callbacks over 50 ms, {size} titles",
        bar="0, 0",
        ours=f"{len(ours['blocking'])}, {ours['slow']}",
        rivals=f"{len(core['blocking'])}, {core['slow']}",
        passed=not ours["blocking"] and not ours["slow"],
    )
    if ours["memory"] is not None and core["memory"] is not None:
        yield row("Memory after set-up", "memory", unit="MB", factor=1e-6, digits=1)
        yield row(
            "Memory with the library read",
            "memory_read",
            f"≤ {MAX_MEMORY_MB} MB",
            passed=ours["memory_read"] <= MAX_MEMORY_MB * 1e6,
            unit="MB",
            factor=1e-6,
            digits=1,
        )
    yield row(
        "Requests from earning a trophy to the new state",
        "news_requests",
        f"≤ {MAX_NEWS_REQUESTS}",
        passed=ours["news_requests"] <= MAX_NEWS_REQUESTS,
    )


def _library_rows(libraries: dict[str, Any]) -> Iterator[Row]:
    """Yield the lines about the clients."""
    ours = libraries["ours"]
    rivals = {
        READERS[name]: figures for name, figures in libraries.items() if name != "ours"
    }
    titles = ours["read"][0]

    def row(
        what: str, key: str, bar: str = "", *, passed: bool | None = None, **show: Any
    ) -> Row:
        return Row(
            what=f"{what}, {titles} titles",
            bar=bar,
            ours=_show(ours[key], **show),
            rivals=", ".join(
                f"{label} {_show(figures[key], **show)}"
                for label, figures in rivals.items()
            ),
            passed=passed,
        )

    yield row(
        "Reading a library: time",
        "seconds",
        "≤ each",
        passed=all(ours["seconds"] <= rival["seconds"] for rival in rivals.values()),
        unit="s",
        digits=2,
    )
    yield row(
        "Reading a library: requests",
        "requests",
        "< each",
        # All of them fit a small library into one page.
        passed=all(ours["requests"] < rival["requests"] for rival in rivals.values())
        if titles > SMALL_LIBRARY
        else None,
    )
    yield row("Reading a library: processor time", "cpu", unit="s", digits=2)
    if any(figures["unread"] for figures in libraries.values()):
        yield row("Reading a library: titles it failed on", "unread")


def _large_rows(large: dict[str, Any]) -> Iterator[Row]:
    """Yield the lines about a library of 1,000 titles and 40,000 trophies."""

    def row(what: str, bar: str, ours: str, *, passed: bool | None) -> Row:
        return Row(
            what=f"{what}, 40,000 trophies",
            bar=bar,
            ours=ours,
            rivals="",
            passed=passed,
        )

    yield row(
        "Loading the stored library: processor time",
        f"≤ {MAX_LOAD_S} s",
        _show(large["cpu"], unit="s", digits=2),
        passed=large["cpu"] <= MAX_LOAD_S,
    )
    yield row(
        "File of the library",
        f"≤ {MAX_FILE_MB} MB",
        _show(large["bytes"], unit="MB", factor=1e-6, digits=1),
        passed=large["bytes"] <= MAX_FILE_MB * 1e6,
    )
    if large["rss"] is not None:
        yield row(
            "Memory added by loading it",
            f"≤ {MAX_LARGE_MB} MB",
            _show(large["rss"], unit="MB", factor=1e-6, digits=1),
            passed=large["rss"] <= MAX_LARGE_MB * 1e6,
        )
    yield row(
        "… of it in Python objects",
        "",
        _show(large["traced"], unit="MB", factor=1e-6, digits=1),
        passed=None,
    )
    for name, what in TURNS.items():
        yield row(
            f"Longest hold of the event loop: {what}",
            f"≤ {MAX_CHANGE_MS.get(name, MAX_TURN_MS)} ms",
            _show(large["turns"][name], unit="ms", digits=1),
            passed=large["turns"][name] <= MAX_CHANGE_MS.get(name, MAX_TURN_MS),
        )
    yield from _career_rows(large["career"])
    yield from _pass_rows(large["passes"])


def _career_rows(career: dict[str, float]) -> Iterator[Row]:
    """Yield the lines about the career in the statistics."""
    what = f"The career in statistics, 40,000 trophies in {career['hours']:,.0f} hours"
    yield Row(
        what=f"{what}: adding up, processor time",
        bar=f"≤ {MAX_CAREER_S} s",
        ours=_show(career["arithmetic"], unit="s", digits=2),
        rivals="",
        passed=career["arithmetic"] <= MAX_CAREER_S,
    )
    for run, name in (("first", "writing all of it"), ("again", "looking again")):
        yield Row(
            what=f"… {name}: processor time, the recorder's included",
            bar="",
            ours=_show(career[f"{run}_cpu"], unit="s", digits=2),
            rivals="",
        )
        yield Row(
            what=f"… {name}: longest hold of the event loop",
            bar=f"≤ {MAX_HOLD_MS} ms",
            ours=_show(career[f"{run}_turn"], unit="ms", digits=1),
            rivals="",
            passed=career[f"{run}_turn"] <= MAX_HOLD_MS,
        )


def _pass_rows(passes: dict[str, dict[str, float]]) -> Iterator[Row]:
    """Yield the lines about reading and polling a small and a large library."""
    small, great = passes.values()
    sizes = f"{small['titles']:.0f} and {great['titles']:.0f} titles"

    def both(key: str, *, unit: str = "", factor: float = 1, digits: int = 0) -> str:
        return ", ".join(
            _show(figures[key], unit=unit, factor=factor, digits=digits)
            for figures in (small, great)
        )

    yield Row(
        what=f"A quiet poll alone: processor time, {sizes}",
        bar=f"≤ {MAX_GROWTH} times",
        ours=both("quiet", unit="ms", factor=1e3, digits=2),
        rivals="",
        passed=great["quiet"] <= MAX_GROWTH * small["quiet"],
    )
    yield Row(
        what=f"A poll with a new trophy: processor time, {sizes}",
        bar="",
        ours=both("news", unit="ms", factor=1e3, digits=2),
        rivals="",
        passed=None,
    )
    yield Row(
        what=f"Requests from earning a trophy to its announcement, {sizes}",
        bar="≤ 4",
        ours=both("news_requests"),
        rivals="",
        passed=max(small["news_requests"], great["news_requests"]) <= 4,
    )
    hundred = great["titles"] / 100
    yield Row(
        what="The background pass without a budget: requests and time per 100 titles",
        bar="",
        ours=f"{great['requests'] / hundred:.0f}, {great['seconds'] / hundred:.2f} s",
        rivals="",
        passed=None,
    )


def day_rows(ours: dict[str, Any], fixed: dict[str, Any]) -> Iterator[Row]:
    """Yield the lines about days of play, with polls each minute beside ours."""

    def row(
        what: str, key: str, bar: str = "", *, passed: bool | None = None, **show: Any
    ) -> Row:
        return Row(
            what=what,
            bar=bar,
            ours=_show(ours[key], **show),
            rivals=f"fixed 60 s: {_show(fixed[key], **show)}",
            passed=passed,
        )

    told = f"From Sony to the announcement, {ours['trophies']} trophies"
    yield row(
        f"{told}: median",
        "median",
        f"≤ {MAX_MEDIAN_S} s",
        passed=ours["median"] <= MAX_MEDIAN_S,
        unit="s",
        digits=1,
    )
    yield row(
        f"{told}: 95 %",
        "most",
        f"≤ {MAX_MOST_S} s",
        passed=ours["most"] <= MAX_MOST_S,
        unit="s",
        digits=1,
    )
    yield row(f"{told}: longest", "longest", unit="s")
    yield row(f"{told}: missed", "missed", "0", passed=not ours["missed"])
    for hours, number in ours["requests"].items():
        before = fixed["requests"][hours]
        most = MAX_IDLE_DAY if hours == "0" else None
        yield Row(
            what=f"Requests in a day with {hours} hours of play, logins apart",
            bar=f"≤ {most}" if most else "< fixed",
            ours=_show(number),
            rivals=f"fixed 60 s: {_show(before)}",
            passed=number <= most if most else number < before,
        )
    yield row("… renewals of the login, with none", "logins")
    yield row(
        "Most requests in 15 minutes while nobody plays",
        "quiet_quarter",
        f"≤ {MAX_IDLE_QUARTER}",
        passed=ours["quiet_quarter"] <= MAX_IDLE_QUARTER,
    )
    yield row(
        "Most requests in 15 minutes of play, what is read of trophies apart",
        "busy_quarter",
        f"≤ {MAX_BUSY_QUARTER}",
        passed=ours["busy_quarter"] <= MAX_BUSY_QUARTER,
    )
    yield row("… with it", "busy_quarter_with_news")


def connection_rows(kept: dict[str, Any], shared: dict[str, Any]) -> Iterator[Row]:
    """Yield the lines about polls of play, with shared connections beside ours."""

    def shown(way: dict[str, Any]) -> tuple[str, str]:
        cpu = _show(way["poll_cpu"], unit="ms", factor=1000, digits=2)
        return cpu, str(way["connections"])

    for what, bar, passed, ours, theirs in zip(
        ("Processor time per quiet poll of play", "Connections in ten minutes of play"),
        (f"≤ {MAX_KEPT_POLL_MS} ms", f"≤ {MAX_HANDSHAKES} new"),
        (
            kept["poll_cpu"] * 1000 <= MAX_KEPT_POLL_MS,
            # The one that was there before is none of them.
            kept["connections"] <= MAX_HANDSHAKES + 1,
        ),
        shown(kept),
        shown(shared),
        strict=True,
    ):
        yield Row(
            what=what, bar=bar, ours=ours, rivals=f"shared: {theirs}", passed=passed
        )


def card_rows(cards: dict[str, Any]) -> Iterator[Row]:
    """Yield the lines about the cards; only those of their size without a browser."""

    def row(what: str, ours: str, bar: str = "", *, passed: bool | None = None) -> Row:
        return Row(what=what, bar=bar, ours=ours, rivals="", passed=passed)

    bundle = cards["bundle"]
    yield row(
        "What every page of Home Assistant loads of the cards: bytes, gzipped",
        f"{bundle['every_page']:,}",
        f"≤ {MAX_EVERY_PAGE_BYTES:,}",
        passed=bundle["every_page"] <= MAX_EVERY_PAGE_BYTES,
    )
    yield row(
        "All cards in all languages: bytes, gzipped",
        f"{bundle['bytes']:,}, {bundle['gzipped']:,}",
        f"≤ {MAX_BUNDLE_BYTES:,} gzipped",
        passed=bundle["gzipped"] <= MAX_BUNDLE_BYTES,
    )
    if not cards["chromium"]:
        return

    def both(values: tuple[float, float], *, digits: int = 0) -> str:
        return ", ".join(_show(value, unit="ms", digits=digits) for value in values)

    render, scroll, quiet = cards["render"], cards["scroll"], cards["quiet"]
    yield row(
        "First rows of 2,000 games: processor time of script, median and worst",
        both(render["script"]),
        f"≤ {MAX_RENDER_MS} ms",
        passed=render["script"][1] <= MAX_RENDER_MS,
    )
    yield row("… of style and layout", both(render["layout"]))
    yield row(
        "… script as it passed, waits for a core included",
        both(render["script_passed"]),
    )
    steps = f"Scrolling through 2,000 games in {scroll['steps']} frames"
    yield row(f"{steps}: a frame, median and worst", both(scroll["frame"], digits=1))
    yield row(
        "… processor time of script, of style and layout, in all",
        both((scroll["script"], scroll["layout"])),
    )
    yield row("… row elements at most, reads", f"{scroll['rows']}, {scroll['reads']}")
    yield row(
        "Unrelated entities change 1,000 times: processor time of script in all",
        _show(quiet["script"], unit="ms", digits=1),
    )
    yield row(
        "… changes of the card's elements",
        str(quiet["mutations"]),
        "0",
        passed=not quiet["mutations"],
    )
    slow = cards["slow"]
    yield row(
        "Six times slower: first rows of 2,000 games, script, best and median",
        both(slow["render"]),
    )
    yield row(
        "… from the click to all of a game's 400 trophies, best and median",
        both(slow["complete"]),
        f"≤ {MAX_COMPLETE_MS} ms",
        passed=slow["complete"][0] <= MAX_COMPLETE_MS,
    )
    yield row(
        "… the longest task of that, best and median",
        both(slow["longest"]),
        f"≤ {MAX_TASK_MS} ms",
        passed=slow["longest"][0] <= MAX_TASK_MS,
    )
    least, most = slow["blank"]
    yield row(
        "… scrolling at 2,000 pixels a second: frames that lack a row, least and most",
        f"{least}, {most}",
        "0",
        passed=not least,
    )
    yield row("… a frame, median", _show(slow["frame"], unit="ms", digits=1))


def _show(value: float, *, unit: str = "", factor: float = 1, digits: int = 0) -> str:
    """Return a figure with its unit."""
    return f"{value * factor:.{digits}f} {unit}".rstrip()


def table(lines: list[Row]) -> str:
    """Return the lines as a Markdown table, its columns aligned.

    Without the column of the rivals where there are none.
    """
    cells: list[tuple[str, ...]] = [
        ("What", "Bar", f"`{OURS.label}`", f"`{CORE.label}`, or as named", ""),
        *(line.cells for line in lines),
    ]
    if not any(line.rivals for line in lines):
        cells = [(*line[:3], *line[4:]) for line in cells]
    widths = [max(3, *map(len, column)) for column in zip(*cells, strict=True)]
    texts = [
        "| "
        + " | ".join(
            cell.ljust(width) for cell, width in zip(line, widths, strict=True)
        )
        + " |"
        for line in cells
    ]
    texts.insert(1, "| " + " | ".join("-" * width for width in widths) + " |")
    return "\n".join(texts)


def routes(summary: dict[str, Any]) -> Iterator[str]:
    """Yield which requests there were."""
    phases = {
        "quiet_routes": "15 quiet minutes",
        "set_up_routes": "Set-up",
        "news_routes": "A trophy",
    }
    for size, subjects in summary["homes"].items():
        for key, phase in phases.items():
            for subject in (OURS, CORE):
                counts: dict[str, int] = subjects[subject.name][key]
                listed = ", ".join(f"{route} {n}" for route, n in counts.items())
                yield f"- {phase}, {size} titles, `{subject.label}`: {listed}"


def cards(summary: dict[str, Any], lines: list[Row]) -> str:
    """Return the section about the cards."""
    if version := summary["chromium"]:
        where = f"In Chromium {version}, {summary['pages']} fresh pages:"
    else:
        where = "Chromium was not found (set CHROMIUM to its path); of the cards alone:"
    return f"### Cards\n\n{where}\n\n{table(lines)}"
