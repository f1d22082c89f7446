"""Names of posts that no organisation has."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from baguan.model import Applicability, Basis, Edit, Fix, Severity, Strength
from baguan.rule import Bad, PatternRule, Rule
from baguan.tables import Row, TableRule, table_rule
from baguan_rules.policy.tables import table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from regex import Pattern

    from baguan.document import Document
    from baguan.model import Finding

_CONSTITUTION = Basis("宪法和有关组织法的职务名称", "", Strength.PRACTICE)
_PRESS = Basis("新闻单位通行的用语规范", "", Strength.PRACTICE)


@cache
def _pattern(guards: tuple[tuple[str, str, str], ...]) -> Pattern[str]:
    import regex

    return regex.compile(
        "|".join(
            (f"(?<![{before}])" if before else "") + regex.escape(wrong) + (f"(?![{after}])" if after else "")
            for wrong, before, after in sorted(guards, key=lambda guard: len(guard[0]), reverse=True)
        )
    )


@table_rule(
    code="ZC511",
    name="impossible-post",
    severity=Severity.WARNING,
    message="没有这个职务名称",
    basis=_CONSTITUTION,
    explanation="人大常委会设主任（全国人大常委会设委员长），政协设主席，法院设院长，检察院设检察长，纪委设书记，监委设主任。引号、书名号里的不报。",
    table=table("post_titles"),
    anchors_of=lambda row: (row["wrong"],),
    bad=[
        Bad("县⟦人大常委会主席⟧出席。", fix="县人大常委会主任出席。"),
        Bad("⟦全国人大常委会副主任⟧到会。", fix="全国人大常委会副委员长到会。"),
        Bad("市⟦人民法院检察长⟧作报告。", fix="市人民法院院长作报告。"),
    ],
    good=[
        "县人大常委会主任、县政协主席、县人民法院院长、县人民检察院检察长出席。",
        "全国人大常委会主任会议不存在，省人大常委会主任会议讨论。",
        "不能写“人大常委会主席”。",
    ],
)
def impossible_post(document: Document, rule: TableRule) -> Iterator[Finding]:
    """Posts by the table, outside quotations."""
    rows: dict[str, Row] = {row["wrong"]: row for row in rule.rows if row["wrong"] in document.text}
    if not rows:
        return
    guards = tuple((wrong, row["not_preceded_by"], row["not_followed_by"]) for wrong, row in rows.items())
    for match in _pattern(guards).finditer(document.text):
        start, end = match.span()
        if document.in_quotes(start, end) or document.in_title_marks(start, end):
            continue
        right = rows[match[0]]["right"]
        fix = Fix(f"“{match[0]}”改为“{right}”", (Edit(start, end, right),), Applicability.DISPLAY)
        yield rule.at(start, end, message=f"没有“{match[0]}”这个职务，应是“{right}”，请核对", fix=fix)


RULES: list[Rule] = [
    impossible_post,
    PatternRule(
        code="ZC512",
        name="motion-of-consultative-member",
        severity=Severity.INFO,
        message="政协委员提出的是“提案”，“议案”由人大代表和有关机关提出",
        basis=_CONSTITUTION,
        anchors=("政协委员", "政协"),
        pattern=r"(?<=政协委员[^，。；、\n和与及]{0,12}(?:提出|提交|提)的?[^，。；、\n和与及]{0,8})议案",
        fix="提案",
        bad=[Bad("办理政协委员提出的⟦议案⟧12件。", fix="办理政协委员提出的提案12件。")],
        good=["办理政协委员提出的提案12件。", "办理人大代表议案和政协委员提案。", "政协委员、人大代表提出的议案提案"],
    ),
    PatternRule(
        code="ZC513",
        name="suspect-called-criminal",
        severity=Severity.INFO,
        message="判决生效以前不称“{text}”，侦查和审查起诉时称犯罪嫌疑人，起诉后称被告人",
        basis=_PRESS,
        anchors=("罪犯", "犯人", "犯罪分子"),
        pattern=r"(?<=(?:抓获|逮捕|拘留|讯问|传唤)(?:了)?(?:\d{1,5}名|[一二三四五六七八九十]{1,3}名)?)(?:罪犯|犯人|犯罪分子)",
        fix="犯罪嫌疑人",
        quoted=Severity.INFO,
        bad=[Bad("抓获⟦罪犯⟧12名。", fix="抓获犯罪嫌疑人12名。"), Bad("拘留了3名⟦犯人⟧", fix="拘留了3名犯罪嫌疑人")],
        good=["抓获犯罪嫌疑人12名。", "监狱在押罪犯的改造。", "对罪犯执行刑罚"],
    ),
    PatternRule(
        code="ZC514",
        name="short-region-name",
        severity=Severity.INFO,
        message="“{text}”宜写作“{fix}”",
        basis=_PRESS,
        anchors=("内蒙", "北朝鲜", "前苏联"),
        pattern=r"(?<![“‘])(?:内蒙(?![古宁新甘人])(?=[、，。和等地区的与]|自治区)|北朝鲜(?!历史)|前苏联)",
        fix=lambda match: {"内蒙": "内蒙古", "北朝鲜": "朝鲜", "前苏联": "苏联"}[match[0]],
        bad=[
            Bad("⟦内蒙⟧、新疆等地", fix="内蒙古、新疆等地"),
            Bad("与⟦北朝鲜⟧开展贸易。", fix="与朝鲜开展贸易。"),
            Bad("⟦前苏联⟧专家援建", fix="苏联专家援建"),
        ],
        good=["内蒙古、新疆等地", "与朝鲜开展贸易。", "苏联专家援建", "内蒙古自治区"],
    ),
    PatternRule(
        code="ZC515",
        name="village-head",
        severity=Severity.INFO,
        message="“{text}”宜写作“{fix}”",
        basis=_PRESS,
        explanation="村民委员会设主任，没有“村长”这个职务；“大学生村官”是固定说法。",
        anchors=("村长", "村官"),
        pattern=(
            r"(?<![农乡山渔])村长(?=[，。、；：（）“”和及与带说的介是在等]|[\u4e00-\u9fff]{1,3}(?:说|介绍|带领))(?!期|远|效)"
            r"|(?<!大学生|选调生|[青到当女男老好])村官(?=[，。、；和及等])"
        ),
        fix=lambda match: {"村长": "村委会主任", "村官": "村干部"}[match[0]],
        quoted=Severity.INFO,
        bad=[
            Bad("由⟦村长⟧、支书负责。", fix="由村委会主任、支书负责。"),
            Bad("⟦村官⟧和党员包户", fix="村干部和党员包户"),
        ],
        good=["建立农村长效机制，推动乡村长期发展。", "大学生村官和选调生", "村委会主任负责。", "“村长制”改革"],
    ),
]
