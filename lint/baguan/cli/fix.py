"""``baguan fix``: apply the fixes that need no second look."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from baguan.cli.base import Command, echo, write_machine
from baguan.cli.selection import (
    holds,
    is_copy,
    named_beside,
    rule_options,
    same_file,
    settings_of,
    write_copy,
    write_result,
)

if TYPE_CHECKING:
    from baguan.cli.batch import Done
    from baguan.fixer import Examined, Fixed
    from baguan.runner import FileChecker


@click.command(cls=Command, help="改正有把握的错：文本文件直接改，.docx 改在副本上；“-”表示标准输入。")
@click.argument("paths", nargs=-1, required=True, metavar="路径...")
@click.option("--output", "-o", type=click.Path(), metavar="文件", help="改后的文件（路径为文件夹时是输出文件夹）")
@click.option("--in-place", is_flag=True, help=".docx 也直接改原文件")
@click.option("--unsafe", is_flag=True, help="很可能对的改法也用（改后请核对）")
@click.option("--diff", is_flag=True, help="只显示差异，不写文件；有可改之处时退出码为 1")
@click.option("--force", is_flag=True, help="覆盖已有的副本")
@click.option("--stdin-filename", metavar="文件名", help="标准输入当作这个文件")
@rule_options
def fix(paths: tuple[str, ...], **options: Any) -> int:
    """Fix files: 0 done, 1 with ``--diff`` when there is something to change, 2 a file that cannot be read."""
    from baguan.cli.check import discover_files
    from baguan.runner import FileChecker

    if options["output"] is not None and options["in_place"]:
        raise click.UsageError("-o 和 --in-place 不能一起用")
    settings = settings_of(options)
    run = _Run(FileChecker(settings), options)
    if "-" in paths:
        if len(paths) > 1:
            raise click.UsageError("“-”（标准输入）不能和别的路径一起用")
        return run.standard_input()
    if options["output"] is not None and not options["diff"]:
        if len(paths) > 1:
            raise click.UsageError("用 -o 时一次只接受一个文件或文件夹")
        if Path(paths[0]).is_dir():
            return run.folder(Path(paths[0]), Path(options["output"]))
    files, failures = discover_files(paths, settings)
    for path, message in failures:
        run.fail(path, message)
    for path in files:
        if path in paths or not is_copy(path, "fixed"):
            run.file(path)
    return run.end()


class _Run:
    """One call of the command."""

    def __init__(self, checker: FileChecker, options: dict[str, Any]) -> None:
        self._checker = checker
        self._options = options
        self._changed = self._fixes = self._left = 0
        self._failed = False

    def fail(self, path: str, message: str) -> None:
        """Report a file that could not be fixed."""
        self._failed = True
        echo(f"错误：{path}：{message}\n", err=True)

    def file(self, path: str) -> None:
        """Fix one file; what goes wrong with it is told and does not stop the others."""
        from baguan.errors import BaguanError

        try:
            self._file(path)
        except BaguanError as error:
            self.fail(path, str(error))
        except click.UsageError as error:
            self.fail(path, error.message)

    def _file(self, path: str) -> None:
        from baguan.readers import load_bytes

        data = load_bytes(Path(path))
        fixed = self._fixed(data, path)
        if self._options["diff"]:
            self._count(path, fixed)
            echo("".join(_difference(path, fixed)))
            return
        target = self._target(path, fixed.before.document.format)
        copied = target is not None and target != Path(path)
        if copied and target is not None and fixed.changes:
            if holds(target, fixed.data):
                self._left += len(fixed.after.report.findings)
                echo(f"{path}：{target} 已是改后的文件\n")
                return
            write_copy(target, fixed.data, force=self._options["force"])
        elif target is not None and not copied and fixed.data != data:
            write_result(target, fixed.data)
        elif target is None:
            write_result(self._explicit(path), fixed.data)
        self._count(path, fixed)
        echo("".join(_changes(path, fixed)))
        if copied and fixed.changes:
            echo(f"{path}：改后的文件是 {target}\n")

    def _target(self, path: str, kind: str) -> Path | None:
        """Where the result goes; ``None``: where the person said."""
        if self._options["output"] is not None:
            return None
        return named_beside(path, "fixed") if kind == "docx" and not self._options["in_place"] else Path(path)

    def _explicit(self, path: str) -> Path:
        target = Path(self._options["output"])
        target = target / Path(path).name if target.is_dir() else target
        if same_file(target, path):
            raise click.UsageError("-o 不能就是原文件；要改原文件，请用 --in-place")
        return target

    def standard_input(self) -> int:
        """Fix standard input and write the result to standard output, or where ``-o`` says."""
        from baguan.errors import BaguanError

        path = self._options["stdin_filename"] or "-"
        data = sys.stdin.buffer.read()
        try:
            fixed = self._fixed(data, path)
        except BaguanError as error:
            self.fail(path, str(error))
            return self.end(quiet=True)
        self._count(path, fixed)
        if self._options["diff"]:
            echo("".join(_difference(path, fixed)))
        elif self._options["output"] is not None:
            write_result(Path(self._options["output"]), fixed.data)
        else:
            write_machine(fixed.data)
        return self.end(quiet=True)

    def folder(self, folder: Path, target: Path) -> int:
        """Fix a folder into another."""
        from baguan.cli import EXIT_CLEAN, EXIT_ERROR
        from baguan.cli.batch import run_batch, tell

        chosen = ["fix", str(self._options["unsafe"])]
        batch = run_batch(folder, target, self._checker.settings, self._done, title="改正结果", options=chosen)
        tell(batch, target)
        return EXIT_ERROR if batch.failures else EXIT_CLEAN

    def _done(self, data: bytes, path: str, name: str) -> Done:
        from baguan.cli.batch import Done

        fixed = self._fixed(data, path)
        left = len(fixed.after.report.findings)
        list_name = f"{name}.改动.txt"
        told = "".join(_changes(path, fixed)) or "没有改动\n"
        row = {"改动": str(len(fixed.changes)), "尚余问题": str(left), "_link": name, "_report": list_name}
        return Done({name: fixed.data, list_name: told.encode("utf-8", "surrogateescape")}, row)

    def _fixed(self, data: bytes, path: str) -> Fixed:
        from baguan.fixer import fix_bytes

        return fix_bytes(data, path, self._checker, unsafe=self._options["unsafe"])

    def _count(self, path: str, fixed: Fixed) -> None:
        self._changed += bool(fixed.changes)
        self._fixes += len(fixed.changes)
        self._left += len(fixed.after.report.findings)
        for message in fixed.after.report.errors:
            self.fail(path, message)
        if fixed.refused:
            echo(f"{path}：{len(fixed.refused)} 处改法所在的文字不能改写（自动编号、域、符号），未改\n", err=True)
        if not fixed.stable:
            echo(f"{path}：改了多轮仍有可改之处，请再运行一次\n", err=True)

    def end(self, *, quiet: bool = False) -> int:
        """Say what was done; the exit code."""
        from baguan.cli import EXIT_CLEAN, EXIT_ERROR, EXIT_FINDINGS

        if not quiet:
            verb = "可改" if self._options["diff"] else "已改"
            told = f"{verb} {self._fixes} 处（{self._changed} 个文件）" if self._fixes else "没有可改之处"
            echo(f"{told}；其余 {self._left} 处需要人看\n", err=self._options["diff"])
        if self._failed:
            return EXIT_ERROR
        return EXIT_FINDINGS if self._options["diff"] and self._fixes else EXIT_CLEAN


def _changes(path: str, fixed: Fixed) -> Iterator[str]:
    from baguan.report.common import one_line, place

    for record in fixed.changes:
        title = record.fix.title if record.fix is not None else ""
        yield f"{path}：{place(record)}：{record.code} {one_line(title)}\n"


def _difference(path: str, fixed: Fixed) -> Iterator[str]:
    """A unified diff; of a .docx that of its text, a line a paragraph."""
    from difflib import unified_diff

    old, new = (_lines(each) for each in (fixed.before, fixed.after))
    yield from unified_diff(old, new, path, f"{path}（改后）")


def _lines(examined: Examined) -> list[str]:
    document = examined.document
    shown = f"{document.text}\n" if document.format == "docx" else document.source
    lines = [f"{line}\n" for line in shown.split("\n")]  # not splitlines: a soft break ends no line
    last = lines.pop()
    return lines if last == "\n" else [*lines, f"{last}\\ No newline at end of file\n"]  # as patch knows it
