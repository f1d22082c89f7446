"""Lint a lexicon like code: ``python -m baguan.lexicon_lint FILE…`` prints what is wrong and exits 1.

A lexicon is the table behind a ``LexiconRule`` (``baguan.lexicon.LEXICON_COLUMNS``).  A row that corrects to
itself, a correction that is flagged again, a context that never compiles: each would reach a user's
document as a wrong fix, so each is found here, with the line it stands on.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from baguan.lexicon import LEXICON_COLUMNS, Entry

FLAGS = "SGVW"


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault of a lexicon; ``line`` is 1-based."""

    line: int
    message: str


@dataclass(frozen=True, slots=True)
class Row:
    """An entry and the line it stands on."""

    line: int
    entry: Entry


def lint_file(path: Path) -> list[Problem]:
    """The problems of the lexicon at ``path``, in the order of its lines.

    Raises:
        OSError: the file cannot be read.
        UnicodeDecodeError: the file is not UTF-8.
    """
    return lint_text(path.read_text(encoding="utf-8"))


def lint_text(text: str) -> list[Problem]:
    """The problems of a lexicon given as text, in the order of its lines."""
    lines = text.split("\n")
    if lines and not lines[-1]:
        lines.pop()
    if not lines or tuple(lines[0].split("\t")) != LEXICON_COLUMNS:
        return [Problem(1, f"第一行应为列名：{'、'.join(LEXICON_COLUMNS)}")]
    rows, problems = _parse(lines)
    for row in rows:
        problems += [Problem(row.line, message) for check in _ROW_CHECKS for message in check(row.entry)]
    problems += _order(rows)
    problems += _chains(rows)
    return sorted(problems, key=lambda problem: problem.line)


def _parse(lines: Sequence[str]) -> tuple[list[Row], list[Problem]]:
    rows: list[Row] = []
    problems: list[Problem] = []
    for number, line in enumerate(lines[1:], 2):
        cells = line.split("\t")
        if len(cells) != len(LEXICON_COLUMNS):
            problems.append(Problem(number, f"应有{len(LEXICON_COLUMNS)}列，实有{len(cells)}列"))
        elif not cells[0]:
            problems.append(Problem(number, "“wrong”不能为空"))
        else:
            rows.append(Row(number, Entry(*cells)))
    return rows, problems


def _check_flag(entry: Entry) -> Iterator[str]:
    if entry.flag not in FLAGS or len(entry.flag) != 1:
        yield f"标记“{entry.flag}”无效，只能是 {'、'.join(FLAGS)} 之一"
    if entry.flag == "S" and (entry.before or entry.after or entry.context):
        yield "标记 S 表示不看语境，不能再有守卫字或语境；要守卫请改标 G，要语境请改标 W"
    if entry.flag == "W" and not entry.context:
        yield "标记 W 必须写语境"
    if entry.flag != "W" and entry.context:
        yield "只有标记 W 才能写语境"


def _check_words(entry: Entry) -> Iterator[str]:
    if entry.wrong == entry.right:
        yield f"“{entry.wrong}”改成了自己"
    for name, cell in (("wrong", entry.wrong), ("right", entry.right), ("守卫字", entry.before + entry.after)):
        if any(character.isspace() for character in cell):
            yield f"{name} 里有空白字符"
    if not entry.right and not entry.note:
        yield "“right”为空（无法给出改法）时必须在“note”里说明"
    if len(entry.wrong) == 1 and entry.flag == "S":
        yield f"单字“{entry.wrong}”不能不看语境"


def _check_guards(entry: Entry) -> Iterator[str]:
    for name, guard in (("not_preceded_by", entry.before), ("not_followed_by", entry.after)):
        repeated = {character for character in guard if guard.count(character) > 1}
        if repeated:
            yield f"{name} 里有重复的字：{'、'.join(sorted(repeated))}"


def _check_context(entry: Entry) -> Iterator[str]:
    if not entry.context:
        return
    if entry.context.count("@") != 1:
        yield "语境里应恰好有一个“@”，代表该词"
        return
    import regex

    try:
        regex.compile(entry.context.replace("@", "(?P<word>x)", 1))
    except regex.error as error:
        yield f"语境不是正确的正则表达式：{error}"


_ROW_CHECKS: tuple[Callable[[Entry], Iterator[str]], ...] = (_check_flag, _check_words, _check_guards, _check_context)


def _order(rows: Sequence[Row]) -> Iterator[Problem]:
    seen: dict[str, int] = {}
    highest = ""
    for row in rows:
        wrong = row.entry.wrong
        if wrong in seen:
            yield Problem(row.line, f"“{wrong}”与第{seen[wrong]}行重复")
        elif wrong < highest:
            yield Problem(row.line, f"“{wrong}”应排在“{highest}”之前（按编码排序）")
        seen.setdefault(wrong, row.line)
        highest = max(highest, wrong)


def _chains(rows: Sequence[Row]) -> Iterator[Problem]:
    """Corrections that are flagged again, and longer rows that say what a shorter one already says."""
    table = {row.entry.wrong: row for row in rows}
    longest = max(map(len, table), default=0)
    for row in rows:
        entry = row.entry
        for start, other in _inside(entry.right, table, longest):
            if other.entry.wrong != entry.wrong and _fires(other.entry, entry.right, start):
                yield Problem(
                    row.line, f"改成“{entry.right}”后又会被第{other.line}行（{other.entry.wrong}）报出，改不完"
                )
        for start, other in _inside(entry.wrong, table, longest):
            if other.entry.wrong == entry.wrong or other.entry.flag != "S" or entry.flag == "W":
                continue
            end = start + len(other.entry.wrong)
            fixed = entry.wrong[:start] + other.entry.right + entry.wrong[end:]
            fault = "多余" if fixed == entry.right else "矛盾"
            yield Problem(row.line, f"“{entry.wrong}”里已有第{other.line}行的“{other.entry.wrong}”，此行{fault}")


def _inside(text: str, table: Mapping[str, Row], longest: int) -> Iterator[tuple[int, Row]]:
    for start in range(len(text)):
        for end in range(start + 1, min(len(text), start + longest) + 1):
            row = table.get(text[start:end])
            if row is not None:
                yield start, row


def _fires(entry: Entry, text: str, start: int) -> bool:
    end = start + len(entry.wrong)
    if start and text[start - 1] in entry.before:
        return False
    if end < len(text) and text[end] in entry.after:
        return False
    return not entry.context  # what a context sees lies outside the correction


def main(arguments: Sequence[str] | None = None) -> int:
    """Lint the files named on the command line; 0 clean, 1 problems, 2 no file or an unreadable one."""
    paths = sys.argv[1:] if arguments is None else arguments
    if not paths:
        sys.stderr.write("用法：python -m baguan.lexicon_lint 词表.tsv …\n")
        return 2
    code = 0
    for path in paths:
        try:
            problems = lint_file(Path(path))
        except (OSError, UnicodeDecodeError) as error:
            sys.stderr.write(f"{path}：读不出来：{error}\n")
            code = 2
            continue
        for problem in problems:
            sys.stdout.write(f"{path}:{problem.line}: {problem.message}\n")
        code = max(code, 1 if problems else 0)
    return code


if __name__ == "__main__":
    raise SystemExit(main())
