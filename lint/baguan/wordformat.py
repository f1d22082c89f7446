"""How a Word document looks: the resolved formats of its paragraphs and runs, and its sections.

Apart from ``document.py`` because only the .docx reader and the layout rules need it.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ParagraphFormat:
    """The resolved format of a Word paragraph (style chain and defaults applied); lengths in points.

    ``None`` means that nothing in the file says so and Word's own default holds.
    """

    alignment: str = ""  # left, center, right, both, distribute
    first_line: float | None = None
    first_line_chars: float | None = None  # characters; takes precedence over ``first_line``
    left: float | None = None
    left_chars: float | None = None
    right: float | None = None
    right_chars: float | None = None
    before: float | None = None
    after: float | None = None
    line: float | None = None  # points for exact and atLeast, lines for auto
    line_rule: str = ""  # auto, exact, atLeast
    outline_level: int | None = None  # 0 is the highest
    page_break_before: bool = False
    snap_to_grid: bool = True
    kinsoku: bool = True  # 避头尾
    line_above: str = ""  # a border: its colour as RRGGBB or auto, "" for none
    line_below: str = ""


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of one character format, resolved run → character style → paragraph style → defaults → theme."""

    start: int
    end: int
    east_asian_font: str = ""
    ascii_font: str = ""
    size: float | None = None  # points
    bold: bool = False
    italic: bool = False
    underline: bool = False
    color: str = ""  # RRGGBB, "" for automatic
    highlight: str = ""


@dataclass(frozen=True, slots=True)
class PageNumber:
    """A footer or header of a section, as far as page numbers go."""

    place: str  # header or footer
    variant: str  # default, first or even
    text: str
    has_field: bool
    alignment: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A section of a Word document; lengths in millimetres, ``start:end`` its stretch of the text."""

    index: int  # 1-based
    start: int
    end: int
    width: float | None = None
    height: float | None = None
    landscape: bool = False
    top: float | None = None
    bottom: float | None = None
    left: float | None = None
    right: float | None = None
    gutter: float = 0.0
    header_distance: float | None = None
    footer_distance: float | None = None
    grid_type: str = ""
    grid_line_pitch: float | None = None  # points
    grid_char_space: float | None = None
    page_number_start: int | None = None
    page_number_format: str = ""
    title_page: bool = False
    page_numbers: tuple[PageNumber, ...] = ()
