"""Hard-wrapped paragraphs (固定行宽): find the line ends that are no paragraph's end.

An official .txt normally has one paragraph a line, and a wrong join hides a paragraph from every rule, so lines are
joined on evidence only.  A block, a run of lines without a blank one, shows a fixed width when its lines run up to
one margin and break there in mid-sentence; lines that are titles, lists, addressees or signatures stay alone.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from baguan.lazy import lazy_pattern

_NARROWEST = 30  # columns: fifteen Chinese characters
_WIDEST = 160
_TOLERANCE = 4  # columns: two Chinese characters may be carried over by the rules for line ends (避头尾)
_MEASURED = 400  # characters: a longer line is no wrapped line, its width is of no interest
_BLOCK_LINES = 5_000  # a longer block is looked at in parts, so that the lines of a huge file are not all in memory
_LEAST_JOINS = 2
_LEAST_SHARE = 0.8

_SENTENCE_END = frozenset("。！？；：”’」』…!?;:")
_CLAUSE_MARK = lazy_pattern("[，。；、：,;]|[A-Za-z] [A-Za-z]")
_WHITE = " \t\v\f\u3000\u00a0"
_DIGITS = "0-9０-９"
_NUMERALS = "〇零一二三四五六七八九十百千"
_FRESH = lazy_pattern(
    rf"""[\t\v\f\u3000] | [ \u00a0]{{4}} | [ \u00a0]{{0,3}} (?:
      [{_NUMERALS}]+[、．.是要] | 第[{_NUMERALS}{_DIGITS}]+[章节条编款部分项卷篇回、，]
    | [（(〔][{_NUMERALS}{_DIGITS}]+[）)〕]
    | [{_DIGITS}]+(?:[、）)]|[.．](?![{_DIGITS}])) | [①-⓿㈠-㊿Ⅰ-ⅿ] | [A-Za-z][.、）)]
    | [-*+•·●○■□◆◇▪►—－＊※☆★|#>] | [“‘「『"'] | <!--
    | 附件(?:[:：{_DIGITS}]|$) | 抄送 | 主送 | 注[:：]
    | [{_DIGITS}{_NUMERALS}]{{2,}}年[{_DIGITS}{_NUMERALS}]+月[{_DIGITS}{_NUMERALS}]+日(?:\s|$)
    )""",
    re.VERBOSE,
)
_ALONE = lazy_pattern(r"[\s\u3000]*(?:<!--|[-=*_~#|+]{3,})")
_LATIN_WORD = lazy_pattern(r"[!-~]+")


@dataclass(frozen=True, slots=True)
class Wrap:
    """A line end to take out: ``source[start:end]`` becomes ``glue``."""

    start: int
    end: int
    glue: str


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    text: str  # without white space at the end
    width: int  # columns


def find_wraps(source: str, starts: Sequence[int]) -> list[Wrap]:
    """Find the line ends inside hard-wrapped paragraphs.

    Args:
        source: the decoded text, ``\\n`` line ends.
        starts: where each of its lines starts.

    Returns:
        What to take out, in order: the line end, the white space before it and the indent after it.
    """
    wraps: list[Wrap] = []
    widths: Counter[int] = Counter()
    waiting: list[list[_Line]] = []
    for block in _blocks(source, starts):
        margin = _margin(block)
        if margin:
            widths[margin] += 1
            wraps += _join(block, margin)
        elif len(block) == 2 and block[0].width >= _NARROWEST:
            waiting.append(block)
    if not widths:
        return []
    usual = widths.most_common(1)[0][0]
    for block in waiting:  # too short to show a width by themselves
        if all(line.width <= usual for line in block):
            wraps += _join(block, usual)
    return sorted(wraps, key=lambda wrap: wrap.start)


def _blocks(source: str, starts: Sequence[int]) -> Iterator[list[_Line]]:
    """Runs of two and more lines none of which is blank or far too long to be a wrapped one."""
    block: list[_Line] = []
    count = len(starts)
    for number in range(count):
        start = starts[number]
        end = starts[number + 1] - 1 if number + 1 < count else len(source)
        text = source[start:end].rstrip() if end - start <= _MEASURED else ""
        if text and not _ALONE.match(text):
            block.append(_Line(start, text, _width(text)))
            if len(block) == _BLOCK_LINES:
                yield block
                block = block[-1:]
            continue
        if len(block) > 1:
            yield block
        block = []
    if len(block) > 1:
        yield block


def _width(text: str) -> int:
    """Columns on a Chinese display: GB 18030 takes one byte for a half-width character, two for most others."""
    return len(text.encode("gb18030", "replace"))


def _margin(block: Sequence[_Line]) -> int:
    """The width the block is wrapped at, 0 when nothing shows that it is wrapped."""
    if len(block) < 3:
        return 0
    widths = sorted((line.width for line in block), reverse=True)
    # one line in ten may stick out (an address, a table); the margin is the widest that is not alone
    margin = next((wide for wide, next_ in pairwise(widths[len(block) // 10 :]) if wide - next_ <= _TOLERANCE), 0)
    margin = next((width for width in widths if margin <= width <= margin + _TOLERANCE), 0)
    if not _NARROWEST <= margin <= _WIDEST:
        return 0
    broken = [(line, after) for line, after in pairwise(block) if not _stands_apart(line, after)]
    full = [line for line, after in broken if _full(line, after, margin)]
    ended = sum(_full(line, after, margin) for line, after in pairwise(block) if line.text[-1] in _SENTENCE_END)
    prose = sum(_CLAUSE_MARK.search(line.text, 1, len(line.text) - 1) is not None for line in full)
    enough = len(full) >= _LEAST_JOINS and len(full) >= _LEAST_SHARE * len(broken)
    return margin if enough and ended <= len(full) and 2 * prose >= len(full) else 0


def _stands_apart(line: _Line, after: _Line) -> bool:
    """Whether the line end between the two is a paragraph's end whatever the width."""
    return line.text[-1] in _SENTENCE_END or _FRESH.match(after.text) is not None


def _full(line: _Line, after: _Line, margin: int) -> bool:
    """Whether the line runs up to the margin: the next word would not have fitted."""
    if line.width > margin:
        return False
    word = _LATIN_WORD.match(after.text.lstrip(_WHITE))
    carried = len(word[0]) + 1 if word else 0
    return line.width >= margin - _TOLERANCE or (line.width >= _NARROWEST // 2 and line.width + carried > margin)


def _join(block: Sequence[_Line], margin: int) -> Iterator[Wrap]:
    for line, after in pairwise(block):
        if after.width <= margin and _full(line, after, margin) and not _stands_apart(line, after):
            head = after.text.lstrip(_WHITE)
            yield Wrap(
                line.start + len(line.text), after.start + len(after.text) - len(head), _glue(line.text[-1], head[0])
            )


def _glue(left: str, right: str) -> str:
    """A space between two words of letters, nothing in Chinese, within a number or after a hyphen."""
    latin = left.isascii() and right.isascii() and left not in "-/" and not (left.isdigit() and right.isdigit())
    return " " if latin else ""
