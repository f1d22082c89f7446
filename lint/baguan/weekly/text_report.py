"""The report for a terminal: the figures in brief."""

from __future__ import annotations

from typing import TYPE_CHECKING

from baguan.weekly.words import SEVERITIES, comparison, number, overview, restriction, score_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from baguan.weekly.figures import GroupLine, PaperLine, Statistics

_LISTED = 10


def render(statistics: Statistics) -> bytes:
    """The report as UTF-8 text."""
    return ("\n".join(_lines(statistics)) + "\n").encode("utf-8", "replace")


def _lines(statistics: Statistics) -> Iterator[str]:
    yield f"{statistics.title}（{statistics.period.days}）"
    if statistics.filters:
        yield restriction(statistics)
    yield overview(statistics) + comparison(statistics)
    yield ""
    yield "关口：" + "，".join(
        f"{line.gate}{line.faults}处" if line.faults else f"{line.gate}无" for line in statistics.gates
    )
    if statistics.units:
        yield ""
        yield "单位（按差错率从高到低）："
        yield from map(_group, statistics.units)
    if statistics.rules:
        yield ""
        yield "高频错情："
        for line in statistics.rules:
            yield f"  {line.found}处 {line.code} {SEVERITIES[line.severity]} {line.summary}（{line.basis}）"
    for name, papers in (
        ("优秀公文", statistics.clean), ("退文", statistics.returned), ("超期文件", statistics.overdue)
    ):  # fmt: skip
        if papers:
            yield ""
            yield f"{name}（{len(papers)}）："
            yield from (_paper(line) for line in papers[:_LISTED])
            if len(papers) > _LISTED:
                yield f"  ……另有{len(papers) - _LISTED}件，见 html、xlsx 或 json 输出"


def _group(line: GroupLine) -> str:
    tally = line.tally
    parts = [f"{tally.documents}篇", f"错情{tally.faults}处", f"差错率{number(tally.rate)}"]
    parts += [f"退文{line.returned}"] if line.returned else []
    parts += [f"超期{line.overdue}"] if line.overdue else []
    return f"  {line.name}：{'，'.join(parts)}，考核分{score_text(line.score)}"


def _paper(line: PaperLine) -> str:
    return "  " + "，".join(filter(None, (line.title, line.number, line.unit, line.note)))
