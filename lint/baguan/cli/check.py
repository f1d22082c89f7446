"""``baguan check``: the main job."""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from baguan.cli.base import Choice, Command, Natural, can_show, echo, write_machine
from baguan.typo_engines import ENGINE_NAMES

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from baguan.config import Settings
    from baguan.document import Document
    from baguan.record import FileReport, Report

_FORMATS = ("text", "concise", "json", "sarif", "github", "gitlab", "junit", "rdjson", "html", "xlsx", "docx-report")
_LEVELS = ("error", "warning", "info")
_PROGRESS_FILES = 50
_PROGRESS_BYTES = 5_000_000


def _selectors(ctx: click.Context, param: click.Parameter, values: tuple[str, ...]) -> tuple[str, ...] | None:
    words = tuple(word.strip() for value in values for word in value.split(",") if word.strip())
    return words or None


@click.command(cls=Command, help="检查文件和目录（默认当前目录）；“-”表示标准输入。")
@click.argument("paths", nargs=-1, metavar="[路径]...")
@click.option(
    "--select",
    multiple=True,
    callback=_selectors,
    metavar="规则",
    help="只用这些规则：编号、前缀（WZ1）、关口或名称，逗号分隔",
)
@click.option("--extend-select", multiple=True, callback=_selectors, metavar="规则", help="在配置之外再加这些规则")
@click.option("--ignore", multiple=True, callback=_selectors, metavar="规则", help="不用这些规则")
@click.option(
    "--as",
    "as_kind",
    type=Choice(("statutory", "speech", "prose")),
    help="按此种文本检查：法定公文、讲话稿、一般文稿（默认自动识别）",
)
@click.option("--format", "format_name", type=Choice(_FORMATS), default="text", show_default=True, help="输出格式")
@click.option("--output", "-o", type=click.Path(dir_okay=False), metavar="文件", help="写到文件")
@click.option("--fail-on", type=Choice(_LEVELS), help="达到此级别即退出码为 1（默认 error）")
@click.option("--exit-zero", is_flag=True, help="有问题也以 0 退出（读不了文件仍为 2）")
@click.option("--statistics", is_flag=True, help="只列各规则的次数")
@click.option("--config", "config_file", type=click.Path(), metavar="文件", help="用这个配置文件")
@click.option("--isolated", is_flag=True, help="不读任何配置文件")
@click.option("--preset", type=Choice(("default", "strict", "errors-only")), help="预设")
@click.option("--exclude", multiple=True, callback=_selectors, metavar="模式", help="跳过的路径，如 drafts/*")
@click.option("--force-exclude", is_flag=True, help="直接写出的文件也按 exclude 跳过（供 pre-commit 使用）")
@click.option("--vocabulary", multiple=True, type=click.Path(), metavar="文件", help="白名单词表")
@click.option(
    "--typo-engine",
    type=Choice(ENGINE_NAMES),
    help="再用一个外部引擎查错别字（默认 none；要另装，见 docs/typo-engines.md）",
)
@click.option("--typo-model", type=click.Path(), metavar="路径", help="外部引擎的模型文件或目录")
@click.option("--baseline", type=click.Path(), metavar="文件", help="基线文件")
@click.option("--no-baseline", is_flag=True, help="不用基线")
@click.option("--stdin-filename", metavar="文件名", help="标准输入当作这个文件")
@click.option("--jobs", "-j", type=Natural(), metavar="N", help="并行进程数（0 自动）")
@click.option("--no-cache", is_flag=True, help="不用缓存")
@click.option("--color", type=Choice(("auto", "always", "never")), default="auto", show_default=True, help="彩色")
@click.option("--quiet", "-q", is_flag=True, help="没有问题时不输出小结")
@click.option("--record/--no-record", default=None, help="把结果记入（不记入）台账，见 baguan ledger")
@click.option("--today", metavar="日期", help="把这一天当作现在，用于办理时限；默认今天")
def check(paths: tuple[str, ...], **options: Any) -> int:
    """Check and report; the exit code does not depend on the format."""
    from baguan.config import load_settings

    config_file = options["config_file"]
    settings = load_settings(
        Path.cwd(),
        config=Path(config_file) if config_file else None,
        isolated=options["isolated"],
        overrides=_overrides(options),
    )
    if options["today"]:
        settings = replace(settings, register={**settings.register, "today": _today(options["today"])})
    given = _standard_input(paths)
    report = _check(paths or (".",), settings, options, given)
    wanted = options["record"]
    failure = _record(report, settings, given) if wanted or (wanted is None and settings.ledger.get("record")) else ""
    _write(report, settings, options, given)
    code = exit_code(report, settings.fail_on, exit_zero=options["exit_zero"])
    if failure:
        from baguan.cli import EXIT_ERROR

        echo(f"错误：{failure}\n", err=True)
        return EXIT_ERROR
    return code


def _record(report: Report, settings: Settings, given: bytes | None) -> str:
    """Record the run before anything is printed, so that a closed pipe loses nothing; returns why it could not."""
    from baguan.errors import BaguanError
    from baguan.ledger.recording import record_reports

    try:
        record_reports(report.files, settings, stdin=given or b"")
    except BaguanError as error:
        return f"没有记入台账：{error}"
    return ""


def _today(text: str) -> str:
    from baguan.practice import parse_today

    try:
        parse_today(text)
    except ValueError as error:
        raise click.UsageError(f"--today：{error}") from error
    return text


