"""The integration's files have nothing that hassfest refuses; a spoilt copy has."""

from collections.abc import Callable
import json
from pathlib import Path
import shutil
from typing import Any

import pytest

from custom_components.psn_trophies.const import DOMAIN

from .hassfest import INTEGRATION, Tree
from .hassfest_rules import findings

TEXTS = "translations/en.json"


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """Return a copy of the integration that may be spoilt."""
    return shutil.copytree(
        INTEGRATION,
        tmp_path / DOMAIN,
        ignore=shutil.ignore_patterns("__pycache__", "www", "brand"),
    )


def _change(path: Path, way: str, value: object) -> None:
    """Set what stands at the end of a way (keys with slashes) in a JSON file."""
    tree: Tree = json.loads(path.read_text("utf-8"))
    *before, last = way.split("/")
    place: Any = tree
    for key in before:
        place = place.setdefault(key, {})
    if value is None:
        del place[last]
    else:
        place[last] = value
    path.write_text(json.dumps(tree), "utf-8")


def _replace(path: Path, old: str, new: str) -> None:
    """Write something else into a file."""
    content = path.read_text("utf-8")
    assert old in content
    path.write_text(content.replace(old, new, 1), "utf-8")


def _named(way: str, found: list[str]) -> bool:
    """Tell whether the one thing that is found is named by its key."""
    return len(found) == 1 and way.rpartition("/")[2] in found[0]


def test_nothing_is_refused() -> None:
    """All of the integration is as hassfest wants it, in every language."""
    assert findings(INTEGRATION) == []


def test_copy_is_as_good(copy: Path) -> None:
    """What the others spoil was right before."""
    assert findings(copy) == []


@pytest.mark.parametrize(
    ("way", "value"),
    [
        pytest.param("categories", ["media"], id="unknown-key"),
        pytest.param("iot_class", "cloud_pulling", id="iot-class"),
        pytest.param("iot_class", None, id="no-iot-class"),
        pytest.param("integration_type", "account", id="integration-type"),
        pytest.param("integration_type", "virtual", id="virtual"),
        pytest.param("version", "newest", id="version"),
        pytest.param("version", None, id="no-version"),
        pytest.param("codeowners", None, id="no-codeowners"),
        pytest.param("requirements", "aiohttp", id="requirements"),
        pytest.param("config_flow", "yes", id="config-flow"),
        pytest.param("documentation", "ftp://example.org/", id="documentation"),
        pytest.param("issue_tracker", "nowhere", id="issue-tracker"),
        pytest.param("domain", "psn", id="domain"),
        pytest.param("dependencies", ["http"], id="needed-twice"),
        pytest.param("after_dependencies", ["frontend", "htpp"], id="no-component"),
        pytest.param("loggers", ["a"], id="order"),
    ],
)
def test_manifest_is_refused(copy: Path, way: str, value: object) -> None:
    """A manifest with a key, value or order that is not known is wrong."""
    _change(copy / "manifest.json", way, value)
    assert findings(copy)


@pytest.mark.parametrize(
    "line",
    [
        "from homeassistant.components.history import const",
        "from homeassistant.components import history",
        "import homeassistant.components.history as past",
    ],
)
@pytest.mark.parametrize("file", ["store.py", "trophies/library.py"])
def test_import_that_is_not_told_is_refused(copy: Path, file: str, line: str) -> None:
    """A component that is imported stands in the manifest."""
    with (copy / file).open("a", encoding="utf-8") as module:
        module.write(f"\n{line}\n")
    assert [found for found in findings(copy) if "history" in found]
    after = ["frontend", "history", "recorder"]
    _change(copy / "manifest.json", "after_dependencies", after)
    assert not findings(copy)


def test_missing_schema_is_refused(copy: Path) -> None:
    """Where there is a set-up from YAML, there is a schema of it."""
    _replace(copy / "__init__.py", "CONFIG_SCHEMA =", "SCHEMA =")
    assert findings(copy) == ["__init__.py: a set-up without CONFIG_SCHEMA"]


