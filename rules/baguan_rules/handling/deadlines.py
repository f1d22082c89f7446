"""Time limits in working time: closed late, still open, soon due, closed without a time, limits that are too loose.

The limits are a unit's own (the regulation only asks that urgent papers have one), so all of them are configured:
``[register.limits]``, ``hours``, ``calendar``.  See ``docs/register.md``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from baguan.entry_names import CLOSED, DEADLINE, PROPOSAL, RECEIVED, URGENCY, URGENT
from baguan.entry_rule import Problem, entry_rule, table_rule
from baguan.errors import UnknownYearError
from baguan.lazy import lazy_pattern
from baguan.model import Basis, Severity, Strength
from baguan.rule import Bad, Rule

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterator

    from baguan.entry import Entry, Practice
    from baguan.entry_rule import EntryRule, TableRule
    from baguan.entry_table import Table

_REGULATION = "《党政机关公文处理工作条例》"
_URGENT_LIMIT = Basis(_REGULATION, "第二十四条（四）", Strength.MUST)
_LIMIT = Basis("本单位限时办结制度（默认值见 docs/register.md，可配置）")
_HEAD = "收文编号,标题,紧急程度,收文时间,办结时间\n"


def _is_open(entry: Entry) -> bool:
    """Whether a paper is not closed: its register has a column for it, or it is a document of its own."""
    value = entry.values.get(CLOSED)
    if value is not None and value.note in ("formula", "error"):
        return False  # nobody knows what it says
    if value is not None and not value.blank:
        return CLOSED not in entry.moments and value.text.strip().startswith(("未", "在办", "办理中", "正在"))
    return (CLOSED in entry.values or not entry.row) and not entry.void and not _SAYS_DONE.search(_outcome(entry))


def _outcome(entry: Entry) -> str:
    return entry.text("办理结果")


_SAYS_DONE = lazy_pattern(
    r"(?<![未没尚])(?:已(?:经)?(?:办|完成|反馈|回复|答复|归档|阅知|报送|处理)|^办结|^办毕|^完成|^归档|^阅知)"
)


def _severity(entry: Entry, *, grave: bool) -> Severity:
    """An error in a register; a document is not returned because its handling took too long."""
    return Severity.ERROR if grave and entry.row else Severity.WARNING


def _late(practice: Practice, due: datetime.datetime, moment: datetime.datetime) -> str:
    """By how much working time a moment is late."""
    try:
        minutes = practice.worktime.between(due, moment)
    except UnknownYearError:
        return ""
    days = minutes / practice.worktime.day_minutes
    if days >= 1:
        return f"，超过{days:.1f}".removesuffix(".0") + "个工作日"
    return f"，超过{minutes / 60:.1f}".removesuffix(".0") + "个工作小时" if minutes >= 6 else ""


def _stamp(moment: datetime.datetime) -> str:
    return moment.strftime("%Y-%m-%d %H:%M")


@entry_rule(
    code="CL231",
    name="closed-late",
    severity=Severity.ERROR,
    message="办结时间超过了办理时限",
    basis=_LIMIT,
    explanation=(
        "时限按登记的“办理时限”；没有登记的按紧急程度：特急当个工作日，加急、急件半个工作日，普通件两个工作日、最长不超过三个。"
        "普通件超过两个而未超过三个工作日的是警告，其余是错误；单个文件的元数据里都是警告。"
        "工作日扣除节假日，计入调休上班日；整日的时限不计收文当日，到最后一日下班为止；半日从收到时起按工作时间累计。"
        "收文或办结没有记时、分的，按最宽的情形算。"
    ),
    fields=(CLOSED,),
    bad=[
        Bad(f"{_HEAD}1,关于防汛的通知,特急,2026-09-30 16:00,⟦2026-10-08 09:00⟧\n"),
        Bad(f"{_HEAD}1,关于防汛的通知,加急,2026-09-30 11:59,⟦2026-09-30 17:30⟧\n"),
        Bad(f"{_HEAD}1,关于防汛的通知,普通件,2026-09-30 09:00,⟦2026-10-10 09:00⟧\n"),
        Bad("---\n收文时间: 2025-12-31 10:00\n紧急程度: 普通件\n办结时间: ⟦2026-01-07⟧\n---\n关于防汛的通知\n"),
        Bad("收文编号,收文时间,办理时限,办结时间\n1,2026-09-01,9月10日前,⟦2026-09-11⟧\n"),
    ],
    good=[
        f"{_HEAD}1,关于防汛的通知,特急,2026-09-30 16:00,2026-09-30 17:30\n",
        f"{_HEAD}1,关于防汛的通知,加急,2026-09-30 12:00,2026-09-30 17:30\n",
        f"{_HEAD}1,关于防汛的通知,普通件,2026-09-30 09:00,2026-10-09 17:30\n",
        f"{_HEAD}1,关于防汛的通知,普通件,2025-12-31 10:00,2026-01-05\n",
        "收文编号,收文时间,办理时限,办结时间\n1,2026-09-01,9月10日前,2026-09-10\n",
    ],
)
def closed_late(entry: Entry, practice: Practice, rule: EntryRule) -> Iterator[Problem]:
    """Flag a closing after the limit."""
    closed = entry.moments.get(CLOSED)
    due = practice.due(entry) if closed is not None else None
    if closed is None or due is None or closed.earliest <= due.usual:
        return
    grave = closed.earliest > due.latest
    limit, label = (due.latest, due.latest_label) if grave else (due.usual, due.usual_label)
    late = _late(practice, limit, closed.earliest)
    tail = "" if grave else f"（最长{due.latest_label}，未超）"
    message = f"办结超时：{due.reason}“{label}”应于{_stamp(limit)}前办结，实际{closed}{late}{tail}"
    yield Problem(CLOSED, message, _severity(entry, grave=grave))


@entry_rule(
    code="CL232",
    name="open-past-the-limit",
    severity=Severity.ERROR,
    message="已过办理时限，还没有办结时间",
    basis=_LIMIT,
    explanation="现在的时间由 `--today` 指定，默认是运行时。时限的算法同 CL231。",
    bad=[
        Bad(f"{_HEAD}1,关于防汛的通知,特急,2025-09-30 16:00,⟦/⟧\n"),
        Bad(f"{_HEAD}1,关于防汛的通知,,2025-09-30,⟦未办结⟧\n"),
    ],
    good=[
        f"{_HEAD}1,关于防汛的通知,特急,2026-09-30 16:00,2026-09-30 16:30\n",
        "收文编号,标题,收文时间\n1,甲,2025-09-30\n",
    ],
)
def open_past_the_limit(entry: Entry, practice: Practice, rule: EntryRule) -> Iterator[Problem]:
    """Flag a paper that is not closed though its limit has passed."""
    due = practice.due(entry) if _is_open(entry) else None
    if due is None or practice.now <= due.usual:
        return
    grave = practice.now > due.latest
    limit, label = (due.latest, due.latest_label) if grave else (due.usual, due.usual_label)
    late = _late(practice, limit, practice.now)
    message = f"超期未办结：{due.reason}“{label}”应于{_stamp(limit)}前办结，没有办结时间{late}"
    yield Problem(CLOSED, message, _severity(entry, grave=grave))


@entry_rule(
    code="CL233",
    name="soon-due",
    severity=Severity.INFO,
    message="办理时限将到，请催办",
    basis=Basis(_REGULATION, "第二十四条（六）", Strength.MUST),
    explanation="提前多少由配置 `[register] due-soon` 决定，默认一个工作日。选项 `today` 供示例使用，留空是现在。",
    options={"today": ""},
    bad=[
        Bad(f"{_HEAD}1,关于防汛的通知,普通件,2026-09-30 09:00,⟦/⟧\n", options={"today": "2026-10-09"}),
        Bad(f"{_HEAD}1,关于防汛的通知,特急,2026-10-09 09:00,⟦/⟧\n", options={"today": "2026-10-09"}),
    ],
    good=[f"{_HEAD}1,关于防汛的通知,普通件,2026-09-30 09:00,2026-10-09\n"],
)
def soon_due(entry: Entry, practice: Practice, rule: EntryRule) -> Iterator[Problem]:
    """Flag an open paper whose limit is near."""
    today = str(rule.options["today"])
    now = practice.moment(today) if today else practice.now
    due = practice.due(entry) if _is_open(entry) else None
    if due is None or now > due.usual:
        return
    left = practice.worktime.between(now, due.usual)
    if left <= practice.due_soon_minutes:
        yield Problem(CLOSED, f"将到时限：{due.reason}“{due.usual_label}”应于{_stamp(due.usual)}前办结，请催办")


@entry_rule(
    code="CL234",
    name="closed-without-a-time",
    severity=Severity.WARNING,
    message="办理情况写明已办，没有填办结时间",
    basis=Basis(_REGULATION, "第二十四条（二）", Strength.MUST),
    fields=("办理结果", "收文编号"),
    bad=[Bad("收文编号,标题,收文时间,办理结果,办结时间\n1,关于防汛的通知,2026-09-30,已办结，报县政府,⟦/⟧\n")],
    good=[
        "收文编号,标题,收文时间,办理结果,办结时间\n1,关于防汛的通知,2026-09-30,已办结,2026-09-30\n",
        "收文编号,标题,收文时间,办理结果,办结时间\n1,关于防汛的通知,2026-09-30,尚未办结,/\n",
    ],
)
def closed_without_a_time(entry: Entry, practice: Practice, rule: EntryRule) -> Iterator[Problem]:
    """Flag a paper that is done by its remarks and has no time of closing, or whose limit cannot be known."""
    if entry.has(CLOSED) or CLOSED not in entry.values or entry.values[CLOSED].note or entry.void:
        return
    outcome = _outcome(entry)
    if _SAYS_DONE.search(outcome):
        yield Problem(CLOSED, f"{entry.name_of('办理结果')}写“{outcome[:20]}”，没有填办结时间")
    elif entry.has("收文编号") and RECEIVED not in entry.moments and practice.deadline(entry) is None:
        yield Problem(CLOSED, "没有办结时间，收文时间也不能识别，无法判断是否超期")


@entry_rule(
    code="CL235",
    name="looser-than-the-limit",
    severity=Severity.INFO,
    message="登记的办理时限晚于按紧急程度应有的时限",
    basis=_LIMIT,
    explanation="来文本身要求的时限更晚时可以忽略。",
    fields=(DEADLINE,),
    bad=[Bad("收文编号,紧急程度,收文时间,办理时限\n1,特急,2026-09-30 09:00,⟦3个工作日⟧\n")],
    good=["收文编号,紧急程度,收文时间,办理时限\n1,特急,2026-09-30 09:00,当日\n2,普通件,2026-09-30,2026-10-10\n"],
)
def looser_than_the_limit(entry: Entry, practice: Practice, rule: EntryRule) -> Iterator[Problem]:
    """Flag a deadline of an urgent paper beyond what its urgency allows."""
    if practice.urgency(entry.text(URGENCY)) not in URGENT:
        return
    written, ruled = practice.deadline(entry), practice.ruled_due(entry)
    if written is not None and ruled is not None and written > ruled.latest:
        message = f"办理时限“{entry.text(DEADLINE)}”晚于{ruled.reason}应有的时限（{_stamp(ruled.latest)}）"
        yield Problem(DEADLINE, message)


_SOON = lazy_pattern(r"立即|即刻|当日|今日|日前|小时|工作日|限期|上午|下午|时前|之前|尽快|马上")


@entry_rule(
    code="CL236",
    name="urgent-without-a-deadline",
    severity=Severity.WARNING,
    message="紧急公文应当明确办理时限",
    basis=_URGENT_LIMIT,
    explanation="登记簿有“办理时限”一列而没有填，拟办意见里也没有写时限。",
    fields=(URGENCY,),
    bad=[Bad("收文编号,紧急程度,收文时间,办理时限\n1,特急,2026-09-30 09:00,⟦/⟧\n")],
    good=[
        "收文编号,紧急程度,收文时间,办理时限\n1,特急,2026-09-30 09:00,当日\n2,普通件,2026-09-30,/\n",
        "收文编号,紧急程度,收文时间,拟办意见,办理时限\n1,特急,2026-09-30 09:00,请县水利局今日12时前报送。,\n",
        "收文编号,紧急程度,收文时间\n1,特急,2026-09-30 09:00\n",
    ],
)
def urgent_without_a_deadline(entry: Entry, practice: Practice, rule: EntryRule) -> Iterator[Problem]:
    """Flag an urgent paper for which nobody wrote by when."""
    value = entry.values.get(DEADLINE)
    if value is None or not value.blank or value.note or practice.urgency(entry.text(URGENCY)) not in URGENT:
        return
    if not _SOON.search(entry.text(PROPOSAL)):
        yield Problem(DEADLINE, f"{entry.text(URGENCY)}公文没有填办理时限；紧急公文应当明确办理时限")


@table_rule(
    code="CL239",
    name="calendar-of-the-year-unknown",
    severity=Severity.WARNING,
    message="没有这一年的放假调休安排，涉及的时限没有检查",
    basis=Basis("国务院办公厅关于部分节假日安排的通知（每年公布）"),
    explanation="用 `--calendar` 或配置 `[register] calendar` 指定日历文件，或者升级 chinesecalendar。不按周末猜算。",
    bad=[Bad("收文编号,紧急程度,收文时间,办结时间\n1,特急,⟦2099-09-30 09:00⟧,2099-10-09 09:00\n")],
    good=["收文编号,紧急程度,收文时间,办结时间\n1,特急,2026-09-30 09:00,2026-09-30 10:00\n"],
)
def calendar_unknown(table: Table, practice: Practice, rule: TableRule) -> Iterator[Problem]:
    """Flag, once a year, that the holidays of the year are not known."""
    rows: dict[int, list[int]] = {}
    for entry in table.entries:
        try:
            practice.due(entry)
        except UnknownYearError as error:
            rows.setdefault(error.year, []).append(entry.row)
    for year, concerned in rows.items():
        count = f"，共{len(concerned)}行的时限没有检查" if len(concerned) > 1 else "，时限没有检查"
        yield Problem(RECEIVED, f"没有{year}年的放假调休安排{count}；请用日历文件指定", row=concerned[0])


RULES: list[Rule] = [
    closed_late,
    open_past_the_limit,
    soon_due,
    closed_without_a_time,
    looser_than_the_limit,
    urgent_without_a_deadline,
    calendar_unknown,
]
