"""How do evidence strokes and POC results become letters, quick to set and whole in copied text?

Run after a change: python scripts/make_marks.py. ①–⑤ are that many strokes, · is one stroke that is not reached,
✓ ◐ ✗ ◔ ○ are the results of a POC scenario.
"""

import hashlib
import json
from collections.abc import Callable
from math import cos, pi, sin
from pathlib import Path
from typing import Any

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen

TARGET = Path(__file__).resolve().parent.parent / "static" / "fonts"
FILE = "TouchstoneMarks.ttf"
EM, HEIGHT, STEP = 1000, 720, 432
STROKES = {"·": 1} | {letter: count for count, letter in enumerate("①②③④⑤", start=1)}
Point = tuple[float, float]
CENTRE, RADIUS, LINE = (460, 330), 430, 95


def strokes(count: int) -> tuple[Any, int]:
    pen = TTGlyphPen(None)
    for place in range(count):
        left = place * STEP
        polygon(pen, [(left, 0), (left + 187, HEIGHT), (left + 432, HEIGHT), (left + 245, 0)])
    return pen.glyph(), count * STEP


def polygon(pen: TTGlyphPen, points: list[Point]) -> None:
    pen.moveTo(points[0])
    for point in points[1:]:
        pen.lineTo(point)
    pen.closePath()


def arc(pen: TTGlyphPen, radius: float, *, start: float, end: float, pieces: int) -> None:
    """Quadratic pieces of a circle, from where the pen stands."""
    step = (end - start) / pieces
    for piece in range(pieces):
        a, b = start + piece * step, start + (piece + 1) * step
        middle, reach = (a + b) / 2, radius / cos(step / 2)
        pen.qCurveTo(at(middle, reach), at(b, radius))


def at(angle: float, radius: float) -> Point:
    return CENTRE[0] + radius * cos(angle), CENTRE[1] + radius * sin(angle)


def circle(pen: TTGlyphPen, radius: float, clockwise: bool = True) -> None:
    turn = -2 * pi if clockwise else 2 * pi
    pen.moveTo(at(0, radius))
    arc(pen, radius, start=0, end=turn, pieces=8)
    pen.closePath()


def ring(pen: TTGlyphPen) -> None:
    circle(pen, RADIUS)
    circle(pen, RADIUS - LINE, clockwise=False)


def passed(pen: TTGlyphPen) -> None:
    """A tick cut out of a disc."""
    circle(pen, RADIUS)
    x, y = CENTRE
    tick = [(-215, -10), (-150, 60), (-65, -30), (150, 200), (215, 130), (-65, -165)]
    polygon(pen, [(x + dx, y + dy - 10) for dx, dy in reversed(tick)])


def part(pen: TTGlyphPen) -> None:
    ring(pen)
    pen.moveTo(at(pi / 2, RADIUS - LINE / 2))
    pen.lineTo(at(-pi / 2, RADIUS - LINE / 2))
    arc(pen, RADIUS - LINE / 2, start=-pi / 2, end=-3 * pi / 2, pieces=4)
    pen.closePath()


def failed(pen: TTGlyphPen) -> None:
    x, y = CENTRE
    wide, near = 350, 62
    cross = [(0, near), (wide - near, wide), (wide, wide - near), (near, 0), (wide, near - wide), (wide - near, -wide)]
    polygon(pen, [(x + dx, y + dy) for dx, dy in cross + [(-dx, -dy) for dx, dy in cross]])


def running(pen: TTGlyphPen) -> None:
    ring(pen)
    pen.moveTo(CENTRE)
    pen.lineTo(at(pi / 2, RADIUS - LINE / 2))
    arc(pen, RADIUS - LINE / 2, start=pi / 2, end=0, pieces=2)
    pen.closePath()


def untested(pen: TTGlyphPen) -> None:
    """A dashed ring."""
    for dash in range(10):
        start = 2 * pi * dash / 10
        end = start + 2 * pi / 17
        pen.moveTo(at(start, RADIUS))
        pen.lineTo(at(start, RADIUS - LINE))
        arc(pen, RADIUS - LINE, start=start, end=end, pieces=1)
        pen.lineTo(at(end, RADIUS))
        arc(pen, RADIUS, start=end, end=start, pieces=1)
        pen.closePath()


def result(draw: Callable[[TTGlyphPen], None]) -> tuple[Any, int]:
    pen = TTGlyphPen(None)
    draw(pen)
    return pen.glyph(), 2 * CENTRE[0]


def main() -> None:
    glyphs = {".notdef": strokes(0), "space": (strokes(0)[0], 250)}
    characters = {0x20: "space"}
    for letter, count in STROKES.items():
        characters[ord(letter)] = f"strokes{ord(letter):X}"
        glyphs[characters[ord(letter)]] = strokes(count)
    for letter, draw in zip("✓◐✗◔○", (passed, part, failed, running, untested), strict=True):
        glyphs[draw.__name__] = result(draw)
        characters[ord(letter)] = draw.__name__
    build(glyphs, characters)
    remember()


def build(glyphs: dict[str, tuple[Any, int]], characters: dict[int, str]) -> None:
    font = FontBuilder(EM, isTTF=True)
    font.setupGlyphOrder(list(glyphs))
    font.setupCharacterMap(characters)
    font.setupGlyf({name: glyph for name, (glyph, _) in glyphs.items()})
    table = font.font["glyf"]
    font.setupHorizontalMetrics({name: (width, getattr(table[name], "xMin", 0)) for name, (_, width) in glyphs.items()})
    font.setupHorizontalHeader(ascent=880, descent=-120)
    font.setupNameTable({"familyName": "Touchstone Marks", "styleName": "Regular"})
    font.setupOS2(sTypoAscender=880, sTypoDescender=-120, usWinAscent=880, usWinDescent=120)
    font.setupPost()
    font.font["head"].created = font.font["head"].modified = 0
    font.font.recalcTimestamp = False
    font.save(TARGET / FILE)


def remember() -> None:
    path = TARGET / "VENDORED.json"
    others = [entry for entry in json.loads(path.read_text()) if entry["file"] != FILE]
    digest = hashlib.sha256((TARGET / FILE).read_bytes()).hexdigest()
    own = {"file": FILE, "package": "touchstone", "version": "1", "license": "MIT", "sha256": digest}
    path.write_text(json.dumps([*others, own], indent=1) + "\n")


if __name__ == "__main__":
    main()
