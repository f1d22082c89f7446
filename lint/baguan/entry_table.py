"""A register as a table of entries: cells in rows, the header found and its columns recognised.

Cells come from a CSV text (read here) or a workbook (``baguan.register.workbook``).  Data rows are numbered from 1 at
the row after the header, empty ones counted, so that a row's number and the spreadsheet's own differ by a constant.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from baguan.entry import FIELDS, OUTGOING, Entry, Value, bare_name, canonical
from baguan.entry_names import CHAIN, RECEIVED

_HEADER_ROWS = 15  # above the header stand at most a title, a unit, a year
_LEAST_COLUMNS = 2
_LEAST_IN_TEXT = 3  # a text is taken for a register only when its first line is plainly a header
_LONGEST_CELL = 60  # lines; a quotation that goes on longer was never closed
_BLANK = Value("")


class Cells(NamedTuple):
    """A row as it was read: where it stands (line or row of the file), its cells, and what is wrong with it."""

    line: int
    cells: Sequence[Value]
    problem: str = ""


class RowProblem(NamedTuple):
    """A row that could not be read as it should."""

    row: int
    column: str
    message: str


class Table(NamedTuple):
    """A register.

    Attributes:
        entries: one a row that is not empty.
        fields: the canonical fields it has columns for, and how it spells them.
        positions: the position (from 0) of the column of each field.
        header_line: the line or row of the file the header stands on; 0 when there is no header.
        problems: rows that could not be read as they should.
        headings: every heading, recognised or not.
        rows: how many data rows there are, empty ones left out.
        lines: the line of the file of a row, where it is not the header's plus the row's number.
    """

    entries: Sequence[Entry]
    fields: Mapping[str, str]
    positions: Mapping[str, int] = {}
    header_line: int = 0
    problems: Sequence[RowProblem] = ()
    headings: Sequence[str] = ()
    rows: int = 0
    lines: Mapping[int, int] = {}

    @property
    def incoming(self) -> bool:
        """Whether it registers papers that were received."""
        return bool({"收文编号", RECEIVED, "来文单位", "来文文号"} & self.fields.keys())


def build_table(rows: Iterable[Cells], extra: Mapping[str, str] | None = None) -> Table | None:
    """Find the header and turn the rows below it into entries; ``None`` when no row is a header.

    Args:
        rows: every row, empty ones too.
        extra: a unit's own names of columns, name -> canonical field.
    """
    stream = iter(rows)
    head: list[Cells] = []
    for row in stream:
        head.append(row)
        if len(head) >= _HEADER_ROWS:
            break
    found = _find_header(head, extra or {})
    if found is None:
        return None
    index, columns = found
    header = head[index]
    headings = [cell.text.strip() for cell in header.cells]
    names = {field: bare or headings[at] for field, at in columns.items() if (bare := _shown(headings[at]))}
    reader = _Reader(columns, names, headings, header.line)
    for row in head[index + 1 :]:
        reader.take(row)
    for row in stream:
        reader.take(row)
    return Table(
        reader.entries, names, columns, header.line, reader.problems, headings, len(reader.entries), reader.lines
    )


def _shown(heading: str) -> str:
    return " ".join(heading.split())


class _Reader:
    """Turns rows below the header into entries."""

    def __init__(
        self, columns: Mapping[str, int], names: Mapping[str, str], headings: Sequence[str], line: int
    ) -> None:
        self.columns = columns
        self.names = names
        self.headings = headings
        self.width = max((at for at, heading in enumerate(headings, 1) if heading), default=0)
        self.entries: list[Entry] = []
        self.problems: list[RowProblem] = []
        self.lines: dict[int, int] = {}
        self._row = 0
        self._header_line = line

    def take(self, row: Cells) -> None:
        """Add a row."""
        self._row += 1
        if row.line != self._header_line + self._row:  # cells of several lines stand above
            self.lines[self._row] = row.line
        cells = row.cells
        if row.problem:
            self.problems.append(RowProblem(self._row, "", row.problem))
        if not any((cell.text or cell.note) and (cell.note != "merged" or cell.detail) for cell in cells):
            return
        count = len(cells)
        if any(not cell.blank for cell in cells[self.width :]):
            extra = "、".join(cell.text.strip()[:12] for cell in cells[self.width :] if not cell.blank)
            self.problems.append(RowProblem(self._row, "", f"本行比表头多出内容“{extra}”，各列可能错位"))
        values = {field: cells[at] if at < count else _BLANK for field, at in self.columns.items()}
        if all(value.blank and value.note in ("", "merged") for value in values.values()):
            return
        if _repeats_header(values, self.names):
            return  # registers printed page by page repeat it
        self.entries.append(Entry(values, self._row, self.names))


def _repeats_header(values: Mapping[str, Value], names: Mapping[str, str]) -> bool:
    same = sum(_shown(value.text) == names[field] for field, value in values.items() if value.text)
    return same >= 3 and same * 2 > len(names)


def _find_header(rows: Sequence[Cells], extra: Mapping[str, str]) -> tuple[int, dict[str, int]] | None:
    best: tuple[int, dict[str, int]] | None = None
    for index, row in enumerate(rows):
        columns = recognise_columns([cell.text for cell in row.cells], extra)
        if len(columns) >= _LEAST_COLUMNS and (best is None or len(columns) > len(best[1])):
            best = index, columns
    return best


def recognise_columns(headings: Sequence[str], extra: Mapping[str, str]) -> dict[str, int]:
    """The canonical fields of a header and the positions of their columns.

    Of two columns that may mean the same field, the one with the more usual name is taken.
    """
    ranked: dict[str, tuple[int, int]] = {}
    for at, heading in enumerate(headings):
        field = canonical(heading, extra) if 0 < len(heading) <= 40 else ""
        if field:
            name = bare_name(heading)
            rank = 0 if name == field or heading.strip() in extra else 1 + _rank(field, name)
            if field not in ranked or rank < ranked[field][0]:
                ranked[field] = rank, at
    columns = {field: at for field, (_, at) in ranked.items()}
    issues = not OUTGOING.isdisjoint(columns) or "印发时间" in columns
    if issues and "收文编号" not in columns and RECEIVED not in columns:  # a register of outgoing papers
        if "来文文号" in columns:
            columns.setdefault("发文字号", columns.pop("来文文号"))
        columns.pop("来文单位", None)
    elif "发文字号" in columns and "来文文号" not in columns and not set(CHAIN[:3]) & columns.keys():
        columns["来文文号"] = columns.pop("发文字号")  # the sender's, in a register of incoming papers
    return dict(sorted(columns.items(), key=lambda item: item[1]))


def _rank(field: str, name: str) -> int:
    names = FIELDS[field]
    return names.index(name) if name in names else len(names)


# CSV


def looks_like_register(text: str) -> bool:
    """Whether a text is a register in CSV: its first line is a header of at least three known columns."""
    end = text.find("\n")
    if not 6 < end < 600:
        return False
    delimiter = _delimiter(text[:end])
    if text.count(delimiter, 0, end) < _LEAST_IN_TEXT - 1:
        return False
    headings = [cell.strip().strip('"') for cell in text[:end].split(delimiter)]
    return len(recognise_columns(headings, {})) >= _LEAST_IN_TEXT


def _delimiter(sample: str) -> str:
    """The most frequent of the delimiters; a comma when there is none."""
    return max(",\t;，|", key=sample.count)


def read_csv(text: str) -> Iterator[Cells]:
    """The rows of a CSV text (commas, tabs, semicolons), each cell with its place in the text.

    A quotation mark that is never closed spoils its own row only, which says so.
    """
    head = text.split("\n", _HEADER_ROWS)[:_HEADER_ROWS]
    delimiter = _delimiter("\n".join(head))
    position, line = 0, 1
    length = len(text)
    while position < length:
        end = text.find("\n", position)
        end = length if end < 0 else end
        problem = ""
        if text.find('"', position, end) < 0:
            cells = _plain(text, position, end, delimiter)
            following = line + 1
        else:
            stop = _record_end(text, position, end)
            if stop < 0:
                problem = "引号没有配对，本行可能错位"
                cells = _plain(text, position, end, delimiter)
            else:
                end = stop
                cells = _quoted(text, position, end, delimiter)
            following = line + 1 + text.count("\n", position, end)
        yield Cells(line, cells, problem)
        position, line = end + 1, following


def _plain(text: str, start: int, end: int, delimiter: str) -> list[Value]:
    cells = []
    for piece in text[start:end].split(delimiter):
        stop = start + len(piece)
        cells.append(_cell(piece.strip('"') if '"' in piece else piece, start, stop) if piece else _BLANK)
        start = stop + 1
    return cells


def _record_end(text: str, start: int, end: int) -> int:
    """Where the record that starts at ``start`` ends: the first line end with all quotations closed; -1 for none."""
    quotes = text.count('"', start, end)
    for _ in range(_LONGEST_CELL):
        if quotes % 2 == 0:
            return end
        if end >= len(text):
            return -1
        following = text.find("\n", end + 1)
        following = len(text) if following < 0 else following
        quotes += text.count('"', end, following)
        end = following
    return -1


def _quoted(text: str, start: int, end: int, delimiter: str) -> list[Value]:
    cells = []
    position = start
    while position <= end:
        if text[position : position + 1] == '"' and position < end:
            close = position + 1
            while True:
                close = text.find('"', close, end)
                if close < 0 or text[close + 1 : close + 2] != '"':
                    break
                close += 2
            close = end if close < 0 else close
            stop = text.find(delimiter, close, end)
            stop = end if stop < 0 else stop
            content = text[position + 1 : close].replace('""', '"') + text[close + 1 : stop].strip()
            cells.append(_cell(content, position + 1, close))
        else:
            stop = text.find(delimiter, position, end)
            stop = end if stop < 0 else stop
            cells.append(_cell(text[position:stop], position, stop))
        position = stop + 1
    return cells


def _cell(text: str, start: int, end: int) -> Value:
    if text[:1] == "=" and len(text) > 1:
        if text.startswith('="') and text.endswith('"'):  # how a spreadsheet is told to keep digits as text
            return Value(text[2:-1], start=start, end=end)
        return Value("", note="formula", detail=text, start=start, end=end)
    if text[:1] == "#" and text.strip() in ERRORS:
        return Value("", note="error", detail=text.strip(), start=start, end=end)
    return Value(text, start=start, end=end)


ERRORS = frozenset({"#REF!", "#N/A", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#SPILL!", "########"})
