"""Texts, icons and descriptions are complete, and nothing in them is left over."""

from collections.abc import Mapping
import json
from pathlib import Path
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from homeassistant.config_entries import SOURCE_USER
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import section
from homeassistant.helpers.selector import SelectSelector, validate_selector
from homeassistant.util.yaml import load_yaml

from custom_components.psn_trophies.const import CONF_NPSSO, DOMAIN

from . import hassfest
from .hassfest import INTEGRATION, ROOT, branch, icons, structure, texts

OTHER_LANGUAGES = sorted(
    path.stem
    for path in (INTEGRATION / "translations").glob("*.json")
    if path.stem != "en"
)
# What is described in YAML: the file, its texts and icons, the key of its icon.
DESCRIBED = [
    ("services.yaml", "services", "service"),
    ("triggers.yaml", "triggers", "trigger"),
    ("conditions.yaml", "conditions", "condition"),
]


@pytest.mark.parametrize(
    "path", sorted(INTEGRATION.rglob("*.json")), ids=lambda path: path.name
)
def test_json_loads(path: Path) -> None:
    """Every JSON file of the integration loads and has no key twice."""
    assert hassfest.load_json(path)


@pytest.mark.parametrize(
    "path",
    sorted([*INTEGRATION.rglob("*.yaml"), *(ROOT / ".github").rglob("*.yml")]),
    ids=lambda path: path.name,
)
def test_yaml_loads(path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """Every YAML file loads; what the loader complains about is a mistake."""
    assert load_yaml(path)
    assert not caplog.records


def test_languages_match_english() -> None:
    """Each language has the same keys and the same placeholders as English."""
    english, *others = (
        {
            path: hassfest.placeholders(text)
            for path, text in hassfest.leaves(texts(language))
        }
        for language in ("en", *OTHER_LANGUAGES)
    )
    assert all(other == english for other in others)


def test_icons_exist() -> None:
    """Every icon is in the collection the frontend ships (where it is installed)."""
    frontend = pytest.importorskip("hass_frontend")
    collection = Path(frontend.where()) / "static" / "mdi" / "iconList.json"
    known = {icon["name"] for icon in json.loads(collection.read_text("utf-8"))}
    used = {icon.removeprefix("mdi:") for _, icon in hassfest.leaves(icons())}
    assert used <= known


def test_entities_have_names() -> None:
    """Every entity has a name, and every name an entity."""
    named = {
        (platform, key)
        for platform, keys in branch(texts(), "entity").items()
        for key, entity in keys.items()
        if "name" in entity
    }
    assert named == {(entity.platform, entity.key) for entity in hassfest.entities()}


def test_entities_have_icons() -> None:
    """Every entity has an icon of its own or of its device class; none is left over."""
    known = {(entity.platform, entity.key) for entity in hassfest.entities()}
    with_icon = {
        (platform, key)
        for platform, keys in branch(icons(), "entity").items()
        for key, icon in keys.items()
        if "default" in icon
    }
    assert with_icon <= known
    without = [
        entity
        for entity in hassfest.entities()
        if (entity.platform, entity.key) not in with_icon
        and not hassfest.has_device_class_icon(entity)
    ]
    assert not without


@pytest.mark.parametrize(
    "entity",
    hassfest.entities(),
    ids=lambda entity: f"{entity.platform}-{entity.key}",
)
def test_entity_states_have_texts(entity: hassfest.Entity) -> None:
    """Every state has a text; no icon stands for a state that does not exist."""
    way = ["entity", entity.platform, entity.key]
    if entity.platform == "event":
        way += ["state_attributes", "event_type"]
    way.append("state")
    states = hassfest.options(entity)
    # Without a description the states can not be seen from here.
    if entity.description is not None:
        assert set(branch(texts(), *way)) == set(states or ())
    assert set(branch(icons(), *way)) <= set(branch(texts(), *way))


def test_units_are_named_once() -> None:
    """A unit stands in the texts or in the code, not in both."""
    twice = [
        entity.key
        for entity in hassfest.entities()
        if getattr(entity.description, "native_unit_of_measurement", None)
        and "unit_of_measurement"
        in branch(texts(), "entity", entity.platform, entity.key)
    ]
    assert not twice


def _without_errors(message: Any) -> Any:
    """Return a text but for errors of its form, which have placeholders of their own."""
    if "fix_flow" not in message:
        return message
    flow = {key: value for key, value in message["fix_flow"].items() if key != "error"}
    return message | {"fix_flow": flow}


def test_errors_of_the_login_say_when_to_try_again() -> None:
    """Those that know it, and no other placeholder is filled."""
    errors = branch(texts(), "config", "error")
    filled = {
        key for key, text in errors.items() if hassfest.all_placeholders({key: text})
    }
    assert filled == {"budget_spent", "login_paused", "rate_limited"}
    for key in filled:
        assert hassfest.all_placeholders({key: errors[key]}) == {"minutes"}
    repair = branch(texts(), "issues", "login_expires", "fix_flow", "error")
    assert {key: text for key, text in repair.items() if key in errors} == errors


@pytest.mark.parametrize("kind", ["exceptions", "issues"])
def test_messages_match_the_code(kind: str) -> None:
    """Every exception and issue has a text whose placeholders the code fills."""
    messages = branch(texts(), kind)
    usages = hassfest.translated(kind)
    missing = [usage for usage in usages if usage.key not in messages]
    assert not missing
    assert {key for key in messages if key not in hassfest.strings()} == set()
    unfilled = [
        usage
        for usage in usages
        if usage.given is not None
        and not hassfest.all_placeholders(_without_errors(messages[usage.key]))
        <= usage.given
    ]
    assert not unfilled


def test_exceptions_have_messages() -> None:
    """An exception has a message and nothing else."""
    assert all(
        set(text) == {"message"} for text in branch(texts(), "exceptions").values()
    )


def test_issues_have_texts() -> None:
    """An issue has a title; a fixable one says how it is fixed, others describe."""
    for usage in hassfest.translated("issues"):
        issue = branch(texts(), "issues", usage.key)
        assert set(issue) == {"title", "fix_flow" if usage.fixable else "description"}


def test_system_health_matches_the_code() -> None:
    """Every line of the system health page has a text."""
    shown = hassfest.system_health_info()
    assert set(branch(texts(), "system_health", "info")) == shown


def test_actions_are_described() -> None:
    """Every registered action is in services.yaml, and nothing else."""
    assert set(structure("services.yaml")) == hassfest.registered_services()


@pytest.mark.parametrize("name", ["trigger", "condition"])
async def test_automation_parts_are_described(hass: HomeAssistant, name: str) -> None:
    """Every trigger and condition of the code is in its YAML file, and nothing else."""
    provided: set[str] = set()
    if name in hassfest.modules():
        module = hassfest.modules()[name].imported
        provided = set(await getattr(module, f"async_get_{name}s")(hass))
    assert set(structure(f"{name}s.yaml")) == provided


@pytest.mark.parametrize(("file", "kind", "icon"), DESCRIBED)
def test_descriptions_have_texts_and_icons(file: str, kind: str, icon: str) -> None:
    """What YAML describes has a name, a description and an icon, and so have its fields."""
    described = structure(file)
    assert set(branch(texts(), kind)) == set(described)
    assert set(branch(icons(), kind)) == set(described)
    for key, item in described.items():
        assert icon in branch(icons(), kind, key)
        text = branch(texts(), kind, key)
        assert {"name", "description"} <= set(text)
        fields = dict(hassfest.fields_of(item))
        assert set(text.get("fields", {})) == set(fields)
        assert all("name" in field for field in text.get("fields", {}).values())
        for field in fields.values():
            validate_selector(field["selector"])
            assert_select_texts(hassfest.select_options(field["selector"]))


def test_selector_texts_are_used() -> None:
    """Every selector text belongs to a selector, or is a text that the code reads."""
    used = {usage.key for usage in hassfest.translated("selector")}
    for file, _, _ in DESCRIBED:
        for item in structure(file).values():
            for _, field in hassfest.fields_of(item):
                used |= set(hassfest.select_options(field["selector"]))
    unused = set(branch(texts(), "selector")) - used
    assert used <= set(branch(texts(), "selector"))
    assert {key for key in unused if key not in hassfest.strings()} == set()


def assert_select_texts(options: Mapping[str, list[str]]) -> None:
    """Check that each option of select selectors has a text, and none is left over."""
    for key, values in options.items():
        assert set(branch(texts(), "selector", key, "options")) == set(values)


def test_flow_steps_match_the_code() -> None:
    """Steps, errors and aborts of the flows have texts, and every text has its use."""
    config, choices = branch(texts(), "config"), branch(texts(), "options")
    subentries = branch(texts(), "config_subentries").values()
    flows = [config, choices, *subentries]
    for part, used in (
        ("step", hassfest.flow_steps("config_flow")),
        (
            "error",
            hassfest.flow_errors("config_flow") | hassfest.flow_errors("login"),
        ),
        ("abort", hassfest.flow_aborts("config_flow")),
    ):
        offered = {key for flow in flows for key in flow.get(part, {})}
        assert offered == used, part
    assert all(
        not set(flow.get("abort", {})) & hassfest.CENTRAL_ABORTS for flow in flows
    )


def test_fix_flow_steps_match_the_code() -> None:
    """The steps of the repairs have texts."""
    steps = {
        step
        for issue in branch(texts(), "issues").values()
        for step in branch(issue, "fix_flow", "step")
    }
    used = hassfest.flow_steps("repairs") if "repairs" in hassfest.modules() else set()
    # The ready-made confirmation of Home Assistant brings its step along.
    assert steps - {"confirm"} == used - {"confirm"}


def assert_form_has_texts(flow: Mapping[str, Any], form: Mapping[str, Any]) -> None:
    """Compare what a form shows with the texts of its step."""
    step = branch(flow, "step", form["step_id"])
    assert step, form["step_id"]
    sections = step.get("sections", {})
    assert_fields_have_texts(form["data_schema"].schema, step, sections)
    # Home Assistant itself hands the name to the reauthentication form.
    given = {"name", *(form["description_placeholders"] or {})}
    assert hassfest.all_placeholders(step) <= given


def assert_fields_have_texts(
    schema: Mapping[Any, Any], step: Mapping[str, Any], sections: Mapping[str, Any]
) -> None:
    """Compare the fields of a form with their texts, section by section."""
    plain, folded = set(), set()
    for key, value in schema.items():
        if isinstance(value, section):
            folded.add(str(key))
            assert_fields_have_texts(value.schema.schema, sections[str(key)], {})
            continue
        plain.add(str(key))
        # A selector may have a conversion after it.
        for part in (value, *getattr(value, "validators", ())):
            if isinstance(part, SelectSelector):
                assert_select_texts(hassfest.select_options({"select": part.config}))
    assert set(step.get("data", {})) == plain
    assert set(step.get("data_description", {})) == plain
    assert set(sections) == folded


@pytest.fixture
def entry(hass: HomeAssistant) -> MockConfigEntry:
    """Return an account that is not set up: the first form of a flow needs none."""
    entry = MockConfigEntry(
        domain=DOMAIN, unique_id="1", title="Hunter", data={CONF_NPSSO: "0" * 64}
    )
    entry.add_to_hass(hass)
    return entry


@pytest.mark.usefixtures("enable_custom_integrations")
async def test_forms_have_texts(hass: HomeAssistant, entry: MockConfigEntry) -> None:
    """Every field of every form has a label and an explanation."""
    for form in (
        await hass.config_entries.flow.async_init(
            DOMAIN, context={"source": SOURCE_USER}
        ),
        await entry.start_reauth_flow(hass),
        await entry.start_reconfigure_flow(hass),
    ):
        assert_form_has_texts(branch(texts(), "config"), form)
    form = await hass.config_entries.options.async_init(entry.entry_id)
    assert_form_has_texts(branch(texts(), "options"), form)


def test_quality_scale_is_complete() -> None:
    """Every rule has an answer; an exemption has its reason."""
    rules = structure("quality_scale.yaml")["rules"]
    assert set(rules) == hassfest.QUALITY_RULES
    for rule, answer in rules.items():
        status = answer["status"] if isinstance(answer, Mapping) else answer
        assert status in {"done", "todo", "exempt"}, rule
        if status == "exempt":
            assert isinstance(answer, Mapping), rule
            assert answer.get("comment"), rule
