"""Reading .xlsx: the sheets of a workbook as rows of cells, dates as dates, formulas and merged cells told apart.

Our own walk over the XML, as for .docx: the package is opened within limits, entities and network are off, and a sheet
of a hundred thousand rows is read row by row.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from lxml import etree

from baguan.entry import Moment, NotATimeError, Value, from_serial, parse_moment
from baguan.entry_table import Cells
from baguan.errors import DocumentError
from baguan.readers.ooxml import Package, R

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_STRICT_R = "{http://purl.oclc.org/ooxml/officeDocument/relationships}"
_DTD = re.compile(rb"<!(?:DOCTYPE|ENTITY)")
_MERGED = re.compile(rb"<(?:\w+:)?mergeCell\s[^>]*?ref=\"([A-Z]+)(\d+):([A-Z]+)(\d+)\"")
_REFERENCE = re.compile(r"([A-Z]{1,3})(\d+)")
_DATE_FORMATS = frozenset({*range(14, 23), *range(27, 37), 45, 46, 47, *range(50, 59)})
_QUOTED = re.compile(r"\"[^\"]*\"|\\.|\[(?!h|m|s)[^\]]*\]|_.|\*.", re.IGNORECASE)
_MOST_COLUMNS = 500
_LAST_ROW = 1_048_576
_BLANK = Value("")
_WITHIN = Value("", note="merged")  # a cell that a merge over several columns took away


class Sheet(NamedTuple):
    """A sheet: its name and its rows, read as they are asked for."""

    name: str
    rows: Iterator[Cells]


class Merge(NamedTuple):
    """A merged range, rows and columns from 1."""

    first_row: int
    last_row: int
    first_column: int
    last_column: int

    def __str__(self) -> str:
        return f"{letters(self.first_column)}{self.first_row}:{letters(self.last_column)}{self.last_row}"


def read_workbook(data: bytes) -> list[Sheet]:
    """The visible sheets of a workbook.

    Raises:
        DocumentError: the bytes are no readable .xlsx; also while the rows are read.
    """
    if data.startswith(_OLE):
        encrypted = "EncryptedPackage".encode("utf-16-le") in data
        message = (
            "文件已加密，请去掉密码后再检查" if encrypted else "旧版 Excel 的 .xls 格式不能读取，请另存为 .xlsx 或 .csv"
        )
        raise DocumentError(message, "encrypted" if encrypted else "ole")
    if not data.startswith(b"PK"):
        raise DocumentError("不是 .xlsx 工作簿：内容不是 ZIP 压缩包", "format")
    package = Package(data)
    main = next((r.target for r in package.relationships("").values() if r.kind == "officeDocument"), "")
    if main not in package or not main.lower().startswith("xl/"):
        raise DocumentError("压缩包里没有工作簿（xl/workbook.xml），不是 .xlsx", "format")
    root = package.parse(main)
    relationships = package.relationships(main)
    named = {relationship.kind: relationship.target for relationship in relationships.values()}
    since_1904 = any(element.get("date1904") in ("1", "true") for element in root.iter("{*}workbookPr"))
    shared = _shared_strings(package, named.get("sharedStrings", ""))
    dates = _date_styles(package, named.get("styles", ""))
    sheets = []
    for element in root.iter("{*}sheet"):
        identifier = element.get(R + "id") or element.get(_STRICT_R + "id") or ""
        relationship = relationships.get(identifier)
        if element.get("state", "visible") != "visible" or relationship is None or relationship.kind != "worksheet":
            continue
        reader = _SheetReader(shared, dates, since_1904=since_1904)
        sheets.append(Sheet(element.get("name", ""), reader.rows(package, relationship.target)))
    if not sheets:
        raise DocumentError("工作簿里没有可见的工作表", "format")
    return sheets


def _events(data: bytes, part: str, tags: Sequence[str]) -> Iterator[etree._Element]:
    """The elements with these tags as they end; what was yielded before is forgotten."""
    if _DTD.search(data, 0, 4096):
        raise DocumentError(f"{part} 含有文档类型声明（DTD）或实体，出于安全不予读取", "entity")
    try:
        for _, element in etree.iterparse(
            io.BytesIO(data), events=("end",), tag=tags, resolve_entities=False, no_network=True, load_dtd=False,
            huge_tree=False, remove_comments=True,
        ):  # fmt: skip
            yield element
            element.clear()
            while element.getprevious() is not None:
                parent = element.getparent()
                if parent is None:
                    break
                del parent[0]
    except etree.XMLSyntaxError as error:
        raise DocumentError(f"{part} 不是合法的 XML：{error}", "format") from error


def _shared_strings(package: Package, part: str) -> list[str]:
    if not part or part not in package:
        return []
    return [_text(element) for element in _events(package.read(part), part, ["{*}si"])]


def _text(element: etree._Element) -> str:
    """The text of a string with rich runs; the readings of ruby are left out."""
    pieces = []
    for child in element.iter("{*}t"):
        parent = child.getparent()
        if child.text and (parent is None or not str(parent.tag).endswith("}rPh")):
            pieces.append(child.text)
    return "".join(pieces)


def _date_styles(package: Package, part: str) -> frozenset[int]:
    """The indexes of the cell formats that show a number as a date."""
    if not part or part not in package:
        return frozenset()
    root = package.parse(part)
    own: Mapping[str, str] = {
        element.get("numFmtId", ""): element.get("formatCode", "") for element in root.iter("{*}numFmt")
    }
    found = set()
    for formats in root.iter("{*}cellXfs"):
        for index, element in enumerate(formats.iter("{*}xf")):
            number = element.get("numFmtId", "0")
            if (number in own and _is_date(own[number])) or (number.isdecimal() and int(number) in _DATE_FORMATS):
                found.add(index)
    return frozenset(found)


def _is_date(code: str) -> bool:
    bare = _QUOTED.sub("", code.split(";")[0]).lower()
    return any(letter in bare for letter in "ymdhs") and "general" not in bare


class _SheetReader:
    """Reads the rows of one sheet."""

    def __init__(self, shared: Sequence[str], dates: frozenset[int], *, since_1904: bool) -> None:
        self._shared = shared
        self._dates = dates
        self._since_1904 = since_1904

    def rows(self, package: Package, part: str) -> Iterator[Cells]:
        """Every row from the first, empty ones too."""
        data = package.read(part)
        merges = _merges(data)
        number = 0
        carried: dict[Merge, Value] = {}
        for element in _events(data, part, ["{*}row"]):
            given = element.get("r", "")
            current = int(given) if given.isdecimal() else number + 1
            if not number < current <= _LAST_ROW:
                current = number + 1
            for missing in range(number + 1, current):
                yield Cells(missing, ())
            number = current
            yield Cells(number, self._merged(self._cells(element), number, merges, carried))

    def _cells(self, row: etree._Element) -> list[Value]:
        cells: list[Value] = []
        for element in row:
            reference = _REFERENCE.match(element.get("r", ""))
            column = _number(reference[1]) if reference else len(cells) + 1
            if column > _MOST_COLUMNS:
                break
            while len(cells) < column - 1:
                cells.append(_BLANK)
            value = self._value(element)
            if len(cells) == column - 1:
                cells.append(value)
        return cells

    def _value(self, cell: etree._Element) -> Value:
        kind = cell.get("t", "n")
        raw = formula = None
        for child in cell:
            name = str(child.tag).rpartition("}")[2]
            if name == "v":
                raw = child.text or ""
            elif name == "f":
                formula = "=" + (child.text or "…")
            elif name == "is":
                raw = _text(child)
        if raw is None or (raw == "" and formula is None):
            return _BLANK if formula is None else Value("", note="formula", detail=formula)
        value = self._typed(kind, raw, int(cell.get("s") or 0))
        if formula is not None and value.note != "error":
            return value._replace(note="computed" if value.text else "formula", detail=formula)
        return value

    def _typed(self, kind: str, raw: str, style: int) -> Value:
        if kind == "s":
            index = int(raw) if raw.strip().isdecimal() else -1
            return Value(self._shared[index] if 0 <= index < len(self._shared) else "")
        if kind == "e":
            return Value("", note="error", detail=raw)
        if kind == "b":
            return Value("是" if raw.strip() == "1" else "否")
        if kind == "d":
            return _dated(raw, raw)
        if kind != "n":
            return Value(raw)
        try:
            number = float(raw)
        except ValueError:
            return Value(raw)
        plain = str(int(number)) if number == number and abs(number) < 1e15 and number == int(number) else raw
        if style in self._dates:
            try:
                moment = from_serial(number, since_1904=self._since_1904)
            except NotATimeError:
                return Value(plain)
            return Value(str(moment), moment)
        return Value(plain)

    def _merged(self, cells: list[Value], row: int, merges: list[Merge], carried: dict[Merge, Value]) -> list[Value]:
        """Say which cells are merged; what is merged downwards is repeated in every row."""
        for merge in [each for each in carried if each.last_row < row]:
            del carried[merge]
        while merges and merges[0].first_row <= row:
            merge = merges.pop(0)
            if merge.last_row >= row:
                at = merge.first_column - 1
                first = cells[at] if merge.first_row == row and at < len(cells) else _BLANK
                carried[merge] = first
                _put(cells, at, first._replace(note=first.note or "merged", detail=first.detail or str(merge)))
        for merge, value in carried.items():
            if row > merge.first_row:
                _put(cells, merge.first_column - 1, value._replace(note="merged", detail=""))
            for column in range(merge.first_column, min(merge.last_column, _MOST_COLUMNS)):
                _put(cells, column, _WITHIN)
        return cells


def _put(cells: list[Value], index: int, value: Value) -> None:
    while len(cells) <= index:
        cells.append(_BLANK)
    cells[index] = value


def _merges(data: bytes) -> list[Merge]:
    """The merged ranges, by their first row."""
    found = []
    for match in _MERGED.finditer(data, max(0, data.rfind(b"sheetData"))):
        first, top, last, bottom = (piece.decode() for piece in match.groups())
        if len(first) > 3 or len(last) > 3 or _number(first) > _MOST_COLUMNS:
            continue
        found.append(Merge(int(top), min(int(bottom), _LAST_ROW), _number(first), min(_number(last), _MOST_COLUMNS)))
    return sorted(found)


def _number(column: str) -> int:
    total = 0
    for letter in column:
        total = total * 26 + ord(letter) - 64
    return total


def letters(column: int) -> str:
    """The letters of a column, counted from 1."""
    text = ""
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(65 + rest) + text
    return text


def _dated(raw: str, text: str) -> Value:
    try:
        moment: Moment | None = parse_moment(raw)
    except NotATimeError:
        moment = None
    return Value(str(moment) if moment else text, moment)
