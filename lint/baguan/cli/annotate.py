"""``baguan annotate``: the findings written into a copy of the document."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timezone
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from baguan.cli.base import Choice, Command, echo
from baguan.cli.selection import named_beside, rule_options, same_file, settings_of, write_copy, write_result

if TYPE_CHECKING:
    from baguan.cli.batch import Done
    from baguan.fixer import Examined
    from baguan.record import FileReport
    from baguan.runner import FileChecker

_MODES = ("comments", "revisions", "both", "inline")


class _Date(click.ParamType):  # type: ignore[type-arg]
    """A date, or a date and time, as ISO 8601 writes it."""

    name = "日期"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        if isinstance(value, datetime):
            return value
        try:
            moment = datetime.fromisoformat(str(value).replace("Z", "+00:00"))
        except ValueError:
            self.fail(f"“{value}”应写作 2026-01-31 或 2026-01-31T09:30:00", param, ctx)
        if moment.year < 1980:
            self.fail("年份应不早于 1980", param, ctx)
        return moment


@click.command(cls=Command, help="把问题写成批注、修订，放进文档的副本；文件夹则整批处理，另附索引页。")
@click.argument("paths", nargs=-1, required=True, metavar="路径...")
@click.option("--output", "-o", type=click.Path(), metavar="文件", help="副本（路径为文件夹时是输出文件夹）")
@click.option(
    "--mode",
    type=Choice(_MODES),
    help="comments 批注（.docx 默认）、revisions 修订、both 两者；inline 文内标注（.txt、.md）",
)
@click.option("--unsafe", is_flag=True, help="很可能对的改法也写成修订")
@click.option("--date", type=_Date(), metavar="日期", help="批注、修订的日期（默认此刻）；给定后结果可重现")
@click.option("--force", is_flag=True, help="覆盖已有的副本")
@rule_options
def annotate(paths: tuple[str, ...], **options: Any) -> int:
    """Write annotated copies: 0 when all were written, 2 when a file could not be read."""
    from baguan.cli import EXIT_CLEAN, EXIT_ERROR
    from baguan.errors import BaguanError
    from baguan.runner import FileChecker

    settings = settings_of(options)
    checker = FileChecker(settings)
    work = _Work(checker, options["mode"], options["date"] or datetime.now(timezone.utc), unsafe=options["unsafe"])
    folders = [path for path in paths if Path(path).is_dir()]
    if folders:
        return _folder(paths, work, options)
    code = EXIT_CLEAN
    for path in paths:
        try:
            fault = _one(path, work, options, into=len(paths) > 1)
        except BaguanError as error:
            fault = str(error)
        except click.UsageError as error:
            fault = error.message
        if fault:
            echo(f"错误：{path}：{fault}\n", err=True)
            code = EXIT_ERROR
    return code


def _one(path: str, work: _Work, options: dict[str, Any], *, into: bool) -> str:
    """Write the annotated copy of one file; what could not be checked in it is returned."""
    output = options["output"]
    target = named_beside(path, "annotated") if output is None else Path(output)
    if output is not None and (into or target.is_dir() or output.endswith("/")):
        target = target / Path(path).name
    if same_file(target, path):
        raise click.UsageError("副本不能就是原文件")
    data, report = work.annotated(Path(path))
    if output is None:
        write_copy(target, data, force=options["force"])
    else:
        write_result(target, data)
    _tell(target, report, work)
    return "；".join(report.errors)


def _tell(target: Path, report: FileReport, work: _Work) -> None:
    changes = f"，修订 {work.tracked} 处" if work.tracked else ""
    echo(f"{target}：{len(report.findings)} 处问题{changes}\n")
    if work.untracked:
        echo(f"  {work.untracked} 处改法所在的文字不能写成修订（自动编号、域、符号），未改\n", err=True)


def _folder(paths: tuple[str, ...], work: _Work, options: dict[str, Any]) -> int:
    from baguan.cli import EXIT_CLEAN, EXIT_ERROR
    from baguan.cli.batch import run_batch, tell

    output = options["output"]
    if len(paths) > 1:
        raise click.UsageError("整批处理一次只接受一个文件夹")
    if output is None:
        raise click.UsageError("整批处理需用 -o 指定输出文件夹")
    target = Path(output)
    date = options["date"].isoformat() if options["date"] else ""
    chosen = ["annotate", str(options["mode"]), str(options["unsafe"]), date]
    batch = run_batch(Path(paths[0]), target, work.checker.settings, work.done, title="校对结果", options=chosen)
    tell(batch, target)
    return EXIT_ERROR if batch.failures else EXIT_CLEAN


class _Work:
    """Annotates one file after another."""

    def __init__(self, checker: FileChecker, mode: str | None, date: datetime, *, unsafe: bool) -> None:
        self.checker = checker
        self.tracked = self.untracked = 0  # of the last file
        self._mode = mode
        self._date = date
        self._unsafe = unsafe

    def annotated(self, path: Path) -> tuple[bytes, FileReport]:
        """The annotated copy of a file, and its report.

        Raises:
            BaguanError: it cannot be read, or not be written.
        """
        from baguan.readers import load_bytes

        data, examined = self._annotate(load_bytes(path), str(path), strict=True)
        return data, examined.report

    def done(self, data: bytes, path: str, name: str) -> Done:
        """The results for one file of a batch."""
        from baguan.cli.batch import Done
        from baguan.record import Report
        from baguan.report import RenderOptions
        from baguan.report.html import render

        copy, examined = self._annotate(data, path, strict=False)
        shown = RenderOptions(documents=lambda _: examined.document)
        report_name = f"{name}.html"
        page = render(Report((examined.report,)), shown).encode("utf-8", "surrogateescape")
        row = {**_row(examined.report), "_link": name, "_report": report_name}
        return Done({name: copy, report_name: page}, row)

    def _annotate(self, data: bytes, path: str, *, strict: bool) -> tuple[bytes, Examined]:
        """``strict``: a mode that does not fit the format is an error; in a batch each format takes its own."""
        from baguan.fixer import fix_bytes
        from baguan.readers import format_of

        docx = format_of(path, data) == "docx"
        mode = self._mode or ("comments" if docx else "inline")
        if strict and docx == (mode == "inline"):
            wanted = "comments、revisions、both" if docx else "inline"
            raise click.UsageError(f"这种文件的 --mode 应为 {wanted}")
        if not docx:
            return self._inline(data, path)
        self.tracked = self.untracked = 0
        if mode in ("revisions", "both"):
            fixed = fix_bytes(data, path, self.checker, unsafe=self._unsafe)
            examined, edits = fixed.before, fixed.edits
            self.tracked, self.untracked = len(fixed.changes), len(fixed.refused)
        else:
            examined, edits = self._examine(data, path), ()
        from baguan.annotator import annotate_docx

        findings, records = (examined.findings, examined.report.findings) if mode != "revisions" else ((), ())
        copy = annotate_docx(data, examined.document, findings, records, edits=edits, date=self._date)
        return copy, examined

    def _inline(self, data: bytes, path: str) -> tuple[bytes, Examined]:
        from baguan.inline import annotate_text

        examined = self._examine(data, path)
        self.tracked = self.untracked = 0
        return annotate_text(examined.document, examined.report.findings), examined

    def _examine(self, data: bytes, path: str) -> Examined:
        from baguan.fixer import Examined
        from baguan.readers import read_bytes

        document = read_bytes(data, path)
        report, findings = self.checker.examine(document)
        return Examined(document, report, findings)


def _row(report: FileReport) -> Mapping[str, str]:
    from baguan.model import Severity
    from baguan.record import Verdict

    counts = {severity.label: str(report.count(severity)) for severity in reversed(Severity)}
    verdict = Verdict(report.verdict).label if report.verdict else ""
    numbers = {"文种": report.genre, "字数": str(report.characters)}
    row = {**numbers, **counts, "差错率": f"{report.error_rate}／万字", "结论": verdict}
    return {**row, "未能处理": "；".join(report.errors)} if report.errors else row
