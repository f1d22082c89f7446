"""``baguan report``: 错情周报, 季度审读, any days."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from baguan.cli.base import Choice, Command, echo, write_machine

if TYPE_CHECKING:
    from collections.abc import Sequence

    from baguan.config import Settings
    from baguan.weekly.figures import PaperLine, Statistics
    from baguan.weekly.period import Period

_SUFFIXES = {".html": "html", ".htm": "html", ".docx": "docx", ".xlsx": "xlsx", ".json": "json", ".txt": "text"}
_FORMATS = ("text", "html", "docx", "xlsx", "json")


@click.command(cls=Command, help="从台账生成错情周报、季度审读情况或任意时段的错情统计（默认本周）。")
@click.option("--week", metavar="周", help="某一周，如 2026-W47")
@click.option("--quarter", metavar="季度", help="某一季度，如 2026Q4")
@click.option("--from", "first", metavar="日期", help="起始日期，如 2026-11-01")
@click.option("--to", "last", metavar="日期", help="截止日期（含当日）")
@click.option("--unit", default="", metavar="单位", help="只看这个单位")
@click.option("--drafter", default="", metavar="人", help="只看这个起草人")
@click.option(
    "--gate", type=Choice(("行文关", "政策法规关", "文字关", "体例格式关", "文件处理关")), help="只看这个关口"
)
@click.option("--rule", "rules", multiple=True, metavar="规则", help="只看这些规则：编号或编号开头，逗号分隔")
@click.option("--format", "format_name", type=Choice(_FORMATS), help="输出格式（默认看输出文件的扩展名，否则 text）")
@click.option("--output", "-o", type=click.Path(dir_okay=False), metavar="文件", help="写到文件")
@click.option("--register", default="", metavar="文件", help="收文登记表，取其中的超期文件")
@click.option("--date", "made", metavar="日期", help="成文日期（默认今天）")
@click.option("--ledger", default="", metavar="台账", help="台账文件或 postgresql:// 地址")
@click.option("--config", "config_file", type=click.Path(), metavar="文件", help="用这个配置文件")
def report(**options: Any) -> int:
    """Work out the figures and show them."""
    from baguan.config import load_settings
    from baguan.ledger.recording import open_for
    from baguan.office import report_policy
    from baguan.weekly.period import parse_date
    from baguan.weekly.statistics import Filters, gather

    format_name = options["format_name"] or _SUFFIXES.get(Path(options["output"] or "").suffix.lower(), "text")
    if format_name in ("docx", "xlsx") and not options["output"]:
        raise click.UsageError(f"输出 {format_name} 要用 -o 指定文件")
    config_file = options["config_file"]
    settings = load_settings(Path.cwd(), config=Path(config_file) if config_file else None)
    policy = report_policy(settings.report)
    made = parse_date(options["made"]) if options["made"] else date.today()
    period = _period(options, made)
    register = options["register"]
    if not register and policy.register:
        register = str(Path(settings.root or ".") / policy.register)
    filters = Filters(options["unit"], options["drafter"], options["gate"] or "", _rules(options["rules"]))
    with open_for(settings, options["ledger"], create=False) as ledger:
        statistics = gather(
            ledger,
            period,
            policy,
            filters=filters,
            overdue=_overdue(register, settings, period) if register else (),
            summaries=_summary,
        )
    _write(statistics, format_name, options["output"], made)
    return 0


def _period(options: dict[str, Any], today: date) -> Period:
    from baguan.weekly.period import days_between, quarter_of, week_containing, week_of

    days = options["first"] or options["last"]
    if sum(map(bool, (options["week"], options["quarter"], days))) > 1:
        raise click.UsageError("--week、--quarter、--from/--to 只能用一种")
    if options["week"]:
        return week_of(options["week"])
    if options["quarter"]:
        return quarter_of(options["quarter"])
    if days:
        if not options["first"]:
            raise click.UsageError("--to 要和 --from 一起用")
        return days_between(options["first"], options["last"] or today.isoformat())
    return week_containing(today)


def _rules(values: Sequence[str]) -> tuple[str, ...]:
    return tuple(word.strip().upper() for value in values for word in value.split(",") if word.strip())


def _summary(code: str) -> str:
    """What a rule says in general."""
    from baguan.registry import load_rules

    message = next((rule.message for rule in load_rules() if rule.code == code), "")
    return message.replace("{text}", "…").replace("{fix}", "…")


def _overdue(register: str, settings: Settings, period: Period) -> list[PaperLine]:
    from baguan.weekly.overdue import overdue_papers

    return overdue_papers(Path(register), settings, period, date.today())


def _write(statistics: Statistics, format_name: str, output: str | None, made: date) -> None:
    data = _render(statistics, format_name, made)
    if not output:
        if format_name == "text":
            echo(data.decode())
        else:
            write_machine(data.decode())
        return
    from baguan.atomic import write_atomic

    try:
        write_atomic(Path(output), data)
    except OSError as error:
        raise click.UsageError(f"无法写入 {output}：{error.strerror}") from error
    echo(f"{statistics.title}：{output}\n")


def _render(statistics: Statistics, format_name: str, made: date) -> bytes:
    if format_name == "html":
        from baguan.weekly import html_report

        return html_report.render(statistics)
    if format_name == "docx":
        from baguan.weekly import docx_report

        return docx_report.render(statistics, made=made)
    if format_name == "xlsx":
        from baguan.weekly import xlsx_report

        return xlsx_report.render(statistics)
    if format_name == "json":
        from baguan.weekly import json_report

        return json_report.render(statistics)
    from baguan.weekly import text_report

    return text_report.render(statistics)
