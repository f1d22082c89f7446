"""The JSON report; its schema is documented and versioned in ``docs/json-schema.md``."""

from __future__ import annotations

import json

from baguan.record import Report
from baguan.report import RenderOptions


def render(report: Report, options: RenderOptions) -> str:
    """Render the record itself."""
    return json.dumps(report.to_dict(), ensure_ascii=False, indent=2) + "\n"
