"""The names that rules over registers and metadata use, kept apart because every start of the program loads them."""

from __future__ import annotations

from typing import Any

RECEIVED, CLOSED, DEADLINE, URGENCY = "收文时间", "办结时间", "办理时限", "紧急程度"
PROPOSAL, INSTRUCTION = "拟办意见", "批示"
#: The steps of an outgoing paper in their order.
CHAIN = ("起草时间", "审核时间", "签发时间", "成文时间", "印发时间")
TIMES = (RECEIVED, "拟办时间", "批示时间", CLOSED, *CHAIN)
#: The urgencies that leave no time to wait.
URGENT = frozenset({"特提", "特急", "加急", "急件"})

# Where a document's metadata stands in ``Document.properties``, and the ``part`` of findings on it.
FRONT_PROPERTY = "front_matter"
SIDECAR_PROPERTY = "sidecar"  # the text of the sidecar file
CUSTOM_PREFIX = "custom."
PART = "metadata"


def has_metadata(document: Any) -> bool:
    """Whether a ``Document`` may carry metadata; cheap, and wrong only by saying yes."""
    if document.text.startswith(("---\n", "+++\n")):
        return True
    properties = document.properties
    if FRONT_PROPERTY in properties or SIDECAR_PROPERTY in properties:
        return True
    return document.format == "docx" and any(name.startswith(CUSTOM_PREFIX) for name in properties)
