"""Try a sample of mutants and say how many no test notices."""

import argparse
from collections.abc import Mapping, Sequence
from pathlib import Path, PurePosixPath
from random import Random
import signal
import sys

from .mutants import PACKAGE, Mutant, mutants
from .runner import FLOORS, Result, TrialError, rooms, try_all

ROOT = Path(__file__).parents[2]


def arguments(given: Sequence[str] | None = None) -> argparse.Namespace:
    """Return the options."""
    parser = argparse.ArgumentParser(
        prog="scripts/mutate",
        description="Changes psn/ and trophies/ a little and looks for tests that fail.",
    )
    parser.add_argument(
        "--sample", type=int, default=150, help="how many changes (150); 0: all"
    )
    parser.add_argument("--seed", type=int, default=1, help="which of them (1)")
    parser.add_argument(
        "--only",
        action="append",
        default=[],
        metavar="PATH",
        help="a room or floor, like psn or trophies/sync.py; may be repeated",
    )
    parser.add_argument("--jobs", type=int, default=1, help="at once (1)")
    parser.add_argument(
        "--bar", type=float, default=92, help="percent that tests must notice (92)"
    )
    parser.add_argument(
        "--far",
        action="store_true",
        help="also with the top floor's tests where no direct one notices: minutes each",
    )
    parser.add_argument("--list", action="store_true", help="only show the changes")
    return parser.parse_args(given)


def chosen(sources: Mapping[str, str], options: argparse.Namespace) -> list[Mutant]:
    """Return the sample, in the order of the rooms."""
    only = [_path(name) for name in options.only]
    found = [
        mutant
        for path, source in sources.items()
        if not only or any(PurePosixPath(path).is_relative_to(o) for o in only)
        for mutant in mutants(path, source)
    ]
    if not found:
        raise TrialError(f"there is nothing to change in {', '.join(options.only)}")
    if 0 < options.sample < len(found):
        places = Random(options.seed).sample(range(len(found)), options.sample)
        found = [found[place] for place in sorted(places)]
    return found


def _path(name: str) -> str:
    """Return a path in the repository; the package may be left away."""
    path = PurePosixPath(name)
    return str(PACKAGE / path if path.parts[0] in FLOORS else path)


def _progress(number: int, total: int, result: Result) -> str:
    word = "survived"
    if result.killed:
        word = "timed out" if result.timed_out else "killed"
    mutant = result.mutant
    return (
        f"{number:>4}/{total} {word:<9} {mutant.place} {mutant.kind} "
        f"({result.seconds:.0f} s)"
    )


def report(
    sources: Mapping[str, str], results: Sequence[Result], bar: float
) -> tuple[str, bool]:
    """Return the survivors and the closing line, and whether the bar is reached."""
    survivors = [result.mutant for result in results if not result.killed]
    parts = [
        f"Survived: {mutant.path}:{mutant.line} ({mutant.kind})\n"
        f"{mutant.diff(sources[mutant.path])}\n"
        for mutant in survivors
    ]
    killed = len(results) - len(survivors)
    rate = 100 * killed / len(results)
    slow = sum(result.timed_out for result in results)
    parts.append(
        f"{killed} of {len(results)} mutants killed, {slow} of them by a time-out: "
        f"{rate:.1f} % (bar: {bar:g} %)"
    )
    return "\n".join(parts), rate >= bar


def main(given: Sequence[str] | None = None, root: Path = ROOT) -> int:
    """Return the exit status: 1 below the bar, 2 where nothing could be tried."""
    options = arguments(given)
    # Read once: somebody may go on working while this runs.
    sources = rooms(root)
    try:
        sample = chosen(sources, options)
        if options.list:
            for mutant in sample:
                print(f"{mutant.place} {mutant.kind}")
                print(mutant.diff(sources[mutant.path]))
            return 0
        print(f"Trying {len(sample)} mutants (seed {options.seed})", flush=True)
        done: list[Result] = []

        def tell(result: Result) -> None:
            done.append(result)
            print(_progress(len(done), len(sample), result), flush=True)

        results = try_all(
            root, sources, sample, jobs=options.jobs, far=options.far, tell=tell
        )
    except TrialError as err:
        print(err, file=sys.stderr)
        return 2
    text, reached = report(sources, results, options.bar)
    print(f"\n{text}")
    return 0 if reached else 1


if __name__ == "__main__":
    # So that an end from outside throws the copies away, too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    sys.exit(main())
