"""What is done with files on the disk, in another thread and without a word in the log."""

import errno
from mmap import mmap
import os
from pathlib import Path
import shutil
from tempfile import TemporaryFile
from typing import Final

import orjson

from homeassistant.util import dt as dt_util

# What file systems answer that can not set room aside.
_NO_RESERVING: Final = (errno.EINVAL, errno.ENOSYS, errno.EOPNOTSUPP)
# What is in the name of a file that was put aside: by this integration, by Home
# Assistant.
_ASIDE: Final = ("damaged", "corrupt")


class UnreadableFileError(Exception):
    """Something is in the place of the file that can not be opened."""


class DamagedFileError(Exception):
    """The file holds something else than was written."""


def look(path: Path) -> bool:
    """Tell whether there is a file; raises the errors above if it is not to be read.

    It is read into pages of its own, which are given back at once: what is freed
    otherwise the process keeps, twice the size of a large library.
    """
    try:
        with path.open("rb") as file:
            size = os.fstat(file.fileno()).st_size
            with mmap(-1, max(size, 1)) as pages, memoryview(pages) as room:
                orjson.loads(room[: file.readinto(room[:size])])
    except FileNotFoundError:
        return False
    except OSError:
        raise UnreadableFileError from None
    except ValueError:
        raise DamagedFileError from None
    return True


def set_aside(path: Path) -> bool:
    """Give what is in the place of a file another name; tell whether it is gone."""
    try:
        path.rename(f"{path}.damaged.{dt_util.utcnow():%Y%m%dT%H%M%S}")
    except FileNotFoundError:
        return True
    except OSError:
        return False
    return True


def reserve(path: Path, size: int) -> None:
    """Make sure that a file of this size can take the place; raises OSError."""
    if path.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    # Home Assistant makes the folder where there is none.
    folder = path.parent if path.parent.exists() else path.parent.parent
    with TemporaryFile(dir=folder) as file:
        if not hasattr(os, "posix_fallocate"):
            return
        try:
            os.posix_fallocate(file.fileno(), 0, size)
        except OSError as err:
            if err.errno not in _NO_RESERVING:
                raise


def erase(path: Path) -> bool:
    """Delete a file and all that was put aside of it; tell whether they are gone."""
    asides = tuple(f"{path.name}.{word}." for word in _ASIDE)
    try:
        for found in list(path.parent.iterdir()):
            if found == path or found.name.startswith(asides):
                _delete(found)
    except FileNotFoundError:
        return True
    except OSError:
        return False
    return True


def _delete(path: Path) -> None:
    """Delete a file, or a folder that was in its place."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink()


def reason(err: BaseException) -> str:
    """Return why a write failed, without the name of the file."""
    cause = err.__cause__ or err
    if isinstance(cause, OSError) and cause.errno is not None:
        return os.strerror(cause.errno)
    return type(err).__name__
