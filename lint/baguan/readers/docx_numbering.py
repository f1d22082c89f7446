"""Automatic numbering: what Word shows in front of a numbered paragraph (``w:numPr``)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from lxml import etree

from baguan.readers.docx_numbers import format_number
from baguan.readers.docx_styles import (
    NO_PARAGRAPH,
    NO_RUN,
    ParagraphLayer,
    RunLayer,
    Styles,
    child_value,
    paragraph_layer,
)
from baguan.readers.docx_symbols import bullet
from baguan.readers.ooxml import MC, W, integer, switch

_LEVELS = 9
_SUFFIXES = {"tab": "\t", "space": " ", "nothing": ""}
_PLACEHOLDER = re.compile(r"%([1-9])")


@dataclass(frozen=True, slots=True)
class Level:
    """A level of a list (``w:lvl``)."""

    start: int = 1
    style: str = "decimal"
    picture: str = ""  # w:format of a custom number format
    text: str = ""
    suffix: str = "\t"
    restart: int | None = None
    legal: bool = False
    paragraph_style: str = ""
    font: str = ""
    run: RunLayer = NO_RUN
    format: ParagraphLayer = NO_PARAGRAPH


@dataclass(slots=True)
class _List:
    """An abstract list; one with a ``link`` takes its levels from elsewhere and still counts for itself."""

    levels: dict[int, Level]
    style_link: str = ""
    link: str = ""


@dataclass(slots=True)
class _Instance:
    """A ``w:num``: a list with the levels it overrides."""

    abstract: int
    levels: dict[int, Level] = field(default_factory=dict)
    starts: dict[int, int] = field(default_factory=dict)


@dataclass(slots=True)
class Counters:
    """How far the lists of one story have come.

    Word counts the body, the footnotes, the endnotes, the headers with the footers, and every text box for
    itself; all instances of one abstract list count together.
    """

    values: dict[int, list[int | None]] = field(default_factory=dict)  # None: a level that starts afresh
    begun: set[tuple[int, int]] = field(default_factory=set)  # (list, level)
    overridden: set[tuple[int, int]] = field(default_factory=set)  # (instance, level) whose start is used up


class Label(NamedTuple):
    """The number of a paragraph: what is shown, what follows it, and the level's formats."""

    text: str
    suffix: str
    level: Level


