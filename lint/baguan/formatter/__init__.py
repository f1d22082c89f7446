"""Lay a Word document out as the standard asks: what is mechanical and certain, in a copy, the text untouched."""

from __future__ import annotations

from baguan.formatter.copying import Change, FormatError, Formatted, format_docx

__all__ = ["Change", "FormatError", "Formatted", "format_docx"]
