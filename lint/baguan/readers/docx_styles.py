"""Character and paragraph formats of a Word document, resolved through styles, defaults and theme.

A property is looked for in the run, its character style, the paragraph style (each with what it is based
on), the document defaults and the theme.  Table styles are not consulted.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from lxml import etree

from baguan.readers.ooxml import A, W, integer, points, switch
from baguan.wordformat import ParagraphFormat

_VAL = W + "val"


class RunLayer(NamedTuple):
    """What one ``w:rPr`` says; ``None`` where it says nothing."""

    style: str | None = None
    ascii_font: str | None = None
    east_asian_font: str | None = None
    size: float | None = None
    bold: bool | None = None
    italic: bool | None = None
    hidden: bool | None = None
    underline: bool | None = None
    color: str | None = None
    highlight: str | None = None

    def over(self, base: RunLayer) -> RunLayer:
        """This layer on top of ``base``."""
        if base is NO_RUN:
            return self
        return RunLayer._make(lower if upper is None else upper for upper, lower in zip(self, base, strict=True))


class ParagraphLayer(NamedTuple):
    """What one ``w:pPr`` says; ``None`` where it says nothing."""

    alignment: str | None = None
    first_line: float | None = None
    first_line_chars: float | None = None
    left: float | None = None
    left_chars: float | None = None
    right: float | None = None
    right_chars: float | None = None
    before: float | None = None
    after: float | None = None
    line: float | None = None
    line_rule: str | None = None
    outline: int | None = None
    page_break_before: bool | None = None
    snap_to_grid: bool | None = None
    kinsoku: bool | None = None
    line_above: str | None = None
    line_below: str | None = None

    def over(self, base: ParagraphLayer) -> ParagraphLayer:
        """This layer on top of ``base``."""
        if base is NO_PARAGRAPH:
            return self
        return ParagraphLayer._make(lower if upper is None else upper for upper, lower in zip(self, base, strict=True))


class Appearance(NamedTuple):
    """A resolved character format, the fields of ``baguan.document.Run`` and whether it is hidden."""

    east_asian_font: str
    ascii_font: str
    size: float | None
    bold: bool
    italic: bool
    underline: bool
    color: str
    highlight: str
    hidden: bool


class Style(NamedTuple):
    """A style as the file declares it; ``numbering`` is its (numId, ilvl)."""

    identifier: str
    name: str
    kind: str
    based_on: str
    run: RunLayer
    paragraph: ParagraphLayer
    numbering: tuple[int | None, int | None]


NO_RUN = RunLayer()
NO_PARAGRAPH = ParagraphLayer()
_ALIGNMENTS = {"start": "left", "end": "right", "thaiDistribute": "distribute"}
_SCRIPTS = {"zh-TW": "Hant", "zh-HK": "Hant", "zh-MO": "Hant", "ja": "Jpan", "ko": "Hang"}
_HEADING_NAME = re.compile(r"(?:heading|标题) ?[1-9]$", re.IGNORECASE)


class Theme:
    """The fonts of a theme."""

    def __init__(self, root: etree._Element | None, language: str = "") -> None:
        self._fonts: dict[str, str] = {}
        script = _SCRIPTS.get(language) or _SCRIPTS.get(language[:2]) or "Hans"
        scheme = None if root is None else root.find(f".//{A}fontScheme")
        for prefix in ("major", "minor"):
            fonts = None if scheme is None else scheme.find(f"{A}{prefix}Font")
            if fonts is None:
                continue
            latin = _typeface(fonts.find(A + "latin"))
            east = _typeface(fonts.find(A + "ea"))
            if not east:
                scripts = {font.get("script"): font.get("typeface", "") for font in fonts.iter(A + "font")}
                east = scripts.get(script, "")
            self._fonts.update({f"{prefix}Ascii": latin, f"{prefix}HAnsi": latin, f"{prefix}EastAsia": east})

    def font(self, reference: str | None) -> str | None:
        """The font a theme reference names, ``None`` when the theme has none."""
        return self._fonts.get(reference or "") or None


def _typeface(element: etree._Element | None) -> str:
    return "" if element is None else element.get("typeface", "")


class Styles:
    """The styles of a document and the resolution of formats through them."""

    def __init__(self, root: etree._Element | None, theme: Theme) -> None:
        """``root`` is ``w:styles``; without it nothing but direct formatting is known."""
        self.theme = theme
        self._styles: dict[str, Style] = {}
        self._default_paragraph = ""
        self._default_run = NO_RUN
        self._default_format = NO_PARAGRAPH
        self._chains: dict[str, list[Style]] = {}
        self._paragraph_runs: dict[str, RunLayer] = {}
        self._appearances: dict[tuple[str, RunLayer], Appearance] = {}
        if root is None:
            return
        defaults = root.find(W + "docDefaults")
        if defaults is not None:
            self._default_run = self.run_layer(defaults.find(f"{W}rPrDefault/{W}rPr"))
            self._default_format = paragraph_layer(defaults.find(f"{W}pPrDefault/{W}pPr"))
        for element in root.iterchildren(W + "style"):
            self._add(element)

    def _add(self, element: etree._Element) -> None:
        identifier = element.get(W + "styleId", "")
        kind = element.get(W + "type", "paragraph")
        properties = element.find(W + "pPr")
        style = Style(
            identifier,
            child_value(element, "name") or identifier,
            kind,
            child_value(element, "basedOn") or "",
            self.run_layer(element.find(W + "rPr")),
            paragraph_layer(properties),
            numbering_of(properties),
        )
        self._styles.setdefault(identifier, style)
        if kind == "paragraph" and element.get(W + "default") is not None and switch(element.get(W + "default")):
            self._default_paragraph = self._default_paragraph or identifier

    def paragraph_style(self, identifier: str | None) -> str:
        """The style a paragraph really has: the default one when it names none that exists."""
        style = self._styles.get(identifier or "")
        return style.identifier if style is not None and style.kind == "paragraph" else self._default_paragraph

    def get(self, identifier: str) -> Style | None:
        """The style of that id."""
        return self._styles.get(identifier)

    def name(self, identifier: str) -> str:
        """The name of a style, ``""`` when there is none."""
        style = self._styles.get(identifier)
        return "" if style is None else style.name

    def chain(self, identifier: str) -> Sequence[Style]:
        """The style and what it is based on, the style itself first."""
        chain = self._chains.get(identifier)
        if chain is None:
            chain = []
            seen = set()
            style = self._styles.get(identifier)
            while style is not None and style.identifier not in seen:
                chain.append(style)
                seen.add(style.identifier)
                style = self._styles.get(style.based_on)
            self._chains[identifier] = chain
        return chain

    def is_title(self, identifier: str) -> bool:
        """Whether the style is Word's Title, or based on it."""
        return any(style.name.lower() in ("title", "标题") for style in self.chain(identifier))

    def is_heading(self, identifier: str) -> bool:
        """Whether the style is one of Word's headings, or based on one."""
        return any(_HEADING_NAME.match(style.name) for style in self.chain(identifier))

    def run_layer(self, properties: etree._Element | None) -> RunLayer:
        """What a ``w:rPr`` says."""
        if properties is None:
            return NO_RUN
        style = ascii_font = east = color = highlight = None
        size = None
        bold = italic = hidden = underline = None
        for child in properties:
            tag = child.tag
            if tag == _RFONTS:
                ascii_font = self.theme.font(child.get(_ASCII_THEME)) or child.get(_ASCII)
                east = self.theme.font(child.get(_EAST_THEME)) or child.get(_EAST)
            elif tag == _SIZE:
                size = points(child.get(_VAL), 2.0)
            elif tag == _STYLE:
                style = child.get(_VAL)
            elif tag == _BOLD:
                bold = switch(child.get(_VAL))
            elif tag == _ITALIC:
                italic = switch(child.get(_VAL))
            elif tag == _VANISH:
                hidden = switch(child.get(_VAL))
            elif tag == _UNDERLINE:
                underline = child.get(_VAL, "single") != "none"
            elif tag == _COLOR:
                value = child.get(_VAL, "")
                color = "" if value == "auto" else value.upper()
            elif tag == _HIGHLIGHT:
                value = child.get(_VAL, "")
                highlight = "" if value == "none" else value
        return RunLayer(style, ascii_font, east, size, bold, italic, hidden, underline, color, highlight)

    def _chain_run(self, identifier: str) -> RunLayer:
        layer = self._paragraph_runs.get(identifier)
        if layer is None:
            layer = NO_RUN
            for style in reversed(self.chain(identifier)):
                layer = style.run.over(layer)
            self._paragraph_runs[identifier] = layer
        return layer

    def appearance(self, paragraph_style: str, direct: RunLayer) -> Appearance:
        """The character format of a run with the direct format ``direct`` in a paragraph of that style."""
        key = (paragraph_style, direct)
        found = self._appearances.get(key)
        if found is None:
            found = self._appearances[key] = self._resolve(paragraph_style, direct)
        return found

    def _resolve(self, paragraph_style: str, direct: RunLayer) -> Appearance:
        paragraph = self._chain_run(paragraph_style)
        style = self._styles.get(direct.style or "")
        character = self._chain_run(style.identifier) if style is not None and style.kind == "character" else NO_RUN
        layer = direct.over(character).over(paragraph).over(self._default_run)

        def toggle(own: bool | None, levels: tuple[bool | None, bool | None], default: bool | None) -> bool:
            """A toggle property: two styles that both set it cancel each other."""
            if own is not None:
                return own
            return bool(levels[0]) != bool(levels[1]) if levels != (None, None) else bool(default)

        default = self._default_run
        return Appearance(
            layer.east_asian_font or "",
            layer.ascii_font or "",
            layer.size,
            toggle(direct.bold, (character.bold, paragraph.bold), default.bold),
            toggle(direct.italic, (character.italic, paragraph.italic), default.italic),
            bool(layer.underline),
            layer.color or "",
            layer.highlight or "",
            toggle(direct.hidden, (character.hidden, paragraph.hidden), default.hidden),
        )

    def paragraph_format(
        self, style: str, direct: ParagraphLayer, level: ParagraphLayer | None, level_style: str | None
    ) -> ParagraphFormat:
        """The format of a paragraph of that style.

        ``level`` is what its numbering level says; it lies just below the direct format, or just below the
        style ``level_style`` when that is what brings the numbering.
        """
        layer = self._default_format
        for link in reversed(self.chain(style)):
            if level is not None and link.identifier == level_style:
                layer = level.over(layer)
            layer = link.paragraph.over(layer)
        if level is not None and level_style is None:
            layer = level.over(layer)
        layer = direct.over(layer)
        outline = layer.outline
        return ParagraphFormat(
            layer.alignment or "",
            layer.first_line,
            layer.first_line_chars,
            layer.left,
            layer.left_chars,
            layer.right,
            layer.right_chars,
            layer.before,
            layer.after,
            layer.line,
            layer.line_rule or ("" if layer.line is None else "auto"),
            outline if outline is not None and 0 <= outline <= 8 else None,
            bool(layer.page_break_before),
            layer.snap_to_grid is not False,
            layer.kinsoku is not False,
            layer.line_above or "",
            layer.line_below or "",
        )


