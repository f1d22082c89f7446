"""``baguan register``: check a register of papers."""

from __future__ import annotations

import json
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any

import click

from baguan.cli.base import Choice, Command, echo, write_machine

if TYPE_CHECKING:
    from collections.abc import Sequence

    from baguan.config import Settings
    from baguan.register import RegisterReport

_FORMATS = ("text", "json", "xlsx")
_LEVELS = ("error", "warning", "info")


def _selectors(ctx: click.Context, param: click.Parameter, values: tuple[str, ...]) -> tuple[str, ...] | None:
    words = tuple(word.strip() for value in values for word in value.split(",") if word.strip())
    return words or None


def _today(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
    from baguan.practice import parse_today

    try:
        return value if value is None else parse_today(value).isoformat(sep=" ")
    except ValueError as error:
        raise click.BadParameter(str(error)) from error


@click.command(
    cls=Command,
    help="检查收文登记（发文登记）：.csv 或 .xlsx。查必填项、重号跳号、时间先后、办理时限、拟办意见、批示和审签。",
)
@click.argument("files", nargs=-1, required=True, metavar="文件...")
@click.option("--today", callback=_today, metavar="日期", help="把这一天（可带时间）当作现在，如 2026-10-09；默认现在")
@click.option("--calendar", type=click.Path(dir_okay=False), metavar="文件", help="放假调休日历文件（.toml 或 .csv）")
@click.option("--sheet", default="", metavar="名称", help="只查工作簿的这张表（默认查每张有表头的表）")
@click.option("--select", multiple=True, callback=_selectors, metavar="规则", help="只用这些规则")
@click.option("--ignore", multiple=True, callback=_selectors, metavar="规则", help="不用这些规则")
@click.option("--format", "format_name", type=Choice(_FORMATS), help="输出格式（默认 text，或按 -o 的扩展名）")
@click.option(
    "--output", "-o", type=click.Path(dir_okay=False), metavar="文件", help="写到文件；.xlsx 是标出错处的副本"
)
@click.option("--fail-on", type=Choice(_LEVELS), help="达到此级别即退出码为 1（默认 error）")
@click.option("--exit-zero", is_flag=True, help="有问题也以 0 退出（读不了文件仍为 2）")
@click.option("--config", "config_file", type=click.Path(), metavar="文件", help="用这个配置文件")
@click.option("--isolated", is_flag=True, help="不读任何配置文件")
def register(files: tuple[str, ...], **options: Any) -> int:
    """Check registers; the exit code is that of ``baguan check``."""
    from baguan.config import load_settings

    given = {"select": options["select"], "ignore": options["ignore"], "fail-on": options["fail_on"]}
    config_file = options["config_file"]
    settings = load_settings(
        Path.cwd(),
        config=Path(config_file) if config_file else None,
        isolated=options["isolated"],
        overrides={key: value for key, value in given.items() if value is not None},
    )
    name = _format(options["format_name"], options["output"], files)
    checked = _check(files, settings, options)
    _write(name, checked, options["output"], options["today"])
    return _exit_code([report for report, _ in checked], settings.fail_on, exit_zero=options["exit_zero"])


def _format(name: str | None, output: str | None, files: Sequence[str]) -> str:
    """The format asked for, or the one the name of the output means.

    Raises:
        click.UsageError: a workbook without a file to write, or of several registers.
    """
    suffix = PurePath(output).suffix.lower().lstrip(".") if output else ""
    chosen = name or (suffix if suffix in _FORMATS else "text")
    if chosen == "xlsx" and not output:
        raise click.UsageError("xlsx 要用 -o 指明写到哪个文件")
    if chosen == "xlsx" and len(files) > 1:
        raise click.UsageError("xlsx 一次只能写一个登记簿")
    if output and any(Path(output).resolve() == Path(file).resolve() for file in files):
        raise click.UsageError("输出文件不能就是登记簿本身，请换一个文件名")
    return chosen


def _check(files: Sequence[str], settings: Settings, options: dict[str, Any]) -> list[tuple[RegisterReport, bytes]]:
    from baguan.entry_rule import RecordRule
    from baguan.errors import DocumentError
    from baguan.model import Severity
    from baguan.practice import parse_today, practice_of
    from baguan.readers import load_bytes
    from baguan.register import RegisterReport, check_register
    from baguan.registry import load_rules

    practice = practice_of(
        settings.register,
        root=settings.root,
        now=parse_today(options["today"]) if options["today"] else None,
        calendar=options["calendar"] or "",
    )
    rules = [rule for rule in settings.active_rules(load_rules()) if isinstance(rule, RecordRule)]
    minimum = Severity.parse(settings.minimum_severity)
    checked = []
    for file in files:
        try:
            data = load_bytes(Path(file))
        except DocumentError as error:
            checked.append((RegisterReport(file, errors=(str(error),)), b""))
            continue
        checked.append((check_register(data, file, practice, rules, sheet=options["sheet"], minimum=minimum), data))
    return checked


def _write(name: str, checked: list[tuple[RegisterReport, bytes]], output: str | None, today: str | None) -> None:
    from baguan.errors import BaguanError

    reports = [report for report, _ in checked]
    if name != "xlsx":
        text = render_json(reports, today) if name == "json" else render_text(reports)
        if output:
            _save(output, text.encode("utf-8", "surrogateescape"))
        elif name == "json":
            write_machine(text)
        else:
            echo(text)
            return
    elif checked[0][0].sheets:
        from baguan.register.marked import mark_register

        report, data = checked[0]
        try:
            _save(output or "", mark_register(data, report))
        except BaguanError as error:
            raise click.ClickException(str(error)) from error
        echo(_summary(reports))
    for report in reports:
        for message in report.errors:
            echo(f"错误：{report.path}：{message}\n", err=True)


def _save(output: str, data: bytes) -> None:
    from baguan.atomic import write_atomic

    try:
        write_atomic(Path(output), data)
    except OSError as error:
        raise click.UsageError(f"无法写入 {output}：{error.strerror}") from error


def render_json(reports: Sequence[RegisterReport], today: str | None = None) -> str:
    """The reports as the JSON of ``docs/register.md``."""
    from baguan import __version__
    from baguan.register.check import SCHEMA

    table = {
        "schema": SCHEMA,
        "tool": {"name": "baguan", "version": __version__},
        "today": today,
        "files": [
            {
                "path": report.path,
                "rows": report.rows,
                "sheets": [sheet._asdict() for sheet in report.sheets],
                "errors": list(report.errors),
            }
            for report in reports
        ],
        "findings": [finding.to_dict() for report in reports for finding in report.findings],
    }
    return json.dumps(table, ensure_ascii=False, indent=2) + "\n"


def render_text(reports: Sequence[RegisterReport]) -> str:
    """The reports for a person."""
    from baguan.model import Basis, Severity, Strength
    from baguan.report.common import one_line

    lines = []
    for report in reports:
        lines += [f"{one_line(report.path)}: 错误：{one_line(message)}" for message in report.errors]
        for finding in report.findings:
            label = Severity.parse(finding.severity).label
            head = f"{one_line(report.path)}:{finding.line}: {one_line(finding.place)}: {finding.code} [{label}]"
            basis = Basis(finding.basis.source, finding.basis.clause, Strength(finding.basis.strength))
            lines += [f"{head} {one_line(finding.message)}", f"   = {finding.gate}；依据：{basis}"]
    return "\n".join([*lines, _summary(reports)])


def _summary(reports: Sequence[RegisterReport]) -> str:
    from baguan.model import Severity

    counts = "，".join(
        f"{severity.label} {sum(report.count(severity) for report in reports)}" for severity in reversed(Severity)
    )
    rows = sum(report.rows for report in reports)
    broken = sum(not report.sheets for report in reports)
    tail = f"；{broken} 个读不了" if broken else ""
    return f"检查 {len(reports)} 个登记簿，{rows} 行：{counts}{tail}\n"


def _exit_code(reports: Sequence[RegisterReport], fail_on: str, *, exit_zero: bool) -> int:
    from baguan.cli import EXIT_CLEAN, EXIT_ERROR, EXIT_FINDINGS
    from baguan.model import Severity

    if any(report.errors for report in reports):
        return EXIT_ERROR
    limit = Severity.parse(fail_on)
    failing = any(Severity.parse(finding.severity) >= limit for report in reports for finding in report.findings)
    return EXIT_FINDINGS if failing and not exit_zero else EXIT_CLEAN