_SENSOR = "entity/sensor/trophy_tier"


@pytest.mark.parametrize(
    ("way", "value"),
    [
        pytest.param("dashboards", {"name": "Trophies"}, id="unknown-part"),
        pytest.param("config/step/user/subtitle", "Hello", id="step-key"),
        pytest.param("options/step/init/hint", "Hello", id="options-step-key"),
        pytest.param("config/warning", {"slow": "Slow"}, id="flow-key"),
        pytest.param(
            "config/step/user/sections/more", {"title": "More"}, id="section-key"
        ),
        pytest.param(
            "issues/login_expires/fix_flow/step/confirm/label", "Go", id="fix-flow-key"
        ),
        pytest.param(
            "config/step/user/data_description/password", "Yours", id="no-such-field"
        ),
        pytest.param("issues/login_expires/description", "Ends", id="two-ways"),
        pytest.param(f"{_SENSOR}/label", "Tier", id="entity-key"),
        pytest.param(f"{_SENSOR}/state/gold", "{metal}", id="state-placeholder"),
        pytest.param(
            f"{_SENSOR}/state_attributes/tier/name", "{tier}", id="name-placeholder"
        ),
        pytest.param(
            f"{_SENSOR}/state_attributes/tier/state",
            {"one": "{tier}"},
            id="attribute-placeholder",
        ),
        pytest.param(f"{_SENSOR}/unit_of_measurement", "{n}", id="unit-placeholder"),
        pytest.param(f"{_SENSOR}/state/solid__gold", "Gold", id="double-underscore"),
        pytest.param(f"{_SENSOR}/state/solid-_gold", "Gold", id="mixed-double"),
        pytest.param(f"{_SENSOR}/state/_gold", "Gold", id="underscore-first"),
        pytest.param(f"{_SENSOR}/state/gold_", "Gold", id="underscore-last"),
        pytest.param(f"{_SENSOR}/state/Gold", "Gold", id="capital"),
        pytest.param("services/sync_now/title", "Sync", id="action-key"),
        pytest.param("services/sync_now/description", None, id="no-description"),
        pytest.param(
            "services/get_titles/fields/limit/hint", "Few", id="action-field-key"
        ),
        pytest.param("triggers/trophy_earned/label", "Earned", id="trigger-key"),
        pytest.param("selector/grade/label", "Grade", id="selector-key"),
        pytest.param("exceptions/login_refused/title", "No", id="exception-key"),
        pytest.param("config/abort/gone", "See ftp://example.org/a", id="ftp"),
        pytest.param("config/abort/gone", "See MQTT://example.org", id="mqtt"),
        pytest.param("config/abort/gone", "See www.example.org", id="www"),
        pytest.param("config/abort/gone", "<b>Gone</b>", id="html"),
        pytest.param("config/abort/gone", "[%key:common::gone%]", id="reference"),
        pytest.param("config/abort/gone", "It's '{name}'", id="quoted"),
        pytest.param("config/abort/gone", "It is {name", id="brace"),
        pytest.param("config/abort/gone", "Gone ", id="space"),
        pytest.param("config/abort/gone", "", id="empty"),
        pytest.param("config/abort/gone", 5, id="number"),
    ],
)
def test_texts_are_refused(copy: Path, way: str, value: object) -> None:
    """Texts with a key, placeholder or address that must not be there are wrong."""
    _change(copy / TEXTS, way, value)
    assert _named(way, findings(copy))


def test_texts_of_other_languages_are_refused(copy: Path) -> None:
    """Every language is looked at."""
    texts = copy / "translations" / "xx.json"
    shutil.copy(copy / TEXTS, texts)
    assert not findings(copy)
    _change(texts, f"{_SENSOR}/state/gold", "{metal}")
    assert [found.partition(":")[0] for found in findings(copy)] == ["xx.json"]


