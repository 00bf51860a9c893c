"""Pictures: covers, trophies and avatars, drawn from nothing but their address."""

import colorsys
from functools import lru_cache
from hashlib import sha256
import io
import math
from random import Random
import re

from PIL import Image, ImageDraw, ImageFont

from .catalogue import Picture, TrophySet

SQUARE = (320, 320)
WIDE = (320, 176)
SMALL = (240, 240)

ADDRESS = re.compile(
    r".*?(?P<np>NPWR\d{5}_00).*/(?P<kind>[1-4])(?P<number>[0-9A-Fa-f]{3})[^/]*",
    re.IGNORECASE,
)
COVER = re.compile(r"/vulcan/.*/(?P<np>NPWR\d{5}_00)/.*")

METALS = {
    "bronze": (186, 122, 74),
    "silver": (186, 196, 206),
    "gold": (226, 178, 62),
    "platinum": (150, 190, 226),
}

type Colour = tuple[int, int, int]


def picture(path: str, query: str, sets: dict[str, TrophySet]) -> bytes:
    """Return a PNG for any path of an image host."""
    if found := ADDRESS.fullmatch(path):
        target = sets.get(found["np"].upper())
        kind = Picture(int(found["kind"]))
        number = int(found["number"], 16)
        if target is not None:
            if kind is Picture.TITLE:
                size = WIDE if target.legacy else SQUARE
                return cover(target.id, target.title().strip(), size)
            groups = (group for group in target.groups if group.number == number)
            if kind is Picture.GROUP and (group := next(groups, None)):
                size = WIDE if target.legacy else SQUARE
                return cover(f"{target.id}/{number}", target.group_name(group), size)
            faces = (trophy for trophy in target.trophies if trophy.face == number)
            if trophy := next(faces, None):
                return emblem(f"{target.id}/{number}", trophy.grade)
        return emblem(path, "bronze")
    if found := COVER.fullmatch(path):
        target = sets.get(found["np"])
        return cover(found["np"], target.title().strip() if target else "", SQUARE)
    return avatar(path + query)


def _palette(chance: Random) -> list[Colour]:
    hue = chance.random()
    return [
        _colour(hue, 0.55, 0.22),
        _colour(hue + chance.uniform(0.02, 0.10), 0.62, 0.55),
        _colour(hue + chance.uniform(0.10, 0.22), 0.55, 0.88),
        _colour(chance.uniform(0.07, 0.14), chance.uniform(0.12, 0.35), 0.98),
    ]


def _colour(hue: float, saturation: float, value: float) -> Colour:
    red, green, blue = colorsys.hsv_to_rgb(hue % 1, saturation, value)
    return round(red * 255), round(green * 255), round(blue * 255)


def _gradient(size: tuple[int, int], top: Colour, bottom: Colour) -> Image.Image:
    strip = Image.new("RGB", (1, 2))
    strip.putpixel((0, 0), top)
    strip.putpixel((0, 1), bottom)
    return strip.resize(size, Image.Resampling.BILINEAR)


def _chance(label: str) -> Random:
    return Random(sha256(label.encode()).digest())


def _png(image: Image.Image) -> bytes:
    out = io.BytesIO()
    image.save(out, "PNG", compress_level=3)
    return out.getvalue()


@lru_cache(maxsize=512)
def cover(label: str, name: str, size: tuple[int, int]) -> bytes:
    """Draw a landscape with the name of the game."""
    chance = _chance(label)
    dark, middle, light, sun = _palette(chance)
    width, height = size
    image = _gradient(size, middle, light)
    draw = ImageDraw.Draw(image)
    radius = height * chance.uniform(0.09, 0.17)
    centre = width * chance.uniform(0.2, 0.8), height * chance.uniform(0.2, 0.4)
    draw.ellipse(_box(centre, radius), fill=sun)
    if chance.random() < 0.5:
        bite = (centre[0] + radius * 0.45, centre[1] - radius * 0.25)
        draw.ellipse(_box(bite, radius * 0.85), fill=middle)
    for layer in range(3):
        share = layer / 2
        colour = tuple(
            round(a + (b - a) * (0.35 + share * 0.65))
            for a, b in zip(middle, dark, strict=True)
        )
        base = height * (0.5 + 0.14 * layer)
        draw.polygon(_ridge(chance, width, height, base), fill=colour)
    _towers(draw, chance, width, height, dark)
    if name:
        _write(draw, name, size)
    return _png(image)


def _box(centre: tuple[float, float], radius: float) -> tuple[float, ...]:
    x, y = centre
    return x - radius, y - radius, x + radius, y + radius


