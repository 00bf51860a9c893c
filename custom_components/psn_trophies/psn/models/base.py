"""How the bytes of an answer become a model, and what is refused on the way."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import lru_cache
import json
import logging
import math
import re
from typing import Any, ClassVar, Final, Self, override

from mashumaro import field_options
from mashumaro.config import BaseConfig
from mashumaro.exceptions import InvalidFieldValue, MissingField
from mashumaro.mixins.orjson import DataClassORJSONMixin
import orjson

from ..exceptions import PsnResponseError
from .enums import TitlePlatform, TrophyGrade, TrophyRarity, TrophyService

_LOGGER = logging.getLogger(__name__)

# What may be one segment of a path.
SEGMENT: Final = re.compile(r"[A-Za-z0-9_-]+")
_INTEGER = re.compile(r"-?[0-9]{1,18}")
_DECIMAL = re.compile(r"-?[0-9]{1,18}(\.[0-9]{1,18})?")


class _ItemError(ValueError):
    """The position of a list's item that was refused; its context says why."""

    def __init__(self, index: int) -> None:
        """Keep the position."""
        super().__init__()
        self.index = index


def text(value: object) -> str:
    """Return a text, refuse everything else."""
    if isinstance(value, str):
        return value
    raise TypeError


def stripped_text(value: object) -> str:
    """Return a text without the newlines and spaces around some names."""
    return text(value).strip()


def integer(value: object) -> int:
    """Return a whole number, also one sent as text."""
    # type(), because bool is an int to isinstance().
    if type(value) is int:
        return value
    if isinstance(value, str) and _INTEGER.fullmatch(value):
        return int(value)
    raise TypeError


def decimal(value: object) -> float:
    """Return a finite number, also one sent as text."""
    if isinstance(value, str) and _DECIMAL.fullmatch(value):
        return float(value)
    # mypy does not narrow by type(), which is wanted here because bool is an int.
    if type(value) in (int, float) and math.isfinite(number := float(value)):  # type: ignore[arg-type]
        return number
    raise TypeError


def boolean(value: object) -> bool:
    """Return true or false, refuse words and numbers."""
    if isinstance(value, bool):
        return value
    raise TypeError


def flag(value: object) -> bool:
    """Return true or false, also where the legacy service says 1 or 0."""
    if value in (0, 1) and isinstance(value, int):
        return bool(value)
    raise TypeError


def moment(value: object) -> datetime:
    """Return a time in UTC; a time without zone is refused."""
    parsed = datetime.fromisoformat(text(value))
    if parsed.tzinfo is None:
        raise ValueError
    return parsed if parsed.tzinfo is UTC else parsed.astimezone(UTC)


def identifier(value: object) -> str:
    """Return a decimal id as text: it is larger than a float can hold."""
    if type(value) is int:
        return str(value)
    return text(value)


def segment(value: object) -> str:
    """Return an id that can be part of an address; no other is of any use."""
    if SEGMENT.fullmatch(found := text(value)):
        return found
    raise ValueError


def secure_url(value: object) -> str:
    """Return an address, https where Sony still says http."""
    url = text(value)
    return f"https{url[4:]}" if url.startswith("http://") else url


@lru_cache(maxsize=64)
def platform_tuple(value: object) -> tuple[TitlePlatform, ...]:
    """Return the platforms of Sony's comma-separated text, in its order."""
    names = (name.strip() for name in text(value).split(","))
    return tuple(TitlePlatform(name) for name in names if name)


def tuple_of[T](convert: Callable[[Any], T]) -> Callable[[object], tuple[T, ...]]:
    """Return a converter of lists that remembers where an item was refused."""

    def convert_all(value: object) -> tuple[T, ...]:
        """Convert each item."""
        if not isinstance(value, list):
            raise TypeError
        items: list[T] = []
        try:
            for item in value:
                items.append(convert(item))  # noqa: PERF401 - counts for the error
        except (ValueError, TypeError, LookupError, ArithmeticError) as err:
            raise _ItemError(len(items)) from err
        return tuple(items)

    return convert_all


def optional[T](convert: Callable[[Any], T]) -> Callable[[object], T | None]:
    """Return a converter for what is not worth losing a whole item for."""

    def convert_if_possible(value: object) -> T | None:
        """Return None for what can not be read, as if it were not there."""
        try:
            return convert(value)
        except ValueError, TypeError, LookupError, ArithmeticError:
            return None

    return convert_if_possible


def models_of[T: Model](model: type[T]) -> Callable[[object], tuple[T, ...]]:
    """Return a converter of lists of objects that leaves out what can not be read."""

    def convert(value: object) -> tuple[T, ...]:
        """Convert a list, unless its model has done so already."""
        if isinstance(value, tuple):
            return value
        if not isinstance(value, list):
            raise TypeError
        return readable(model, value)

    return convert


