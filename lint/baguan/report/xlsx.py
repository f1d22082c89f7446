"""The findings as a workbook, a row each, as offices keep them: to be sorted, filtered and ticked off.

The workbook is written by hand (a few small XML parts): every cell is a number or an inline string, so nothing a
document holds can become a formula, and the same report gives the same bytes.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Sequence
from html import escape

from baguan.lazy import lazy_pattern
from baguan.model import Severity
from baguan.record import FileReport, Report, Verdict
from baguan.report import RenderOptions
from baguan.report.advice import authority, suggestion
from baguan.report.common import place, visible

_STAMP = (1980, 1, 1, 0, 0, 0)  # the first moment a zip archive can hold
_MAXIMUM = 32_767  # characters a cell can hold
_ILLEGAL = lazy_pattern("[^\\t\\n\\r\\x20-\\ud7ff\\ue000-\\ufffd\\U00010000-\\U0010ffff]")
_ESCAPED = lazy_pattern("_(?=x[0-9A-Fa-f]{4}_)")  # Excel reads ``_x0041_`` as a character
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_FINDINGS = (
    ("序号", 6), ("文件", 28), ("位置", 16), ("级别", 7), ("关口", 13), ("编号", 9), ("原文", 22), ("问题", 46),
    ("建议", 30), ("依据", 34), ("所在文句", 50), ("处理意见", 14), ("处理人", 10),
)  # fmt: skip
_FILES = (
    ("文件", 40), ("文种", 10), ("字数", 9), ("错误", 8), ("警告", 8), ("提示", 8), ("差错率（／万字）", 16),
    ("结论", 14), ("退文理由", 50), ("未能检查的原因", 40),
)  # fmt: skip
_Row = Sequence["str | int | float"]


def render(report: Report, options: RenderOptions) -> bytes:
    """Render two sheets: 错情表 and 文件汇总."""
    sheets = [("错情表", _FINDINGS, list(_findings(report))), ("文件汇总", _FILES, [_file(f) for f in report.files])]
    parts = {
        "[Content_Types].xml": _types(len(sheets)),
        "_rels/.rels": _relations([("officeDocument", "xl/workbook.xml")]),
        "xl/workbook.xml": _workbook([(name, len(columns), len(rows)) for name, columns, rows in sheets]),
        "xl/_rels/workbook.xml.rels": _relations(
            [("worksheet", f"worksheets/sheet{number}.xml") for number in range(1, len(sheets) + 1)]
            + [("styles", "styles.xml")]
        ),
        "xl/styles.xml": _STYLES,
    }
    for number, (_, columns, rows) in enumerate(sheets, 1):
        parts[f"xl/worksheets/sheet{number}.xml"] = _sheet(columns, rows)
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, content in parts.items():
            entry = zipfile.ZipInfo(name, _STAMP)
            entry.compress_type = zipfile.ZIP_DEFLATED
            head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
            archive.writestr(entry, (head + content).encode())
    return target.getvalue()


def _findings(report: Report) -> Iterable[_Row]:
    for number, record in enumerate(report.findings, 1):
        label = Severity.parse(record.severity).label
        yield (
            number, record.path, place(record), label, record.gate, record.code, record.text, record.message,
            suggestion(record), authority(record), record.excerpt, "", "",
        )  # fmt: skip


def _file(file: FileReport) -> _Row:
    counts = (file.count(severity) for severity in reversed(Severity))
    verdict = Verdict(file.verdict).label if file.verdict else ""
    reasons = "；".join(f"{each.reason}（{each.clause}）" for each in file.reasons)
    return (file.path, file.genre, file.characters, *counts, file.error_rate, verdict, reasons, "；".join(file.errors))


def _sheet(columns: Sequence[tuple[str, int]], rows: Sequence[_Row]) -> str:
    last = f"{_column(len(columns))}{len(rows) + 1}"
    widths = "".join(
        f'<col min="{index}" max="{index}" width="{width}" customWidth="1"/>'
        for index, (_, width) in enumerate(columns, 1)
    )
    body = [_cells(1, [name for name, _ in columns], 1)]
    body += [_cells(number, row, 2) for number, row in enumerate(rows, 2)]
    return (
        f'<worksheet xmlns="{_MAIN}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr><dimension ref="A1:{last}"/>'
        '<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" '
        'state="frozen"/></sheetView></sheetViews><sheetFormatPr defaultRowHeight="15"/>'
        f'<cols>{widths}</cols><sheetData>{"".join(body)}</sheetData><autoFilter ref="A1:{last}"/>'
        '<pageMargins left="0.5" right="0.5" top="0.6" bottom="0.6" header="0.3" footer="0.3"/>'
        '<pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/>'
        "<headerFooter><oddFooter>&amp;C第 &amp;P 页，共 &amp;N 页</oddFooter></headerFooter></worksheet>"
    )


def _cells(number: int, row: _Row, style: int) -> str:
    cells = []
    for index, value in enumerate(row, 1):
        where = f'r="{_column(index)}{number}" s="{style}"'
        if isinstance(value, str):
            cells.append(f'<c {where} t="inlineStr"><is><t xml:space="preserve">{_text(value)}</t></is></c>')
        else:
            cells.append(f"<c {where}><v>{value}</v></c>")
    return f'<row r="{number}">{"".join(cells)}</row>'


def _text(value: str) -> str:
    legal = _ILLEGAL.sub("\ufffd", visible(value))[:_MAXIMUM]
    return escape(_ESCAPED.sub("_x005F_", legal), quote=False)


def _column(number: int) -> str:
    return "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[number - 1]


def _workbook(sheets: Sequence[tuple[str, int, int]]) -> str:
    entries = "".join(
        f'<sheet name="{name}" sheetId="{number}" r:id="rId{number}"/>' for number, (name, _, _) in enumerate(sheets, 1)
    )
    names = "".join(
        f'<definedName name="_xlnm._FilterDatabase" localSheetId="{index}" hidden="1">\'{name}\'!$A$1:'
        f"${_column(columns)}${rows + 1}</definedName>"
        f'<definedName name="_xlnm.Print_Titles" localSheetId="{index}">\'{name}\'!$1:$1</definedName>'
        for index, (name, columns, rows) in enumerate(sheets)
    )
    return (
        f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>{entries}</sheets>'
        f"<definedNames>{names}</definedNames></workbook>"
    )


def _relations(targets: Iterable[tuple[str, str]]) -> str:
    entries = "".join(
        f'<Relationship Id="rId{number}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, 1)
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{entries}</Relationships>'


def _types(sheets: int) -> str:
    parts = [("xl/workbook.xml", "sheet.main"), ("xl/styles.xml", "styles")]
    parts += [(f"xl/worksheets/sheet{number}.xml", "worksheet") for number in range(1, sheets + 1)]
    overrides = "".join(
        f'<Override PartName="/{name}" ContentType="{_SHEET_TYPE}.{kind}+xml"/>' for name, kind in parts
    )
    return (
        f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    )


_BORDER = "".join(
    f'<{side} style="thin"><color rgb="FFBFBFBF"/></{side}>' for side in ("left", "right", "top", "bottom")
)
_STYLES = (
    f'<styleSheet xmlns="{_MAIN}"><fonts count="2"><font><sz val="11"/><name val="宋体"/></font>'
    '<font><b/><sz val="11"/><name val="黑体"/></font></fonts><fills count="3"><fill><patternFill patternType="none"/>'
    '</fill><fill><patternFill patternType="gray125"/></fill><fill><patternFill patternType="solid">'
    '<fgColor rgb="FFE7E6E6"/></patternFill></fill></fills><borders count="2"><border><left/><right/><top/><bottom/>'
    f"<diagonal/></border><border>{_BORDER}<diagonal/></border></borders>"
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="3">'
    '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    '<xf numFmtId="0" fontId="1" fillId="2" borderId="1" xfId="0" applyFont="1" applyFill="1" applyBorder="1" '
    'applyAlignment="1"><alignment horizontal="center" vertical="center" wrapText="1"/></xf>'
    '<xf numFmtId="0" fontId="0" fillId="0" borderId="1" xfId="0" applyBorder="1" applyAlignment="1">'
    '<alignment vertical="top" wrapText="1"/></xf></cellXfs><cellStyles count="1">'
    '<cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)
