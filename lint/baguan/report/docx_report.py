"""The report as a Word document: to be filed, signed or sent back with the draft."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from baguan.lazy import lazy_pattern
from baguan.model import Gate, Severity
from baguan.record import TOOL_GATE, FileReport, GateState, Record, Report, Verdict
from baguan.report import RenderOptions
from baguan.report.advice import authority, suggestion
from baguan.report.common import one_line, place

_ILLEGAL = lazy_pattern("[^\\t\\n\\r\\x20-\\ud7ff\\ue000-\\ufffd\\U00010000-\\U0010ffff]")
_COLUMNS = (("序号", 13), ("位置", 24), ("级别", 13), ("问题和建议", 74), ("依据", 32))  # widths in millimetres


def render(report: Report, options: RenderOptions) -> bytes:
    """Render an A4 document; the same report gives the same text."""
    from docx import Document
    from docx.shared import Mm

    word = Document()
    section = word.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin, section.right_margin, section.top_margin, section.bottom_margin = (
        Mm(28),
        Mm(26),
        Mm(30),
        Mm(28),
    )
    word.core_properties.author = "把关"
    word.core_properties.title = "校对报告"
    _fonts(word)
    _paragraph(word, "校对报告", size=22, bold=True, center=True)
    for file in report.files:
        _file(word, file)
    if not report.files:
        _paragraph(word, "没有检查任何文件。")
    _paragraph(word, "本报告由 把关 在本机生成，供修改时参考。", size=10)
    target = io.BytesIO()
    word.save(target)
    return target.getvalue()


def _fonts(word: Any) -> None:
    from docx.oxml.ns import qn
    from docx.shared import Pt

    style = word.styles["Normal"]
    style.font.name, style.font.size = "Times New Roman", Pt(12)
    style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), "仿宋")
    style.paragraph_format.space_after = Pt(0)


def _paragraph(
    word: Any, text: str, *, size: float = 12, bold: bool = False, center: bool = False, keep: bool = False
) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml.ns import qn
    from docx.shared import Pt

    made = word.add_paragraph()
    made.paragraph_format.space_before = Pt(6 if bold else 2)
    made.paragraph_format.keep_with_next = keep
    if center:
        made.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = made.add_run(_legal(text))
    run.bold, run.font.size = bold, Pt(size)
    if bold:
        run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), "黑体")


def _file(word: Any, file: FileReport) -> None:
    _paragraph(word, one_line(file.path), size=15, bold=True, keep=True)
    for message in file.errors:
        _paragraph(word, f"未能完整检查：{one_line(message)}")
    if file.errors and not file.characters:
        return
    counts = "，".join(f"{severity.label} {file.count(severity)}" for severity in reversed(Severity))
    genre = f"文种：{file.genre}。" if file.genre else ""
    _paragraph(
        word,
        f"结论：{Verdict(file.verdict).label}。差错率：{file.error_rate}／万字。{counts}。{genre}字数：{file.characters}。",
    )
    if file.reasons:
        _paragraph(word, "退文理由：" + "；".join(f"{each.reason}（{each.clause}）" for each in file.reasons))
    gates = "　".join(f"{name}：{GateState(state).label}" for name, state in file.gates.items())
    _paragraph(word, f"五个关口　{gates}")
    number = 0
    for gate in (*(each.label for each in Gate), TOOL_GATE):
        records = [record for record in file.findings if record.gate == gate]
        if records:
            _paragraph(word, f"{gate}（{len(records)} 处）", bold=True, keep=True)
            _table(word, records, number)
            number += len(records)
    if not file.findings:
        _paragraph(word, "没有发现问题。")


def _table(word: Any, records: Sequence[Record], before: int) -> None:
    from docx.oxml import OxmlElement
    from docx.shared import Mm

    table = word.add_table(rows=1 + len(records), cols=len(_COLUMNS))
    table.style = word.styles["Table Grid"]
    table.autofit = False
    for column, (_, width) in zip(table.columns, _COLUMNS, strict=True):
        column.width = Mm(width)
    rows = [[name for name, _ in _COLUMNS], *(_row(before + n, record) for n, record in enumerate(records, 1))]
    for element, row in zip(table._tbl.tr_lst, rows, strict=True):
        properties = element.get_or_add_trPr()
        properties.append(OxmlElement("w:cantSplit"))
        if row is rows[0]:
            properties.append(OxmlElement("w:tblHeader"))
        for cell, (_, width), text in zip(element.tc_lst, _COLUMNS, row, strict=True):
            cell.width = Mm(width)
            _fill(cell, text, bold=row is rows[0])


def _fill(cell: Any, text: str, *, bold: bool) -> None:
    """Write the lines of a cell, a paragraph each."""
    from docx.shared import Pt
    from docx.text.paragraph import Paragraph

    for index, line in enumerate(text.split("\n")):
        element = cell.p_lst[0] if index == 0 else cell.add_p()
        run = Paragraph(element, cell).add_run(_legal(line))
        run.font.size, run.bold = Pt(10.5), bold


def _row(number: int, record: Record) -> list[str]:
    told = [f"{record.code}　{one_line(record.message)}"]
    if record.part != "section":
        told.append(f"原文：{one_line(record.excerpt)}")
    if record.fix is not None:
        told.append(f"建议：{one_line(suggestion(record))}")
    return [
        str(number),
        one_line(place(record)),
        Severity.parse(record.severity).label,
        "\n".join(told),
        authority(record),
    ]


def _legal(text: str) -> str:
    return _ILLEGAL.sub("\ufffd", text)
