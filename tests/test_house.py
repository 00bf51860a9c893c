"""The house as a whole: floors, circles, the size of rooms and classes.

Read from the source alone, so that it also sees what no test imports.
"""

import ast
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path
import re

import pytest

HOUSE = Path(__file__).parents[1] / "custom_components" / "psn_trophies"
# From the ground up: a floor may use those before it.
FLOORS = ("psn", "trophies", "")
MAX_LINES = 400
MAX_ATTRIBUTES = 12
# Attributes of Home Assistant's own coordinator.
BORROWED = {"config_entry", "data", "update_interval"}


def rooms() -> dict[str, Path]:
    """Return the modules by their dotted place in the house."""
    found = {}
    for file in sorted(HOUSE.rglob("*.py")):
        parts = file.relative_to(HOUSE).with_suffix("").parts
        found[".".join(part for part in parts if part != "__init__")] = file
    return found


ROOMS = rooms()
MODULES = [pytest.param(name, id=name or "__init__") for name in ROOMS]


def floor_of(room: str) -> int:
    """Return the floor a room is on, the ground floor being 0."""
    first = room.partition(".")[0]
    return FLOORS.index(first if first in FLOORS else "")


def is_for_types(node: ast.stmt) -> bool:
    """Tell whether a block is only there for the type checker."""
    return (
        isinstance(node, ast.If)
        and isinstance(node.test, ast.Name)
        and node.test.id == "TYPE_CHECKING"
    )


def statements(body: list[ast.stmt]) -> Iterator[ast.AST]:
    """Iterate over everything that runs."""
    for node in body:
        if not is_for_types(node):
            yield from ast.walk(node)


def arrows(room: str) -> set[str]:
    """Return the rooms of the house that a room imports from."""
    file = ROOMS[room]
    package = list(file.relative_to(HOUSE).parts[:-1])
    found = set()
    for node in statements(ast.parse(file.read_text(encoding="utf-8")).body):
        if not isinstance(node, ast.ImportFrom) or not node.level:
            continue
        base = package[: len(package) - node.level + 1]
        base += (node.module or "").split(".") if node.module else []
        for name in node.names:
            inner = ".".join([*base, name.name])
            found.add(inner if inner in ROOMS else ".".join(base))
    return found - {room}


@pytest.mark.parametrize("room", MODULES)
def test_arrows_point_down_only(room: str) -> None:
    """And everything that is imported from is a room."""
    for other in arrows(room):
        assert other in ROOMS, other
        assert floor_of(other) <= floor_of(room), other


@pytest.mark.parametrize("room", MODULES)
def test_lower_floors_know_no_home_assistant(room: str) -> None:
    """Nor anything of it that is imported where it is needed."""
    if FLOORS[floor_of(room)] == "":
        return
    tree = ast.parse(ROOMS[room].read_text(encoding="utf-8"))
    imported = {
        name.split(".")[0]
        for node in ast.walk(tree)
        for name in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
            if isinstance(node, ast.ImportFrom) and not node.level
            else []
        )
    }
    assert "homeassistant" not in imported


def test_there_is_no_circle() -> None:
    """Every room can be read after those it stands on.

    A package's own room stands on its rooms; they do not go through it.
    """
    graph = {
        room: {
            other
            for other in arrows(room)
            if not room.startswith(f"{other}.") and other != ""
        }
        for room in ROOMS
    }
    assert len(list(TopologicalSorter(graph).static_order())) >= len(ROOMS) - 1


@pytest.mark.parametrize("room", MODULES)
def test_no_room_is_too_large(room: str) -> None:
    """What has two reasons to change is two rooms."""
    lines = ROOMS[room].read_text(encoding="utf-8").count("\n")
    assert lines <= MAX_LINES


def attributes(node: ast.ClassDef) -> set[str]:
    """Return the attributes that instances of a class have by themselves."""
    found = {
        item.target.id
        for item in node.body
        if isinstance(item, ast.AnnAssign)
        and isinstance(item.target, ast.Name)
        and "ClassVar" not in ast.unparse(item.annotation)
        and "Final" not in ast.unparse(item.annotation)
        and item.target.id not in BORROWED
    }
    for item in ast.walk(node):
        if (
            isinstance(item, ast.Attribute)
            and isinstance(item.ctx, ast.Store)
            and isinstance(item.value, ast.Name)
            and item.value.id == "self"
            # What Home Assistant looks for is its own idea.
            and not item.attr.startswith("_attr_")
            and item.attr not in BORROWED
        ):
            found.add(item.attr)
    return found


# So many lines in a thousand of the top floor may speak of something without a type:
# Home Assistant's own signatures do, and what comes out of files.
MAX_ANY = 10


def test_top_floor_has_types() -> None:
    """What is known of a thing is written down once, in its shape."""
    lines = [
        line
        for room, file in ROOMS.items()
        if FLOORS[floor_of(room)] == ""
        for line in file.read_text(encoding="utf-8").splitlines()
    ]
    untyped = [line for line in lines if re.search(r"\bAny\b", line)]
    assert 1000 * len(untyped) <= MAX_ANY * len(lines)


# What mirrors an answer of Sony's has as many fields as that, and what mirrors
# something that people see as many as it has.
MIRRORS = ("psn.models.", "trophies.state", "presentation.shapes")


@pytest.mark.parametrize("room", MODULES)
def test_no_class_is_too_large(room: str) -> None:
    """Mirrors of answers aside, twelve attributes are enough."""
    if room.startswith(MIRRORS):
        return
    tree = ast.parse(ROOMS[room].read_text(encoding="utf-8"))
    large = {
        node.name: sorted(attributes(node))
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef) and len(attributes(node)) > MAX_ATTRIBUTES
    }
    assert not large
