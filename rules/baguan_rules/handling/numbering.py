"""Numbers of a register: repeated, skipped, in the wrong year; the same paper registered twice."""

from __future__ import annotations

import unicodedata
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from baguan.entry_names import RECEIVED
from baguan.entry_rule import Problem, table_rule
from baguan.lazy import lazy_pattern
from baguan.model import Basis, Severity, Strength
from baguan.rule import Bad, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from baguan.entry import Entry, Practice
    from baguan.entry_rule import TableRule
    from baguan.entry_table import Table

_REGULATION = "《党政机关公文处理工作条例》"
_HEAD = "收文编号,来文单位,来文文号,标题,收文时间\n"
_OUT = "发文字号,标题,签发人,签发时间\n"
_NUMBERED = ("收文编号", "发文字号")
_FORMS = (
    lazy_pattern(r"(?P<series>.*?)[〔\[【(（]\s*(?P<year>\d{4})\s*[〕\]】)）]\s*第?\s*(?P<n>\d{1,6})\s*号?"),
    lazy_pattern(r"(?P<series>\D*?)(?P<year>20\d{2})\s*[-—–/年.]\s*第?\s*(?P<n>\d{1,6})\s*号?"),
    lazy_pattern(r"(?P<series>\D*?)(?P<year>20\d{2})(?P<n>\d{3,5})"),
    lazy_pattern(r"(?P<series>\D*?)第?(?P<n>\d{1,6})号?"),
)
_WHOLE = lazy_pattern(r"[\u4e00-\u9fff]\(?\d{4}\)?")


class Number(NamedTuple):
    """A number of a series within a year; ``year`` is 0 when neither the number nor the receipt tells."""

    series: str
    year: int
    n: int


def number_of(entry: Entry, field: str) -> Number | None:
    """The number in a field, ``None`` when it is no running number."""
    text = "".join(unicodedata.normalize("NFKC", entry.text(field)).split())
    for form in _FORMS:
        match = form.fullmatch(text)
        if match:
            year = match.groupdict().get("year")
            moment = next(iter(entry.moments.values()), None)
            written = int(year) if year else moment.day.year if moment else 0
            return Number(match["series"].rstrip("-—–/. "), written, int(match["n"]))
    return None


def _numbers(table: Table, field: str) -> Iterator[tuple[Entry, Number]]:
    if field not in table.fields:
        return
    for entry in table.entries:
        number = number_of(entry, field) if entry.has(field) else None
        if number is not None:
            yield entry, number


@table_rule(
    code="CL211",
    name="repeated-register-number",
    severity=Severity.ERROR,
    message="编号在同一年内重复",
    basis=Basis(_REGULATION, "第二十四条（二）", Strength.MUST),
    explanation="收文编号、发文字号在一年之内各自不得重复。备注写明“作废”的不计。没有年份的编号按收文时间分年。",
    on_documents=False,
    bad=[
        Bad(
            f"{_HEAD}1,县水利局,青水〔2026〕1号,防汛通知,2026-09-01\n⟦1⟧,县财政局,青财〔2026〕8号,经费通知,2026-09-02\n"
        ),
        Bad(f"{_OUT}青办〔2026〕3号,甲通知,张明,2026-09-01\n⟦青办[2026]第3号⟧,乙通知,张明,2026-09-02\n"),
    ],
    good=[
        f"{_HEAD}1,县水利局,青水〔2025〕1号,防汛通知,2025-12-31\n1,县财政局,青财〔2026〕8号,经费通知,2026-01-04\n",
        f"{_OUT}青办〔2026〕3号,甲通知,张明,2026-09-01\n青办发〔2026〕3号,乙通知,张明,2026-09-02\n",
    ],
)
def repeated_number(table: Table, practice: Practice, rule: TableRule) -> Iterator[Problem]:
    """Flag a number that an earlier row has."""
    for field in _NUMBERED:
        first: dict[object, int] = {}
        numbered = {entry.row: number for entry, number in _numbers(table, field)}
        for entry in table.entries if field in table.fields else ():
            if not entry.has(field) or entry.void:
                continue
            key: object = numbered.get(entry.row) or "".join(entry.text(field).split())
            row = first.setdefault(key, entry.row)
            if row != entry.row:
                name = entry.name_of(field)
                yield Problem(field, f"{name}“{entry.text(field)}”与第{row}行重复", row=entry.row)