def readable[T: Model](model: type[T], items: list[Any]) -> tuple[T, ...]:
    """Return the models of a list; an item that can not be read costs only itself."""
    found: list[T] = []
    for item in items:
        try:
            # Looked up each time, as its first call replaces it.
            found.append(model.from_dict(item))
        except (ValueError, TypeError, LookupError, ArithmeticError) as err:
            report_once(_path(model, err))
    return tuple(found)


@lru_cache(maxsize=64)
def report_once(path: str) -> None:
    """Log what could not be read, once."""
    _LOGGER.warning("Sony sent something unreadable, it is left out: %s", path)


def wire(
    name: str, deserialize: Callable[[Any], object] | None = None
) -> dict[str, Any]:
    """Return the metadata of a field: its wire name, its converter."""
    return field_options(alias=name, deserialize=deserialize)


class Model(DataClassORJSONMixin):
    """Base of all answers. `parse` is the way in: its errors hold no payload."""

    __slots__ = ()

    class Config(BaseConfig):
        """What mashumaro should do, and where it is too lenient by itself."""

        lazy_compilation = True
        serialization_strategy = {
            str: {"deserialize": text},
            int: {"deserialize": integer},
            float: {"deserialize": decimal},
            bool: {"deserialize": boolean},
            datetime: {"deserialize": moment},
            TrophyGrade: {"deserialize": lambda value: TrophyGrade(text(value))},
            TrophyService: {"deserialize": lambda value: TrophyService(text(value))},
            TrophyRarity: {"deserialize": lambda value: TrophyRarity(integer(value))},
        }

    @override
    @classmethod
    def __pre_deserialize__(cls, d: dict[Any, Any]) -> dict[Any, Any]:
        """Refuse what is no object; a null is the same as a missing key."""
        if not isinstance(d, dict):
            raise TypeError
        if None in d.values():
            return {key: value for key, value in d.items() if value is not None}
        return d

    @classmethod
    def parse(cls, body: bytes) -> Self:
        """Return the model in the body; raises PsnResponseError naming the field."""
        data = load_json(body)
        try:
            return cls.from_dict(data)
        except (ValueError, TypeError, LookupError, ArithmeticError) as err:
            path = _path(cls, err)
        # Raised out here, because mashumaro's errors hold the whole payload.
        raise PsnResponseError(f"Answer not understood at {path}")


class ListModel(Model):
    """An answer around a list. Items that can not be read are left out and counted.

    A child names the key of its list and what is in it, and has a field `skipped`.
    """

    __slots__ = ()

    items_key: ClassVar[str]
    items_model: ClassVar[type[Model]]

    @override
    @classmethod
    def __pre_deserialize__(cls, d: dict[Any, Any]) -> dict[Any, Any]:
        """Read the list item by item; what is no list is refused later."""
        d = super().__pre_deserialize__(d)
        items = d.get(cls.items_key)
        if not isinstance(items, list):
            return d
        found = readable(cls.items_model, items)
        return d | {cls.items_key: found, "skipped": len(items) - len(found)}


def load_json(body: bytes) -> Any:
    """Return the JSON value in the body; raises PsnResponseError."""
    try:
        return orjson.loads(body)
    except ValueError:
        pass
    try:
        return _load_broken_text(body)
    except ValueError, RecursionError:
        pass
    raise PsnResponseError("Answer is not JSON")


def _load_broken_text(body: bytes) -> Any:
    """Return JSON whose texts hold bytes or half characters that no text may hold.

    Names cut in the middle of an emoji must not cost a whole page, and neither must
    numbers beyond all bounds, which are left out.
    """
    data = json.loads(
        body.decode("utf-8", "replace"), parse_int=_integer, parse_float=_number
    )
    lenient = json.dumps(data, ensure_ascii=False)
    return orjson.loads(
        lenient.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    )


def _number(digits: str) -> float | None:
    """Return the number, None where it is beyond all bounds."""
    number = float(digits)
    return number if math.isfinite(number) else None


def _integer(digits: str) -> float | None:
    """Return the whole number, a rough one where it is long."""
    return int(digits) if _INTEGER.fullmatch(digits) else _number(digits)


def _path(model: type[Model], error: BaseException) -> str:
    """Return where in the answer the error is, like `Page.titles[3].name`."""
    path = model.__name__
    step: BaseException | None = error
    while step is not None:
        match step:
            case InvalidFieldValue() | MissingField():
                path += f".{step.field_name}"
            case _ItemError():
                path += f"[{step.index}]"
        step = step.__cause__ or step.__context__
    return path
