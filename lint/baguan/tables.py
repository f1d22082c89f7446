"""Tables of facts (laws, agencies, formulations) that rules read and that a unit may extend with files of its own.

A table is a TSV file with a header; its first column is the key.  A unit puts a file of the same name into its data
folder (configuration ``data-dir``): a row with a known key replaces the package's, a new key adds one, and a key with
``-`` before it takes the row out.  A column that is left out is empty.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from baguan.errors import ConfigError, RuleError
from baguan.rule import Rule

if TYPE_CHECKING:
    from baguan.document import Document
    from baguan.model import Finding

Row = Mapping[str, str]
INDEX = "INDEX.tsv"  # beside the tables: what each is, its date, its source


class TableInfo(NamedTuple):
    """What ``INDEX.tsv`` says of a table."""

    title: str = ""
    as_of: str = ""
    source: str = ""
    confidence: str = ""


@cache
def read_table(path: Path, own: Path | None = None) -> tuple[Row, ...]:
    """The rows of a table, by column name, sorted by key when a unit's file changes them.

    Args:
        path: the package's table.
        own: the unit's data folder; a folder without a file of that name changes nothing.

    Raises:
        RuleError: the package's table is broken.
        ConfigError: the unit's file is; the message names file and line.
    """
    columns, rows = _package_rows(path)
    if own is None or not (own / path.name).is_file():
        return tuple(rows)
    key = columns[0]
    table = {row[key]: row for row in rows}
    for name, row in _unit_rows(own / path.name, columns):
        if name.startswith("-"):
            if table.pop(name[1:], None) is None:
                raise ConfigError(f"{own / path.name}：要去掉的行不存在：没有“{name[1:]}”")
        else:
            table[name] = row
    return tuple(sorted(table.values(), key=lambda row: row[key]))


def unit_rows(path: Path, own: Path) -> int:
    """How many rows of a table the unit's own file sets or takes out."""
    file = own / path.name
    return len(_unit_rows(file, _package_rows(path)[0])) if file.is_file() else 0


def _package_rows(path: Path) -> tuple[list[str], list[Row]]:
    header, *lines = path.read_text(encoding="utf-8").splitlines()
    columns = header.split("\t")
    rows: list[Row] = []
    for number, line in enumerate(lines, 2):
        cells = line.split("\t")
        if len(cells) != len(columns):
            raise RuleError(f"{path.name}：第{number}行应有{len(columns)}列")
        rows.append(dict(zip(columns, cells, strict=True)))
    return columns, rows


def _unit_rows(file: Path, columns: Sequence[str]) -> list[tuple[str, Row]]:
    try:
        text = file.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise ConfigError(f"{file}：数据文件无法读取：{error.strerror}") from error
    except UnicodeDecodeError as error:
        raise ConfigError(f"{file}：数据文件应为 UTF-8 编码（第{error.start + 1}个字节有误）") from error
    lines = [
        (number, line.rstrip("\r"))
        for number, line in enumerate(text.split("\n"), 1)
        if line.strip() and not line.startswith("#")
    ]
    if not lines:
        return []
    given = lines[0][1].split("\t")
    for name in given:
        if name not in columns:
            raise ConfigError(f"{file}:{lines[0][0]}：没有列“{name}”，这个表的列是 {'、'.join(columns)}")
    if given[0] != columns[0]:
        raise ConfigError(f"{file}:{lines[0][0]}：第一列应为“{columns[0]}”")
    rows: list[tuple[str, Row]] = []
    for number, line in lines[1:]:
        cells = line.split("\t")
        if len(cells) > len(given):
            raise ConfigError(f"{file}:{number}：有{len(cells)}列，表头只有{len(given)}列")
        row = dict.fromkeys(columns, "") | dict(zip(given, cells, strict=False))
        _check_row(file, number, row)
        rows.append((cells[0], row))
    return rows