def _overrides(options: dict[str, Any]) -> dict[str, Any]:
    given = {
        "select": options["select"],
        "extend-select": options["extend_select"],
        "ignore": options["ignore"],
        "as": options["as_kind"],
        "fail-on": options["fail_on"],
        "preset": options["preset"],
        "exclude": options["exclude"],
        "vocabulary": options["vocabulary"] or None,
        "typo-engine": options["typo_engine"],
        "typo-model": options["typo_model"],
        "baseline": "" if options["no_baseline"] else options["baseline"],
        "jobs": options["jobs"],
        "cache": False if options["no_cache"] else None,
    }
    return {key: value for key, value in given.items() if value is not None}


def _standard_input(paths: Sequence[str]) -> bytes | None:
    if "-" not in paths:
        return None
    if len(paths) > 1:
        raise click.UsageError("“-”（标准输入）不能和别的路径一起用")
    return sys.stdin.buffer.read()


def _check(paths: Sequence[str], settings: Settings, options: dict[str, Any], given: bytes | None) -> Report:
    from baguan.record import FileReport, Report
    from baguan.runner import FileChecker, run

    if given is not None:
        return Report((FileChecker(settings).check_bytes(given, options["stdin_filename"] or "-"),))
    files, failures = discover_files(paths, settings, force_exclude=options["force_exclude"])
    with _Progress(files) as progress:
        report = run(files, settings, progress=progress)
    broken = tuple(FileReport(path, errors=(message,)) for path, message in failures)
    return Report((*broken, *report.files), report.stale_baseline)


def discover_files(
    paths: Sequence[str], settings: Settings, *, force_exclude: bool = False
) -> tuple[list[str], list[tuple[str, str]]]:
    """The documents under ``paths``, and (path, message) for each path that cannot be used.

    A vocabulary is a ``.txt`` beside the documents, and no document.
    """
    from baguan.discovery import discover

    found = discover(
        paths,
        include=settings.include,
        exclude=settings.exclude,
        respect_gitignore=settings.respect_gitignore,
        force_exclude=force_exclude,
        root=settings.root,
    )
    vocabularies = {os.path.realpath(name) for name in settings.vocabulary}
    files = [str(path) for path in found.files if not vocabularies or os.path.realpath(path) not in vocabularies]
    return files, [(error.path or "（空路径）", error.message) for error in found.errors]


class _Progress:
    """A bar on standard error, when that is a terminal and there is much to do."""

    def __init__(self, files: Sequence[str]) -> None:
        self._bar: Any = None
        long_work = len(files) >= _PROGRESS_FILES or _size(files) >= _PROGRESS_BYTES
        if long_work and len(files) > 1 and sys.stderr.isatty():
            self._bar = click.progressbar(length=len(files), label="检查", file=sys.stderr)

    def __enter__(self) -> Callable[[int, int], None]:
        if self._bar is not None:
            self._bar.__enter__()
        return self._advance

    def __exit__(self, *details: Any) -> None:
        if self._bar is not None:
            self._bar.__exit__(*details)

    def _advance(self, done: int, total: int) -> None:
        if self._bar is not None:
            self._bar.update(1)


def _size(files: Sequence[str]) -> int:
    total = 0
    for path in files:
        try:
            total += os.path.getsize(path)
        except OSError:
            continue
    return total


def _document(path: str, given: bytes | None) -> Document | None:
    """The document of a checked file, for the formats that show it; ``None`` when it cannot be read again."""
    from baguan.errors import DocumentError
    from baguan.readers import read_bytes, read_file
    from baguan.structure import recognise

    try:
        document = read_file(Path(path))[0] if given is None else read_bytes(given, path)
    except DocumentError:
        return None
    document.recogniser = recognise
    return document


def _write(report: Report, settings: Settings, options: dict[str, Any], given: bytes | None) -> None:
    from baguan.registry import load_rules
    from baguan.report import BINARY, RenderOptions, render_bytes

    name, output = options["format_name"], options["output"]
    for_person = name in ("text", "concise")
    shown = RenderOptions(
        color=for_person and not output and _color(options["color"]),
        statistics=options["statistics"],
        unicode=bool(output) or can_show("✓✗│"),
        quiet=options["quiet"],
        rules={rule.code: rule for rule in load_rules()} if name == "sarif" else {},
        root=settings.root,
        documents=lambda path: _document(path, given),
    )
    if name in BINARY and not output and sys.stdout.isatty():
        raise click.UsageError(f"--format {name} 的结果不是文本，请用 -o 指定文件")
    content = render_bytes(name, report, shown)
    if output:
        from baguan.atomic import write_atomic

        try:
            write_atomic(Path(output), content)
        except OSError as error:
            raise click.UsageError(f"无法写入 {output}：{error.strerror}") from error
        _complain(report.files)
    elif for_person:
        echo(content.decode("utf-8", "surrogateescape"))
    else:
        write_machine(content)
        _complain(report.files)


def _complain(files: Sequence[FileReport]) -> None:
    for file in files:
        for message in file.errors:
            echo(f"错误：{file.path}：{message}\n", err=True)


def _color(choice: str) -> bool:
    if choice != "auto":
        return choice == "always"
    return sys.stdout.isatty() and "NO_COLOR" not in os.environ and os.environ.get("TERM") != "dumb"


def exit_code(report: Report, fail_on: str, *, exit_zero: bool = False) -> int:
    """0 clean, 1 findings at or above ``fail_on``, 2 a file that could not be (fully) checked."""
    from baguan.cli import EXIT_CLEAN, EXIT_ERROR, EXIT_FINDINGS
    from baguan.model import Severity

    if any(file.errors for file in report.files):
        return EXIT_ERROR
    limit = Severity.parse(fail_on)
    failing = any(Severity.parse(record.severity) >= limit for record in report.findings)
    return EXIT_FINDINGS if failing and not exit_zero else EXIT_CLEAN
