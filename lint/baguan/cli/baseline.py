"""``baguan baseline create|update|prune``."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from baguan.cli.base import Group, echo

if TYPE_CHECKING:
    from collections.abc import Callable

    from baguan.baseline import Baseline
    from baguan.config import Settings


@click.group(cls=Group, help="建立和维护基线：已有的问题记下不再报，只报新问题。")
def baseline() -> None:
    """The group; it does nothing by itself."""


def _options(function: Callable[..., int]) -> Callable[..., int]:
    for decorate in (
        click.argument("paths", nargs=-1, metavar="[路径]..."),
        click.option(
            "--baseline", "file", type=click.Path(), metavar="文件", help="基线文件（默认 .baguan-baseline.json）"
        ),
        click.option("--config", "config_file", type=click.Path(), metavar="文件", help="用这个配置文件"),
    ):
        function = decorate(function)
    return function


@baseline.command("create", help="把现有问题全部记入新基线。")
@_options
@click.option("--force", is_flag=True, help="覆盖已有的基线")
def create(paths: tuple[str, ...], file: str | None, config_file: str | None, force: bool) -> int:
    """Write a new baseline."""
    settings, target = _settings(file, config_file)
    if target.exists() and not force:
        raise click.UsageError(f"{target} 已经存在，可用 baguan baseline update 更新，或加 --force 覆盖")
    found, code = _current(paths, settings, target)
    return _save(target, found, f"已记入 {len(found)} 处", code)


@baseline.command("update", help="记入新问题，清掉检查过的文件里已不再出现的条目。")
@_options
def update(paths: tuple[str, ...], file: str | None, config_file: str | None) -> int:
    """Take in new findings and drop stale entries of the files checked."""
    return _merge(paths, file, config_file, take_new=True)


@baseline.command("prune", help="只清掉已不再出现的条目。")
@_options
def prune(paths: tuple[str, ...], file: str | None, config_file: str | None) -> int:
    """Drop stale entries of the files checked, and of files that are gone."""
    return _merge(paths, file, config_file, take_new=False)


def _merge(paths: tuple[str, ...], file: str | None, config_file: str | None, *, take_new: bool) -> int:
    from baguan.baseline import Baseline, read_baseline

    settings, target = _settings(file, config_file)
    old = read_baseline(target)
    found, code = _current(paths, settings, target)
    entries = {
        path: dict(known)
        for path, known in old.entries.items()
        if path not in found.entries and (target.parent / path).exists()
    }
    for path, current in found.entries.items():
        known = old.known(path)
        entries[path] = {mark: rule for mark, rule in current.items() if take_new or mark in known}
    new = Baseline({path: known for path, known in entries.items() if known})
    return _save(target, new, f"基线由 {len(old)} 条变为 {len(new)} 条", code)


def _settings(file: str | None, config_file: str | None) -> tuple[Settings, Path]:
    from baguan.config import BASELINE_NAME, load_settings

    settings = load_settings(Path.cwd(), config=Path(config_file) if config_file else None)
    target = Path(file or settings.baseline or Path(settings.root) / BASELINE_NAME)
    return replace(settings, baseline=""), target


def _current(paths: tuple[str, ...], settings: Settings, target: Path) -> tuple[Baseline, int]:
    """Every finding as a baseline that also names the checked files without one; and 2 if a file was unreadable."""
    from baguan.baseline import Baseline, collect
    from baguan.cli import EXIT_CLEAN, EXIT_ERROR
    from baguan.cli.check import discover_files
    from baguan.runner import relative_path, run

    files, failures = discover_files(paths or (str(settings.root),), settings)
    report = run(files, settings)
    failures += [(item.path, message) for item in report.files for message in item.errors]
    for path, message in failures:
        echo(f"错误：{path}：{message}\n", err=True)
    anchor = target.parent.resolve()
    found = collect((relative_path(record.path, anchor), record) for record in report.findings)
    checked: dict[str, dict[str, str]] = {
        relative_path(item.path, anchor): {} for item in report.files if not item.errors
    }
    return Baseline(checked | dict(found.entries)), EXIT_ERROR if failures else EXIT_CLEAN


def _save(target: Path, found: Baseline, done: str, code: int) -> int:
    from baguan.baseline import write_baseline

    try:
        write_baseline(target, found)
    except OSError as error:
        raise click.UsageError(f"无法写入 {target}：{error.strerror}") from error
    echo(f"{done}：{target}\n")
    return code
