"""The register itself: what must be filled in, and cells that cannot be read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from baguan.entry_names import CLOSED, DEADLINE, RECEIVED, TIMES, URGENCY, URGENT
from baguan.entry_rule import Problem, entry_rule, table_rule
from baguan.lazy import lazy_pattern
from baguan.model import Basis, Severity, Strength
from baguan.rule import Bad, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from baguan.entry import Entry, Practice
    from baguan.entry_rule import EntryRule, TableRule
    from baguan.entry_table import Table

_REGULATION = "《党政机关公文处理工作条例》"
_REGISTER = Basis(_REGULATION, "第二十四条（二）", Strength.MUST)
_TIDY = Basis("收文登记惯例")
_HEAD = "收文编号,来文单位,标题,收文时间\n"


@entry_rule(
    code="CL201",
    name="required-field-empty",
    severity=Severity.WARNING,
    message="收文登记的必填项没有填写；公文的主要信息和办理情况应当详细记载",
    basis=_REGISTER,
    explanation=(
        "必填项由配置 `[register] required` 决定，默认是收文编号、来文单位、标题、收文时间。"
        "只查收文登记，不查单个文件的元数据。"
    ),
    on_documents=False,
    bad=[Bad(f"{_HEAD}1,⟦/⟧,关于召开防汛工作会议的通知,2026-09-30\n")],
    good=[f"{_HEAD}1,县水利局,关于召开防汛工作会议的通知,2026-09-30\n\n2,县财政局,关于拨付经费的函,2026-10-08\n"],
)
def required_field_empty(entry: Entry, practice: Practice, rule: EntryRule) -> Iterator[Problem]:
    """Flag a required field with nothing in it."""
    if not entry.incoming:
        return
    for field in practice.required:
        value = entry.values.get(field)
        if value is not None and value.blank and not value.note:
            yield Problem(field, f"“{entry.name_of(field)}”没有填写；公文的主要信息和办理情况应当详细记载")


@table_rule(
    code="CL202",
    name="required-column-missing",
    severity=Severity.WARNING,
    message="收文登记缺少必填的列",
    basis=_REGISTER,
    explanation="列名可以用常见的别名，本单位的叫法写在配置 `[register.columns]`。位置是表头（第0行）。",
    on_documents=False,
    bad=[Bad("收文编号,标题,收文时间⟦⟧\n1,关于召开防汛工作会议的通知,2026-09-30\n")],
    good=[
        f"{_HEAD}1,县水利局,关于召开防汛工作会议的通知,2026-09-30\n",
        "登记号,发文机关,文件标题,签收日期\n1,县水利局,通知,2026-09-30\n",
    ],
)
def required_column_missing(table: Table, practice: Practice, rule: TableRule) -> Iterator[Problem]:
    """Flag a register that has no column for a required field."""
    if table.incoming:
        for field in practice.required:
            if field not in table.fields:
                yield Problem(field, f"表头缺少“{field}”列（或其常见别名），这一项没有检查")


@entry_rule(
    code="CL203",
    name="text-in-a-date",
    severity=Severity.ERROR,
    message="日期栏里的内容不是日期",
    basis=_TIDY,
    explanation=(
        "可写成 2026-10-08、2026年10月8日、2026/10/8，后面可加时间。"
        "办理时限还可以写“2个工作日”“10月20日前”。空着、“/”“无”不算。"
    ),
    fields=(*TIMES, DEADLINE),
    bad=[
        Bad(f"{_HEAD}1,县水利局,关于防汛的通知,⟦昨天上午⟧\n"),
        Bad(f"{_HEAD}1,县水利局,关于防汛的通知,⟦2026-02-30⟧\n"),
        Bad("---\n收文时间: ⟦10月8日⟧\n---\n关于防汛的通知\n"),
        Bad("收文编号,标题,收文时间,办理时限\n1,关于防汛的通知,2026-09-30,⟦看情况⟧\n"),
    ],
    good=[
        f"{_HEAD}1,县水利局,关于防汛的通知,2026年9月30日下午3时\n2,县水利局,关于抗旱的通知,2026.10.8\n",
        "收文编号,标题,收文时间,办理时限\n1,关于防汛的通知,2026-09-30,2个工作日\n2,关于抗旱的通知,2026-09-30,10月20日前\n",
    ],
)
def text_in_a_date(entry: Entry, practice: Practice, rule: EntryRule) -> Iterator[Problem]:
    """Flag a time that cannot be read."""
    for field in TIMES:
        value = entry.values.get(field)
        if value is None or not value.readable or (field == CLOSED and value.text.strip() in _OPEN):
            continue
        fault = entry.time_fault(field)
        if fault:
            yield Problem(field, f"{entry.name_of(field)}{fault}")
    value = entry.values.get(DEADLINE)
    fault = practice.deadline_fault(entry) if value is not None and value.readable else ""
    if value is not None and fault and value.text.strip() not in _VAGUE:
        message = f"{entry.name_of(DEADLINE)}{fault}，或“2个工作日”“10月20日前”"
        yield Problem(DEADLINE, message, Severity.WARNING)


_OPEN = frozenset({"未办结", "未办", "在办", "办理中", "正在办理", "未完成", "待办"})
_VAGUE = frozenset({"尽快", "按要求", "按时", "按期", "长期", "另行通知", "尽快办理"})


@table_rule(
    code="CL204",
    name="unreadable-row",
    severity=Severity.WARNING,
    message="这一行的格式有误，可能没有检查完整",
    basis=_TIDY,
    explanation="引号没有配对、内容比表头多出一列、元数据不合语法等。其余的行照常检查。",
    bad=[
        Bad(f"{_HEAD}1,县水利局,关于防汛的通知,2026-09-30,多出一列\n".replace("标题,收文时间\n", "标题,收文时间⟦⟧\n"))
    ],
    good=[f'{_HEAD}1,县水利局,"关于防汛、抗旱的通知",2026-09-30,\n'],
)
def unreadable_row(table: Table, practice: Practice, rule: TableRule) -> Iterator[Problem]:
    """Pass on what the reader could not make sense of."""
    for problem in table.problems:
        yield Problem(problem.column, problem.message, row=problem.row)


_NOTES = {
    "formula": "单元格是公式“{detail}”，没有算出的结果，这一格没有检查；请粘贴为数值",
    "computed": "单元格是公式“{detail}”，按其结果检查；登记簿应当存原始值，请粘贴为数值",
    "error": "单元格是错误值“{detail}”，这一格没有检查",
}


@entry_rule(
    code="CL205",
    name="formula-in-the-register",
    severity=Severity.WARNING,
    message="登记簿的单元格里是公式或错误值",
    basis=_TIDY,
    explanation="公式的结果会随别的单元格改变，登记的内容应当固定。",
    on_documents=False,
    bad=[Bad(f"{_HEAD}1,县水利局,关于防汛的通知,⟦=A1+45000⟧\n"), Bad(f"{_HEAD}1,⟦#REF!⟧,关于防汛的通知,2026-09-30\n")],
    good=[f'{_HEAD}="001",县水利局,关于防汛的通知,2026-09-30\n'],
)
def formula_in_the_register(entry: Entry, practice: Practice, rule: EntryRule) -> Iterator[Problem]:
    """Flag a formula."""
    for field, value in entry.values.items():
        if value.note in _NOTES:
            yield Problem(field, _NOTES[value.note].format(detail=value.detail[:40]))


@entry_rule(
    code="CL206",
    name="merged-cells-in-the-register",
    severity=Severity.WARNING,
    message="登记簿里有合并单元格",
    basis=_TIDY,
    explanation="上下合并的，按各行内容相同检查；左右合并的，只算第一列。“同上”一类的写法同样要看别的行，一并提出。",
    bad=[
        Bad("---\n收文时间: 2026-09-30\n承办单位: ⟦同上⟧\n---\n关于防汛的通知\n"),
        Bad(f"{_HEAD}1,县水利局,关于防汛的通知,2026-09-30\n2,⟦〃⟧,关于抗旱的通知,2026-09-30\n"),
    ],
    good=[f"{_HEAD}1,县水利局,关于同上级保持一致的通知,2026-09-30\n"],
)
def merged_cells(entry: Entry, practice: Practice, rule: EntryRule) -> Iterator[Problem]:
    """Flag merged cells, and the ditto marks that stand for them."""
    for field, value in entry.values.items():
        if value.note == "merged" and value.detail:
            yield Problem(field, f"单元格 {value.detail} 是合并的；登记簿应当一件一行、一项一格，请拆分后逐行填写")
        elif value.text.strip() in _DITTO:
            yield Problem(field, f"“{value.text.strip()}”要看别的行才知道内容，请逐行填写")


_DITTO = frozenset({"同上", "〃", "″", '"', "同前", "同上行"})


@entry_rule(
    code="CL207",
    name="unknown-urgency-in-the-record",
    severity=Severity.WARNING,
    message="紧急程度不在已知的等级之内，无法确定办理时限",
    basis=Basis(_REGULATION, "第九条（三）", Strength.MUST),
    explanation=(
        "公文分特急、加急，电报分特提、特急、加急、平急；“急件”“普通件”是单位登记用语，也认。"
        "本单位的其他等级写在配置 `[register.limits]`。"
    ),
    fields=(URGENCY,),
    bad=[
        Bad("收文编号,标题,紧急程度,收文时间\n1,关于防汛的通知,⟦火速⟧,2026-09-30\n"),
        Bad("---\n收文时间: 2026-09-30\n紧急程度: ⟦加加急⟧\n---\n关于防汛的通知\n"),
    ],
    good=[
        "收文编号,标题,紧急程度,收文时间\n1,防汛,特急,2026-09-30 09:00\n2,抗旱,普通件,2026-09-30\n3,植树,,2026-09-30\n"
    ],
)
def unknown_urgency(entry: Entry, practice: Practice, rule: EntryRule) -> Iterator[Problem]:
    """Flag an urgency without a time limit."""
    text = entry.text(URGENCY)
    if text and not practice.urgency(text) and text not in _DITTO:
        known = "、".join(practice.urgencies)
        yield Problem(URGENCY, f"紧急程度“{text[:20]}”不在已知的等级（{known}）之内，办理时限没有检查")


@entry_rule(
    code="CL208",
    name="urgent-without-an-hour",
    severity=Severity.INFO,
    message="紧急公文的收文时间宜记到时、分，否则无法核对当日或半个工作日的时限",
    basis=_TIDY,
    fields=(RECEIVED,),
    bad=[Bad("收文编号,标题,紧急程度,收文时间\n1,关于防汛的通知,加急,⟦2026-09-30⟧\n")],
    good=[
        "收文编号,标题,紧急程度,收文时间\n1,关于防汛的通知,加急,2026-09-30 9:05\n2,关于抗旱的通知,普通件,2026-09-30\n"
    ],
)
def urgent_without_an_hour(entry: Entry, practice: Practice, rule: EntryRule) -> Iterator[Problem]:
    """Flag the receipt of an urgent paper without a time of day."""
    received = entry.moments.get(RECEIVED)
    if received is not None and received.clock is None and practice.urgency(entry.text(URGENCY)) in URGENT:
        yield Problem(RECEIVED)


@entry_rule(
    code="CL209",
    name="time-in-the-future",
    severity=Severity.WARNING,
    message="登记的时间晚于今天，请核对",
    basis=_TIDY,
    explanation="今天由 `--today` 指定，默认是运行当天。办理时限不查。",
    fields=TIMES,
    bad=[Bad(f"{_HEAD}1,县水利局,关于防汛的通知,⟦2199-09-30⟧\n")],
    good=[f"{_HEAD}1,县水利局,关于防汛的通知,2025-09-30\n"],
)
def time_in_the_future(entry: Entry, practice: Practice, rule: EntryRule) -> Iterator[Problem]:
    """Flag a time that has not come yet."""
    today = practice.now.date()
    for field, moment in entry.moments.items():
        if moment.day > today:
            yield Problem(field, f"{entry.name_of(field)}“{moment}”晚于今天（{today}），请核对")


_SECRECY = lazy_pattern(
    r"(?:绝密|机密|秘密)级?(?:[★☆*/ ].*|[（(].*[）)]|\d.*)?|[绝机秘]"
    r"|(?:工作秘密|内部|公开|非密|非涉密|不涉密|不保密|无密级|普通|一般)(?:资料|件|文件)?"
)


@entry_rule(
    code="CL210",
    name="irregular-secrecy-in-the-record",
    severity=Severity.WARNING,
    message="密级不是“绝密”“机密”“秘密”之一，也不是“无”“内部”“公开”",
    basis=Basis(_REGULATION, "第九条（二）", Strength.MUST),
    explanation="涉密公文分别标注绝密、机密、秘密和保密期限，写作“机密★1年”。不涉密的写“无”或者空着。",
    fields=("密级",),
    bad=[Bad("收文编号,标题,密级,收文时间\n1,关于防汛的通知,⟦加密⟧,2026-09-30\n")],
    good=["收文编号,标题,密级,收文时间\n1,防汛,机密★1年,2026-09-30\n2,抗旱,无,2026-09-30\n3,植树,内部,2026-09-30\n"],
)
def irregular_secrecy(entry: Entry, practice: Practice, rule: EntryRule) -> Iterator[Problem]:
    """Flag a level of secrecy that does not exist."""
    text = entry.text("密级")
    if text and entry.values["密级"].readable and text not in _DITTO and not _SECRECY.fullmatch(text):
        yield Problem("密级", f"密级“{text[:20]}”不是“绝密”“机密”“秘密”之一，也不是“无”“内部”“公开”")


RULES: list[Rule] = [
    required_field_empty,
    required_column_missing,
    text_in_a_date,
    unreadable_row,
    formula_in_the_register,
    merged_cells,
    unknown_urgency,
    urgent_without_an_hour,
    time_in_the_future,
    irregular_secrecy,
]
