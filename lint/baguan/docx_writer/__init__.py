"""Writing into a copy of a .docx: text edits, comments (批注) and tracked changes (修订)."""

from __future__ import annotations

from baguan.docx_writer.edits import EditError, apply_edits, can_apply
from baguan.docx_writer.markup import Comment, annotate

__all__ = ["Comment", "EditError", "annotate", "apply_edits", "can_apply"]