class Numbering:
    """The lists of a document; the paragraphs of a story must be asked about in order."""

    def __init__(self, root: etree._Element | None, styles: Styles) -> None:
        """``root`` is ``w:numbering``."""
        self.counters = Counters()  # of the story that is being read
        self._styles = styles
        self._lists: dict[int, _List] = {}
        self._instances: dict[int, _Instance] = {}
        if root is None:
            return
        for element in root.iterchildren(W + "abstractNum"):
            identifier = integer(element.get(W + "abstractNumId"))
            if identifier is not None:
                self._lists[identifier] = _List(
                    dict(_read_level(level, styles) for level in element.iterchildren(W + "lvl")),
                    child_value(element, "styleLink") or "",
                    child_value(element, "numStyleLink") or "",
                )
        for element in root.iterchildren(W + "num"):
            self._add_instance(element)

    def _add_instance(self, element: etree._Element) -> None:
        identifier = integer(element.get(W + "numId"))
        abstract = integer(child_value(element, "abstractNumId"))
        if identifier is None or abstract is None:
            return
        instance = _Instance(abstract)
        for override in element.iterchildren(W + "lvlOverride"):
            index = integer(override.get(W + "ilvl"))
            if index is None:
                continue
            start = integer(child_value(override, "startOverride"))
            if start is not None:
                instance.starts[index] = start
            level = override.find(W + "lvl")
            if level is not None:
                instance.levels[index] = _read_level(level, self._styles)[1]
        self._instances[identifier] = instance

    def _list_of(self, instance: _Instance) -> _List | None:
        """The list of an instance; a list that only points to a numbering style is followed."""
        found = self._lists.get(instance.abstract)
        for _ in range(_LEVELS):
            if found is None or not found.link:
                return found
            linked = next((each for each in self._lists.values() if each.style_link == found.link), None)
            if linked is None:
                style = self._styles.get(found.link)
                target = self._instances.get(style.numbering[0] or 0) if style is not None else None
                linked = self._lists.get(target.abstract) if target is not None else None
            if linked is None or linked is found:
                return found
            found = linked
        return found

    def find(self, style: str, direct: tuple[int | None, int | None]) -> tuple[int, int, str | None] | None:
        """The (numId, level, style that brings it) of a paragraph of ``style`` whose own numPr is ``direct``.

        The style is ``None`` when the paragraph itself asks for the number; no number gives ``None``.
        """
        identifier, index = direct
        source = None
        if identifier is None:
            for link in self._styles.chain(style):
                if link.numbering[0] is not None:
                    identifier = link.numbering[0]
                    source = link.identifier
                    if index is None:
                        index = self._linked_level(identifier, style, source)
                    if index is None:
                        index = link.numbering[1]
                    break
        if not identifier or identifier not in self._instances:
            return None
        return identifier, min(max(index or 0, 0), _LEVELS - 1), source

    def _linked_level(self, identifier: int, *styles: str) -> int | None:
        instance = self._instances.get(identifier)
        numbering = None if instance is None else self._list_of(instance)
        if instance is None or numbering is None:
            return None
        for style in styles:
            for index, level in {**numbering.levels, **instance.levels}.items():
                if level.paragraph_style == style:
                    return index
        return None

    def level(self, identifier: int, index: int) -> Level | None:
        """The level a paragraph is on, without counting."""
        instance = self._instances[identifier]
        numbering = self._list_of(instance)
        if numbering is None:
            return None
        level = instance.levels.get(index) or numbering.levels.get(index)
        if level is not None and index in instance.starts:
            level = replace(level, start=instance.starts[index])
        return level

    def advance(self, identifier: int, index: int) -> Label | None:
        """Count one paragraph on level ``index`` of ``identifier`` and give its label."""
        instance = self._instances[identifier]
        abstract = instance.abstract
        level = self.level(identifier, index)
        if level is None:
            return None
        counters = self.counters
        values = counters.values.setdefault(abstract, [None] * _LEVELS)
        # a level above that was never used begins with this one; one that only starts afresh does not
        for above in range(index - 1, -1, -1) if (abstract, index) not in counters.begun else ():
            if (abstract, above) in counters.begun:
                break
            counters.begun.add((abstract, above))
            parent = self.level(identifier, above)
            values[above] = None if parent is None else parent.start
        current = values[index]
        restarts = index in instance.starts and (identifier, index) not in counters.overridden
        counters.overridden.add((identifier, index))
        counters.begun.add((abstract, index))
        values[index] = level.start if current is None or restarts else current + 1
        for deeper in range(index + 1, _LEVELS):
            below = self.level(identifier, deeper)
            restart = None if below is None else below.restart
            if restart is None or index < restart:
                values[deeper] = None
        return Label(self._text(identifier, index, level, values), level.suffix, level)

    def _text(self, identifier: int, own: int, level: Level, values: list[int | None]) -> str:
        if level.style == "bullet":
            return bullet(level.font, level.text)

        def shown(match: re.Match[str]) -> str:
            index = int(match[1]) - 1
            part = self.level(identifier, index) or Level()
            number = values[index]
            style = "decimal" if level.legal and index < own else part.style
            if style == "none":
                return ""
            return format_number(part.start if number is None else number, style, part.picture)

        return _PLACEHOLDER.sub(shown, level.text)


def _read_level(element: etree._Element, styles: Styles) -> tuple[int, Level]:
    number_format = element.find(W + "numFmt")
    if number_format is None:  # a custom format stands in a choice
        number_format = element.find(f"{MC}AlternateContent/{MC}Choice/{W}numFmt")
    run = element.find(W + "rPr")
    layer = styles.run_layer(run)
    fonts = None if run is None else run.find(W + "rFonts")
    font = "" if fonts is None else fonts.get(W + "ascii") or fonts.get(W + "hAnsi") or layer.ascii_font or ""
    text_element = element.find(W + "lvlText")
    text = "" if text_element is None else text_element.get(W + "val", "")
    style = "decimal" if number_format is None else number_format.get(W + "val", "decimal")
    if style == "bullet" and element.find(W + "lvlPicBulletId") is not None:
        text = "•"
        font = ""
    legal = element.find(W + "isLgl")
    start = integer(child_value(element, "start"))
    level = Level(
        start=0 if start is None else start,
        style=style,
        picture="" if number_format is None else number_format.get(W + "format", ""),
        text="" if layer.hidden else text.replace("\n", " ").replace("\r", " "),
        suffix=_SUFFIXES.get(child_value(element, "suff") or "tab", "\t"),
        restart=integer(child_value(element, "lvlRestart")),
        legal=legal is not None and switch(legal.get(W + "val")),
        paragraph_style=child_value(element, "pStyle") or "",
        font=font,
        run=layer,
        format=paragraph_layer(element.find(W + "pPr")),
    )
    return integer(element.get(W + "ilvl")) or 0, level
