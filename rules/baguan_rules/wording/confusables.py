"""易混词: two words that both exist; the neighbours tell which one is meant."""

from __future__ import annotations

from pathlib import Path

from baguan.model import Applicability, Basis, Severity, Strength
from baguan.rule import Bad, LexiconRule, Rule

_DATA = Path(__file__).parent / "data"

CONFUSABLE = LexiconRule(
    code="WZ104",
    name="confusable-word",
    severity=Severity.WARNING,
    message="此处的“{text}”疑应作“{fix}”",
    basis=Basis("《党政机关公文处理工作条例》", "第二十条", Strength.MUST),
    explanation=(
        "两个词都有，意思不同：“截至”到某时为止、还会继续，“截止”到期停止；"
        "“登录”进系统，“登陆”上岸；“公示”公开告知，“公式”是算式；“行使”职权，“行驶”车辆。"
        "只在前后文能够断定时才报。"
    ),
    table=_DATA / "confusables.tsv",
    flags="W",
    applicability=Applicability.UNSAFE,
    bad=[
        Bad("⟦截止⟧2025年6月底，已完成投资三成。", fix="截至2025年6月底，已完成投资三成。"),
        Bad("请⟦登陆⟧系统填报。", fix="请登录系统填报。"),
        Bad("拟任职前⟦公式⟧期间未收到举报。", fix="拟任职前公示期间未收到举报。"),
        Bad("现将工作⟦实时⟧方案印发给你们。", fix="现将工作实施方案印发给你们。"),
        Bad("依法⟦行驶⟧职权。", fix="依法行使职权。"),
        Bad("会议⟦其间⟧不得请假。", fix="会议期间不得请假。"),
        Bad("关键⟦再于⟧落实。", fix="关键在于落实。"),
    ],
    good=[
        "报名截止到5月10日，截止日期不变。",
        "台风“山竹”登陆平台附近海域，两栖登陆平台撤离。",
        "计算公式期末另行公布，由公式结果可知。",
        "要实时监测，实时方案调整由现场决定。",
        "车辆安全行驶，不得妨碍他人行使权利。",
        "火山爆发，战争爆发。",
        "人财物和责权利下放到基层。",
        "台风登陆福建，病人对药物有不良反应。",
        "公司不得行使证券公司经营管理职权。",
    ],
)

USAGE = LexiconRule(
    code="WZ108",
    name="preferred-word-in-context",
    severity=Severity.INFO,
    message="此处的“{text}”宜作“{fix}”",
    basis=Basis("《现代汉语词典》", "", Strength.PRACTICE),
    explanation="词典把这些词分开用，而日常混用很普遍，所以只提示。",
    table=_DATA / "usage.tsv",
    flags="W",
    applicability=Applicability.UNSAFE,
    bad=[
        Bad("疫情⟦爆发⟧以来，各地迅速行动。", fix="疫情暴发以来，各地迅速行动。"),
        Bad("帮助企业⟦度过⟧难关。", fix="帮助企业渡过难关。"),
        Bad("解决群众⟦反应⟧强烈的问题。", fix="解决群众反映强烈的问题。"),
        Bad("提前⟦作好⟧防汛准备。", fix="提前做好防汛准备。"),
    ],
    good=["欢度节日，度过暑假。", "疫情爆发式增长的风险。", "分工作好安排。", "药物反应强烈。"],
)

RULES: list[Rule] = [CONFUSABLE, USAGE]
