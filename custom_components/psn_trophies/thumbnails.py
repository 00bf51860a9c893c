"""Pictures made small, and a folder of them that does not grow without bound."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import blake2b
import io
import os
from pathlib import Path
import time
from typing import Final

from PIL import Image, UnidentifiedImageError

# The longer side in pixels: of a row, and of a cover on a sharp screen.
SIZES: Final = (128, 256)
QUALITY: Final = 80
# What Sony sends; Pillow is asked to understand nothing else.
_FORMATS: Final = ("AVIF", "BMP", "GIF", "JPEG", "PNG", "WEBP")
# Sony's have a quarter of a million; unpacking many more would fill a small home.
MAX_PIXELS: Final = 9_000_000

# Some ten thousand pictures.
MAX_FOLDER_BYTES: Final = 64 * 1024 * 1024
# What is left after room was made, so that it is not made for each new picture.
_KEPT_SHARE: Final = 0.9
# How exactly it is known when a picture was last looked at: each time is a write.
_LOOKED_AT_S: Final = 24 * 3600.0


class NoPictureError(Exception):
    """What was to be made small is no picture, or too large a one."""


def shrink(content: bytes) -> dict[int, bytes]:
    """Return a picture as WebP by size; of a moving one the first.

    Never larger than it was. Raises NoPictureError.
    """
    try:
        with Image.open(io.BytesIO(content), formats=_FORMATS) as picture:
            if picture.width * picture.height > MAX_PIXELS:
                raise NoPictureError
            # Lets a JPEG be unpacked at a fraction of its size.
            picture.draft("RGB", (2 * max(SIZES), 2 * max(SIZES)))
            whole = picture.convert("RGBA" if picture.has_transparency_data else "RGB")
    # Whatever Pillow finds wrong with a broken file; it has no error of its own.
    except (
        Image.DecompressionBombError,
        UnidentifiedImageError,
        OSError,
        SyntaxError,
        ValueError,
    ) as err:
        raise NoPictureError from err
    # Each is made of the one before, the largest first.
    return {size: _webp(whole, size) for size in sorted(SIZES, reverse=True)}


def _webp(picture: Image.Image, size: int) -> bytes:
    """Shrink a picture so that it fits into a square, and return it as WebP."""
    picture.thumbnail((size, size), Image.Resampling.LANCZOS)
    out = io.BytesIO()
    picture.save(out, "WEBP", quality=QUALITY)
    return out.getvalue()


@dataclass(slots=True)
class ThumbnailFolder:
    """Small pictures on the disk, the longest unseen of which make room for new ones.

    What the disk refuses is left undone: a picture can be fetched again. For threads,
    but for one at a time.
    """

    path: Path
    max_bytes: int = MAX_FOLDER_BYTES
    # None until somebody has counted.
    used: int | None = None

    def read(self, url: str, size: int) -> bytes | None:
        """Return a picture, None where it is not kept."""
        file = self._file(url, size)
        try:
            content = file.read_bytes()
            if time.time() - file.stat().st_mtime > _LOOKED_AT_S:
                os.utime(file)
        except OSError:
            return None
        return content

    def write(self, url: str, pictures: Mapping[int, bytes]) -> None:
        """Keep a picture in all its sizes."""
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            if self.used is None:
                self.used = sum(size for _, size, _ in self._kept())
            for size, content in pictures.items():
                file = self._file(url, size)
                # Never half a picture, whatever happens to the power.
                half = file.with_suffix(".part")
                half.write_bytes(content)
                half.replace(file)
                self.used += len(content)
            if self.used > self.max_bytes:
                self._make_room()
        except OSError:
            self.used = None

    def _make_room(self) -> None:
        """Delete what was not looked at for longest."""
        kept = sorted(self._kept(), key=lambda one: one[2])
        self.used = sum(size for _, size, _ in kept)
        for file, size, _ in kept:
            if self.used <= self.max_bytes * _KEPT_SHARE:
                return
            file.unlink(missing_ok=True)
            self.used -= size

    def _kept(self) -> Iterator[tuple[Path, int, float]]:
        """Yield each file with its size and when it was last looked at."""
        with os.scandir(self.path) as files:
            for file in files:
                facts = file.stat()
                yield Path(file.path), facts.st_size, facts.st_mtime

    def _file(self, url: str, size: int) -> Path:
        """Return where a picture is; the name tells nobody what is played."""
        return (
            self.path
            / f"{blake2b(url.encode(), digest_size=16).hexdigest()}-{size}.webp"
        )
