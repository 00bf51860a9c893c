"""What hassfest refuses in the integration's own files, as far as it concerns us.

Each function returns what is wrong; `test_hassfest.py` spoils a copy to see that it is.
"""

import ast
from collections.abc import Callable, Iterator, Mapping
from itertools import pairwise
from pathlib import Path
import re
from typing import Any

from awesomeversion import AwesomeVersion, AwesomeVersionException
import voluptuous as vol

from homeassistant import components
from homeassistant.const import Platform
from homeassistant.helpers.selector import validate_selector
from homeassistant.util.yaml import load_yaml

from .hassfest import Tree, load_json

type Check = Callable[[Any], Any]

SLUG = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+)*")
ICON = re.compile(r"mdi:[a-z0-9]+(-[a-z0-9]+)*")
COMPONENTS = Path(components.__path__[0])
# May be imported without a word in the manifest, as they are there in any case.
ALWAYS_THERE = {*Platform, "system_health", "websocket_api"}
INTEGRATION_TYPES = ["device", "entity", "hardware", "helper", "hub", "service"]
IOT_CLASSES = [
    "assumed_state",
    "calculated",
    "cloud_polling",
    "cloud_push",
    "local_polling",
    "local_push",
]
# What must not stand in a text, and why.
FORBIDDEN_IN_TEXTS = {
    r"[a-z][a-z0-9+.-]*://|www\.": "an address; hand it in through a placeholder",
    r"</?[a-z][^>]*>": "HTML",
    r"\[%|%\]": "a reference; only core resolves these",
    r"'\{\w+\}'": "a placeholder in single quotes stays as it is",
}


def _slug(key: str) -> str:
    """Accept the key of a text or an icon."""
    if not SLUG.fullmatch(key):
        raise vol.Invalid(f"{key} is not a slug")
    return key


def _text(value: object) -> str:
    """Accept a text that people may read."""
    if not isinstance(value, str) or not value or value != value.strip():
        raise vol.Invalid("empty, not a text, or spaces around it")
    for pattern, reason in FORBIDDEN_IN_TEXTS.items():
        if re.search(pattern, value, re.IGNORECASE):
            raise vol.Invalid(reason)
    if value.count("{") != value.count("}"):
        raise vol.Invalid("a brace without its partner")
    return value


def _fixed_text(value: object) -> str:
    """Accept a text that nothing is filled into."""
    if "{" in (text := _text(value)):
        raise vol.Invalid("nothing fills placeholders here")
    return text


def _icon(value: object) -> str:
    """Accept the name of an icon."""
    if not isinstance(value, str) or not ICON.fullmatch(value):
        raise vol.Invalid("not an icon, which is mdi: and a slug")
    return value


def _number(key: str) -> str:
    """Accept the key of a range."""
    try:
        float(key)
    except ValueError:
        raise vol.Invalid(f"{key} is not a number") from None
    return key


def _present(value: object) -> object:
    """Accept anything but nothing."""
    if value is None:
        raise vol.Invalid("nothing stands here")
    return value


def _sorted_ranges(ranges: Mapping[str, str]) -> Mapping[str, str]:
    """Accept ranges that go up."""
    if any(low >= high for low, high in pairwise(map(float, ranges))):
        raise vol.Invalid("the ranges do not go up")
    return ranges


def _states_differ(icon: Mapping[str, Any]) -> Mapping[str, Any]:
    """Accept icons of states that are not the one shown in any case."""
    for state, own in icon.get("state", {}).items():
        if own == icon.get("default"):
            raise vol.Invalid(f"the state {state} has the default icon")
    return icon


def _explained(flow: Mapping[str, Any]) -> Mapping[str, Any]:
    """Accept a flow that explains only fields it has."""
    for name, step in flow["step"].items():
        if extra := set(step.get("data_description", {})) - set(step.get("data", {})):
            raise vol.Invalid(f"{name} explains what it does not ask for: {extra}")
    return flow


def _one_way(issue: Mapping[str, Any]) -> Mapping[str, Any]:
    """Accept an issue that is either described or fixed."""
    if ("description" in issue) is ("fix_flow" in issue):
        raise vol.Invalid("both of description and fix_flow, or neither")
    return issue


def _apart(fields: Mapping[str, Any]) -> Mapping[str, Any]:
    """Accept fields of which none stands twice, in sections or outside."""
    names: list[str] = []
    for name, field in fields.items():
        names += field.get("fields", [name])
    if len(names) != len(set(names)):
        raise vol.Invalid("a field stands twice")
    return fields


def _address(value: object) -> str:
    """Accept an address on the web."""
    if not isinstance(value, str) or not re.match(r"https://[\w.-]+/", value):
        raise vol.Invalid("not an address with https")
    if value.startswith("https://www.home-assistant.io/"):
        raise vol.Invalid("the address of a part of Home Assistant")
    return value


def _version(value: object) -> str:
    """Accept a version that can be compared with others."""
    try:
        AwesomeVersion(str(value), ensure_strategy=list(_strategies()))
    except AwesomeVersionException as err:
        raise vol.Invalid("not a version") from err
    return str(value)


