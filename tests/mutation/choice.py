"""Which tests can notice a mutant: those that meet the line it changes."""

import ast
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from .mutants import PACKAGE, Mutant

type Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True, slots=True, kw_only=True)
class Traced:
    """What one test met when nothing was changed."""

    seconds: float
    # The lines of the rooms, by their path.
    lines: Mapping[str, frozenset[int]]


class Traces:
    """What all tests of the lower floors met."""

    def __init__(self, tests: Mapping[str, Traced]) -> None:
        """Take what was noted of the tests, by their ids.

        Without an id: what is met as the rooms are read.
        """
        self._tests = {test: traced for test, traced in tests.items() if test}
        self._read = tests[""].lines if "" in tests else {}

    def stages(self, mutant: Mutant, source: str) -> list[list[str]]:
        """Return the tests that can notice a mutant: the room's own, then the others.

        The quick ones come first. A value that is made when the room is read may be
        used anywhere; then every test can, those that meet the room before others.
        """
        lines = lines_of(mutant, source)
        met = {
            test: traced.lines.get(mutant.path, frozenset())
            for test, traced in self._tests.items()
        }
        if lines is None or not lines.isdisjoint(self._read.get(mutant.path, ())):
            return _filled(
                self._sorted(mutant, (test for test in met if met[test])),
                self._sorted(mutant, (test for test in met if not met[test])),
            )
        found = self._sorted(
            mutant, (test for test in met if not lines.isdisjoint(met[test]))
        )
        return _filled(
            [test for test in found if _is_own(test, mutant)],
            [test for test in found if not _is_own(test, mutant)],
        )

    def seconds(self, tests: Iterable[str]) -> float:
        """Return how long tests took."""
        return sum(self._tests[test].seconds for test in tests)

    def _sorted(self, mutant: Mutant, tests: Iterable[str]) -> list[str]:
        return sorted(
            tests,
            key=lambda test: (not _is_own(test, mutant), self._tests[test].seconds),
        )


def lines_of(mutant: Mutant, source: str) -> frozenset[int] | None:
    """Return the lines of which one is met where a mutant matters; None for any."""
    function = _around(mutant, source)
    if function is None:
        return None
    first, last = _statement(function, mutant.line)
    return frozenset(range(first, last + 1))


def own_tests(path: str) -> frozenset[str]:
    """Return how the tests of a room itself may be named."""
    inside = PurePosixPath(path).relative_to(PACKAGE)
    floor, *parts = inside.parts
    return frozenset(f"tests/{floor}/test_{PurePosixPath(p).stem}.py" for p in parts)


def _is_own(test: str, mutant: Mutant) -> bool:
    return test.partition("::")[0] in own_tests(mutant.path)


def _filled(*stages: list[str]) -> list[list[str]]:
    return [stage for stage in stages if stage]


def _around(mutant: Mutant, source: str) -> Function | None:
    """Return the innermost function whose body holds the mutant."""
    return max(
        (
            node
            for node in ast.walk(ast.parse(source))
            if isinstance(node, Function.__value__)
            and node.body[0].lineno <= mutant.line <= (node.end_lineno or 0)
        ),
        key=lambda node: node.lineno,
        default=None,
    )


def _statement(function: Function, line: int) -> tuple[int, int]:
    """Return where the innermost statement around a line begins and ends.

    Of one with others inside only its own lines.
    """
    first, last = function.body[0].lineno, function.end_lineno or 0
    for node in ast.walk(function):
        if node is function or not isinstance(node, ast.stmt):
            continue
        begins, ends = node.lineno, node.end_lineno or node.lineno
        inner = getattr(node, "body", None) or getattr(node, "cases", None)
        if inner:
            head = inner[0]
            ends = (head.pattern if isinstance(head, ast.match_case) else head).lineno
            ends = max(ends - 1, begins)
        if begins <= line <= ends and begins >= first:
            first, last = begins, ends
    return first, last
