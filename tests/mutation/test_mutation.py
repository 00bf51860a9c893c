"""The mutation sampler finds what can be wrong, and what no test notices."""

import ast
from collections.abc import Iterator
from pathlib import Path
from textwrap import dedent

import pytest

from . import __main__ as program, choice, runner
from .mutants import PACKAGE, mutants

ROOT = Path(__file__).parents[2]
PATH = f"{PACKAGE}/psn/sums.py"


def changes(source: str) -> list[str]:
    """Return what each mutant makes of a piece of code."""
    source = dedent(source).strip()
    return [mutant.applied(source) for mutant in mutants(PATH, source)]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("a < b", []),
        ("x = a < b", ["x = (a <= b)", "x = (a >= b)"]),
        ("x = a is not None", ["x = (a is None)"]),
        ("x = a in b", ["x = (a not in b)"]),
        ("x = a == b", ["x = (a != b)"]),
        ("x = a and b and c", ["x = (a or b or c)"]),
        ("x = not a", ["x = (a)"]),
        ("x = -a", ["x = (a)"]),
        ("x = a + b", ["x = (a - b)"]),
        ("x = a // b", ["x = (a * b)"]),
        ("x = 'ä' + b", []),
        ("x = f'{a + 1}'", []),
        ("x = 7", ["x = 8", "x = 6"]),
        ("x = True", ["x = False"]),
        ("x = None", []),
        ("x: int = 7", ["x: int = 8", "x: int = 6"]),
        ("x: Literal[7]", []),
        ("type X = Literal[7]", []),
        ("__all__ = f(a < b)", []),
        ("x = min(a, b)", ["x = max(a, b)"]),
        ("a.b = c", ["pass"]),
        ("a += b", ["pass", "a -= b"]),
        ("del a", ["pass"]),
        ("f()", ["pass"]),
        ("_LOGGER.debug('%s', a < b)", []),
        ("raise ValueError(7)", ["pass"]),
        ("'''Text.'''", []),
        ("if TYPE_CHECKING:\n    x = 7", []),
        ("if a:\n    pass", ["if (not a):\n    pass"]),
        (
            "while a:\n    break",
            ["while (not a):\n    break", "while a:\n    continue"],
        ),
        (
            "try:\n    pass\nexcept E:\n    x = a\n    y = b",
            ["try:\n    pass\nexcept E:\n    raise"],
        ),
        (
            "try:\n    pass\nexcept E:\n    raise",
            ["try:\n    pass\nexcept E:\n    pass"],
        ),
        (
            "@d(a=True)\ndef f(a: Literal[7] = 7) -> Literal[7]:\n    return a",
            [
                "@d(a=True)\ndef f(a: Literal[7] = 8) -> Literal[7]:\n    return a",
                "@d(a=True)\ndef f(a: Literal[7] = 6) -> Literal[7]:\n    return a",
                "@d(a=True)\ndef f(a: Literal[7] = 7) -> Literal[7]:\n    return None",
            ],
        ),
        ("def f():\n    return", ["def f():\n    pass"]),
        ("def f():\n    return False", ["def f():\n    return True"]),
        ("async def f():\n    await g()", ["async def f():\n    pass"]),
        ("class A(B[7]):\n    x = 1", [f"class A(B[7]):\n    x = {n}" for n in (2, 0)]),
    ],
)
def test_what_is_changed(source: str, expected: list[str]) -> None:
    """Each kind of change, and what is left alone."""
    assert changes(source) == expected


def test_bytes_are_not_letters() -> None:
    """Letters of more than one byte before a change do not move it."""
    assert changes("x = f('äöü€', a < b)")[0] == "x = f('äöü€', (a <= b))"


def test_every_change_of_every_room_is_a_program() -> None:
    """The rooms themselves: there are many changes, and each can be read."""
    sources = runner.rooms(ROOT)
    found = [m for path, source in sources.items() for m in mutants(path, source)]
    assert len(found) > 1000
    for mutant in found:
        source = sources[mutant.path]
        changed = mutant.applied(source)
        assert changed != source
        ast.parse(changed)
    assert "\n+" in found[0].diff(sources[found[0].path])


ROOM = dedent(
    """
    LIMIT = 3
    MORE = LIMIT + 1

    def small(number, most=LIMIT + 1):
        def check(other):
            return other < number

        if (
            number
            < most + 1
        ):
            return check(most)
        return MORE + 1

    EVERYWHERE = 5

    class Other:
        least = EVERYWHERE
    """
)
LATER = f"{PACKAGE}/trophies/later.py"
SOURCES = {
    PATH: ROOM,
    LATER: "from ..psn.sums import MORE\n\n\ndef f():\n    return MORE\n",
}


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        # Used where a default is made.
        (2, None),
        (3, {PATH: {14}, LATER: {5}}),
        (5, None),
        (7, {PATH: {7}}),
        (10, {PATH: {9, 10, 11, 12}}),
        (11, {PATH: {9, 10, 11, 12}}),
        (14, {PATH: {14}}),
        # Used in a class.
        (16, None),
    ],
)
def test_lines_that_must_be_met(
    line: int, expected: dict[str, set[int]] | None
) -> None:
    """Those of the statement, or of all that use a constant."""
    found = next(mutant for mutant in mutants(PATH, ROOM) if mutant.line == line)
    assert choice.places_of(found, SOURCES) == expected


