"""Pictures as inline SVG: a line for the trend, bars for groups.  Nothing is loaded, nothing runs."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from baguan.weekly.words import number

_WIDTH = 720
_BAR = 26
_NAME_WIDTH = 150
_LONGEST_NAME = 10


def line_chart(title: str, points: Sequence[tuple[str, float | None]], unit: str) -> str:
    """A line through the points; a point without a value (nothing was checked) interrupts it.

    Args:
        title: for those who do not see the picture.
        points: label and value.
        unit: of the values.
    """
    height, left, right, top, bottom = 220, 46, 20, 26, 34
    highest = _round_up(max((value for _, value in points if value is not None), default=0.0))
    inner = left + 22  # the first figure does not stand on the scale
    step = (_WIDTH - inner - right) / max(len(points) - 1, 1)
    scale = (height - top - bottom) / highest
    parts = [_open(title, height)]
    for share in (0, 0.5, 1):
        y = height - bottom - share * (height - top - bottom)
        parts.append(f'<line class="grid" x1="{left}" y1="{y:.1f}" x2="{_WIDTH - right}" y2="{y:.1f}"/>')
        parts.append(f'<text x="{left - 8}" y="{y + 4:.1f}" text-anchor="end">{number(highest * share)}</text>')
    places = [
        (inner + index * step, None if value is None else height - bottom - value * scale)
        for index, (_, value) in enumerate(points)
    ]
    parts += [f'<polyline class="trend" points="{stretch}"/>' for stretch in _stretches(places)]
    every = max(1, -(-len(points) // 13))
    for index, ((label, value), (x, height_of)) in enumerate(zip(points, places, strict=True)):
        if (len(points) - 1 - index) % every == 0:
            parts.append(f'<text x="{x:.1f}" y="{height - 12}" text-anchor="middle">{escape(label)}</text>')
        if value is not None and height_of is not None:
            shown = f"{escape(label)}：{number(value)}{escape(unit)}"
            parts.append(f'<circle cx="{x:.1f}" cy="{height_of:.1f}" r="3.5"><title>{shown}</title></circle>')
            if len(points) <= 16:
                parts.append(f'<text x="{x:.1f}" y="{height_of - 8:.1f}" text-anchor="middle">{number(value)}</text>')
    return "".join([*parts, "</svg>"])


def _stretches(places: Sequence[tuple[float, float | None]]) -> list[str]:
    stretches: list[list[str]] = [[]]
    for x, y in places:
        if y is None:
            stretches.append([])
        else:
            stretches[-1].append(f"{x:.1f},{y:.1f}")
    return [" ".join(stretch) for stretch in stretches if len(stretch) > 1]


def bar_chart(title: str, bars: Sequence[tuple[str, Sequence[tuple[str, float]]]], unit: str) -> str:
    """Lying bars, each of one or more pieces.

    Args:
        title: for those who do not see the picture.
        bars: name and pieces; a piece is the class of its colour and its value.
        unit: of the values.
    """
    height = _BAR * len(bars) + 8
    room = _WIDTH - _NAME_WIDTH - 90
    highest = max((sum(value for _, value in pieces) for _, pieces in bars), default=0.0) or 1.0
    parts = [_open(title, height)]
    for index, (name, pieces) in enumerate(bars):
        y = index * _BAR + 4
        short = name if len(name) <= _LONGEST_NAME else name[: _LONGEST_NAME - 1] + "…"
        parts.append(f'<text x="{_NAME_WIDTH - 8}" y="{y + 15}" text-anchor="end">{escape(short)}</text>')
        x = float(_NAME_WIDTH)
        for kind, value in pieces:
            width = value / highest * room
            parts.append(f'<rect class="{kind}" x="{x:.1f}" y="{y}" width="{width:.1f}" height="{_BAR - 8}"/>')
            x += width
        total = sum(value for _, value in pieces)
        parts.append(f'<text x="{x + 6:.1f}" y="{y + 15}">{number(round(total, 1))}{escape(unit)}</text>')
    return "".join([*parts, "</svg>"])


def _open(title: str, height: int) -> str:
    name = escape(title, quote=True)
    return f'<svg role="img" aria-label="{name}" viewBox="0 0 {_WIDTH} {height}" xmlns="http://www.w3.org/2000/svg">'


def _round_up(value: float) -> float:
    """The top of the scale: the next 1, 2 or 5 times a power of ten."""
    if value <= 0:
        return 1.0
    power = 0.1
    while True:
        for factor in (1, 2, 5):
            if factor * power >= value:
                return float(factor * power)
        power *= 10
