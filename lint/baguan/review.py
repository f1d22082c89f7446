"""The stages of review (审核环节) a unit lays down: which of them a text has passed, and who may pass the next.

A decision holds for the words it was made on, known by their hash: when they change, the stages that were passed have
to be passed again.  What is added afterwards without touching the words (发文字号, 成文日期, layout) changes nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from baguan.model import Severity

if TYPE_CHECKING:
    from baguan.ledger.rows import ReviewRow
    from baguan.office import Stage
    from baguan.record import FileReport, Record

PASSED, CHANGED, REJECTED, WAITING = "passed", "changed", "rejected", "waiting"
LABELS = {PASSED: "已通过", CHANGED: "通过后文稿有改动，须重审", REJECTED: "未通过", WAITING: "待审"}
PASS, REJECT, OVERRIDE = "pass", "reject", "override"
_SHOWN = 5


class StageState(NamedTuple):
    """How a text stands at a stage; ``row`` is the decision that says so."""

    stage: Stage
    state: str
    row: ReviewRow | None = None

    def to_dict(self) -> dict[str, Any]:
        """The entry of ``stages`` in the JSON output."""
        row = self.row
        return {
            "stage": self.stage.name,
            "final": self.stage.final,
            "state": self.state,
            "reviewer": row.reviewer if row else "",
            "recorded": row.recorded if row else "",
            "content_hash": row.content_hash if row else "",
            "decision": row.decision if row else "",
            "comment": row.comment if row else "",
        }


def states(stages: Sequence[Stage], rows: Sequence[ReviewRow], content_hash: str) -> list[StageState]:
    """How a text stands at every stage.

    Args:
        stages: in their order.
        rows: the decisions on the document, oldest first.
        content_hash: of the text as it is now.
    """
    found = []
    for stage in stages:
        own = [row for row in rows if row.stage == stage.name]
        current = [row for row in own if row.content_hash == content_hash]
        if current:
            last = current[-1]
            found.append(StageState(stage, REJECTED if last.decision == REJECT else PASSED, last))
        elif own and own[-1].decision != REJECT:
            found.append(StageState(stage, CHANGED, own[-1]))
        else:  # a rejected text that was changed since waits to be looked at again
            found.append(StageState(stage, WAITING))
    return found


def complete(found: Sequence[StageState]) -> bool:
    """Whether every stage was passed on this text."""
    return all(each.state == PASSED for each in found)


def advice(found: Sequence[StageState]) -> str:
    """What has to happen next, in words."""
    signed = next((each for each in found if each.stage.final and each.state == CHANGED), None)
    first = next((each for each in found if each.state != PASSED), None)
    if first is None:
        return "各环节都已通过"
    if signed is not None and signed.row is not None:
        return (
            f"文稿在{signed.stage.name}（{signed.row.reviewer}，{signed.row.recorded[:10]}）之后有改动："
            f"须从“{first.stage.name}”起重新审核，并报{signed.row.reviewer}复审"
        )
    return f"下一环节：{first.stage.name}"


def obstacles(found: Sequence[StageState], stage: Stage, reviewer: str) -> list[str]:
    """Why ``reviewer`` may not pass ``stage`` now, whatever the text says; empty when nothing stands in the way."""
    problems = []
    if stage.reviewers and reviewer not in stage.reviewers:
        problems.append(f"“{stage.name}”由{'、'.join(stage.reviewers)}审核，{reviewer}不在其中")
    for each in found:
        if each.stage.name == stage.name:
            break
        if each.state != PASSED:
            problems.append(f"前面的环节“{each.stage.name}”{LABELS[each.state]}")
        elif each.stage.name in stage.differs and each.row is not None and each.row.reviewer == reviewer:
            problems.append(f"“{stage.name}”与“{each.stage.name}”不能由同一人（{reviewer}）审核")
    return problems


def blocking(report: FileReport, stage: Stage) -> list[Record]:
    """The findings that stop a text at this stage."""
    if stage.blocks == "none":
        return []
    limit = Severity.parse(stage.blocks)
    return [
        record for record in report.findings if record.gate in stage.gates and Severity.parse(record.severity) >= limit
    ]


def blocked_by(records: Sequence[Record]) -> list[str]:
    """The findings in words, the first of them."""
    lines = [f"{record.gate} {record.where} {record.code} {record.message}" for record in records[:_SHOWN]]
    more = len(records) - _SHOWN
    return [*lines, f"……另有{more}处"] if more > 0 else lines
