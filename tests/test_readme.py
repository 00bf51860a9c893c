"""What README calls things is what stands on the screen."""

from collections.abc import Iterator
from pathlib import Path
import re

from . import hassfest
from .hassfest import branch, structure, texts

README = (Path(__file__).parent.parent / "README.md").read_text("utf-8")
# Marks in README what is disabled at first.
DISABLED = "¹"
# Every action has it; README tells once when it can be left out.
ACCOUNT_FIELD = "config_entry_id"


def chapter(heading: str) -> str:
    """Return what stands below a heading, up to the next one of any rank."""
    _, _, rest = README.partition(f"\n{heading}\n")
    assert rest, heading
    return re.split(r"\n#+ ", rest)[0]


def rows(text: str) -> Iterator[list[str]]:
    """Yield the cells of every row of every table, heads and rules left out."""
    lines = text.splitlines()
    for number, line in enumerate(lines):
        is_head = number + 1 < len(lines) and lines[number + 1].startswith("| --")
        if line.startswith("|") and not line.startswith("| --") and not is_head:
            yield [cell.strip() for cell in line.strip("|").split("|")]


def test_entities_are_called_by_their_names() -> None:
    """The tables name every entity as Home Assistant does, and no other."""
    named: list[str] = []
    for cell, *_ in rows(chapter("## What you get")):
        # Kinds that have no table of their own come before a colon.
        named += cell.rpartition(": ")[2].split(", ")
    entities = {
        branch(texts(), "entity", entity.platform, entity.key)["name"]: entity
        for entity in hassfest.entities()
    }
    assert sorted(name.removesuffix(DISABLED) for name in named) == sorted(entities)
    for name, entity in entities.items():
        enabled = getattr(entity.description, "entity_registry_enabled_default", True)
        assert (f"{name}{DISABLED}" in named) is not enabled, name


def test_options_are_called_by_their_names() -> None:
    """The table names every option as its form does, in the form's order."""
    named = [cell for cell, *_ in rows(chapter("### Options"))]
    assert named == list(branch(texts(), "options", "step", "init", "data").values())


def test_parameters_are_called_by_their_names() -> None:
    """The table names what the form asks for as the form does."""
    named = [cell for cell, *_ in rows(chapter("### The token"))]
    assert named == list(branch(texts(), "config", "step", "user", "data").values())


def test_actions_have_the_fields_that_are_told() -> None:
    """The table names every action with all of its fields."""
    told = {
        action.strip("`").partition(".")[2]: set(re.findall(r"`(\w+)`", fields))
        for action, _, fields in rows(chapter("### Actions"))
    }
    assert told == {
        action: {name for name, _ in hassfest.fields_of(item)} - {ACCOUNT_FIELD}
        for action, item in structure("services.yaml").items()
    }
    for action, fields in told.items():
        assert set(branch(texts(), "services", action, "fields")) == {
            *fields,
            ACCOUNT_FIELD,
        }
