"""The inline marks of Markdown: which stretches of a paragraph are not prose, in one pass and linear time.

CommonMark with the tables, strike-through and footnotes of GitHub, read with one leniency: ``**“重点”**后`` is
emphasis here although the standard's rule for punctuation, made for spaced scripts, says otherwise.
"""

from __future__ import annotations

import bisect
import re
from collections import defaultdict
from collections.abc import Callable, Container
from dataclasses import dataclass, field

from baguan.document import OBJECT

SOFT_BREAK = "\n"  # the replacement of a line end inside a paragraph; the caller decides what joins the two lines
LINE_BREAK = "\v"

_SPECIAL = re.compile(r"[\\`<&!\[\]*_~\n]")
_PUNCTUATION = frozenset("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")
_TICKS = re.compile("`+")
_TAG = re.compile(r"</?([A-Za-z][A-Za-z0-9-]*)(?:[\s/][^<>]*)?>")
_AUTOLINK = re.compile(r"<(?:[A-Za-z][A-Za-z0-9+.-]{1,31}:[^\s<>]*|[\w.+-]{1,64}@[\w.-]{1,255})>")
_DECLARATION = re.compile(r"<[?!][^<>]*>")
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_FOOTNOTE = re.compile(r"\[\^[^\]\s]{1,100}\]")
_TARGET = re.compile(
    r"""\([ \t\n]{0,64}(?:<[^<>\n]*>|[^\s()<]?[^\s()]*(?:\([^\s()]*\)[^\s()]*)*)
        (?:[ \t\n]{1,64}(?:"[^"]*"|'[^']*'|\([^()]*\)))?[ \t\n]{0,64}\)""",
    re.VERBOSE,
)
_REFERENCE = re.compile(r"\[([^\[\]]{0,200})\]")
_LONGEST_LABEL = 200

Operation = tuple[int, int, str]


def normalise_label(label: str) -> str:
    """A link label as references are compared: case folded, white space collapsed."""
    return " ".join(label.split()).casefold()


def scan_inline(raw: str, references: Container[str] = ()) -> list[Operation]:
    """Find what is not prose in a paragraph.

    Args:
        raw: the paragraph, its lines joined by ``\\n``.
        references: the normalised labels of the link definitions of the document.

    Returns:
        (start, end, replacement) in order, not overlapping: an empty replacement drops the stretch, ``OBJECT``
        stands for inline code, ``SOFT_BREAK`` for a line end, ``LINE_BREAK`` for a forced one.
    """
    if _SPECIAL.search(raw) is None:
        return []
    scanner = _Scanner(raw, references)
    scanner.run()
    return sorted(scanner.operations)


@dataclass
class _Delimiters:
    """A run of ``*``, ``_`` or ``~`` that may open emphasis; ``length`` of it are left, from ``position`` on."""

    position: int
    length: int
    order: int
    whole: int  # the length of the run before anything of it was used
    closes: bool  # whether it might have closed emphasis as well


