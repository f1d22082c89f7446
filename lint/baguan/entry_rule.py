"""Rules over what is recorded of papers: the rows of a register, and the metadata of a single document.

``@entry_rule`` declares a function over one ``Entry``, ``@table_rule`` one over all of them (duplicates, gaps).
Declared once, a rule runs three ways: ``baguan register`` asks it for problems by row and column; ``baguan check`` runs
it over the metadata of a document; and over a text that is itself a register in CSV, which is how its examples are
written.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from baguan.entry_names import PART, has_metadata
from baguan.errors import UnknownYearError
from baguan.rule import Rule

if TYPE_CHECKING:
    from baguan.document import Document
    from baguan.entry import Entry, Practice
    from baguan.entry_table import Table
    from baguan.metadata import Metadata
    from baguan.model import Finding, Severity


class Problem(NamedTuple):
    """A fault in a field; ``severity`` lowers the rule's own, ``row`` is set by table rules (0: the header)."""

    field: str
    message: str = ""
    severity: Severity | None = None
    row: int = 0


EntryFunction = Callable[["Entry", "Practice", "EntryRule"], Iterable[Problem]]
TableFunction = Callable[["Table", "Practice", "TableRule"], Iterable[Problem]]


class RecordRule(Rule):
    """What ``EntryRule`` and ``TableRule`` share.  No data class: making one costs a millisecond of every start.

    Attributes:
        on_documents: whether it also looks at the metadata of a single document.
    """

    def __init__(self, *, on_documents: bool = True, **declaration: Any) -> None:
        super().__init__(**declaration)
        self.on_documents = on_documents

    def applies_to(self, document: Document) -> bool:
        if self.on_documents and has_metadata(document):
            return True
        return document.format == "txt" and document.text[:600].count(",") > 1 and _is_register(document.text)

    def check(self, document: Document) -> Iterator[Finding]:
        from baguan.entry import Practice
        from baguan.metadata import metadata_of

        practice = document.handling if isinstance(document.handling, Practice) else Practice()
        if _is_register(document.text):
            table = _table_of(document.text)
            for problem in self.problems(table, practice):
                yield self._in_text(document, table, problem)
            return
        metadata = metadata_of(document, practice.columns)
        if metadata is None or not self.on_documents:
            return
        for problem in self.of_metadata(metadata, practice):
            yield self._in_metadata(metadata, problem)

    def problems(self, table: Table, practice: Practice) -> Iterator[Problem]:
        """The problems of a register, each with its row."""
        raise NotImplementedError

    def of_metadata(self, metadata: Metadata, practice: Practice) -> Iterable[Problem]:
        """The problems of a document's metadata."""
        from baguan.entry_table import RowProblem, Table

        entry = metadata.entry
        faults = [RowProblem(0, "", f"{fault.source}第{fault.line}行：{fault.message}") for fault in metadata.problems]
        return self.problems(Table((entry,), dict.fromkeys(entry.values, ""), problems=faults), practice)

    def _in_text(self, document: Document, table: Table, problem: Problem) -> Finding:
        entry = next((entry for entry in table.entries if entry.row == problem.row), None)
        value = entry.values.get(problem.field) if entry is not None else None
        if value is None:  # the header
            end = document.text.find("\n")
            return self.at(end, end, message=problem.message, severity=problem.severity)
        return self.at(value.start, value.end, message=problem.message, severity=problem.severity)

    def _in_metadata(self, metadata: Metadata, problem: Problem) -> Finding:
        value = metadata.entry.values.get(problem.field)
        start, end = (value.start, value.end) if value is not None else (0, 0)
        where = metadata.places.get(problem.field, "元数据")
        part = "" if end else PART
        return self.at(start, end, message=problem.message, severity=problem.severity, part=part, where=where)


def _is_register(text: str) -> bool:
    from baguan.entry_table import looks_like_register

    return looks_like_register(text)


def _table_of(text: str) -> Table:
    from baguan.entry_table import Table, build_table, read_csv

    return build_table(read_csv(text)) or Table((), {})


class EntryRule(RecordRule):
    """A function over one entry; declare it with ``@entry_rule``.

    Attributes:
        fields: it runs only where one of these fields is written, always when empty.
    """

    def __init__(self, *, function: EntryFunction, fields: tuple[str, ...] = (), **declaration: Any) -> None:
        super().__init__(**declaration)
        self.function = function
        self.fields = fields

    def of_entry(self, entry: Entry, practice: Practice) -> Iterable[Problem]:
        """The problems of one entry.

        A time limit that runs into a year without a calendar is no problem here: a rule of its own reports the year.
        """
        try:
            return list(self.function(entry, practice, self))
        except UnknownYearError:
            return ()

    def problems(self, table: Table, practice: Practice) -> Iterator[Problem]:
        fields = [field for field in self.fields if field in table.fields]
        if self.fields and not fields:
            return
        for entry in table.entries:
            if fields and not any(entry.has(field) for field in fields):
                continue
            for problem in self.of_entry(entry, practice):
                yield problem._replace(row=entry.row)


class TableRule(RecordRule):
    """A function over all entries; declare it with ``@table_rule``."""

    def __init__(self, *, function: TableFunction, **declaration: Any) -> None:
        super().__init__(**declaration)
        self.function = function

    def problems(self, table: Table, practice: Practice) -> Iterator[Problem]:
        yield from self.function(table, practice, self)


def entry_rule(**declaration: Any) -> Callable[[EntryFunction], EntryRule]:
    """Declare the decorated function ``check(entry, practice, rule)`` as a rule; it yields ``Problem``."""
    return lambda function: EntryRule(function=function, **declaration)


def table_rule(**declaration: Any) -> Callable[[TableFunction], TableRule]:
    """Declare the decorated function ``check(table, practice, rule)`` as a rule; it yields ``Problem`` with rows."""
    return lambda function: TableRule(function=function, **declaration)
