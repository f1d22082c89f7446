"""``baguan ledger``: look at the ledger, check it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from baguan.cli.base import Choice, Group, Natural, echo, write_machine

if TYPE_CHECKING:
    from baguan.config import Settings

_LEDGER = click.option("--ledger", "given", default="", metavar="台账", help="台账文件或 postgresql:// 地址")
_CONFIG = click.option("--config", "config_file", type=click.Path(), metavar="文件", help="用这个配置文件")


@click.group(cls=Group, help="台账：check --record 记下的每次检查。")
def ledger() -> None:
    """The group; it does nothing by itself."""


def _settings(config_file: str | None) -> Settings:
    from baguan.config import load_settings

    return load_settings(Path.cwd(), config=Path(config_file) if config_file else None)


@ledger.command("status", help="显示台账的位置、结构版本、条数，并核对是否完整。")
@_LEDGER
@_CONFIG
def status(given: str, config_file: str | None) -> int:
    """Where the ledger is and whether it is whole."""
    from baguan.cli import EXIT_CLEAN, EXIT_ERROR
    from baguan.ledger.recording import ledger_url, open_for

    settings = _settings(config_file)
    with open_for(settings, given, create=False) as opened:
        runs, findings = opened.size()
        broken = opened.incomplete()
        echo(f"台账：{_shown(ledger_url(settings, given))}\n结构版本：{opened.version}\n")
        echo(f"检查记录：{runs}条，错情：{findings}条\n")
    if broken:
        echo(f"不完整的记录：{len(broken)}条（{'、'.join(broken[:5])}）\n")
        return EXIT_ERROR
    echo("核对：完整\n")
    return EXIT_CLEAN


def _shown(url: str) -> str:
    """The address without a password."""
    import re

    return re.sub(r"(://[^:/@]*):[^@/]*@", r"\1:***@", url)


@ledger.command("list", help="列出最近的检查记录。")
@click.option("--last", "count", type=Natural(), default="20", show_default=True, help="条数")
@click.option("--format", "format_name", type=Choice(("text", "json")), default="text", help="输出格式")
@_LEDGER
@_CONFIG
def show(count: int, format_name: str, given: str, config_file: str | None) -> int:
    """The latest runs, newest first."""
    from baguan.ledger.recording import open_for

    with open_for(_settings(config_file), given, create=False) as opened:
        rows = opened.latest(count)
    if format_name == "json":
        import json

        write_machine(json.dumps([row._asdict() for row in rows], ensure_ascii=False, indent=2) + "\n")
        return 0
    for row in rows:
        whose = "，".join(filter(None, (row.unit, row.drafter))) or "未登记单位"
        counts = f"{row.characters}字  错误{row.errors} 警告{row.warnings} 提示{row.infos}  {row.verdict}"
        echo(f"{row.day}  {row.document}  {row.title}（{whose}）  {counts}\n")
    if not rows:
        echo("台账里还没有记录。\n")
    return 0
