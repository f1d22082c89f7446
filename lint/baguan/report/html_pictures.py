"""The statistics of the HTML report as pictures: SVG written into the page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING

from baguan.model import Severity
from baguan.record import FileReport, Record
from baguan.report.common import visible

if TYPE_CHECKING:
    from baguan.document import Document

_WIDTH, _LABEL, _ROW, _RULES, _BINS = 420, 110, 22, 8, 40
_LEVELS = tuple(reversed(Severity))


def pictures(file: FileReport, document: Document | None) -> str:
    """Findings by gate, the most frequent rules, and where in the document they stand."""
    if not file.findings:
        return ""
    gates = [(name, [r for r in file.findings if r.gate == name]) for name in file.gates]
    names = Counter(record.code for record in file.findings).most_common(_RULES)
    rules = [(code, [r for r in file.findings if r.code == code]) for code, _ in names]
    shown = [_bars("各关口问题数", gates), _bars("最多的问题", rules)]
    if document is not None:
        shown.append(_strip(file.findings, document))
    return f'<div class="pictures">{"".join(shown)}</div>'


def _figure(title: str, width: int, height: int, inside: str) -> str:
    return (
        f"<figure><figcaption>{title}（红：错误，橙：警告，蓝：提示）</figcaption>"
        f'<svg viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="img" aria-label="{title}">'
        f"{inside}</svg></figure>"
    )


def _bars(title: str, rows: Sequence[tuple[str, Sequence[Record]]]) -> str:
    most = max((len(records) for _, records in rows), default=0) or 1
    room = _WIDTH - _LABEL - 40
    parts = []
    for index, (name, records) in enumerate(rows):
        top = index * _ROW + 3
        left = float(_LABEL)
        parts.append(f'<text x="{_LABEL - 8}" y="{top + 13}" text-anchor="end">{escape(visible(name))}</text>')
        for level in _LEVELS:
            width = room * sum(record.severity == level.key for record in records) / most
            if width:
                parts.append(_bar(left, top, width, _ROW - 6, level.key))
            left += width
        parts.append(f'<text x="{left + 6:.1f}" y="{top + 13}">{len(records)}</text>')
    return _figure(title, _WIDTH, len(rows) * _ROW + 4, "".join(parts))


def _strip(records: Sequence[Record], document: Document) -> str:
    """How many findings stand in each fortieth of the document."""
    lines = max(document.source_map.line_count, 1)
    bins: list[Counter[str]] = [Counter() for _ in range(_BINS)]
    for record in records:
        bins[min((record.line - 1) * _BINS // lines, _BINS - 1)][record.severity] += 1
    most = max(sum(each.values()) for each in bins) or 1
    height, width = 84, (_WIDTH - 10) / _BINS
    parts = []
    for index, counts in enumerate(bins):
        bottom = float(height)
        for level in _LEVELS:
            tall = (height - 6) * counts[level.key] / most
            bottom -= tall
            if tall:
                parts.append(_bar(5 + index * width, bottom, width - 1, tall, level.key))
    parts.append(f'<line class="axis" x1="5" x2="{_WIDTH - 5}" y1="{height}" y2="{height}"/>')
    parts.append(f'<text x="5" y="{height + 16}">文首</text>')
    parts.append(f'<text x="{_WIDTH - 5}" y="{height + 16}" text-anchor="end">文末</text>')
    return _figure("问题在文中的分布", _WIDTH, height + 22, "".join(parts))


def _bar(left: float, top: float, width: float, height: float, level: str) -> str:
    return f'<rect class="{level}-fill" x="{left:.1f}" y="{top:.1f}" width="{width:.1f}" height="{height:.1f}"/>'
