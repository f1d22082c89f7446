"""The dates of issue and of printing."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from baguan.lazy import lazy_pattern
from baguan.model import Basis, Severity, Strength
from baguan.outline import ElementName, Kind
from baguan.rule import Bad, Rule, document_rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from baguan.document import Document
    from baguan.model import Finding
    from baguan.rule import DocumentRule

_STATUTORY = frozenset({Kind.STATUTORY})
_FORMAT = "GB/T 9704—2012"
_BODY = "关于做好防汛工作的通知\n各股室：\n请做好防汛工作。\n青溪县水利局\n2025年8月20日\n抄送：县应急管理局。\n"
_DATE = lazy_pattern(r"(\d{4})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日")
_LONG_WAIT = 60


def _dates(document: Document) -> tuple[datetime.date, datetime.date, int, int] | None:
    """The date of issue, the date of printing and where the latter stands."""
    issue, printer = document.structure.first(ElementName.DATE), document.structure.first(ElementName.PRINTER)
    if issue is None or printer is None:
        return None
    first = _DATE.search(document.text, issue.start, issue.end)
    second = _DATE.search(document.text, printer.start, printer.end)
    if first is None or second is None:
        return None
    try:
        issued, printed = (datetime.date(int(one[1]), int(one[2]), int(one[3])) for one in (first, second))
    except ValueError:  # no such day: the rules on dates report it
        return None
    return issued, printed, second.start(), second.end()


@document_rule(
    code="CL111",
    name="printed-before-issued",
    severity=Severity.ERROR,
    message="印发日期早于成文日期；印发日期是送印的日期，不能早于负责人签发的日期",
    basis=Basis(_FORMAT, "7.4.3", Strength.MUST),
    kinds=_STATUTORY,
    bad=[Bad(f"{_BODY}青溪县水利局办公室　　⟦2025年8月18日⟧印发\n")],
    good=[f"{_BODY}青溪县水利局办公室　　2025年8月20日印发\n", f"{_BODY}青溪县水利局办公室　　2025年8月22日印发\n"],
)
def printed_before_issued(document: Document, rule: DocumentRule) -> Iterator[Finding]:
    """Flag a date of printing before that of issue."""
    dates = _dates(document)
    if dates and dates[1] < dates[0]:
        yield rule.at(dates[2], dates[3])


@document_rule(
    code="CL112",
    name="printed-long-after-issue",
    severity=Severity.INFO,
    message="印发日期比成文日期晚60天以上，请核对",
    basis=Basis("公文办理惯例"),
    explanation="由会议通过的公文，通过日与印发日相隔较久属正常。",
    kinds=_STATUTORY,
    bad=[Bad(f"{_BODY}青溪县水利局办公室　　⟦2025年12月18日⟧印发\n")],
    good=[f"{_BODY}青溪县水利局办公室　　2025年9月20日印发\n"],
)
def printed_long_after_issue(document: Document, rule: DocumentRule) -> Iterator[Finding]:
    """Flag a date of printing long after that of issue."""
    dates = _dates(document)
    if dates and (dates[1] - dates[0]).days > _LONG_WAIT and document.structure.first(ElementName.HEADNOTE) is None:
        yield rule.at(dates[2], dates[3])


RULES: list[Rule] = [printed_before_issued, printed_long_after_issue]
