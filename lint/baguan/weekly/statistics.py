"""Work out the figures of a report from the ledger.

Of a document that was checked several times in a period one check counts (the first, unless the configuration says
otherwise): the text as it was handed in.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from baguan.office import GATES, ReportPolicy
from baguan.office.formula import score
from baguan.weekly.figures import (
    Example,
    GateLine,
    GroupLine,
    PaperLine,
    RuleLine,
    Statistics,
    Tally,
    TrendPoint,
)

if TYPE_CHECKING:
    from baguan.ledger import Ledger
    from baguan.ledger.rows import FindingRow, ReturnRow, RunRow
    from baguan.weekly.period import Period

NO_UNIT = "（未登记单位）"
NO_DRAFTER = "（未登记起草人）"
_EXAMPLES = 3
_RETURN_STATES = {"pending": "待复核", "returned": "已退文"}


class Filters(NamedTuple):
    """What a report is restricted to; an empty field restricts nothing."""

    unit: str = ""
    drafter: str = ""
    gate: str = ""
    rules: tuple[str, ...] = ()

    def takes_run(self, row: RunRow) -> bool:
        """Whether a run counts."""
        return self.unit in ("", row.unit or NO_UNIT) and self.drafter in ("", row.drafter or NO_DRAFTER)

    def takes_finding(self, code: str, gate: str) -> bool:
        """Whether a finding counts; a rule is named by its code or by the beginning of it."""
        return self.gate in ("", gate) and (not self.rules or any(code.startswith(rule) for rule in self.rules))

    @property
    def narrow(self) -> bool:
        """Whether some findings of a run do not count."""
        return bool(self.gate or self.rules)

    def shown(self) -> dict[str, str]:
        """The restrictions in words."""
        named = {"单位": self.unit, "起草人": self.drafter, "关口": self.gate, "规则": "、".join(self.rules)}
        return {name: value for name, value in named.items() if value}


def gather(
    ledger: Ledger,
    period: Period,
    policy: ReportPolicy,
    *,
    filters: Filters | None = None,
    overdue: Sequence[PaperLine] = (),
    summaries: Callable[[str], str] = lambda code: "",
) -> Statistics:
    """The figures of a period.

    Args:
        ledger: where the runs are.
        period: the days.
        policy: what is counted and shown.
        filters: restrictions.
        overdue: the overdue papers of the register.
        summaries: what a rule says in general, by its code; "" where that is not known.
    """
    filters = filters or Filters()
    periods = [period.before(count) for count in range(policy.periods - 1, -1, -1)]
    first, last = period.first.isoformat(), period.last.isoformat()
    with ledger.snapshot():
        rows = [row for row in ledger.runs(periods[0].first.isoformat(), last) if filters.takes_run(row)]
        narrowed = _narrowed(ledger, periods[0].first.isoformat(), last, filters) if filters.narrow else None
        found = ledger.findings(first, last)
        returns = [row for row in ledger.returns(first, last) if row.state in _RETURN_STATES]
    buckets = [_chosen(rows, each, policy.counting) for each in periods]
    trend = tuple(
        TrendPoint(each, _sum(_tally(row, narrowed) for row in bucket))
        for each, bucket in zip(periods, buckets, strict=True)
    )
    chosen = {row.id: row for row in buckets[-1]}
    findings = [(chosen[run], row) for run, row in found if run in chosen and filters.takes_finding(row.code, row.gate)]
    returns = [row for row in returns if filters.unit in ("", row.unit or NO_UNIT)]
    late = [line for line in overdue if filters.unit in ("", line.unit or NO_UNIT)]
    groups = _Groups(policy, narrowed, returns, late)
    return Statistics(
        period=period,
        office=policy.office,
        filters=filters.shown(),
        total=trend[-1].tally,
        trend=trend,
        gates=_gates(findings),
        units=groups.lines(chosen.values(), lambda row: row.unit or NO_UNIT, others=True),
        drafters=groups.lines(chosen.values(), lambda row: row.drafter or NO_DRAFTER, others=False),
        rules=_rules(findings, policy.top, summaries),
        clean=tuple(
            PaperLine(row.title, row.number, row.unit, row.drafter, f"{row.characters}字")
            for row in chosen.values()
            if row.errors + row.warnings == 0
        ),
        returned=tuple(_return_line(row) for row in returns),
        overdue=tuple(late),
        formula=policy.formula,
    )


def _chosen(rows: Iterable[RunRow], period: Period, counting: str) -> list[RunRow]:
    """The runs of a period that count; ``rows`` are oldest first."""
    first, last = period.first.isoformat(), period.last.isoformat()
    inside = [row for row in rows if first <= row.day <= last]
    if counting == "all":
        return inside
    kept: dict[tuple[str, str, str], RunRow] = {}
    for row in inside:
        key = (row.unit, row.drafter, row.document)
        if counting == "last" or key not in kept:
            kept[key] = row
    return list(kept.values())


_Narrowed = Mapping[str, Counter[str]]


def _narrowed(ledger: Ledger, first: str, last: str, filters: Filters) -> dict[str, Counter[str]]:
    """By run, how many findings of each severity the filters leave."""
    counts: dict[str, Counter[str]] = {}
    for run, code, gate, severity, count in ledger.counts(first, last):
        if filters.takes_finding(code, gate):
            counts.setdefault(run, Counter())[severity] += count
    return counts


def _tally(row: RunRow, narrowed: _Narrowed | None) -> Tally:
    errors, warnings, infos = row.errors, row.warnings, row.infos
    clean = int(errors + warnings == 0)
    if narrowed is not None:
        kept = narrowed.get(row.id, Counter())
        errors, warnings, infos = kept["error"], kept["warning"], kept["info"]
    return Tally(1, row.characters, errors, warnings, infos, clean)


def _sum(tallies: Iterable[Tally]) -> Tally:
    return Tally(*map(sum, zip(Tally(), *tallies, strict=True)))


class _Groups:
    """Lines by unit or drafter, with what was returned and what is overdue."""

    def __init__(
        self, policy: ReportPolicy, narrowed: _Narrowed | None, returns: Sequence[ReturnRow], late: Sequence[PaperLine]
    ) -> None:
        self._policy = policy
        self._narrowed = narrowed
        self._returned = Counter(row.unit or NO_UNIT for row in returns)
        self._overdue = Counter(line.unit or NO_UNIT for line in late)

    def lines(self, rows: Iterable[RunRow], key: Callable[[RunRow], str], *, others: bool) -> tuple[GroupLine, ...]:
        """A line a group, worst rate first; ``others`` counts returned and overdue papers and gives a score."""
        tallies: dict[str, list[Tally]] = {}
        for row in rows:
            tallies.setdefault(key(row), []).append(_tally(row, self._narrowed))
        names = set(tallies)
        if others:
            names |= set(self._returned) | set(self._overdue)
        lines = [self._line(name, _sum(tallies.get(name, ())), scored=others) for name in names]
        return tuple(sorted(lines, key=lambda line: (-line.tally.rate, -line.tally.faults, line.name)))

    def _line(self, name: str, tally: Tally, *, scored: bool) -> GroupLine:
        if not scored:
            return GroupLine(name, tally)
        figures = {
            "篇数": tally.documents,
            "字数": tally.characters,
            "错误": tally.errors,
            "警告": tally.warnings,
            "提示": tally.infos,
            "差错率": tally.rate,
            "退文": self._returned[name],
            "超期": self._overdue[name],
            "优秀": tally.clean,
        }
        value = score(self._policy.formula, figures)
        return GroupLine(name, tally, self._returned[name], self._overdue[name], value)


def _gates(findings: Iterable[tuple[RunRow, FindingRow]]) -> tuple[GateLine, ...]:
    counts: dict[str, Counter[str]] = {gate: Counter() for gate in GATES}
    documents: dict[str, set[str]] = {gate: set() for gate in GATES}
    for run, row in findings:
        counts.setdefault(row.gate, Counter())[row.severity] += 1
        if row.severity != "info":
            documents.setdefault(row.gate, set()).add(run.id)
    return tuple(
        GateLine(gate, count["error"], count["warning"], count["info"], len(documents.get(gate, ())))
        for gate, count in counts.items()
    )


def _rules(
    findings: Iterable[tuple[RunRow, FindingRow]], top: int, summaries: Callable[[str], str]
) -> tuple[RuleLine, ...]:
    """The rules that found most faults; advice is not counted."""
    by_code: dict[str, list[tuple[RunRow, FindingRow]]] = {}
    for run, row in findings:
        if row.severity != "info":
            by_code.setdefault(row.code, []).append((run, row))
    order = sorted(by_code, key=lambda code: (-len(by_code[code]), code))[:top]
    return tuple(_rule(by_code[code], summaries(code)) for code in order)


def _rule(found: Sequence[tuple[RunRow, FindingRow]], summary: str) -> RuleLine:
    row = found[0][1]
    return RuleLine(
        code=row.code,
        name=row.name,
        gate=row.gate,
        severity=row.severity,
        summary=summary or Counter(each.message for _, each in found).most_common(1)[0][0],
        basis=f"{row.source} {row.clause}".strip(),
        found=len(found),
        documents=len({run.id for run, _ in found}),
        examples=_examples(found),
    )


def _examples(found: Sequence[tuple[RunRow, FindingRow]]) -> tuple[Example, ...]:
    """Different faults, of different documents first; those without an excerpt show nothing."""
    seen: set[str] = set()
    documents: set[str] = set()
    first: list[Example] = []
    more: list[Example] = []
    for run, row in found:
        if not row.excerpt or row.excerpt in seen or len(first) == _EXAMPLES:
            continue
        seen.add(row.excerpt)
        example = Example(run.title, run.unit, row.place, row.excerpt, row.message, row.suggestion)
        (more if run.id in documents else first).append(example)
        documents.add(run.id)
    return tuple([*first, *more][:_EXAMPLES])


def _return_line(row: ReturnRow) -> PaperLine:
    return PaperLine(row.title, row.number, row.unit, "", _RETURN_STATES[row.state])