_RFONTS, _SIZE, _STYLE, _BOLD, _ITALIC = (W + name for name in ("rFonts", "sz", "rStyle", "b", "i"))
_VANISH, _UNDERLINE, _COLOR, _HIGHLIGHT = (W + name for name in ("vanish", "u", "color", "highlight"))
_ASCII, _ASCII_THEME, _EAST, _EAST_THEME = (W + name for name in ("ascii", "asciiTheme", "eastAsia", "eastAsiaTheme"))


def child_value(element: etree._Element | None, name: str) -> str | None:
    """The ``w:val`` of a child element."""
    child = None if element is None else element.find(W + name)
    return None if child is None else child.get(_VAL)


def numbering_of(properties: etree._Element | None) -> tuple[int | None, int | None]:
    """The (numId, ilvl) a ``w:pPr`` asks for."""
    element = None if properties is None else properties.find(W + "numPr")
    return integer(child_value(element, "numId")), integer(child_value(element, "ilvl"))


def paragraph_layer(properties: etree._Element | None) -> ParagraphLayer:
    """What a ``w:pPr`` says about the paragraph's format."""
    if properties is None or not len(properties):
        return NO_PARAGRAPH
    values: dict[str, object] = {}
    for child in properties:
        tag = child.tag
        if tag == W + "jc":
            value = child.get(_VAL, "")
            values["alignment"] = _ALIGNMENTS.get(value, value)
        elif tag == W + "ind":
            values.update(_indent(child))
        elif tag == W + "spacing":
            values.update(_spacing(child))
        elif tag == W + "outlineLvl":
            values["outline"] = integer(child.get(_VAL))
        elif tag == W + "pageBreakBefore":
            values["page_break_before"] = switch(child.get(_VAL))
        elif tag == W + "snapToGrid":
            values["snap_to_grid"] = switch(child.get(_VAL))
        elif tag == W + "kinsoku":
            values["kinsoku"] = switch(child.get(_VAL))
        elif tag == W + "pBdr":
            values.update(_borders(child))
    return ParagraphLayer(**values) if values else NO_PARAGRAPH  # type: ignore[arg-type]