def _strategies() -> Iterator[Any]:
    """Yield the kinds of versions that are known."""
    for strategy in type(AwesomeVersion("1.0.0").strategy):
        if strategy.name in {"BUILDVER", "CALVER", "PEP440", "SEMVER", "SIMPLEVER"}:
            yield strategy


def _by_slug(value: Check | Mapping[Any, Any], *others: str) -> dict[Any, Any]:
    """Return what holds for every key that is a slug, or one of some others."""
    return {vol.Any(*others, _slug): value} if others else {_slug: value}


def _optional(keys: str, value: Any) -> dict[Any, Any]:
    """Return what holds for some keys that may be left out."""
    return {vol.Optional(key): value for key in keys.split()}


def _required(keys: str, value: Any) -> dict[Any, Any]:
    """Return what holds for some keys that may not be left out."""
    return {vol.Required(key): value for key in keys.split()}


MANIFEST = vol.Schema(
    {
        **_required("domain name", str),
        **_required("documentation", _address),
        **_required("iot_class", vol.In(IOT_CLASSES)),
        **_required("codeowners", [str]),
        **_required("version", _version),
        **_optional("integration_type", vol.In(INTEGRATION_TYPES)),
        **_optional("issue_tracker", _address),
        **_optional("config_flow import_executor single_config_entry", bool),
        **_optional("after_dependencies dependencies loggers requirements", [str]),
        **_optional("bluetooth dhcp mqtt ssdp usb zeroconf", list),
        **_optional("homekit", dict),
        **_optional("disabled", str),
        **_optional("quality_scale", vol.In(["bronze", "silver", "gold", "platinum"])),
    }
)

_FIELDS = _by_slug(
    {
        **_required("name description", _text),
        **_optional("example", _text),
    }
)
_STEP = {
    **_optional("title description submit", _text),
    **_optional("data data_description menu_options", {str: _text}),
    **_optional("menu_option_descriptions", {str: _text}),
    **_optional(
        "sections",
        {
            str: {
                **_optional("name description", _text),
                **_optional("data data_description", {str: _text}),
            }
        },
    ),
}
_FLOW_PARTS = {
    **_required("step", {str: _STEP}),
    **_optional("abort create_entry error progress", {str: _text}),
    **_optional("flow_title", _text),
    **_optional("initiate_flow", {vol.Required("user"): _text}),
}
_FLOW = vol.All(vol.Schema(_FLOW_PARTS), _explained)
_SUBENTRY = vol.All(
    vol.Schema(
        {
            **_FLOW_PARTS,
            **_required("entry_type", _text),
            **_required("initiate_flow", {vol.Required("user"): _text, str: _text}),
        }
    ),
    _explained,
)
_DESCRIBED = _by_slug(
    {
        **_required("name description", _text),
        **_optional("fields", _FIELDS),
        **_optional(
            "sections",
            _by_slug({**_required("name", _text), **_optional("description", _text)}),
        ),
    }
)
_ISSUE = vol.All(
    vol.Schema(
        {
            **_required("title", _text),
            **_optional("description", _text),
            **_optional("fix_flow", _FLOW),
        }
    ),
    _one_way,
)
_STATES = _by_slug(_fixed_text)
TEXTS = vol.Schema(
    {
        **_optional("title", _text),
        **_optional("common", _by_slug(_text)),
        **_optional("config options", _FLOW),
        **_optional("config_subentries", _by_slug(_SUBENTRY, "_")),
        **_optional("device", _by_slug(_optional("name", _text))),
        **_optional(
            "entity",
            _by_slug(
                _by_slug(
                    {
                        **_optional("name", _text),
                        **_optional("state", _STATES),
                        **_optional("unit_of_measurement", _fixed_text),
                        **_optional(
                            "state_attributes",
                            _by_slug(
                                {
                                    **_optional("name", _fixed_text),
                                    **_optional("state", _STATES),
                                }
                            ),
                        ),
                    }
                )
            ),
        ),
        **_optional("exceptions", _by_slug({vol.Required("message"): _text})),
        **_optional("issues", {str: _ISSUE}),
        **_optional(
            "selector",
            _by_slug(
                {
                    **_optional("choices options unit_of_measurement", _by_slug(_text)),
                    **_optional("fields", _FIELDS),
                },
                "_",
            ),
        ),
        **_optional("conditions services triggers", _DESCRIBED),
        **_optional("system_health", _optional("info", _by_slug(_text))),
    }
)

