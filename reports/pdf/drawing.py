"""How is a line, a bar or a word drawn in a report, with literal colours and sizes?"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from xml.sax.saxutils import escape, quoteattr

from django.utils.safestring import SafeString

from reports.charts.theme import LIGHT, WHITE
from reports.pdf import typefaces

INK, INK_2, INK_3 = LIGHT.ink, LIGHT.ink_2, LIGHT.ink_3
LINE, WASH = "#d9dddf", "#edeff0"
# Single quotes, since the attribute has double ones.
FONT = f"Inter, {typefaces.AROUND_CHINESE}, '{typefaces.MARKS[0]}'".replace('"', "'")
TEXT_WIDTH = 480.0  # drawing units across the width of the text
MILLIMETRE = TEXT_WIDTH / 170


@dataclass
class Drawing:
    """Shapes in units of which 480 are as wide as the text; `alt` says in a sentence what is to be seen."""

    width: float
    height: float
    alt: str
    shapes: list[str] = field(default_factory=list)

    def rect(self, x: float, y: float, *, width: float, height: float, fill: str, **more: object) -> None:
        # The gap beside a thin bar may be wider than the bar.
        self.shapes.append(f"<rect{attributes(x=x, y=y, width=max(width, 0), height=height, fill=fill, **more)}/>")

    def path(self, d: str, **more: object) -> None:
        self.shapes.append(f"<path{attributes(d=d, **more)}/>")

    def circle(self, x: float, y: float, r: float, *, fill: str, **more: object) -> None:
        self.shapes.append(f"<circle{attributes(cx=x, cy=y, r=r, fill=fill, **more)}/>")

    def text(
        self,
        x: float,
        y: float,
        words: str,
        *,
        size: float = 8,
        fill: str = INK_2,
        anchor: str = "start",
        bold: bool = False,
        is_upright: bool = False,
    ) -> None:
        more: dict[str, object] = {"font_weight": typefaces.BOLD} if bold else {}
        if is_upright:
            more["transform"] = f"rotate(-90 {n(x)} {n(y)})"
        shape = attributes(x=x, y=y, font_size=size, fill=fill, text_anchor=anchor, font_family=FONT, **more)
        self.shapes.append(f"<text{shape}>{escape(words)}</text>")

    def hatch(self, x: float, y: float, *, width: float, height: float, colour: str = WHITE, step: float = 5) -> None:
        """Strokes instead of a pattern: printers differ on patterns."""
        pieces = [
            f"M{n(x1)} {n(y1)}L{n(x2)} {n(y2)}"
            for x1, y1, x2, y2 in strokes(x, y, width=width, height=height, step=step)
        ]
        if pieces:
            self.path("".join(pieces), stroke=colour, stroke_width=0.8, stroke_opacity=0.45, fill="none")

    def svg(self) -> SafeString:
        size = f'width="{n(self.width / MILLIMETRE)}mm" height="{n(self.height / MILLIMETRE)}mm"'
        head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {n(self.width)} {n(self.height)}" {size}>'
        return SafeString(f"{head}<title>{escape(self.alt)}</title>{''.join(self.shapes)}</svg>")


def strokes(
    x: float, y: float, *, width: float, height: float, step: float
) -> Iterable[tuple[float, float, float, float]]:
    """Rising diagonals of a rectangle, at the same places on every rectangle of a row."""
    first = int((x - height) // step) * step
    for start in range(int((width + 2 * height) // step) + 2):
        foot = first + start * step
        left, right = max(foot, x), min(foot + height, x + width)
        if left < right:
            yield left, y + height - (left - foot), right, y + height - (right - foot)


def attributes(**values: object) -> str:
    return "".join(f" {name.replace('_', '-')}={quoteattr(n(value))}" for name, value in values.items())


def n(value: object) -> str:
    """A short number; anything else as it is."""
    if isinstance(value, int | float):
        return f"{value:.2f}".rstrip("0").rstrip(".") if value % 1 else str(int(value))
    return str(value)


def width_of(words: str, size: float, *, bold: bool = False) -> float:
    """How wide a text is when every character stands alone; letters that join or kern take less."""
    return size * sum(typefaces.width(character, bold=bold) for character in words)


def clipped(words: str, size: float, width: float) -> str:
    """The text, cut with an ellipsis where it would be wider than its place."""
    if width_of(words, size) <= width:
        return words
    while words and width_of(words + "…", size) > width:
        words = words[:-1]
    return words.rstrip() + "…"
