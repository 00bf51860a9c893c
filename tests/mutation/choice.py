"""Which tests can notice a mutant: those that meet the line it changes."""

import ast
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import PurePosixPath

from .mutants import PACKAGE, Mutant

# The text of the rooms by their path.
type Sources = Mapping[str, str]
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

    def stages(self, mutant: Mutant, sources: Sources) -> list[list[str]]:
        """Return the tests that can notice a mutant: the room's own, then the others.

        The quick ones come first. What is made when the rooms are read may be used
        anywhere; then every test can, those that meet the room before others.
        """
        places = places_of(mutant, sources)
        if places is None or self._are_read(places):
            met = [test for test in self._tests if self._lines(test, mutant.path)]
            return _filled(
                self._sorted(mutant, met),
                self._sorted(mutant, self._tests.keys() - set(met)),
            )
        found = self._sorted(
            mutant,
            (
                test
                for test in self._tests
                if any(
                    not lines.isdisjoint(self._lines(test, path))
                    for path, lines in places.items()
                )
            ),
        )
        return _filled(
            [test for test in found if _is_own(test, mutant)],
            [test for test in found if not _is_own(test, mutant)],
        )

    def _lines(self, test: str, path: str) -> frozenset[int]:
        return self._tests[test].lines.get(path, frozenset())

    def _are_read(self, places: Mapping[str, frozenset[int]]) -> bool:
        """Tell whether lines of functions are met as the rooms are read."""
        return any(
            not lines.isdisjoint(self._read.get(path, ()))
            for path, lines in places.items()
        )

    def seconds(self, tests: Iterable[str]) -> float:
        """Return how long tests took."""
        return sum(self._tests[test].seconds for test in tests)

    def _sorted(self, mutant: Mutant, tests: Iterable[str]) -> list[str]:
        return sorted(
            tests,
            key=lambda test: (
                not _is_own(test, mutant),
                self._tests[test].seconds,
                test,
            ),
        )


def places_of(mutant: Mutant, sources: Sources) -> Mapping[str, frozenset[int]] | None:
    """Return the lines of which one is met where a mutant matters; None for any.

    They are those of its statement, or those that use the constant it changes.
    """
    found: defaultdict[str, set[int]] = defaultdict(set)
    left, seen = [(mutant.path, mutant.line)], set[tuple[str, int]]()
    while left:
        path, line = left.pop()
        if (path, line) in seen:
            continue
        seen.add((path, line))
        tree = _tree(sources[path])
        if (function := _around(tree, line)) is not None:
            first, last = _statement(function, line)
            found[path].update(range(first, last + 1))
        elif (name := _constant(tree, line)) is not None:
            left += _uses(path, name, sources)
        else:
            return None
    return {path: frozenset(lines) for path, lines in found.items()}


@cache
def _tree(source: str) -> ast.Module:
    return ast.parse(source)


def _constant(tree: ast.Module, line: int) -> str | None:
    """Return the name that a line of a room gives to a value."""
    for node in tree.body:
        if node.lineno <= line <= (node.end_lineno or 0):
            match node:
                case ast.Assign(targets=[ast.Name(id=name)]):
                    return name
                case ast.AnnAssign(target=ast.Name(id=name)):
                    return name
    return None


def _uses(path: str, name: str, sources: Sources) -> Iterator[tuple[str, int]]:
    """Iterate over where a constant is used, in its room and in those that import it."""
    for other, source in sources.items():
        tree = _tree(source)
        if other != path and not any(
            isinstance(node, ast.ImportFrom)
            and any(alias.name == name for alias in node.names)
            for node in ast.walk(tree)
        ):
            continue
        for node in ast.walk(tree):
            if (
                isinstance(node, ast.Name)
                and node.id == name
                and isinstance(node.ctx, ast.Load)
            ):
                yield other, node.lineno


def own_tests(path: str) -> frozenset[str]:
    """Return how the tests of a room itself may be named."""
    inside = PurePosixPath(path).relative_to(PACKAGE)
    floor, *parts = inside.parts
    return frozenset(f"tests/{floor}/test_{PurePosixPath(p).stem}.py" for p in parts)


def _is_own(test: str, mutant: Mutant) -> bool:
    return test.partition("::")[0] in own_tests(mutant.path)


def _filled(*stages: list[str]) -> list[list[str]]:
    return [stage for stage in stages if stage]


def _around(tree: ast.Module, line: int) -> Function | None:
    """Return the innermost function whose body holds a line."""
    return max(
        (
            node
            for node in ast.walk(tree)
            if isinstance(node, Function.__value__)
            and node.body[0].lineno <= line <= (node.end_lineno or 0)
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
