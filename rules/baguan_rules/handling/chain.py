"""The order in which a paper is handled: received before it is closed; drafted, reviewed, signed, dated, printed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from baguan.entry_names import CHAIN, CLOSED, DEADLINE, RECEIVED
from baguan.entry_rule import Problem, entry_rule
from baguan.model import Basis, Severity, Strength
from baguan.rule import Bad, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from baguan.entry import Entry, Moment, Practice
    from baguan.entry_rule import EntryRule

_REGULATION = "《党政机关公文处理工作条例》"
_SIGNING = Basis(_REGULATION, "第二十二条", Strength.MUST)
_ORDER = Basis(_REGULATION, "第二十四条", Strength.MUST)
_HEAD = "收文编号,标题,收文时间,办理时限,办结时间\n"
_OUT = "发文字号,标题,起草时间,审核时间,签发时间,成文日期,印发日期\n"


@entry_rule(
    code="CL221",
    name="closed-before-received",
    severity=Severity.ERROR,
    message="办结时间早于收文时间",
    basis=_ORDER,
    fields=(CLOSED,),
    bad=[
        Bad(f"{_HEAD}1,关于防汛的通知,2026-09-30,,⟦2026-09-29⟧\n"),
        Bad("---\n收文时间: 2026-09-30 15:00\n办结时间: ⟦2026-09-30 09:00⟧\n---\n关于防汛的通知\n"),
    ],
    good=[f"{_HEAD}1,关于防汛的通知,2026-09-30,,2026-09-30\n2,关于抗旱的通知,2026-09-30 15:00,,2026-09-30\n"],
)
def closed_before_received(entry: Entry, practice: Practice, rule: EntryRule) -> Iterator[Problem]:
    """Flag a closing before the receipt."""
    received, closed = entry.moments.get(RECEIVED), entry.moments.get(CLOSED)
    if received is not None and closed is not None and closed.latest < received.earliest:
        yield Problem(CLOSED, f"办结时间“{closed}”早于收文时间“{received}”")


@entry_rule(
    code="CL222",
    name="deadline-before-receipt",
    severity=Severity.WARNING,
    message="办理时限早于收文时间；来文逾期才到的，应当注明",
    basis=_ORDER,
    fields=(DEADLINE,),
    bad=[Bad(f"{_HEAD}1,关于防汛的通知,2026-09-30,⟦2026-09-20⟧,\n")],
    good=[f"{_HEAD}1,关于防汛的通知,2026-09-30,2026-09-30,\n2,关于抗旱的通知,2026-12-30,1月20日前,\n"],
)
def deadline_before_receipt(entry: Entry, practice: Practice, rule: EntryRule) -> Iterator[Problem]:
    """Flag a deadline that had passed when the paper came."""
    received = entry.moments.get(RECEIVED)
    deadline = practice.deadline(entry)
    if received is not None and deadline is not None and deadline < received.earliest:
        yield Problem(DEADLINE, f"办理时限“{entry.text(DEADLINE)}”早于收文时间“{received}”；来文逾期才到的，应当注明")


@entry_rule(
    code="CL223",
    name="handling-steps-out-of-order",
    severity=Severity.WARNING,
    message="收文、拟办、批示、办结的时间顺序有误",
    basis=_ORDER,
    explanation="应当依次是收文、拟办、批示、办结，同一天不算先后。办结早于收文是 CL221。",
    fields=("拟办时间", "批示时间"),
    bad=[
        Bad("收文编号,标题,收文时间,批示时间\n1,关于防汛的通知,2026-09-30,⟦2026-09-29⟧\n"),
        Bad("收文编号,标题,收文时间,拟办时间,批示时间\n1,关于防汛的通知,2026-09-28,2026-09-30,⟦2026-09-29⟧\n"),
        Bad("收文编号,标题,收文时间,批示时间,办结时间\n1,关于防汛的通知,2026-09-28,⟦2026-09-30⟧,2026-09-29\n"),
    ],
    good=[
        "收文编号,标题,收文时间,拟办时间,批示时间\n1,关于防汛的通知,2026-09-30 10:00,2026-09-30,2026-10-08\n",
        "收文编号,标题,收文时间,批示时间,办结时间\n1,关于防汛的通知,2026-09-28,2026-09-29,2026-09-29\n",
    ],
)
def handling_steps(entry: Entry, practice: Practice, rule: EntryRule) -> Iterator[Problem]:
    """Flag a proposal or an instruction dated before the step before it, or after the paper was closed."""
    received, closed = entry.moments.get(RECEIVED), entry.moments.get(CLOSED)
    if received is not None and closed is not None and closed.latest < received.earliest:
        closed = None  # that is said already
    before = [(RECEIVED, received)]
    for field in ("拟办时间", "批示时间"):
        moment = entry.moments.get(field)
        if moment is None:
            continue
        late = [(name, other) for name, other in before if other is not None and moment.latest < other.earliest]
        if late:
            name, other = late[-1]
            yield Problem(field, f"{entry.name_of(field)}“{moment}”早于{entry.name_of(name)}“{other}”")
        elif closed is not None and closed.latest < moment.earliest:
            yield Problem(field, f"{entry.name_of(field)}“{moment}”晚于办结时间“{closed}”")
        before.append((field, moment))


@entry_rule(
    code="CL224",
    name="approval-chain-out-of-order",
    severity=Severity.WARNING,
    message="审签的时间顺序有误，应当依次是起草、审核、签发、成文、印发",
    basis=_SIGNING,
    explanation="经会议通过的公文，成文日期可以署会议通过的日期，因此成文早于签发只作提示。",
    fields=CHAIN,
    bad=[
        Bad(f"{_OUT}青办〔2026〕1号,甲,2026-09-03,⟦2026-09-02⟧,2026-09-04,2026-09-04,2026-09-05\n"),
        Bad(f"{_OUT}青办〔2026〕1号,甲,2026-09-01,2026-09-02,2026-09-04,2026-09-04,⟦2026-09-03⟧\n"),
        Bad("---\n审核时间: 2026-09-02 10:00\n签发时间: ⟦2026-09-02 09:00⟧\n---\n关于防汛的通知\n"),
    ],
    good=[
        f"{_OUT}青办〔2026〕1号,甲,2026-09-01,2026-09-02,2026-09-02,2026-09-02,2026-09-03\n",
        f"{_OUT}青办〔2026〕1号,甲,2026-09-01,,2026-09-02,2026-09-02,\n",
    ],
)
def approval_chain(entry: Entry, practice: Practice, rule: EntryRule) -> Iterator[Problem]:
    """Flag each step that is dated before an earlier one."""
    done: list[tuple[str, Moment]] = []
    for field in CHAIN:
        moment = entry.moments.get(field)
        if moment is None:
            continue
        earlier = [(name, other) for name, other in done if moment.latest < other.earliest]
        if earlier:
            name, other = earlier[-1]
            meeting = field == "成文时间" and name == "签发时间"
            note = "；经会议通过的可署通过日期，请核对" if meeting else ""
            message = f"{entry.name_of(field)}“{moment}”早于{entry.name_of(name)}“{other}”{note}"
            yield Problem(field, message, Severity.INFO if meeting else None)
            if meeting:
                continue  # what follows is measured by the signing, not by the day of a meeting
        else:
            done.append((field, moment))


_PAIRS = (("签发人", "签发时间"), ("审核人", "审核时间"))


@entry_rule(
    code="CL225",
    name="approval-without-name-or-date",
    severity=Severity.WARNING,
    message="审核、签发应当同时记明姓名和日期",
    basis=_SIGNING,
    explanation="登记簿里没有相应的列就不查；单个文件的元数据只查有日期而没有姓名的。",
    fields=("签发人", "签发时间", "审核人", "审核时间"),
    bad=[
        Bad("发文字号,标题,签发人,签发时间\n青办〔2026〕1号,甲,张明,⟦/⟧\n"),
        Bad("---\n签发时间: ⟦2026-09-02⟧\n---\n关于防汛的通知\n"),
    ],
    good=[
        "发文字号,标题,签发人,签发时间\n青办〔2026〕1号,甲,张明,2026-09-02\n",
        "---\n签发人: 张明\n---\n关于防汛的通知\n",
    ],
)
def signature_or_date_missing(entry: Entry, practice: Practice, rule: EntryRule) -> Iterator[Problem]:
    """Flag a signature without a date, and a date without a signature."""
    for person, time in _PAIRS:
        if entry.has(person) and not entry.has(time) and time in entry.values:
            yield Problem(time, f"有{entry.name_of(person)}“{entry.text(person)}”，没有写{entry.name_of(time)}")
        elif entry.has(time) and not entry.has(person) and (person in entry.values or not entry.row):
            field = person if person in entry.values else time
            yield Problem(field, f"有{entry.name_of(time)}“{entry.text(time)}”，没有写{entry.name_of(person)}")


@entry_rule(
    code="CL226",
    name="issued-without-signing",
    severity=Severity.WARNING,
    message="已经印发，却没有签发的记录；公文应当经本机关负责人审批签发",
    basis=_SIGNING,
    fields=("印发时间",),
    bad=[Bad("发文字号,标题,签发人,签发时间,印发日期\n青办〔2026〕1号,甲,,,⟦2026-09-05⟧\n")],
    good=[
        "发文字号,标题,签发人,签发时间,印发日期\n青办〔2026〕1号,甲,张明,2026-09-02,2026-09-05\n",
        "发文字号,标题,印发日期\n青办〔2026〕1号,甲,2026-09-05\n",
    ],
)
def issued_without_signing(entry: Entry, practice: Practice, rule: EntryRule) -> Iterator[Problem]:
    """Flag a paper that was printed though nobody signed it."""
    columns = [field for field in ("签发人", "签发时间") if field in entry.values]
    if columns and not any(entry.has(field) for field in columns):
        yield Problem("印发时间", f"{entry.name_of('印发时间')}是“{entry.text('印发时间')}”，却没有签发人和签发时间")


RULES: list[Rule] = [
    closed_before_received,
    deadline_before_receipt,
    handling_steps,
    approval_chain,
    signature_or_date_missing,
    issued_without_signing,
]
