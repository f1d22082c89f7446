"""``baguan return``: return a document, with a second reviewer who confirms or overrules each reason."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from baguan.cli.base import Choice, Command, echo, write_machine

if TYPE_CHECKING:
    from collections.abc import Sequence

    from baguan.config import Settings
    from baguan.ledger import Ledger
    from baguan.ledger.recording import Identity
    from baguan.ledger.rows import ReasonEntry, ReturnRow
    from baguan.notice.content import Notice
    from baguan.office import ReturnPolicy
    from baguan.record import FileReport

_SUFFIXES = {".docx": "docx", ".json": "json", ".txt": "text"}


class _Case(NamedTuple):
    settings: Settings
    policy: ReturnPolicy
    report: FileReport
    identity: Identity
    made: date
    options: dict[str, Any]


def _words(ctx: click.Context, param: click.Parameter, values: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(word.strip() for value in values for word in value.replace("，", ",").split(",") if word.strip())


@click.command(
    "return",
    cls=Command,
    help="退文：检查文件，列出退文理由和条款，生成退文单。两道把关时先由审核人（--by）提出，再由复核人（--second）逐条确认或者推翻。",
)
@click.argument("path", metavar="文件")
@click.option("--by", "reviewer", default="", metavar="人", help="审核人，提出退文")
@click.option("--second", default="", metavar="人", help="复核人，对每条理由作出结论")
@click.option("--confirm", multiple=True, callback=_words, metavar="序号", help="成立的理由，逗号分隔；all 为其余全部")
@click.option("--overrule", multiple=True, metavar="序号=理由", help="不成立的理由，写明为什么")
@click.option(
    "--reason", "reasons", multiple=True, metavar="理由", help="检查看不出的退文理由：22 项常见原因的序号，或者文字"
)
@click.option("--to", "unit", default="", metavar="单位", help="来文单位（默认取台账设置或落款）")
@click.option("--resubmit", default="", metavar="日期", help="重报时限（默认按 [return] resubmit-days 个工作日）")
@click.option("--date", "made", default="", metavar="日期", help="退文日期（默认今天）")
@click.option("--force", is_flag=True, help="没有达到退文标准也退")
@click.option(
    "--format", "format_name", type=Choice(("text", "docx", "json")), help="输出格式（默认看扩展名，否则 text）"
)
@click.option("--output", "-o", type=click.Path(dir_okay=False), metavar="文件", help="写到文件")
@click.option("--ledger", default="", metavar="台账", help="台账文件或 postgresql:// 地址")
@click.option("--config", "config_file", type=click.Path(), metavar="文件", help="用这个配置文件")
def return_notice(path: str, **options: Any) -> int:
    """Propose a return, or decide on a proposed one."""
    from baguan.ledger.recording import open_for
    from baguan.notice.content import WITHDRAWN

    format_name = options["format_name"] or _SUFFIXES.get(Path(options["output"] or "").suffix.lower(), "text")
    if format_name == "docx" and not options["output"]:
        raise click.UsageError("输出 docx 要用 -o 指定文件")
    if bool(options["reviewer"]) == bool(options["second"]):
        raise click.UsageError("用 --by 写明审核人（提出退文），或者用 --second 写明复核人（复核退文）")
    if not options["second"] and (options["confirm"] or options["overrule"]):
        raise click.UsageError("--confirm、--overrule 由复核人使用，要写 --second")
    case = _case(path, options)
    with open_for(case.settings, options["ledger"]) as ledger:
        notice = _decided(ledger, case) if options["second"] else _proposed(ledger, case)
    if notice.row.state == WITHDRAWN and format_name != "json":
        echo(f"复核结论：理由均不成立，不予退文（{notice.row.second}）。已记入台账。\n")
        return 0
    _write(notice, format_name, options["output"])
    return 0


def _case(path: str, options: dict[str, Any]) -> _Case:
    """Read and check the document.

    Raises:
        DocumentError: it cannot be read or fully checked.
    """
    from baguan.config import load_settings
    from baguan.errors import DocumentError
    from baguan.ledger.recording import identify
    from baguan.office import return_policy
    from baguan.readers import read_file
    from baguan.runner import FileChecker
    from baguan.weekly.period import parse_date

    made = parse_date(options["made"]) if options["made"] else date.today()
    config_file = options["config_file"]
    settings = load_settings(Path.cwd(), config=Path(config_file) if config_file else None)
    try:
        document, _ = read_file(Path(path))
    except DocumentError as error:
        raise DocumentError(f"{path}：{error}", error.kind) from error
    report = FileChecker(settings).check_document(document)
    if report.errors:
        raise DocumentError(f"{path}：{'；'.join(report.errors)}")
    identity = identify(document, settings)
    return _Case(settings, return_policy(settings.return_form), report, identity, made, options)


def _proposed(ledger: Ledger, case: _Case) -> Notice:
    """A new return; without two steps it is final at once.

    Raises:
        NoticeError: nothing speaks for returning the document, or a return of it waits already.
    """
    from baguan.ledger.rows import ReturnRow
    from baguan.ledger.store import new_id, now
    from baguan.notice.content import PENDING, RETURNED, NoticeError, reasons_of
    from baguan.record import Verdict

    given: Sequence[str] = case.options["reasons"]
    if case.report.verdict != Verdict.RETURN.value and not given and not case.options["force"]:
        raise NoticeError(
            f"检查结论是“{case.report.verdict}”，没有达到退文标准；确需退文，用 --reason 写明理由，或者加 --force"
        )
    reasons = reasons_of(case.report, given)
    if not reasons:
        raise NoticeError("没有发现错误和警告，退文要用 --reason 写明理由")
    waiting = ledger.pending_return(case.identity.document)
    if waiting is not None and waiting.content_hash == case.identity.content_hash:
        raise NoticeError(f"这份文稿已由{waiting.reviewer}提出退文，正待复核（--second）")
    identity, moment = case.identity, now()
    state = PENDING if case.policy.two_step else RETURNED
    row = ReturnRow(
        id=new_id(),
        recorded=moment,
        day=case.made.isoformat(),
        state=state,
        document=identity.document,
        content_hash=identity.content_hash,
        unit=case.options["unit"] or identity.unit,
        title=identity.title,
        number=identity.number,
        resubmit=_resubmit(case).isoformat(),
        reviewer=case.options["reviewer"],
        second="",
        decided="" if state == PENDING else moment,
    )
    ledger.add_return(row, reasons)
    return _notice(case, row, reasons)


def _decided(ledger: Ledger, case: _Case) -> Notice:
    """A return on which the second reviewer has decided.

    Raises:
        NoticeError: none waits, the text was changed, it is the same person, or a reason is left undecided.
    """
    from baguan.ledger.store import now
    from baguan.notice.content import CONFIRMED, RETURNED, WITHDRAWN, NoticeError, decide

    waiting = ledger.pending_return(case.identity.document)
    if waiting is None:
        raise NoticeError("这份文稿没有待复核的退文；先由审核人用 --by 提出")
    if waiting.reviewer == case.options["second"]:
        raise NoticeError(f"复核人不能与审核人（{waiting.reviewer}）相同")
    if waiting.content_hash != case.identity.content_hash:
        raise NoticeError("文稿在提出退文之后有改动，请审核人重新提出")
    reasons = decide(ledger.reasons(waiting.id), case.options["confirm"], case.options["overrule"])
    standing = any(reason.decision == CONFIRMED for reason in reasons)
    resubmit = _resubmit(case).isoformat() if case.options["resubmit"] else waiting.resubmit
    row = waiting._replace(
        state=RETURNED if standing else WITHDRAWN, second=case.options["second"], decided=now(), resubmit=resubmit
    )
    ledger.decide_return(row, reasons)
    return _notice(case, row, reasons)


def _notice(case: _Case, row: ReturnRow, reasons: Sequence[ReasonEntry]) -> Notice:
    from baguan.notice.content import OVERRULED, Notice, faults_of

    standing = [reason for reason in reasons if reason.decision != OVERRULED]
    return Notice(
        row=row,
        office=case.policy.office,
        salutation=case.policy.salutation,
        made=case.made,
        resubmit=date.fromisoformat(row.resubmit),
        reasons=tuple(reasons),
        faults=faults_of(case.report, standing),
    )


def _resubmit(case: _Case) -> date:
    """The date to resubmit, in working days unless it is given.

    Raises:
        NoticeError: the holidays of the year are not known, or the date given is over already.
    """
    from baguan.notice.content import NoticeError
    from baguan.practice import practice_of
    from baguan.weekly.period import parse_date
    from baguan.worktime import UnknownYearError

    if case.options["resubmit"]:
        day = parse_date(case.options["resubmit"])
        if day < case.made:
            raise NoticeError(f"重报时限 {day.isoformat()} 早于退文日期 {case.made.isoformat()}")
        return day
    calendar = practice_of(case.settings.register, root=case.settings.root).worktime.calendar
    try:
        return calendar.next_workday(case.made, case.policy.resubmit_days)
    except UnknownYearError as error:
        raise NoticeError(f"{error}，或者用 --resubmit 写明重报日期") from error


def _write(notice: Notice, format_name: str, output: str | None) -> None:
    from baguan.notice.content import STATES
    from baguan.notice.forms import render_docx, render_json, render_text

    render = {"docx": render_docx, "json": render_json, "text": render_text}[format_name]
    data = render(notice)
    if not output:
        if format_name == "json":
            write_machine(data.decode())
        else:
            echo(data.decode())
        return
    from baguan.atomic import write_atomic

    try:
        write_atomic(Path(output), data)
    except OSError as error:
        raise click.UsageError(f"无法写入 {output}：{error.strerror}") from error
    echo(f"退文单（{STATES[notice.row.state]}）：{output}\n")