def _ridge(
    chance: Random, width: int, height: int, base: float
) -> list[tuple[float, float]]:
    waves = [
        (height * 0.06 / order, chance.uniform(0.6, 1.5) * order, chance.random() * 7)
        for order in (1, 2, 4)
    ]
    line = [
        (
            float(x),
            base + sum(a * math.sin(f * x / width * 6 + p) for a, f, p in waves),
        )
        for x in range(0, width + 8, 8)
    ]
    return [(0.0, float(height)), *line, (float(width + 8), float(height))]


def _towers(
    draw: ImageDraw.ImageDraw, chance: Random, width: int, height: int, colour: Colour
) -> None:
    for _ in range(chance.randint(0, 3)):
        x = width * chance.uniform(0.1, 0.9)
        half = width * chance.uniform(0.012, 0.03)
        top = height * chance.uniform(0.36, 0.55)
        draw.rectangle((x - half, top, x + half, height), fill=colour)
        roof = [(x - half * 1.6, top), (x + half * 1.6, top), (x, top - half * 3)]
        draw.polygon(roof, fill=colour)


def _write(draw: ImageDraw.ImageDraw, name: str, size: tuple[int, int]) -> None:
    width, height = size
    lines = _lines(name, 16 if width == height else 22)
    font = ImageFont.load_default(30 if max(map(len, lines)) < 13 else 24)
    step = font.size * 1.15 if isinstance(font, ImageFont.FreeTypeFont) else 14
    y = height - 14 - step * len(lines)
    for line in lines:
        x = (width - draw.textlength(line, font)) / 2
        draw.text((x + 1, y + 2), line, font=font, fill=(0, 0, 0))
        draw.text((x, y), line, font=font, fill=(255, 255, 255))
        y += step


def _lines(name: str, width: int) -> list[str]:
    lines = [""]
    for word in name.split():
        if lines[-1] and len(lines[-1]) + 1 + len(word) > width:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines[:3]


@lru_cache(maxsize=2048)
def emblem(label: str, grade: str) -> bytes:
    """Draw a badge with a cup in the metal of its grade."""
    chance = _chance(label)
    dark, middle, light, _ = _palette(chance)
    image = _gradient(SMALL, middle, dark)
    draw = ImageDraw.Draw(image)
    metal = METALS[grade]
    spokes = chance.choice((8, 10, 12, 16))
    turn = chance.random()
    for spoke in range(0, spokes * 2, 2):
        start, end = (
            (angle / (spokes * 2) * 360 + turn * 90) for angle in (spoke, spoke + 1)
        )
        draw.pieslice((-80, -80, 320, 320), start, end, fill=_mix(middle, light, 0.25))
    draw.ellipse((34, 34, 206, 206), fill=dark, outline=metal, width=6)
    shade = _mix(metal, (0, 0, 0), 0.35)
    draw.arc((62, 76, 112, 130), 80, 280, fill=metal, width=9)
    draw.arc((128, 76, 178, 130), -100, 100, fill=metal, width=9)
    draw.polygon([(82, 68), (158, 68), (148, 128), (120, 146), (92, 128)], fill=metal)
    draw.polygon([(120, 68), (158, 68), (148, 128), (120, 146)], fill=shade)
    draw.rectangle((113, 142, 127, 166), fill=metal)
    draw.rounded_rectangle((90, 164, 150, 180), 5, fill=metal)
    star = chance.choice((4, 5, 6))
    points = [
        (
            118 + (15 if corner % 2 == 0 else 6) * math.sin(corner * math.pi / star),
            100 - (15 if corner % 2 == 0 else 6) * math.cos(corner * math.pi / star),
        )
        for corner in range(star * 2)
    ]
    draw.polygon(points, fill=dark)
    return _png(image)


def _mix(one: Colour, other: Colour, share: float) -> Colour:
    red, green, blue = (
        round(a + (b - a) * share) for a, b in zip(one, other, strict=True)
    )
    return red, green, blue


@lru_cache(maxsize=256)
def avatar(label: str) -> bytes:
    """Draw a face made of two shapes."""
    chance = _chance(label)
    dark, middle, light, sun = _palette(chance)
    image = _gradient(SMALL, light, middle)
    draw = ImageDraw.Draw(image)
    draw.ellipse((30, 150, 210, 330), fill=dark)
    draw.ellipse((70, 50, 170, 160), fill=sun)
    if chance.random() < 0.5:
        draw.pieslice((64, 40, 176, 150), 180, 360, fill=dark)
    else:
        draw.polygon([(70, 74), (84, 24), (120, 56), (156, 24), (170, 74)], fill=dark)
    for x in (100, 140):
        draw.ellipse((x - 6, 96, x + 6, 110), fill=dark)
    draw.arc((100, 108, 140, 138), 20, 160, fill=dark, width=4)
    return _png(image)