def _check_row(file: Path, number: int, row: Row) -> None:
    key = next(iter(row.values()))
    if not key.strip("- "):
        raise ConfigError(f"{file}:{number}：第一列不能为空")
    if key.startswith("-"):
        return
    if "effective" in row:
        import datetime

        try:
            datetime.date.fromisoformat(row["effective"])
        except ValueError:
            raise ConfigError(f"{file}:{number}：effective 应为日期，如 2026-08-15") from None


def table_info(path: Path) -> TableInfo:
    """What the index beside a table says of it; empty fields when it says nothing."""
    index = path.with_name(INDEX)
    if index.is_file():
        for line in index.read_text(encoding="utf-8").splitlines()[1:]:
            name, *cells = line.split("\t")
            if name == path.stem:
                return TableInfo(*cells)
    return TableInfo()


@dataclass(kw_only=True, repr=False, eq=False)  # generating them would cost every start half a millisecond
class TableRule(Rule):
    """A function over the whole document that reads a table of facts; declare it with ``table_rule``.

    Attributes:
        function: called with the document and the rule, whose ``rows`` are the table's.
        table: the TSV file of the package.
        anchors_of: the literals of a row, one of which stands wherever the row can matter.
        anchors: literals for all rows, instead.
        own: the unit's data folder.
    """

    function: Callable[[Document, TableRule], Iterable[Finding]]
    table: Path
    anchors_of: Callable[[Row], Iterable[str]] | None = None
    anchors: Sequence[str] = ()
    own: Path | None = None

    @property
    def rows(self) -> tuple[Row, ...]:
        """The table, with what the unit changed."""
        return read_table(self.table, self.own)

    @property
    def literals(self) -> Sequence[str]:
        if self.anchors_of is None:
            return self.anchors
        return tuple(dict.fromkeys(literal for row in self.rows for literal in self.anchors_of(row)))

    def with_data(self, folder: Path) -> TableRule:
        """The rule with the unit's own rows.

        Raises:
            ConfigError: the unit's file is wrong.
        """
        other = copy.copy(self)
        other.own = folder
        read_table(other.table, folder)
        return other

    def check(self, document: Document) -> Iterable[Finding]:
        return self.function(document, self)


def table_rule(
    **declaration: object,
) -> Callable[[Callable[[Document, TableRule], Iterable[Finding]]], TableRule]:
    """Declare the decorated function ``check(document, rule)`` as a rule over a table.

    The keyword arguments are those of ``TableRule`` but ``function``.
    """

    def decorate(function: Callable[[Document, TableRule], Iterable[Finding]]) -> TableRule:
        return TableRule(function=function, **declaration)  # type: ignore[arg-type]

    return decorate


def with_unit_data(rules: Iterable[Rule], known: Iterable[Rule], folder: Path) -> list[Rule]:
    """Rules whose tables hold the unit's rows too.

    Args:
        rules: those that run.
        known: all there are, whose tables a file of the folder may be named for.
        folder: the unit's data folder.

    Raises:
        ConfigError: there is no such folder, or a file in it is for no table or is wrong.
    """
    if not folder.is_dir():
        raise ConfigError(f"数据目录不存在：{folder}")
    names = {rule.table.name for rule in known if isinstance(rule, TableRule)}
    for file in sorted(folder.glob("*.tsv")):
        if file.name not in names:
            from difflib import get_close_matches

            close = get_close_matches(file.name, names, 1)
            meant = f"，是否想写“{close[0]}”？" if close else ""
            raise ConfigError(f"{file}：没有这个数据表（{'、'.join(sorted(names))}）{meant}")
    return [rule.with_data(folder) if isinstance(rule, TableRule) else rule for rule in rules]


def data_signature(folder: Path) -> str:
    """Changes whenever a file of the unit's data folder does."""
    stamps = [(file.name, file.stat().st_size, file.stat().st_mtime_ns) for file in sorted(folder.glob("*.tsv"))]
    return repr(stamps)
