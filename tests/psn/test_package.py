"""The ground floor as a whole: it can be lifted out."""

import ast
import dataclasses
from importlib import import_module
from pathlib import Path
import pkgutil

from custom_components.psn_trophies import psn

FOLDER = Path(psn.__file__).parent


def test_nothing_of_home_assistant() -> None:
    """Nor of the floors above."""
    for file in FOLDER.rglob("*.py"):
        floors = len(file.relative_to(FOLDER).parents)
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            match node:
                case ast.Import(names=names):
                    modules = [name.name for name in names]
                case ast.ImportFrom(module=module, level=level):
                    assert level <= floors
                    modules = [module or ""] if level == 0 else []
                case _:
                    continue
            for name in modules:
                assert name.split(".")[0] not in {"homeassistant", "custom_components"}


def test_public_names_exist() -> None:
    """And are sorted."""
    assert all(hasattr(psn, name) for name in psn.__all__)
    assert len(set(psn.__all__)) == len(psn.__all__)


SECRETS = {"access_token", "refresh_token", "id_token", "npsso", "code"}


def test_no_class_shows_a_secret() -> None:
    """What stands in a log or a traceback shows no token; every class counts."""
    found = set()
    for info in pkgutil.walk_packages(psn.__path__, f"{psn.__name__}."):
        for item in vars(import_module(info.name)).values():
            if not (isinstance(item, type) and dataclasses.is_dataclass(item)):
                continue
            for field in dataclasses.fields(item):
                if field.name in SECRETS:
                    found.add(f"{item.__name__}.{field.name}")
                    assert not field.repr, f"{item.__name__}.{field.name}"
    assert {"TokenSet.access_token", "TokenSet.refresh_token"} <= found
