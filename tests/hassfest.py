"""What hassfest would ask of the integration: a stand-in, as it can not be installed.

The functions collect what the code uses and what the texts and icons offer;
`test_translations.py` compares the two.
"""

import ast
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cache
import importlib
import json
from pathlib import Path
import re
from types import ModuleType
from typing import Any, cast

from homeassistant.const import Platform
from homeassistant.helpers.entity import EntityDescription
from homeassistant.util.yaml import load_yaml

ROOT = Path(__file__).parent.parent
PACKAGE = "custom_components.psn_trophies"
INTEGRATION = ROOT / PACKAGE.replace(".", "/")

type Tree = dict[str, Any]


def load_json(path: Path) -> Tree:
    """Return a JSON object in which no key stands twice."""

    def unique(pairs: list[tuple[str, Any]]) -> Tree:
        counts = Counter(key for key, _ in pairs)
        twice = [key for key, count in counts.items() if count > 1]
        assert not twice, f"{path.name} has keys that stand twice: {twice}"
        return dict(pairs)

    return cast(Tree, json.loads(path.read_text("utf-8"), object_pairs_hook=unique))


@cache
def texts(language: str = "en") -> Tree:
    """Return the texts in a language."""
    return load_json(INTEGRATION / "translations" / f"{language}.json")


@cache
def icons() -> Tree:
    """Return the icons."""
    return load_json(INTEGRATION / "icons.json")


def structure(file: str) -> Tree:
    """Return one of the YAML files that describe actions, triggers and conditions."""
    path = INTEGRATION / file
    return cast(Tree, load_yaml(path) or {}) if path.exists() else {}


def branch(tree: Mapping[str, Any], *keys: str) -> Tree:
    """Return a branch of a tree, empty where there is none."""
    for key in keys:
        tree = tree.get(key, {})
    return dict(tree)


