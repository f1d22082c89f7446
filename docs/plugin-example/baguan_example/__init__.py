"""An example plug-in: a unit's own rule, declared, exemplified and tested like the built-in ones."""

from __future__ import annotations

from baguan.model import Applicability, Basis, Severity
from baguan.rule import Bad, PatternRule

OLD_OFFICE_NAME = PatternRule(
    code="WZ901",
    name="example-old-office-name",
    severity=Severity.WARNING,
    message="本单位已更名，“{text}”应为“{fix}”",
    basis=Basis("临江市政务服务和数据局更名通知"),
    anchors=("市政务中心",),
    pattern="(?<!原)市政务中心",
    fix="市政务服务和数据局",
    applicability=Applicability.UNSAFE,
    bad=[Bad("由⟦市政务中心⟧牵头。", fix="由市政务服务和数据局牵头。")],
    good=["原市政务中心的职责已经划转。"],
)

RULES = [OLD_OFFICE_NAME]
