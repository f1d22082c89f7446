"""``baguan format``."""

from __future__ import annotations

import os
from pathlib import Path

import click

from baguan.cli.base import Choice, Command, echo, write_machine


@click.command(
    cls=Command,
    name="format",
    help="按公文格式排版 .docx，另存一份；文字不动。排页边距、字体、字号、缩进、行距、页码，列出改了什么。",
)
@click.argument("source", type=click.Path(), metavar="文件.docx")
@click.option(
    "--output", "-o", type=click.Path(dir_okay=False), metavar="文件", help="写到此文件（默认 文件.排版.docx）"
)
@click.option("--profile", metavar="方案", help="版式方案：名称（国标、信函、纪要、院校）或 .toml 文件")
@click.option("--dry-run", is_flag=True, help="只列出要改什么，不写文件")
@click.option("--force", is_flag=True, help="输出文件已存在时覆盖")
@click.option("--format", "format_name", type=Choice(("text", "json")), default="text", help="改动清单的格式")
@click.option("--config", "config_file", type=click.Path(), metavar="文件", help="用这个配置文件")
@click.option("--isolated", is_flag=True, help="不读任何配置文件")
def format_command(
    source: str,
    output: str | None,
    profile: str | None,
    dry_run: bool,
    force: bool,
    format_name: str,
    config_file: str | None,
    isolated: bool,
) -> int:
    """Write a copy in the layout of the profile; 0 when it was done, 2 when it could not be."""
    from baguan.config import load_settings
    from baguan.errors import BaguanError
    from baguan.formatter import format_docx
    from baguan.profile import FIGURES
    from baguan.readers import load_bytes

    settings = load_settings(
        Path.cwd(),
        config=Path(config_file) if config_file else None,
        isolated=isolated,
        overrides={"profile": profile},
    )
    if not source.lower().endswith(".docx"):
        raise click.UsageError(f"{source}：只能排版 .docx 文件")
    target = Path(output) if output else Path(source).with_suffix(".排版.docx")
    if not dry_run:
        _check_target(Path(source), target, force=force)
    try:
        made = format_docx(load_bytes(Path(source)), {**FIGURES, **settings.figures})
    except BaguanError as error:
        raise type(error)(f"{source}：{error}") from error
    if not dry_run:
        from baguan.atomic import write_atomic

        try:
            write_atomic(target, made.data)
        except OSError as error:
            raise click.UsageError(f"无法写入 {target}：{error.strerror}") from error
    if format_name == "json":
        import json

        shown = {
            "schema": 1,
            "source": source,
            "output": None if dry_run else str(target),
            "changes": [change._asdict() for change in made.changes],
        }
        write_machine(json.dumps(shown, ensure_ascii=False, indent=2) + "\n")
        return 0
    for change in made.changes:
        times = f"（共{change.times}处）" if change.times > 1 else ""
        prefix = "" if change.done else "未改："
        echo(f"{prefix}{change.element}：{change.what}　{change.where}{times}\n")
    done = sum(change.done for change in made.changes)
    verb = "要改" if dry_run else "改了"
    echo(f"{verb} {done} 项，文字没有变动\n" if done else "版式已合规定，没有要改的\n")
    if not dry_run:
        echo(f"写入 {target}\n")
    return 0


def _check_target(source: Path, target: Path, *, force: bool) -> None:
    if os.path.realpath(source) == os.path.realpath(target):
        raise click.UsageError("输出文件不能是原文件；排版总是另存一份")
    if target.exists() and not force:
        raise click.UsageError(f"{target} 已存在；要覆盖请加 --force")
