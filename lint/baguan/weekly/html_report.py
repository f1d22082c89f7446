"""The report as one HTML file: no script, nothing loaded, prints on A4."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from typing import TYPE_CHECKING

from baguan.office.formula import NAMES
from baguan.weekly import tables
from baguan.weekly.pictures import bar_chart, line_chart
from baguan.weekly.words import SEVERITIES, comparison, number, overview, restriction, score_text

if TYPE_CHECKING:
    from baguan.weekly.figures import RuleLine, Statistics
    from baguan.weekly.tables import Cell, Table

_BARS = 12  # units in the picture; the table has all of them
_STYLE = """
:root { color-scheme: light; --red: #b3261e; --amber: #c77700; --grey: #8a8f98; --ink: #1d1f23; --line: #d9dce1; }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 800px; padding: 24px; color: var(--ink); background: #fff;
  font: 16px/1.7 "Songti SC", "Noto Serif CJK SC", SimSun, serif; }
h1 { font-size: 26px; text-align: center; color: var(--red); border-bottom: 3px double var(--red);
  padding-bottom: 12px; }
h2 { font: 700 19px/1.5 "Noto Sans CJK SC", SimHei, sans-serif; margin: 28px 0 10px; }
h3 { font: 700 16px/1.5 "Noto Sans CJK SC", SimHei, sans-serif; margin: 16px 0 4px; }
p { margin: 6px 0; } .about { color: #555a63; text-align: center; }
table { border-collapse: collapse; width: 100%; font-size: 14px; margin: 8px 0; }
th, td { border: 1px solid var(--line); padding: 4px 8px; text-align: left; vertical-align: top;
  overflow-wrap: anywhere; }
th { background: #f3f4f6; white-space: nowrap; } td.figure { text-align: right; white-space: nowrap; }
figure { margin: 8px 0; } figcaption { font-size: 14px; color: #555a63; text-align: center; }
svg { width: 100%; height: auto; font: 12px "Noto Sans CJK SC", sans-serif; }
.grid { stroke: var(--line); } .trend { fill: none; stroke: var(--red); stroke-width: 2; } circle { fill: var(--red); }
.error { fill: var(--red); } .warning { fill: #e0a030; }
.level { font-size: 13px; border: 1px solid; border-radius: 3px; padding: 0 5px; }
.level.is-error { color: var(--red); } .level.is-warning { color: #8a5200; }
blockquote { margin: 4px 0 4px 1em; padding-left: 10px; border-left: 3px solid var(--line); font-size: 15px; }
code { font-family: inherit; background: #f3f4f6; padding: 2px 6px; }
@page { size: A4; margin: 20mm 18mm; }
@media print { body { max-width: none; padding: 0; font-size: 12pt; } h2, h3 { break-after: avoid; }
  table, figure, section.rule { break-inside: auto; } tr, svg, blockquote { break-inside: avoid; } }
"""


def render(statistics: Statistics) -> bytes:
    """The report as UTF-8 HTML; whatever comes from documents is escaped."""
    title = escape(statistics.title)
    about = " · ".join(filter(None, [statistics.period.days, restriction(statistics)]))
    parts = [
        '<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8">',
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">",
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{title}</title><style>{_STYLE}</style></head><body>",
        f'<h1>{title}</h1><p class="about">{escape(about)}</p><main>',
        *_sections(statistics),
        "</main></body></html>\n",
    ]
    return "".join(parts).encode("utf-8", "replace")


def _sections(statistics: Statistics) -> Iterable[str]:
    yield _heading("总体情况")
    yield _paragraph(overview(statistics) + comparison(statistics))
    yield _figure(_trend(statistics), "差错率走势（每万字错误和警告数）")
    yield _heading("各关口情况")
    bars = [(line.gate, [("error", line.errors), ("warning", line.warnings)]) for line in statistics.gates]
    yield _figure(bar_chart("各关口错情", bars, "处"), "各关口错情（红：错误，黄：警告）")
    yield _table(tables.gates(statistics))
    yield _heading("各单位情况")
    if statistics.units:
        rates = [(line.name, [("error", line.tally.rate)]) for line in statistics.units[:_BARS] if line.tally.documents]
        yield _figure(bar_chart("各单位差错率", rates, ""), "各单位差错率（每万字）") if rates else ""
        yield _table(tables.units(statistics))
        yield _formula(statistics)
        yield _heading("各起草人情况")
        yield _table(tables.drafters(statistics))
    else:
        yield _paragraph("没有记录。")
    yield _heading("高频错情")
    yield from map(_rule, statistics.rules)
    yield "" if statistics.rules else _paragraph("没有错误和警告。")
    yield from _papers("优秀公文", tables.papers("优秀公文", statistics.clean, "字数"), "没有。")
    yield from _papers("退文", tables.papers("退文", statistics.returned, "状态"), "没有退文记录。")
    yield from _papers("超期文件", tables.papers("超期文件", statistics.overdue, "情况"), "没有超期文件的记录。")


def _trend(statistics: Statistics) -> str:
    points = [(point.period.short, point.tally.rate if point.tally.documents else None) for point in statistics.trend]
    return line_chart("差错率走势", points, "处/万字")


def _heading(text: str) -> str:
    return f"<h2>{escape(text)}</h2>"


def _paragraph(text: str) -> str:
    return f"<p>{escape(text)}</p>"


def _figure(picture: str, caption: str) -> str:
    return f"<figure>{picture}<figcaption>{escape(caption)}</figcaption></figure>"


def _formula(statistics: Statistics) -> str:
    meanings = "；".join(f"{name}：{meaning}" for name, meaning in NAMES.items() if name in statistics.formula)
    return f"<p>考核分 = <code>{escape(statistics.formula)}</code></p>" + _paragraph(f"其中，{meanings}。")


def _rule(line: RuleLine) -> str:
    examples = []
    for each in line.examples:
        source = "，".join(filter(None, [f"《{each.title}》", each.unit, each.place]))
        fix = f" → {each.suggestion}" if each.suggestion else ""
        shown = f"<br>{escape(each.message)}{escape(fix)}<br><small>{escape(source)}</small>"
        examples.append(f"<blockquote>“{escape(each.excerpt)}”{shown}</blockquote>")
    level = f'<span class="level is-{line.severity}">{SEVERITIES[line.severity]}</span>'
    return (
        f'<section class="rule"><h3>{escape(line.code)} {escape(line.summary)} {level}</h3>'
        f"<p>{line.found}处，涉及{line.documents}篇。依据：{escape(line.basis)}</p>{''.join(examples)}</section>"
    )


def _papers(name: str, table: Table, nothing: str) -> Iterable[str]:
    yield _heading(f"{name}（{len(table.rows)}）" if table.rows else name)
    yield _table(table) if table.rows else _paragraph(nothing)


def _table(table: Table) -> str:
    head = "".join(f'<th scope="col">{escape(column)}</th>' for column in table.columns)
    body = "".join(f"<tr>{_cells(row)}</tr>" for row in table.rows)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _cells(row: Sequence[Cell]) -> str:
    cells = []
    for value in row:
        if isinstance(value, str):
            cells.append(f"<td>{escape(value)}</td>")
        else:
            shown = score_text(value) if value is None else number(value)
            cells.append(f'<td class="figure">{shown}</td>')
    return "".join(cells)
