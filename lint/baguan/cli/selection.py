"""What the commands that write share with ``check``: which rules, which configuration, and where results go."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from baguan.cli.base import Choice
from baguan.cli.check import _selectors

if TYPE_CHECKING:
    from baguan.config import Settings

_Function = TypeVar("_Function", bound=Callable[..., Any])
_KEYS = {"extend_select": "extend-select", "as_kind": "as", "minimum_severity": "minimum-severity"}
_GIVEN = ("select", "extend_select", "ignore", "as_kind", "preset", "exclude", "vocabulary", "minimum_severity")


def rule_options(function: _Function) -> _Function:
    """The options that choose rules and configuration."""
    for decorate in reversed(
        (
            click.option("--select", multiple=True, callback=_selectors, metavar="规则", help="只用这些规则，逗号分隔"),
            click.option("--extend-select", multiple=True, callback=_selectors, metavar="规则", help="再加这些规则"),
            click.option("--ignore", multiple=True, callback=_selectors, metavar="规则", help="不用这些规则"),
            click.option("--as", "as_kind", type=Choice(("statutory", "speech", "prose")), help="按此种文本检查"),
            click.option(
                "--minimum-severity", type=Choice(("error", "warning", "info")), help="低于此级别的不管（默认 info）"
            ),
            click.option("--config", "config_file", type=click.Path(), metavar="文件", help="用这个配置文件"),
            click.option("--isolated", is_flag=True, help="不读任何配置文件"),
            click.option("--preset", type=Choice(("default", "strict", "errors-only")), help="预设"),
            click.option("--exclude", multiple=True, callback=_selectors, metavar="模式", help="跳过的路径"),
            click.option("--vocabulary", multiple=True, type=click.Path(), metavar="文件", help="白名单词表"),
        )
    ):
        function = decorate(function)
    return function


def settings_of(options: dict[str, Any]) -> Settings:
    """The settings of a run.

    Raises:
        ConfigError: a setting is wrong.
    """
    from baguan.config import load_settings

    overrides = {_KEYS.get(name, name): options[name] for name in _GIVEN if options[name]}
    config = options["config_file"]
    return load_settings(
        Path.cwd(), config=Path(config) if config else None, isolated=options["isolated"], overrides=overrides
    )


def write_result(path: Path, data: bytes) -> None:
    """Write a result whole or not at all.

    Raises:
        click.UsageError: it cannot be written.
    """
    from baguan.atomic import write_atomic

    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_atomic(path, data)
    except OSError as error:
        raise click.UsageError(f"无法写入 {path}：{error.strerror or error}") from error


def write_copy(path: Path, data: bytes, *, force: bool) -> None:
    """Write a copy under a name nobody gave; what stands there already is a person's work unless it is the same.

    Raises:
        click.UsageError: another file stands there, or it cannot be written.
    """
    if path.exists():
        if holds(path, data):
            return
        if not force:
            raise click.UsageError(f"{path} 已存在且内容不同；请用 -o 指定别的文件，或加 --force 覆盖")
    write_result(path, data)


def holds(path: Path, data: bytes) -> bool:
    """Whether a file has this content."""
    try:
        return path.read_bytes() == data
    except OSError:
        return False


def named_beside(path: str, word: str) -> Path:
    """``通知.docx`` with ``fixed`` becomes ``通知.fixed.docx``."""
    given = Path(path)
    return given.with_name(f"{given.stem}.{word}{given.suffix}")


def is_copy(path: str, *words: str) -> bool:
    """Whether a file is one of the copies ``named_beside`` names, its original standing beside it."""
    given = Path(path)
    stem, _, word = given.stem.rpartition(".")
    return bool(stem) and word in words and given.with_name(f"{stem}{given.suffix}").exists()


def same_file(one: str | Path, other: str | Path) -> bool:
    """Whether two paths name one file."""
    return os.path.realpath(one) == os.path.realpath(other)