_ICON_OF_STATES = {
    **_optional("default", _icon),
    **_optional("state", _by_slug(_icon)),
    **_optional("range", vol.All({_number: _icon}, _sorted_ranges)),
}
_FORM_ICONS = {"step": {str: _optional("sections", {str: _icon})}}
ICONS = vol.Schema(
    {
        **_optional(
            "entity",
            _by_slug(
                _by_slug(
                    vol.All(
                        {
                            **_ICON_OF_STATES,
                            **_optional(
                                "state_attributes",
                                _by_slug(vol.All(_ICON_OF_STATES, _states_differ)),
                            ),
                        },
                        _states_differ,
                    )
                )
            ),
        ),
        **_optional(
            "services",
            _by_slug(
                {
                    **_required("service", _icon),
                    **_optional("sections", _by_slug(_icon)),
                }
            ),
        ),
        **_optional("triggers", _by_slug({vol.Required("trigger"): _icon})),
        **_optional("conditions", _by_slug({vol.Required("condition"): _icon})),
        **_optional("config options", _FORM_ICONS),
        **_optional("issues", {str: {"fix_flow": _FORM_ICONS}}),
    }
)

_FIELD = {
    **_optional("default example", _present),
    **_optional("required advanced", bool),
    **_required("selector", validate_selector),
}
_SECTION = {
    **_required("fields", {_slug: _FIELD}),
    **_optional("collapsed", bool),
}
_PART = vol.Any(
    None,
    vol.Schema(
        {
            **_optional("target", vol.Any(dict, None)),
            **_optional("fields", vol.All({_slug: vol.Any(_FIELD, _SECTION)}, _apart)),
        }
    ),
)
PARTS = vol.Schema({_slug: _PART})


def findings(folder: Path) -> list[str]:
    """Return everything that is wrong in the integration's folder."""
    found = manifest_findings(folder) + code_findings(folder)
    for path in sorted((folder / "translations").glob("*.json")):
        found += text_findings(path)
    if (icons := folder / "icons.json").exists():
        found += _refused(ICONS, load_json(icons), icons.name)
    for name in ("services.yaml", "triggers.yaml", "conditions.yaml"):
        if (path := folder / name).exists():
            found += _refused(PARTS, load_yaml(path), name)
    return found


def text_findings(path: Path) -> list[str]:
    """Return what is wrong in the texts of a language."""
    return _refused(TEXTS, load_json(path), path.name)


def manifest_findings(folder: Path) -> list[str]:
    """Return what is wrong in the manifest."""
    manifest = load_json(folder / "manifest.json")
    found = _refused(MANIFEST, manifest, "manifest.json")
    keys = list(manifest)
    if keys != ["domain", "name", *sorted(set(keys) - {"domain", "name"})]:
        found.append("manifest.json: domain, name, then the others by alphabet")
    if manifest.get("domain") != folder.name:
        found.append("manifest.json: the domain is not the folder's name")
    after, before = _depends(manifest)
    found += [f"manifest.json: {name} is needed twice" for name in after & before]
    found += [
        f"manifest.json: there is no {name}"
        for name in after | before
        if not (COMPONENTS / name).is_dir()
    ]
    return found


def code_findings(folder: Path) -> list[str]:
    """Return what the code uses that is announced nowhere."""
    allowed = ALWAYS_THERE.union(*_depends(load_json(folder / "manifest.json")))
    found = [
        f"{path.name}: {name} is not in after_dependencies"
        for path in sorted(folder.rglob("*.py"))
        for name in sorted(set(_imports(path)))
        # A file called like a component is what that component loads.
        if name not in allowed and not (folder / f"{name}.py").exists()
    ]
    start = ast.parse((folder / "__init__.py").read_text("utf-8"))
    names = set(_defined(start))
    if names & {"setup", "async_setup"} and "CONFIG_SCHEMA" not in names:
        found.append("__init__.py: a set-up without CONFIG_SCHEMA")
    return found


def _depends(manifest: Tree) -> tuple[set[str], set[str]]:
    """Return which components are set up before ours, if at all and in any case."""
    return (
        set(manifest.get("after_dependencies", [])),
        set(manifest.get("dependencies", [])),
    )


def _imports(path: Path) -> Iterator[str]:
    """Yield the components of Home Assistant that a file imports."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        match node:
            case ast.ImportFrom(module="homeassistant.components", names=names):
                yield from (name.name for name in names)
            case ast.ImportFrom(module=str(module)):
                yield from _component(module)
            case ast.Import(names=names):
                for name in names:
                    yield from _component(name.name)


def _component(module: str) -> Iterator[str]:
    """Yield the component a module belongs to, if any."""
    if module.startswith("homeassistant.components."):
        yield module.split(".")[2]


def _defined(module: ast.Module) -> Iterator[str]:
    """Yield the names that a module defines or imports."""
    for node in module.body:
        match node:
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                yield name
            case ast.Assign(targets=targets):
                yield from (t.id for t in targets if isinstance(t, ast.Name))
            case ast.AnnAssign(target=ast.Name(id=name)):
                yield name
            case ast.ImportFrom(names=names):
                yield from (alias.asname or alias.name for alias in names)


def _refused(schema: vol.Schema, tree: Any, where: str) -> list[str]:
    """Return what a schema finds in a file."""
    try:
        schema(tree)
    except vol.MultipleInvalid as err:
        return [f"{where}: {error}" for error in err.errors]
    except vol.Invalid as err:
        return [f"{where}: {err}"]
    return []