@table_rule(
    code="CL212",
    name="paper-registered-twice",
    severity=Severity.WARNING,
    message="同一件公文登记了两次",
    basis=Basis("收文登记惯例"),
    explanation="来文单位和来文文号相同；没有文号的，来文单位、标题相同且七天之内收到。",
    on_documents=False,
    bad=[
        Bad(
            f"{_HEAD}1,县水利局,青水〔2026〕1号,防汛通知,2026-09-01\n2,县水利局,⟦青水〔2026〕1号⟧,关于防汛的通知,2026-09-02\n"
        ),
        Bad(f"{_HEAD}1,县水利局,,关于商请支持防汛的函,2026-09-01\n2,县水利局,,⟦关于商请支持防汛的函⟧,2026-09-03\n"),
    ],
    good=[
        f"{_HEAD}1,县水利局,青水〔2026〕1号,防汛通知,2026-09-01\n2,县水利局,青水〔2026〕2号,防汛通知,2026-09-02\n",
        f"{_HEAD}1,县水利局,,关于报送防汛月报的函,2026-08-01\n2,县水利局,,关于报送防汛月报的函,2026-09-01\n",
        f"{_HEAD}1,县水利局,便函,防汛通知,2026-09-01\n2,县水利局,便函,抗旱通知,2026-09-02\n",
    ],
)
def registered_twice(table: Table, practice: Practice, rule: TableRule) -> Iterator[Problem]:
    """Flag a paper that an earlier row has."""
    numbers: dict[tuple[str, str], int] = {}
    titles: dict[tuple[str, str], Entry] = {}
    for entry in table.entries:
        sender, number = _plain(entry.text("来文单位")), _plain(entry.text("来文文号"))
        if entry.void:
            continue
        if any(character.isdigit() for character in number):
            whole = (
                _WHOLE.search(number) is not None
            )  # a number with its year is unique, whoever it is written to be from
            row = numbers.setdefault(("" if whole else sender, number), entry.row)
            if row != entry.row:
                text = entry.text("来文文号")
                yield Problem("来文文号", f"来文文号“{text}”与第{row}行相同，疑为重复登记", row=entry.row)
            continue
        title = _plain(entry.text("标题"))
        if len(title) < 6 or not sender:
            continue
        other = titles.get((sender, title))
        titles[sender, title] = entry
        if other is not None and _close(entry, other):
            message = f"来文单位、标题与第{other.row}行相同，收文只隔几天，疑为重复登记"
            yield Problem("标题", message, row=entry.row)


def _plain(text: str) -> str:
    folded = "".join(unicodedata.normalize("NFKC", text).split())
    return folded.translate({ord(mark): "(" for mark in "〔[【"} | {ord(mark): ")" for mark in "〕]】"})


def _close(one: Entry, other: Entry) -> bool:
    mine, theirs = one.moments.get(RECEIVED), other.moments.get(RECEIVED)
    return mine is not None and theirs is not None and abs((mine.day - theirs.day).days) <= 7


@table_rule(
    code="CL213",
    name="skipped-register-number",
    severity=Severity.INFO,
    message="编号不连续，请核对是漏登还是作废",
    basis=Basis("公文登记惯例"),
    explanation="同一年、同一代字之内查跳号；第一个号之前的不查。编号大半缺失的（例如只摘录了一部分）不查。",
    on_documents=False,
    bad=[Bad(f"{_HEAD}1,甲,,通知一,2026-09-01\n2,乙,,通知二,2026-09-02\n⟦5⟧,丙,,通知三,2026-09-03\n")],
    good=[
        f"{_HEAD}3,甲,,通知一,2026-09-01\n4,乙,,通知二,2026-09-02\n5,丙,,通知三,2026-09-03\n",
        f"{_HEAD}88,甲,,通知一,2025-12-31\n1,乙,,通知二,2026-01-04\n2,丙,,通知三,2026-01-05\n",
    ],
)
def skipped_number(table: Table, practice: Practice, rule: TableRule) -> Iterator[Problem]:
    """Flag the row after a gap."""
    for field in _NUMBERED:
        series: dict[tuple[str, int], dict[int, Entry]] = {}
        for entry, number in _numbers(table, field):
            series.setdefault((number.series, number.year), {}).setdefault(number.n, entry)
        for rows in series.values():
            ordered = sorted(rows)
            if len(ordered) * 2 <= ordered[-1] - ordered[0]:
                continue
            for before, after in pairwise(ordered):
                if after - before > 1:
                    missing = _range(before + 1, after - 1)
                    entry = rows[after]
                    message = f"{entry.name_of(field)}从{before}跳到{after}，缺{missing}，请核对是漏登还是作废"
                    yield Problem(field, message, row=entry.row)


def _range(first: int, last: int) -> str:
    return f"{first}号" if first == last else f"{first}号至{last}号（{last - first + 1}个）"


@table_rule(
    code="CL214",
    name="register-number-of-another-year",
    severity=Severity.INFO,
    message="收文编号的年份与收文时间的年份不同，新年度应当重新编号",
    basis=Basis("公文登记惯例"),
    on_documents=False,
    bad=[Bad(f"{_HEAD}⟦〔2025〕88号⟧,县水利局,青水〔2026〕1号,防汛通知,2026-01-04\n")],
    good=[f"{_HEAD}〔2026〕1号,县水利局,青水〔2025〕88号,防汛通知,2026-01-04\n"],
)
def number_of_another_year(table: Table, practice: Practice, rule: TableRule) -> Iterator[Problem]:
    """Flag a number whose year is not that of the receipt."""
    for entry, number in _numbers(table, "收文编号"):
        received = entry.moments.get(RECEIVED)
        if received is not None and number.year and number.year != received.day.year:
            message = f"收文编号的年份是{number.year}年，收文时间是{received}；新年度应当重新编号"
            yield Problem("收文编号", message, row=entry.row)


RULES: list[Rule] = [repeated_number, registered_twice, skipped_number, number_of_another_year]
