"""Approvals, returns: what the slips that travel with a paper must say."""

from __future__ import annotations

from baguan.model import Basis, Severity, Strength
from baguan.rule import Bad, PatternRule, Rule

_REGULATION = "《党政机关公文处理工作条例》"
_FIELD = r"(?:签发(?:意见|人意见)?|审签(?:意见)?|领导批示|批示(?:意见)?|会签(?:意见)?|审核意见|审批意见|核签(?:意见)?)"

RULES: list[Rule] = [
    PatternRule(
        code="CL121",
        name="incomplete-approval-date",
        severity=Severity.WARNING,
        message="签批日期“{text}”不完整；签批应当签署意见、姓名和完整日期（年、月、日）",
        basis=Basis(_REGULATION, "第二十二条", Strength.MUST),
        explanation="只查以“签发意见：”“领导批示：”“会签：”等开头、以日期结尾的行。",
        anchors=("签发", "审签", "批示", "会签", "审核意见", "审批意见", "核签"),
        pattern=(
            rf"^[ \t\u3000]*{_FIELD}[ \t\u3000]*[：:][^\n：:]{{0,120}}?(?<![\d年.．/\-])"
            r"(?P<at>\d{1,2}(?:月\d{1,2}日|[.．/]\d{1,2}))[ \t\u3000]*(?:日)?$"
        ),
        bad=[Bad("领导批示：同意。张明　⟦8月20日⟧\n"), Bad("签发意见：同意印发。李华 ⟦8.20⟧\n")],
        good=[
            "领导批示：同意。张明　2025年8月20日\n",
            "签发意见：同意印发。李华 2025.8.20\n",
            "会签意见：建议把会期改到9月。财政局　2025年8月20日\n",
            "会上，领导批示传达到8月20日\n",
        ],
    ),
    PatternRule(
        code="CL122",
        name="return-without-reason",
        severity=Severity.INFO,
        message="退文要说明理由：写明不符合哪一条规定、怎样修改，只写“{text}”不够",
        basis=Basis(_REGULATION, "第二十四条（三）", Strength.MUST),
        anchors=("退文", "退回"),
        pattern=(
            r"^[ \t\u3000]*(?:退文|退回)(?:理由|原因|意见)[ \t\u3000]*[：:][ \t\u3000]*"
            r"(?P<at>(?:不符合?(?:有关|相关)?(?:规定|要求|格式)|格式(?:不对|错误|有误)|不合格"
            r"|不规范|请修改|请重报|有误)[。！]?)[ \t\u3000]*$"
        ),
        bad=[Bad("退文理由：⟦不符合要求。⟧\n")],
        good=[
            "退文理由：报告中夹带请示事项，不符合第十五条（四）的规定，请另行以请示行文。\n",
            "退文理由：未会签县财政局。\n",
        ],
    ),
]
