"""What README calls things is what stands on the screen."""

from collections.abc import Iterator, Mapping
import re
from typing import Any

import pytest

from custom_components.psn_trophies.const import (
    DEFAULT_POLL_INTERVAL,
    DEFAULT_SHOW_SECRET_TROPHIES,
    DOMAIN,
    MAX_POLL_INTERVAL,
    MIN_POLL_INTERVAL,
    POLLING_AUTOMATIC,
    POLLING_FIXED,
)
from custom_components.psn_trophies.presentation import PLATFORMS

from . import hassfest
from .hassfest import ROOT, branch, structure, texts

README = (ROOT / "README.md").read_text("utf-8")
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


def test_options_have_the_defaults_that_are_told() -> None:
    """The table tells type and default of every option as the form has them."""
    told = [(kind, default) for _, kind, default, _ in rows(chapter("### Options"))]
    shortest, longest = (
        int(span.total_seconds()) for span in (MIN_POLL_INTERVAL, MAX_POLL_INTERVAL)
    )
    assert told == [
        (f"`{POLLING_AUTOMATIC}` or `{POLLING_FIXED}`", f"`{POLLING_AUTOMATIC}`"),
        ("an entity", "–"),
        (
            f"seconds, {shortest} to {longest}",
            f"{int(DEFAULT_POLL_INTERVAL.total_seconds())}",
        ),
        ("on or off", "on" if DEFAULT_SHOW_SECRET_TROPHIES else "off"),
    ]


def test_parameters_are_called_by_their_names() -> None:
    """The table names what the form asks for as the form does."""
    named = [cell for cell, *_ in rows(chapter("### The token"))]
    assert named == list(branch(texts(), "config", "step", "user", "data").values())


def _kind(selector: Mapping[str, Any]) -> str:
    """Return what README calls what a selector gives."""
    ((kind, settings),) = selector.items()
    match kind, settings or {}:
        case "select", {"options": options, **others}:
            values = [
                option["value"] if isinstance(option, Mapping) else option
                for option in options
            ]
            listed = ", ".join(f"`{value}`" for value in values)
            return f"{'some' if others.get('multiple') else 'one'} of {listed}"
        case "number", {"min": low, **others}:
            return f"number, {low} {f'to {others["max"]}' if 'max' in others else 'or more'}"
    return {
        "automation_behavior": "one of `any`, `all`",
        "boolean": "`true` or `false`",
        "datetime": "date and time",
        "duration": "duration",
        "text": "text",
    }[kind]


def _default(field: Mapping[str, Any]) -> str:
    """Return what README says of a field that is left out."""
    if "default" in field:
        return f"`{str(field['default']).lower()}`"
    return "must be given" if field.get("required") else "–"


def _described(file: str, kind: str, key: str) -> list[list[str]]:
    """Return the rows of the table of an action, a trigger or a condition."""
    fields = hassfest.fields_of(structure(file)[key])
    wording = branch(texts(), kind, key, "fields")
    return [
        [
            f"`{name}`",
            _kind(field["selector"]),
            _default(field),
            wording[name]["description"],
        ]
        for name, field in fields
        if name != ACCOUNT_FIELD
    ]


@pytest.mark.parametrize("key", structure("services.yaml"))
def test_actions_are_told_as_they_are(key: str) -> None:
    """Every action has a table of its fields: type, default and meaning."""
    told = list(rows(chapter(f"#### `{DOMAIN}.{key}`")))
    assert told == _described("services.yaml", "services", key)
    assert ACCOUNT_FIELD in dict(hassfest.fields_of(structure("services.yaml")[key]))


@pytest.mark.parametrize("key", structure("triggers.yaml"))
def test_triggers_are_told_as_they_are(key: str) -> None:
    """Every trigger has a table of its options: type, default and meaning."""
    told = list(rows(chapter(f"#### {branch(texts(), 'triggers', key)['name']}")))
    assert told == _described("triggers.yaml", "triggers", key)


@pytest.mark.parametrize("key", structure("conditions.yaml"))
def test_conditions_are_told_as_they_are(key: str) -> None:
    """Every condition has a table of its options, below its name and what it tests."""
    text = branch(texts(), "conditions", key)
    told = chapter(f"#### {text['name']}")
    assert list(rows(told)) == _described("conditions.yaml", "conditions", key)
    assert f"`{DOMAIN}.{key}`" in told
    assert text["description"] in told


def test_no_part_of_an_automation_is_told_that_is_not() -> None:
    """Nothing that was taken away is still told."""
    told = re.findall(r"^#### (.*)$", README, re.MULTILINE)
    names = [
        text["name"]
        for kind in ("triggers", "conditions")
        for text in branch(texts(), kind).values()
    ]
    actions = [f"`{DOMAIN}.{key}`" for key in structure("services.yaml")]
    assert sorted(told) == sorted(names + actions)


def test_every_platform_is_told() -> None:
    """The table of devices has each platform that trophies come from."""
    told = [platform for _, platform, _ in rows(chapter("## Supported devices"))]
    assert sorted(told) == sorted(f"`{platform}`" for platform in PLATFORMS)


def test_languages_are_told() -> None:
    """README counts as many languages as the cards speak."""
    spoken = re.search(r"speak ((?:[\w ]+, )+[\w ]+ and [\w ]+)\.", README)
    assert spoken
    names = re.split(r", | and ", spoken[1])
    files = (ROOT / "card" / "src" / "texts").glob("*.ts")
    cards = [one for one in files if re.fullmatch(r"[a-z]{2}(-\w+)?", one.stem)]
    assert len(names) == len(set(names)) == len(cards)


def test_chapters_come_in_the_order_they_are_needed() -> None:
    """First what a newcomer does, in order; what developers need comes after it."""
    chapters = re.findall(r"^## (.*)$", README, re.MULTILINE)
    order = [
        "Install",
        "Set up",
        "Cards and the dashboard",
        "Announcements",
        "Try it, change it",
    ]
    assert chapters[:4] == order[:4]
    assert order == [chapter for chapter in chapters if chapter in order]
    assert "scripts/demo " in chapter("## Try it, change it")
    assert "scripts/test " in chapter("## Try it, change it")


def test_links_inside_lead_somewhere() -> None:
    """Every link to a chapter, and every picture and file, is there."""
    chapters = {
        re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-")
        for heading in re.findall(r"^#+ (.*)$", README, re.MULTILINE)
    }
    for goal in re.findall(r"\]\(#([^)]+)\)", README):
        assert goal in chapters
    files = re.findall(r"\]\((?!http|#)([^)]+)\)", README)
    files += re.findall(r"(?:src|srcset)=\"(?!http)([^\"]+)\"", README)
    assert len(files) > 10
    assert [file for file in files if not (ROOT / file).is_file()] == []
