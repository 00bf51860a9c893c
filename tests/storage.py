"""The files of an account, and a disk that does not do its work."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
import errno
import json
import os
from pathlib import Path
from typing import Any, Final
from unittest.mock import patch

import pytest

from homeassistant.const import (
    EVENT_HOMEASSISTANT_FINAL_WRITE,
    EVENT_HOMEASSISTANT_STOP,
)
from homeassistant.core import CoreState, HomeAssistant
from homeassistant.util import dt as dt_util
from homeassistant.util.file import WriteError, write_utf8_file_atomic

from custom_components.psn_trophies.const import DOMAIN
from custom_components.psn_trophies.trophies import archive
from tests.emulator import Account

DISK: Final = "custom_components.psn_trophies.disk"
# How a disk refuses to take something.
REFUSALS: Final = ("full", "full in the end", "read-only")


def library_file(hass: HomeAssistant, account: Account) -> Path:
    """Return where the library of an account is kept."""
    return Path(hass.config.path(".storage", f"{DOMAIN}.{account.account_id}.library"))


def tokens_file(hass: HomeAssistant, account: Account) -> Path:
    """Return where the login of an account is kept."""
    return Path(hass.config.path(".storage", f"{DOMAIN}.{account.account_id}.tokens"))


def damaged_files(hass: HomeAssistant, account: Account) -> list[Path]:
    """Return what was set aside."""
    return sorted(
        library_file(hass, account).parent.glob(
            f"{DOMAIN}.{account.account_id}.*.damaged.*"
        )
    )


def put_aside(file: Path) -> None:
    """Leave two damaged files and a folder beside a file."""
    for ending in ("damaged.20261115T120000", "corrupt.2026-11-15T12:00:00+00:00"):
        file.with_name(f"{file.name}.{ending}").write_text("damaged")
    folder = file.with_name(f"{file.name}.damaged.20261116T120000")
    folder.mkdir()
    (folder / "inside").write_text("inside")


def kept(hass: HomeAssistant, account: Account) -> set[tuple[str, int]]:
    """Return title and trophy id of what the written library holds."""
    data = json.loads(library_file(hass, account).read_text())["data"]
    library = archive.load(data, dt_util.utcnow().timestamp())
    return {
        (record.title.np_communication_id, trophy_id)
        for record in library.records
        for trophy_id in record.trophies
    }


def earned_keys(account: Account) -> set[tuple[str, int]]:
    """Return title and trophy id of all an account has earned."""
    return {
        (title.set.id, trophy_id)
        for title in account.titles.values()
        for trophy_id in title.live.earned
    }


async def stop(
    hass: HomeAssistant, meanwhile: Callable[[], None] | None = None
) -> None:
    """Stop Home Assistant up to its last write, after something that happens first."""
    hass.set_state(CoreState.stopping)
    hass.bus.async_fire(EVENT_HOMEASSISTANT_STOP)
    if meanwhile is not None:
        meanwhile()
    await hass.async_block_till_done()
    hass.set_state(CoreState.final_write)
    hass.bus.async_fire(EVENT_HOMEASSISTANT_FINAL_WRITE)
    await hass.async_block_till_done()


@contextmanager
def refusing(how: str) -> Iterator[list[float]]:
    """Let no write succeed for a while; yield a list that grows with each try."""
    tries: list[float] = []

    def refuse(number: int) -> Any:
        def raise_error(*_: object, **__: object) -> None:
            tries.append(number)
            raise OSError(number, os.strerror(number), "/secret/path")

        return raise_error

    def refuse_late(name: str, *rest: Any, **options: Any) -> None:
        if DOMAIN not in name:
            # What others can not write they log in their own way.
            write_utf8_file_atomic(name, *rest, **options)
            return
        tries.append(errno.ENOSPC)
        error = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), "/secret/path")
        raise WriteError(error) from error

    with ExitStack() as stack:
        match how:
            case "full":
                stack.enter_context(
                    patch(f"{DISK}.os.posix_fallocate", refuse(errno.ENOSPC))
                )
            case "full in the end":
                # There was room a moment ago, so Home Assistant's own write fails.
                stack.enter_context(
                    patch(
                        "homeassistant.helpers.storage.write_utf8_file_atomic",
                        refuse_late,
                    )
                )
            case "read-only":
                stack.enter_context(patch(f"{DISK}.TemporaryFile", refuse(errno.EROFS)))
                stack.enter_context(fixed())
        yield tries


@contextmanager
def fixed() -> Iterator[None]:
    """Let nothing be renamed or deleted for a while."""

    def refuse(*_: object) -> None:
        raise OSError(errno.EROFS, os.strerror(errno.EROFS), "/secret/path")

    with patch.object(Path, "rename", refuse), patch.object(Path, "unlink", refuse):
        yield


@contextmanager
def unreadable(file: Path, number: int) -> Iterator[None]:
    """Let a file not be opened for a while; what takes its place can be."""
    node = file.stat().st_ino
    open_file = Path.open

    def refuse(path: Path, *rest: Any, **options: Any) -> Any:
        if path == file and path.exists() and path.stat().st_ino == node:
            raise OSError(number, os.strerror(number), str(path))
        return open_file(path, *rest, **options)

    with patch.object(Path, "open", refuse):
        yield


def assert_quiet(caplog: pytest.LogCaptureFixture, *accounts: Account) -> None:
    """Check that no line to be noticed has a traceback, a path or whose file it is."""
    for record in caplog.records:
        if record.levelname in ("DEBUG", "INFO") or record.name == "asyncio":
            continue
        text = record.getMessage()
        assert record.exc_info is None, text
        assert "/secret/path" not in text
        assert ".storage" not in text
        assert not [one for one in accounts if one.account_id in text], text