def _borders(element: etree._Element) -> dict[str, object]:
    found: dict[str, object] = {}
    for name, key in (("top", "line_above"), ("bottom", "line_below")):
        border = element.find(W + name)
        if border is not None:
            shown = border.get(_VAL, "none") not in ("none", "nil")
            found[key] = border.get(W + "color", "auto").upper().replace("AUTO", "auto") if shown else ""
    return found


def _indent(element: etree._Element) -> dict[str, object]:
    def either(*names: str) -> str | None:
        return next((value for name in names if (value := element.get(W + name)) is not None), None)

    def negative(value: float | None) -> float | None:
        return None if value is None else -value

    hanging = negative(points(either("hanging")))
    hanging_chars = negative(points(either("hangingChars"), 100.0))
    return {
        "first_line": points(either("firstLine")) if hanging is None else hanging,
        "first_line_chars": hanging_chars if hanging_chars is not None else points(either("firstLineChars"), 100.0),
        "left": points(either("left", "start")),
        "left_chars": points(either("leftChars", "startChars"), 100.0),
        "right": points(either("right", "end")),
        "right_chars": points(either("rightChars", "endChars"), 100.0),
    }


def _spacing(element: etree._Element) -> dict[str, object]:
    def gap(name: str) -> float | None:
        value = points(element.get(W + name))
        if value is None:
            # Word writes the length beside the lines; alone, a line is 12 points.
            lines = points(element.get(f"{W}{name}Lines"), 100.0)
            value = None if lines is None else lines * 12.0
        return value

    rule = element.get(W + "lineRule")
    line = element.get(W + "line")
    return {
        "before": gap("before"),
        "after": gap("after"),
        "line": points(line, 20.0 if rule in ("exact", "atLeast") else 240.0),
        "line_rule": rule or (None if line is None else "auto"),
    }
