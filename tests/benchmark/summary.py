"""From the figures of each run to those the table shows."""

from collections.abc import Iterable, Sequence
from statistics import mean, median, quantiles
from typing import Any


def summarize(figures: dict[str, Any]) -> dict[str, Any]:
    """Add to the runs of each subject what the table shows of them."""
    summary: dict[str, Any] = {"homes": {}, "libraries": {}}
    for size, subjects in figures.get("homes", {}).items():
        summary["homes"][size] = {
            name: _summarize_home(runs) for name, runs in subjects.items()
        }
    libraries = figures.get("libraries", {"readers": {}})
    for name, runs in libraries["readers"].items():
        summary["libraries"][name] = {
            "requests": max(sum(run["requests"].values()) for run in runs),
            # Other work on the machine only ever makes it longer.
            "seconds": min(run["seconds"] for run in runs),
            "cpu": _median(run["cpu"] for run in runs),
            "unread": max(run["unread"] for run in runs),
            "read": [runs[0][what] for what in ("titles", "trophies", "earned")],
        }
    if large := figures.get("large"):
        loads = large["loads"]
        summary["large"] = {
            "bytes": large["written"]["bytes"],
            "cpu": _median(load["cpu"] for load in loads),
            "rss": _median(load["rss"] for load in loads)
            if "rss" in loads[0]
            else None,
            "traced": large["traced"]["traced"],
            "turns": large["turns"],
            "career": large["career"],
            "passes": {
                str(titles): {
                    key: _median(run[key] for run in runs)
                    for key in (
                        *("seconds", "titles", "trophies", "requests"),
                        *("quiet", "news", "news_requests"),
                    )
                }
                for titles, runs in large["passes"].items()
            },
        }
    if days := figures.get("days"):
        summary["days"] = {
            mode: _summarize_days(days[mode]) for mode in ("automatic", "fixed")
        }
    if connections := figures.get("connections"):
        summary["connections"] = {
            way: {
                "poll_cpu": _median(_mean(run["polls"], "cpu") for run in runs),
                "connections": max(run["connections"] for run in runs),
            }
            for way, runs in connections.items()
        }
    if cards := figures.get("cards"):
        summary["cards"] = _summarize_cards(cards)
    return summary


def _summarize_home(runs: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Return what the table shows of one integration with one size of library."""
    quiet = [run["quiet"] for run in runs]
    phases = [[run[phase] for phase in ("set_up", "quiet", "news")] for run in runs]
    return {
        "set_up_requests": max(sum(run["set_up"]["requests"].values()) for run in runs),
        # Other work on the machine only ever makes it longer.
        "set_up_seconds": min(run["set_up"]["result"]["seconds"] for run in runs),
        "quiet_requests": max(sum(run["requests"].values()) for run in quiet),
        "quiet_routes": quiet[0]["requests"],
        "set_up_routes": runs[0]["set_up"]["requests"],
        "news_routes": runs[0]["news"]["requests"],
        "poll_cpu": _median(_mean(run["polls"], "cpu") for run in quiet),
        "poll_loop": _median(_mean(run["polls"], "loop") for run in quiet),
        "quiet_cpu": _median(
            run["quiet"]["cpu"] - run["without"]["cpu"] for run in runs
        ),
        **{
            kind: _median(run[kind]["rss"] for run in runs) if runs[0][kind] else None
            for kind in ("memory", "memory_read")
        },
        "news_requests": max(sum(run["news"]["requests"].values()) for run in runs),
        # A real one is there in every run, one of a busy machine is not.
        "slow": min(sum(len(phase["slow"]) for phase in run) for run in phases),
        "slowest": min(
            max((slow["took"] for phase in run for slow in phase["slow"]), default=0)
            for run in phases
        ),
        "blocking": sorted(
            {call for run in phases for phase in run for call in phase["blocking"]}
        ),
    }


def _summarize_days(by_hours: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """Return what the table shows of days, by hours of play."""
    waits = sorted(wait for figures in by_hours.values() for wait in figures["waits"])
    return {
        # Logins apart: they are the same for both.
        "requests": {
            hours: sum(
                number
                for route, number in figures["requests"].items()
                if route != "token"
            )
            for hours, figures in by_hours.items()
        },
        "logins": by_hours["0"]["requests"].get("token", 0),
        "median": _median(waits),
        "most": quantiles(waits, n=20, method="inclusive")[-1],
        "longest": waits[-1],
        "trophies": len(waits),
        "missed": sum(figures["missed"] for figures in by_hours.values()),
        **{
            key: max(figures[key] for figures in by_hours.values())
            for key in ("quiet_quarter", "busy_quarter", "busy_quarter_with_news")
        },
    }


def _summarize_cards(cards: dict[str, Any]) -> dict[str, Any]:
    """Return what the table shows of the cards."""
    summary = {"bundle": cards["bundle"], "chromium": cards["chromium"]}
    if not (runs := cards["runs"]):
        return summary
    renders = [render for run in runs for render in run["renders"]]
    scrolls = [run["scroll"]["frames"] for run in runs]
    slow = [run["slow"] for run in runs]
    dialogs = [dialog for run in slow for dialog in run["dialogs"]]
    return summary | {
        "pages": len(renders),
        "render": {
            kind: _median_and_worst(render[kind] for render in renders)
            for kind in renders[0]
        },
        "scroll": {
            "steps": len(scrolls[0]),
            "frame": (
                _median(frame for frames in scrolls for frame in frames),
                # A real hitch is there in every run, one of a busy machine is not.
                min(max(frames) for frames in scrolls),
            ),
            "script": _median(run["scroll"]["script"] for run in runs),
            "layout": _median(run["scroll"]["layout"] for run in runs),
            "rows": max(run["scroll"]["rows"] for run in runs),
            "reads": max(run["scroll"]["reads"] for run in runs),
        },
        "quiet": {
            "script": _median(run["quiet"]["script"] for run in runs),
            "mutations": max(run["quiet"]["mutations"] for run in runs),
        },
        "slow": {
            "render": _best_and_median(run["render"]["script"] for run in slow),
            **{
                key: _best_and_median(dialog[key] for dialog in dialogs)
                for key in ("complete", "longest")
            },
            "frame": _median(
                frame for run in slow for frame in run["scroll"]["frames"]
            ),
            "blank": (
                # Of these, too: a real one is there in every run.
                min(run["scroll"]["blank"] for run in slow),
                max(run["scroll"]["blank"] for run in slow),
            ),
        },
    }


def _best_and_median(values: Iterable[float]) -> tuple[float, float]:
    """Return the lowest, and the median: other work only ever makes it longer."""
    values = list(values)
    return min(values), median(values)


def _median_and_worst(values: Iterable[float]) -> tuple[float, float]:
    """Return the median, and the highest."""
    values = list(values)
    return median(values), max(values)


def _mean(polls: Sequence[dict[str, Any]], key: str) -> float:
    """Return the mean of what polls cost."""
    return mean(float(poll[key]) for poll in polls)


def _median(values: Iterable[float]) -> float:
    """Return the median."""
    return median(values)
