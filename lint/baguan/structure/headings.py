"""Paragraphs that start with an ordinal (层次序数), found in one pass over the text."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from baguan.lazy import lazy_pattern
from baguan.outline import Element, Heading
from baguan.structure.lines import Lines

if TYPE_CHECKING:
    from regex import Match

_CHINESE = "〇零一二三四五六七八九十百千两"
# Each form: the style it is called by, its level in GB/T 9704—2012, 7.3.3, and what it looks like.
_FORMS: tuple[tuple[str, str, int, str], ...] = (
    (
        "article",
        "",
        0,
        rf"第[ \u3000]?([{_CHINESE}]{{1,8}}|\d{{1,4}})[ \u3000]?(?:[编篇章节]|条(?![款项、规的所和至与]))"
        rf"(?:之[{_CHINESE}]{{1,3}})?(?![{_CHINESE}，])",
    ),
    ("first", "一、", 1, rf"([{_CHINESE}]{{1,5}})[、.．](?![{_CHINESE}])"),
    ("second", "（一）", 2, rf"[（(]([{_CHINESE}]{{1,5}})[）)]"),
    ("fourth", "（1）", 4, r"[（(](\d{1,3})[）)]"),
    ("third", "1.", 3, r"(\d{1,3})[.．](?![\d%])"),
    ("third_comma", "1、", 3, r"(\d{1,3})、(?!\d)"),
    ("half", "1）", 0, r"(\d{1,2})[）)]"),
    ("circled", "①", 0, r"([①-⑳])"),
    ("shi", "一是", 0, r"([一二三四五六七八九十])是(?![^，。；\n]{0,3}一是)"),
    ("rank", "第一，", 0, rf"第([{_CHINESE}]{{1,3}})[，、]"),
)
_PATTERN = lazy_pattern(r"\n[ \t\u3000]*(?:" + "|".join(f"(?P<{name}>{form})" for name, _, _, form in _FORMS) + ")")
_STYLES = {name: (style, level) for name, style, level, _ in _FORMS}
_DIGITS = {character: value for value, character in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2}
_UNITS = {"十": 10, "百": 100, "千": 1000}


def read_headings(lines: Lines, lists: Sequence[Element] = ()) -> tuple[Heading, ...]:
    """Every paragraph of the body that starts with an ordinal, but for tables and the ``lists`` (附件说明)."""
    text = lines.text
    found: list[Heading] = []
    # The first paragraph has no line break before it: look at it through a window that gives it one.
    first = _PATTERN.match("\n" + text[: max(text.find("\n"), 0) or len(text)][:80])
    if first is not None and lines.is_body(0, cells=False):
        found.append(_heading(first, text, -1))
    found.extend(
        _heading(match, text, 0) for match in _PATTERN.finditer(text) if lines.is_body(match.start() + 1, cells=False)
    )
    if lists:
        found = [heading for heading in found if not any(one.start <= heading.start < one.end for one in lists)]
    return tuple(found)


def _heading(match: Match[str], text: str, shift: int) -> Heading:
    group = match.lastindex or 0  # the named group of the form closes last; its numeral is the group after it
    style, level = _STYLES[match.lastgroup or ""]
    start, end = match.span(group)
    if not style:
        style = next(f"第一{kind}" for kind in match.group(group) if kind in "编篇章节条")
    stop = text.find("\n", end + shift)
    return Heading(
        style, level, number(match.group(group + 1)), start + shift, end + shift, len(text) if stop < 0 else stop
    )


@lru_cache(maxsize=1024)
def number(numeral: str) -> int:
    """The value of a Chinese, Arabic or circled numeral; 0 when it is none."""
    if numeral.isdecimal():
        return int(numeral)
    if "①" <= numeral <= "⑳":
        return ord(numeral) - ord("①") + 1
    total, digit, plain = 0, 0, 0
    for character in numeral:
        if character in _UNITS:
            total += (digit or 1) * _UNITS[character]
            digit = 0
        elif character in _DIGITS:
            digit = _DIGITS[character]
            plain = plain * 10 + digit
        else:
            return 0
    return total + digit if total else plain