def leaves(
    tree: Mapping[str, Any], *path: str
) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Yield everything that is not a branch, with the way to it."""
    for key, value in tree.items():
        if isinstance(value, Mapping):
            yield from leaves(value, *path, key)
        else:
            yield (*path, key), value


def placeholders(text: str) -> set[str]:
    """Return the names in braces, plural and select forms included."""
    return set(re.findall(r"\{\s*(\w+)\s*[},]", text))


def all_placeholders(*trees: Mapping[str, Any]) -> set[str]:
    """Return the names in braces of all texts of some branches."""
    return {
        name
        for tree in trees
        for _, text in leaves(tree)
        for name in placeholders(text)
    }


@dataclass(frozen=True, slots=True)
class Module:
    """A module of the integration's top floor, read and imported."""

    name: str
    tree: ast.Module
    imported: ModuleType

    def functions(self) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
        """Yield all functions and methods."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield node

    def calls(self) -> Iterator[tuple[ast.Call, ast.AST]]:
        """Yield all calls, each with the function that makes it."""
        inside: dict[ast.AST, ast.AST] = {}
        # Inner functions come later and win.
        for function in self.functions():
            inside.update((node, function) for node in ast.walk(function))
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Call):
                yield node, inside.get(node, self.tree)

    def values(self, node: ast.expr, scope: ast.AST, depth: int = 0) -> set[str]:
        """Return the texts an expression can have, as far as that can be seen.

        Follows constants, conditions, tables of the module, and local variables.
        """
        if depth > 5:
            return set()
        if isinstance(node, ast.Constant):
            return {node.value} if isinstance(node.value, str) else set()
        if isinstance(node, ast.IfExp):
            parts = [node.body, node.orelse]
        elif isinstance(node, ast.Name) and (local := _assigned(node.id, scope)):
            parts = local
        elif isinstance(node, ast.Name):
            return set(_texts_in(getattr(self.imported, node.id, None)))
        elif isinstance(node, ast.Attribute):
            return set(_texts_in(self._attribute(node)))
        elif isinstance(node, ast.Subscript):
            parts = [node.value]
        elif isinstance(node, ast.Call):
            parts = [*node.args]
            if isinstance(node.func, ast.Attribute):
                parts.append(node.func.value)
        elif isinstance(node, ast.GeneratorExp):
            parts = [generator.iter for generator in node.generators]
        else:
            return set()
        return {text for part in parts for text in self.values(part, scope, depth + 1)}

    def _attribute(self, node: ast.Attribute) -> object:
        """Return `module.NAME` or `Enum.NAME`."""
        if isinstance(node.value, ast.Name):
            owner = getattr(self.imported, node.value.id, None)
        elif isinstance(node.value, ast.Attribute):
            owner = self._attribute(node.value)
        else:
            owner = None
        return getattr(owner, node.attr, None)


def _assigned(name: str, scope: ast.AST) -> list[ast.expr]:
    """Return the values given to a local variable."""
    if isinstance(scope, ast.Module):
        return []
    found: list[ast.expr] = []
    for node in ast.walk(scope):
        match node:
            case ast.Assign(targets=targets, value=value):
                if any(isinstance(t, ast.Name) and t.id == name for t in targets):
                    found.append(value)
            case (
                ast.AnnAssign(target=ast.Name(id=target), value=ast.expr() as value)
                | ast.NamedExpr(target=ast.Name(id=target), value=value)
            ) if target == name:
                found.append(value)
    return found


def _texts_in(value: object) -> Iterator[str]:
    """Yield the texts in a value of the module: a text, an enum, or a table."""
    match value:
        case str():
            yield str(value)
        case type() if issubclass(value, Enum):
            yield from (str(member.value) for member in value)
        case dict():
            for item in value.values():
                yield from _texts_in(item)
        case tuple() | list() | set() | frozenset():
            for item in value:
                yield from _texts_in(item)


@cache
def modules() -> dict[str, Module]:
    """Return the modules of the top floor."""
    found = {}
    for path in sorted(INTEGRATION.glob("*.py")):
        name = PACKAGE if path.stem == "__init__" else f"{PACKAGE}.{path.stem}"
        tree = ast.parse(path.read_text("utf-8"))
        found[path.stem] = Module(path.stem, tree, importlib.import_module(name))
    return found


@cache
def strings() -> frozenset[str]:
    """Return every text that stands in the code, where something left over has none."""
    return frozenset(
        node.value
        for path in INTEGRATION.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    )


def _called(call: ast.Call) -> str:
    """Return the name of what is called."""
    match call.func:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
    return ""


def _keywords(call: ast.Call) -> dict[str, ast.expr]:
    """Return the named arguments of a call."""
    return {keyword.arg: keyword.value for keyword in call.keywords if keyword.arg}


@dataclass(frozen=True, slots=True)
class Usage:
    """A key used in the code, and the placeholders given along (None: not to be seen)."""

    key: str
    given: frozenset[str] | None
    where: str
    fixable: bool = False


def translated(kind: str) -> list[Usage]:
    """Return the keys used for "exceptions", "issues" or "selector"."""
    found = []
    for module in modules().values():
        for call, scope in module.calls():
            arguments = _keywords(call)
            if "translation_key" not in arguments:
                continue
            if _called(call) == "async_create_issue":
                used_for = "issues"
            elif _called(call).endswith(("Selector", "SelectorConfig")):
                used_for = "selector"
            elif "translation_domain" in arguments:
                used_for = "exceptions"
            else:
                continue
            fixable = arguments.get("is_fixable")
            if used_for == kind:
                found += [
                    Usage(
                        key,
                        _given(arguments.get("translation_placeholders")),
                        f"{module.name}.py:{call.lineno}",
                        isinstance(fixable, ast.Constant) and bool(fixable.value),
                    )
                    for key in module.values(arguments["translation_key"], scope)
                ]
    return found


def _given(node: ast.expr | None) -> frozenset[str] | None:
    """Return the names of given placeholders."""
    if node is None:
        return frozenset()
    return frozenset(_constant_keys(node)) if isinstance(node, ast.Dict) else None


def _constant_keys(node: ast.Dict) -> Iterator[str]:
    """Yield the keys written out in a dictionary."""
    for key in node.keys:
        if isinstance(key, ast.Constant) and isinstance(key.value, str):
            yield key.value


@dataclass(frozen=True, slots=True)
class Entity:
    """An entity in the code: its platform, its key, its description where it has one."""

    platform: str
    key: str
    description: EntityDescription | None = None


@cache
def entities() -> tuple[Entity, ...]:
    """Return the entities, from the tables of descriptions and from `_attr_` lines."""
    found: dict[tuple[str, str], Entity] = {}
    for name, module in modules().items():
        if name not in set(Platform):
            continue
        for description in _descriptions(vars(module.imported).values()):
            key = description.translation_key or description.key
            found[name, key] = Entity(name, key, description)
        for node in ast.walk(module.tree):
            match node:
                case ast.Assign(targets=[target], value=ast.Constant(value=str(key))):
                    pass
                case ast.AnnAssign(target=target, value=ast.Constant(value=str(key))):
                    pass
                case _:
                    continue
            attribute = (
                target.id
                if isinstance(target, ast.Name)
                else getattr(target, "attr", "")
            )
            if attribute == "_attr_translation_key":
                found.setdefault((name, key), Entity(name, key))
    return tuple(found.values())


def _descriptions(values: Iterable[object]) -> Iterator[EntityDescription]:
    """Yield the entity descriptions in a module, alone or in tables."""
    for value in values:
        # A description that is not of a subclass has a class made on the fly.
        if any(base.__name__ == "EntityDescription" for base in type(value).__mro__):
            yield cast(EntityDescription, value)
        elif isinstance(value, Mapping):
            yield from _descriptions(value.values())
        elif isinstance(value, tuple | list):
            yield from _descriptions(value)


def options(entity: Entity) -> list[str] | None:
    """Return the states an entity can have, or the types its event can have."""
    if entity.platform == "binary_sensor":
        return ["on", "off"]
    chosen = getattr(entity.description, "options", None) or getattr(
        entity.description, "event_types", None
    )
    return [str(option) for option in chosen] if chosen else None


def has_device_class_icon(entity: Entity) -> bool:
    """Return whether Home Assistant itself has an icon for the device class."""
    device_class = getattr(entity.description, "device_class", None)
    if device_class is None:
        return False
    component = importlib.import_module(f"homeassistant.components.{entity.platform}")
    path = Path(str(component.__file__)).parent / "icons.json"
    return str(device_class) in load_json(path)["entity_component"]


def flow_steps(module_name: str) -> set[str]:
    """Return the steps of a flow that show something: methods named in the module.

    A step that only leads to another, such as `async_step_reauth`, is not named.
    """
    module = modules()[module_name]
    named = {
        node.value
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    return {
        step
        for function in module.functions()
        if (step := function.name.removeprefix("async_step_")) != function.name
        and step in named
    }


def flow_errors(module_name: str) -> set[str]:
    """Return the errors a form can show: `errors["base"] = …` and `errors={…}`."""
    module = modules()[module_name]
    found: set[str] = set()
    for scope in module.functions():
        for node in ast.walk(scope):
            match node:
                case ast.Assign(
                    targets=[ast.Subscript(value=ast.Name(id="errors"))], value=value
                ):
                    found |= module.values(value, scope)
                case (
                    ast.Assign(
                        targets=[ast.Name(id="errors")], value=ast.Dict(values=values)
                    )
                    | ast.keyword(arg="errors", value=ast.Dict(values=values))
                ):
                    for value in values:
                        found |= module.values(value, scope)
    return found


# Aborts whose texts Home Assistant brings along.
CENTRAL_ABORTS = frozenset(
    {
        "already_in_progress",
        "single_instance_allowed",
        "no_devices_found",
        "cloud_not_connected",
        "reauth_successful",
        "reconfigure_successful",
    }
)


def flow_aborts(module_name: str) -> set[str]:
    """Return the reasons a flow can end with that need a text of ours."""
    module = modules()[module_name]
    found: set[str] = set()
    for call, scope in module.calls():
        arguments = _keywords(call)
        match _called(call):
            case "async_abort" if "translation_domain" not in arguments:
                found |= module.values(arguments["reason"], scope)
            case "_abort_if_unique_id_configured" | "_async_abort_entries_match":
                found.add("already_configured")
            case "_abort_if_unique_id_mismatch":
                reason = arguments.get("reason", ast.Constant("unique_id_mismatch"))
                found |= module.values(reason, scope)
    return found - CENTRAL_ABORTS


def registered_services() -> set[str]:
    """Return the actions registered in the code."""
    found: set[str] = set()
    for module in modules().values():
        for call, scope in module.calls():
            if _called(call) in {
                "async_register",
                "async_register_platform_entity_service",
            } and isinstance(call.func, ast.Attribute):
                arguments = [
                    argument
                    for argument in call.args
                    if not (isinstance(argument, ast.Name) and argument.id == "hass")
                ]
                if len(arguments) > 1:
                    found |= module.values(arguments[1], scope)
    return found


def system_health_info() -> set[str]:
    """Return the keys of what the system health page shows."""
    if "system_health" not in modules():
        return set()
    return {
        key
        for node in ast.walk(modules()["system_health"].tree)
        if isinstance(node, ast.Return) and isinstance(node.value, ast.Dict)
        for key in _constant_keys(node.value)
    }


def fields_of(item: Mapping[str, Any] | None) -> Iterator[tuple[str, Tree]]:
    """Yield the fields of an action, trigger or condition, also those in sections."""
    for name, field in ((item or {}).get("fields") or {}).items():
        if "fields" in (field or {}):
            yield from fields_of(field)
        else:
            yield name, field or {}


def select_options(selector: Mapping[str, Any]) -> dict[str, list[str]]:
    """Return the options of a select selector by their translation key."""
    config = (selector or {}).get("select") or {}
    if "translation_key" not in config:
        return {}
    return {
        config["translation_key"]: [
            option["value"] if isinstance(option, Mapping) else str(option)
            for option in config["options"]
        ]
    }


# The quality scale of November 2026.
QUALITY_RULES = frozenset(
    """
    action-setup appropriate-polling brands common-modules config-flow
    config-flow-test-coverage dependency-transparency docs-actions docs-conditions
    docs-triggers docs-high-level-description docs-installation-instructions
    docs-removal-instructions entity-event-setup entity-unique-id has-entity-name
    runtime-data test-before-configure test-before-setup unique-config-entry

    action-exceptions config-entry-unloading docs-configuration-parameters
    docs-installation-parameters entity-unavailable integration-owner
    log-when-unavailable parallel-updates reauthentication-flow test-coverage

    devices diagnostics discovery discovery-update-info docs-data-update docs-examples
    docs-known-limitations docs-supported-devices docs-supported-functions
    docs-troubleshooting docs-use-cases dynamic-devices entity-category
    entity-device-class entity-disabled-by-default entity-translations
    exception-translations icon-translations reconfiguration-flow repair-issues
    stale-devices

    async-dependency inject-websession strict-typing
    """.split()  # noqa: SIM905
)