@dataclass
class _Scanner:
    raw: str
    references: Container[str]
    operations: list[Operation] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._brackets: list[tuple[int, int]] = []  # where the text of a possible link starts, its opener's length
        self._openers: dict[str, list[_Delimiters]] = defaultdict(list)
        self._runs = 0
        self._ticks: dict[int, list[int]] | None = None
        self._no_comment_end = False
        self._handlers: dict[str, Callable[[int], int]] = {
            "\\": self._escape,
            "`": self._code,
            "<": self._angle,
            "&": self._entity,
            "!": self._image,
            "[": self._bracket,
            "]": self._link,
            "*": self._emphasis,
            "_": self._emphasis,
            "~": self._emphasis,
            "\n": self._line_end,
        }

    def run(self) -> None:
        """Scan; the handler of a special character gives where to go on."""
        match = _SPECIAL.search(self.raw)
        while match is not None:
            match = _SPECIAL.search(self.raw, self._handlers[match[0]](match.start()))

    def _drop(self, start: int, end: int, replacement: str = "") -> int:
        self.operations.append((start, end, replacement))
        return end

    def _escape(self, at: int) -> int:
        following = self.raw[at + 1 : at + 2]
        if following == "\n":
            return self._drop(at, at + 2, LINE_BREAK)
        if following in _PUNCTUATION:
            self._drop(at, at + 1)
            return at + 2
        return at + 1

    def _line_end(self, at: int) -> int:
        if self.raw.endswith("  ", 0, at):
            return self._drop(at - 2, at + 1, LINE_BREAK)
        return self._drop(at, at + 1, SOFT_BREAK)

    def _code(self, at: int) -> int:
        if self._ticks is None:
            self._ticks = defaultdict(list)
            for match in _TICKS.finditer(self.raw):
                self._ticks[len(match[0])].append(match.start())
        end = at
        while self.raw[end : end + 1] == "`":
            end += 1
        same = self._ticks.get(end - at, [])
        index = bisect.bisect_left(same, end)
        return self._drop(at, same[index] + end - at, OBJECT) if index < len(same) else end

    def _angle(self, at: int) -> int:
        if self.raw.startswith("<!--", at):
            end = -1 if self._no_comment_end else self.raw.find("-->", at + 4)
            if end >= 0:
                return self._drop(at, end + 3)
            self._no_comment_end = True
            return at + 1
        link = _AUTOLINK.match(self.raw, at)
        if link is not None:
            self._drop(at, at + 1)
            return self._drop(link.end() - 1, link.end())
        tag = _TAG.match(self.raw, at)
        if tag is not None:
            return self._drop(at, tag.end(), LINE_BREAK if tag[1].lower() == "br" else "")
        declaration = _DECLARATION.match(self.raw, at)
        return at + 1 if declaration is None else self._drop(at, declaration.end())

    def _entity(self, at: int) -> int:
        match = _ENTITY.match(self.raw, at)
        if match is None:
            return at + 1
        from html import unescape  # loads a table of 2,000 names

        text = unescape(match[0])
        if text == match[0] or len(text) > 2:
            return at + 1
        return self._drop(at, match.end(), " " if text in "\n\r\v" else text)

    def _image(self, at: int) -> int:
        if not self.raw.startswith("[", at + 1):
            return at + 1
        self._brackets.append((at + 2, 2))
        return at + 2

    def _bracket(self, at: int) -> int:
        footnote = _FOOTNOTE.match(self.raw, at)
        if footnote is not None:
            return self._drop(at, footnote.end())
        self._brackets.append((at + 1, 1))
        return at + 1

    def _link(self, at: int) -> int:
        if not self._brackets:
            return at + 1
        start, opener = self._brackets.pop()
        target = _TARGET.match(self.raw, at + 1)
        end = self._reference_end(start, at) if target is None else target.end()
        if not end:
            return at + 1
        self._drop(start - opener, start)
        return self._drop(at, end)

    def _reference_end(self, start: int, at: int) -> int:
        """Where a reference link ends that has its text at ``start:at``; 0 when it is none."""
        match = _REFERENCE.match(self.raw, at + 1)
        if match is not None and match[1] and normalise_label(match[1]) in self.references:
            return match.end()
        if at - start > _LONGEST_LABEL or normalise_label(self.raw[start:at]) not in self.references:
            return 0
        return match.end() if match is not None and not match[1] else at + 1

    def _emphasis(self, at: int) -> int:
        character = self.raw[at]
        end = at
        while self.raw[end : end + 1] == character:
            end += 1
        if character == "~" and end - at != 2:
            return end
        before, after = self.raw[at - 1 : at] if at else "", self.raw[end : end + 1]
        opens, closes = bool(after.strip()), bool(before.strip())
        if character == "_":
            opens, closes = opens and not before.isalnum(), closes and not after.isalnum()
        self._runs += 1
        position, length = at, end - at
        while closes and length and self._openers[character]:
            opener = self._openers[character][-1]
            if (opener.closes or opens) and (opener.whole + end - at) % 3 == 0 and (opener.whole % 3 or (end - at) % 3):
                break  # CommonMark's rule of three: “*甲**乙” is no emphasis
            count = 2 if min(length, opener.length) >= 2 else 1
            self._drop(opener.position + opener.length - count, opener.position + opener.length)
            self._drop(position, position + count)
            position, length = position + count, length - count
            opener.length -= count
            self._forget_after(opener.order)
            if not opener.length:
                self._openers[character].pop()
        if opens and length:
            self._openers[character].append(_Delimiters(position, length, self._runs, end - at, closes))
        return end

    def _forget_after(self, order: int) -> None:
        """Emphasis may not overlap: what opened inside a stretch that is closed now opens nothing."""
        for openers in self._openers.values():
            while openers and openers[-1].order > order:
                openers.pop()
