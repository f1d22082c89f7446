"""把关: an offline proofreader for Chinese official documents (公文).

The stable Python API is ``check_text``, ``check_file``, ``load_rules`` and the records they return;
it is loaded on first use, so that ``import baguan`` costs next to nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

if TYPE_CHECKING:
    from baguan.api import check_file, check_text, load_rules

__all__ = ["__version__", "check_file", "check_text", "load_rules"]


def __getattr__(name: str) -> Any:
    if name in ("check_file", "check_text", "load_rules"):
        from baguan import api

        return getattr(api, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