def test_tests_are_tried_in_a_good_order() -> None:
    """A room's own tests, then others that meet the line, the quick ones first."""
    own, floor, above = (
        f"tests/{name}.py::test"
        for name in ("psn/test_sums", "psn/test_a", "trophies/b")
    )
    noted = {
        "": (0.0, {7}),
        above: (0.1, {14}),
        floor: (2.0, {14}),
        f"{own}_slow": (3.0, {7, 14}),
        f"{own}_elsewhere": (0.1, {7}),
        own: (1.0, {14}),
        "tests/psn/test_other.py::test": (0.1, set[int]()),
    }
    traces = choice.Traces(
        {
            test: choice.Traced(seconds=seconds, lines={PATH: frozenset(lines)})
            for test, (seconds, lines) in noted.items()
        }
    )
    by_line = {mutant.line: mutant for mutant in mutants(PATH, ROOM)}
    for line in (3, 14):
        assert traces.stages(by_line[line], SOURCES) == [
            [own, f"{own}_slow"],
            [above, floor],
        ]
    assert traces.stages(by_line[10], SOURCES) == []
    for met_at_reading in (2, 7):
        assert traces.stages(by_line[met_at_reading], SOURCES) == [
            [f"{own}_elsewhere", own, f"{own}_slow", above, floor],
            ["tests/psn/test_other.py::test"],
        ]
    assert traces.seconds([own, floor]) == 3
    tests = choice.own_tests(f"{PACKAGE}/psn/models/titles.py")
    assert "tests/psn/test_models.py" in tests


def test_tests_there_are() -> None:
    """Those of the lower floors at any rate, some of the top floor on demand."""
    assert "tests/trophies/test_sync.py" in runner.direct_tests(ROOT)
    assert len(runner.top_tests(ROOT)) == len(runner.TOP_TESTS)


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Return a tree with one room and a test that does not notice everything."""
    # It needs nothing of Home Assistant.
    monkeypatch.setattr(runner, "WARM", ())
    monkeypatch.setattr(runner, "OPTIONS", ())
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    room = tmp_path / PATH
    room.parent.mkdir(parents=True)
    room.write_text(
        dedent(
            '''
            """Sums."""


            def is_large(number):
                """Return whether a number is large."""
                return number > 10


            def count_down(number):
                """Count down."""
                while number > 0:
                    number -= 1
                return "done"
            '''
        )
    )
    tests = tmp_path / "tests" / "psn"
    tests.mkdir(parents=True)
    (tests / "test_sums.py").write_text(
        dedent(
            """
            from custom_components.psn_trophies.psn.sums import count_down, is_large

            def test_sums():
                assert is_large(12)
                assert not is_large(3)
                assert count_down(3) == "done"
            """
        )
    )
    (tmp_path / "pyproject.toml").write_text(
        '[tool.pytest.ini_options]\naddopts = "-p pytest_timeout"\npythonpath = ["."]\n'
    )
    yield tmp_path
    assert not list(tmp_path.rglob("*.pyc"))


def test_survivors_are_found(
    tree: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Killed, timed out or survived, in copies: the tree itself is not touched."""
    before = (tree / PATH).read_text()
    monkeypatch.setattr(runner, "TEST_SECONDS", 1)
    status = program.main(["--sample", "0", "--bar", "70", "--jobs", "2"], tree)
    said = capsys.readouterr().out
    assert status == 1
    assert (tree / PATH).read_text() == before
    survivors = [line for line in said.splitlines() if line.startswith("Survived")]
    # More than 10 or from 10 on, more than 9 or 11: nobody asks. Nor about the last.
    assert survivors == [
        f"Survived: {PATH}:7 (comparison)",
        f"Survived: {PATH}:7 (constant)",
        f"Survived: {PATH}:7 (constant)",
        f"Survived: {PATH}:12 (comparison)",
        f"Survived: {PATH}:12 (comparison)",
        f"Survived: {PATH}:12 (constant)",
        f"Survived: {PATH}:12 (constant)",
        f"Survived: {PATH}:13 (constant)",
    ]
    assert "+    return (number >= 10)" in said
    closing = said.splitlines()[-1]
    assert closing.startswith("6 of 14 mutants killed, 3 of them by a time-out: 42.9 %")


def test_a_bar_that_is_reached(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The same seed draws the same sample; what is reached is told."""
    arguments = ["--sample", "2", "--seed", "4", "--only", "psn/sums.py"]
    assert program.main([*arguments, "--list"], tree) == 0
    listed = capsys.readouterr().out
    assert program.main([*arguments, "--list"], tree) == 0
    assert capsys.readouterr().out == listed
    assert program.main([*arguments, "--bar", "0"], tree) == 0
    assert "(bar: 0 %)" in capsys.readouterr().out


def test_what_can_not_be_tried_is_told(
    tree: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Unknown rooms, and tests that fail without any change."""
    assert program.main(["--only", "psn/nothing.py"], tree) == 2
    assert "nothing to change" in capsys.readouterr().err
    (tree / "tests" / "psn" / "test_sums.py").write_text("def test(): assert False")
    assert program.main(["--sample", "1"], tree) == 2
    assert "fails without any change" in capsys.readouterr().err
