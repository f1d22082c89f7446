"""Symbols of picture fonts (Symbol, Wingdings …) as Unicode characters."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from baguan.document import OBJECT

_TABLE = Path(__file__).parent.parent / "data" / "docx_symbols.tsv"


@cache
def _symbols() -> dict[tuple[str, int], str]:
    rows = (line.split("\t") for line in _TABLE.read_text(encoding="utf-8").splitlines()[1:])
    return {(font, int(code, 16)): character for font, code, character in rows}


@cache
def _fonts() -> frozenset[str]:
    return frozenset(font for font, _ in _symbols())


def _private(code: int) -> bool:
    return 0xE000 <= code <= 0xF8FF or code >= 0xF0000


def symbol(font: str, code: int) -> str:
    """The character that glyph ``code`` of ``font`` shows.

    A glyph of a picture font that the table does not know, and a private-use code of any other font, is
    an object (``U+FFFC``): there is something to see, but no character for it.
    """
    name = font.lower()
    if name in _fonts():
        return _symbols().get((name, code - 0xF000 if 0xF000 <= code <= 0xF0FF else code), OBJECT)
    if _private(code) or not 0x20 <= code <= 0x10FFFF or 0xD800 <= code <= 0xDFFF:
        return OBJECT
    return chr(code)


def bullet(font: str, text: str) -> str:
    """The text of a bullet: picture-font glyphs mapped, what cannot be shown becomes ``•``."""
    if font.lower() not in _fonts() and not any(_private(ord(character)) for character in text):
        return text
    return "".join(symbol(font, ord(character)) for character in text).replace(OBJECT, "•")
