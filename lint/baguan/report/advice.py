"""A finding as a person reads it beside the text: what is wrong, what to write, on whose authority."""

from __future__ import annotations

from baguan.model import Severity, Strength
from baguan.record import Record
from baguan.report.common import basis_text, visible


def head(record: Record) -> str:
    """Code, severity and gate."""
    return f"{record.code}［{Severity.parse(record.severity).label}］{record.gate}"


def suggestion(record: Record) -> str:
    """The fix in words; empty when there is none."""
    if record.fix is None:
        return ""
    doubt = {"safe": "", "unsafe": "（请核对）", "display": "（仅供参考）"}[record.fix.applicability]
    return visible(record.fix.title) + doubt


def authority(record: Record) -> str:
    """Source, clause and strength."""
    return visible(f"{basis_text(record)}（{Strength(record.basis.strength).label}）")


def lines(record: Record) -> tuple[str, ...]:
    """The lines of a comment."""
    found = [head(record), visible(record.message)]
    if record.fix is not None:
        found.append(f"建议：{suggestion(record)}")
    return (*found, f"依据：{authority(record)}")
