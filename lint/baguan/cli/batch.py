"""A folder in, a folder out: the same tree, an index page, a progress bar, and a run that can be taken up again."""

from __future__ import annotations

import hashlib
import json
import os
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import quote

import click

from baguan.cli.base import echo
from baguan.cli.selection import is_copy, write_result

if TYPE_CHECKING:
    from baguan.config import Settings

JOURNAL = ".baguan-batch.jsonl"  # a line a finished file, so that a run that was cut off loses nothing
INDEX = "index.html"


class Done(NamedTuple):
    """What the work on one file gave: files to write (names relative to the folder) and a row of the index."""

    outputs: Mapping[str, bytes]
    row: Mapping[str, str]  # heading to text; ``_link`` is the output the row leads to, ``_report`` its page


class Batch(NamedTuple):
    """What a run gave: how many files were done now, were done before, and could not be read (path, why)."""

    done: int
    kept: int
    failures: Sequence[tuple[str, str]]


def run_batch(
    folder: Path,
    target: Path,
    settings: Settings,
    work: Callable[[bytes, str, str], Done],
    *,
    title: str,
    options: Sequence[str],
) -> Batch:
    """Do ``work`` on every document under ``folder`` and write what it gives under ``target``.

    A file whose bytes, settings and options are those of an earlier run, and whose results are still as they were
    written, is not done again.

    Args:
        folder: the source; nothing is written there, unless ``target`` is inside.
        target: is made when it does not exist; what is inside is not taken for a source.
        settings: of the run.
        work: takes the bytes, the path and the path relative to ``folder``.
        title: of the index page and the progress bar.
        options: what the result depends on besides the settings.

    Raises:
        click.UsageError: ``target`` is the source or cannot be written.
    """
    from baguan.cache import result_key
    from baguan.errors import BaguanError
    from baguan.readers import load_bytes

    files, failures = _sources(folder, target, settings)
    known = _journal(target)
    signature = [repr(settings), *options, *_contents((*settings.vocabulary, settings.baseline))]
    rows: dict[str, Mapping[str, str]] = {}
    done = kept = 0
    with _bar(len(files), title) as advance:
        for path in files:
            name = Path(os.path.relpath(path, folder)).as_posix()
            try:
                data = load_bytes(Path(path))
                key = result_key([*signature, name], data)
                entry = known.get(name, {})
                if entry.get("key") == key and _intact(target, entry.get("outputs")):
                    rows[name] = entry["row"]
                    kept += 1
                else:
                    result = work(data, path, name)
                    _write(target, name, key, result)
                    rows[name] = result.row
                    done += 1
            except BaguanError as error:
                failures.append((path, str(error)))
                rows[name] = {"未能处理": str(error)}
            advance()
    rows.update({path: {"未能处理": why} for path, why in failures if path not in files})
    write_result(target / INDEX, _index(title, rows).encode("utf-8", "surrogateescape"))
    return Batch(done, kept, failures)


def _sources(folder: Path, target: Path, settings: Settings) -> tuple[list[str], list[tuple[str, str]]]:
    from baguan.cli.check import discover_files

    if os.path.realpath(folder) == os.path.realpath(target):
        raise click.UsageError("输出目录不能就是输入目录")
    files, failures = discover_files([str(folder)], settings)
    inside = os.path.realpath(target) + os.sep
    files = [path for path in files if not os.path.realpath(path).startswith(inside)]
    return [path for path in files if not is_copy(path, "fixed", "annotated")], failures


def _contents(names: Iterable[str]) -> Iterable[str]:
    for name in names:
        try:
            yield hashlib.sha256(Path(name).read_bytes()).hexdigest() if name else ""
        except OSError:
            yield ""


def _journal(target: Path) -> dict[str, dict[str, Any]]:
    """The entries of earlier runs; a line that was cut off is as if it were not there."""
    entries: dict[str, dict[str, Any]] = {}
    try:
        lines = (target / JOURNAL).read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return {}
    for line in lines:
        try:
            entry = json.loads(line)
        except ValueError:
            continue
        if isinstance(entry, dict) and isinstance(entry.get("file"), str) and isinstance(entry.get("row"), dict):
            entries[entry["file"]] = entry
    return entries


def _intact(target: Path, outputs: object) -> bool:
    if not isinstance(outputs, dict):
        return False
    try:
        return all(hashlib.sha256((target / name).read_bytes()).hexdigest() == mark for name, mark in outputs.items())
    except OSError:
        return False


def _write(target: Path, name: str, key: str, result: Done) -> None:
    for output, data in result.outputs.items():
        write_result(target / output, data)
    marks = {output: hashlib.sha256(data).hexdigest() for output, data in result.outputs.items()}
    line = json.dumps({"file": name, "key": key, "outputs": marks, "row": dict(result.row)}) + "\n"
    try:
        with (target / JOURNAL).open("a", encoding="ascii") as stream:
            stream.write(f"\n{line}")  # on a line of its own even after one that was cut off
    except OSError as error:
        raise click.UsageError(f"无法写入 {target / JOURNAL}：{error.strerror}") from error


class _bar:  # noqa: N801 - used like a function
    """A bar on standard error, when that is a terminal."""

    def __init__(self, length: int, label: str) -> None:
        shown = length > 1 and sys.stderr.isatty()
        self._bar: Any = click.progressbar(length=length, label=label, file=sys.stderr) if shown else None

    def __enter__(self) -> Callable[[], None]:
        if self._bar is None:
            return lambda: None
        self._bar.__enter__()
        return lambda: self._bar.update(1)

    def __exit__(self, *details: object) -> None:
        if self._bar is not None:
            self._bar.__exit__(*details)


def _index(title: str, rows: Mapping[str, Mapping[str, str]]) -> str:
    from baguan.report.html import page, text

    heads = list(dict.fromkeys(key for row in rows.values() for key in row if not key.startswith("_")))
    lines = []
    for name, row in sorted(rows.items()):
        link = row.get("_link", "")
        first = f'<a href="{_address(link)}">{text(name)}</a>' if link else text(name)
        if row.get("_report"):
            first += f' （<a href="{_address(row["_report"])}">报告</a>）'
        cells = "".join(f"<td>{text(row.get(head, ''))}</td>" for head in heads)
        lines.append(f"<tr><td>{first}</td>{cells}</tr>")
    head = "".join(f"<th>{text(each)}</th>" for each in ("文件", *heads))
    table = f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(lines)}</tbody></table>"
    return page(
        title, f'<header class="top"><h1>{text(title)}</h1></header><main id="main" class="file">{table}</main>'
    )


def _address(name: str) -> str:
    return escape(quote(name.encode("utf-8", "surrogateescape")))


def tell(batch: Batch, target: Path) -> None:
    """Say what a run gave."""
    for path, why in batch.failures:
        echo(f"错误：{path}：{why}\n", err=True)
    kept = f"，{batch.kept} 个上次已完成" if batch.kept else ""
    failed = f"，{len(batch.failures)} 个未能处理" if batch.failures else ""
    echo(f"完成 {batch.done} 个文件{kept}{failed}；索引页：{target / INDEX}\n")