@pytest.mark.parametrize(
    ("way", "value"),
    [
        pytest.param("dashboards", {}, id="unknown-part"),
        pytest.param(f"{_SENSOR}/icon", "mdi:shield", id="entity-key"),
        pytest.param(f"{_SENSOR}/default", "hass:shield", id="not-mdi"),
        pytest.param(f"{_SENSOR}/default", "mdi:Shield", id="capital"),
        pytest.param(f"{_SENSOR}/state/gold", "mdi:shield-star", id="as-default"),
        pytest.param(
            "entity/event/trophy/state_attributes/event_type/state/gold",
            "mdi:trophy",
            id="attribute-as-default",
        ),
        pytest.param(
            f"{_SENSOR}/state/solid__gold", "mdi:gold", id="double-underscore"
        ),
        pytest.param(
            "entity/sensor/trophies_platinum/range",
            {"1": "mdi:trophy-award", "0": "mdi:trophy-outline"},
            id="unsorted-range",
        ),
        pytest.param(
            "entity/sensor/trophies_platinum/range",
            {"10": "mdi:trophy-award", "9": "mdi:trophy-outline"},
            id="range-sorted-as-text",
        ),
        pytest.param(
            "entity/sensor/trophies_platinum/range/few", "mdi:trophy", id="range-text"
        ),
        pytest.param("services/sync_now", "mdi:cloud-sync", id="old-form"),
        pytest.param("services/sync_now/icon", "mdi:cloud-sync", id="action-key"),
        pytest.param("triggers/trophy_earned/icon", "mdi:trophy", id="trigger-key"),
    ],
)
def test_icons_are_refused(copy: Path, way: str, value: object) -> None:
    """Icons with a key, a name, a state or a range that must not be are wrong."""
    _change(copy / "icons.json", way, value)
    assert _named(way, findings(copy))


def _with(text: str) -> Callable[[Path], None]:
    """Return what writes something at the end of a file."""

    def write(path: Path) -> None:
        """Write it."""
        with path.open("a", encoding="utf-8") as file:
            file.write(text)

    return write


@pytest.mark.parametrize("file", ["services.yaml", "triggers.yaml"])
def test_described_part_is_accepted(copy: Path, file: str) -> None:
    """An action or a trigger that has only what is known is fine."""
    _with("\nmore:\n  fields:\n    a:\n      selector:\n        text:\n")(copy / file)
    assert not findings(copy)


@pytest.mark.parametrize("file", ["services.yaml", "triggers.yaml"])
@pytest.mark.parametrize(
    "spoil",
    [
        pytest.param(_with("\nmore:\n  icon: mdi:star\n"), id="key"),
        pytest.param(
            _with(
                "\nmore:\n  fields:\n    a:\n      hint: b\n      selector:\n        text:\n"
            ),
            id="field-key",
        ),
        pytest.param(
            _with("\nmore:\n  fields:\n    a:\n      selector:\n        texts:\n"),
            id="selector",
        ),
        pytest.param(
            _with("\nmore:\n  fields:\n    a:\n      required: true\n"),
            id="no-selector",
        ),
        pytest.param(
            _with(
                "\nmore:\n  fields:\n    a:\n      default:\n      selector:\n        text:\n"
            ),
            id="no-default",
        ),
        pytest.param(
            _with(
                "\nmore:\n  fields:\n    a: &a\n      selector:\n        text:\n"
                "    b:\n      fields:\n        a: *a\n"
            ),
            id="field-twice",
        ),
        pytest.param(_with("\nmore__parts:\n  fields: {}\n"), id="double-underscore"),
    ],
)
def test_described_parts_are_refused(
    copy: Path, file: str, spoil: Callable[[Path], None]
) -> None:
    """Actions and triggers with keys or fields that are not known are wrong."""
    spoil(copy / file)
    assert [found for found in findings(copy) if found.startswith(file)]
