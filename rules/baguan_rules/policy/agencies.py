"""Agencies that were renamed or merged (机构改革)."""

from __future__ import annotations

import datetime
from functools import cache
from typing import TYPE_CHECKING

from baguan.lazy import compile_pattern
from baguan.model import Basis, Severity, Strength
from baguan.rule import Bad, Rule
from baguan.tables import Row, TableRule, table_rule
from baguan_rules.policy.dates import When, issued, when
from baguan_rules.policy.tables import table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from regex import Match, Pattern

    from baguan.document import Document
    from baguan.model import Finding

_PLAN_2018 = "《深化党和国家机构改革方案》"
_WINDOW = 24
# A foreign or regional agency, an agency of the past, or one that is part of a longer name.
_BEFORE = (
    r"(?:美国|英国|法国|德国|日本|韩国|俄罗斯|加拿大|澳大利亚|新西兰|印度|巴西|越南|泰国|朝鲜|蒙古国?|意大利|西班牙|以色列|埃及"
    r"|新加坡|马来西亚|印度尼西亚|印尼|老挝|缅甸|柬埔寨|巴基斯坦|哈萨克斯坦|乌克兰|荷兰|瑞典|芬兰|丹麦|挪威|南非|欧盟|台湾|香港"
    r"|[\u4e00-\u9fff]{1,8}(?:共和国|王国|联邦)(?!\Z)|[亚尼坦兰国](?=\Z))(?:联邦|政府)?\Z"
    r"|(?:原|时任|前|曾任|历任|任|该国|外国|驻华|旧|总后勤|中央军委)\Z|原(?:[\u4e00-\u9fff]{0,4}[省市县区州盟旗])\Z|沿革|曾[\u4e00-\u9fff]{0,6}\Z|先后"
)
_AFTER = (
    r"(?:令|公告|文件|通知|部长|副部长|原|规章|颁发|发布的|重点实验室|证书|[\u4e00-\u9fff]{0,12}[〔\[（(](?:19|20)\d{2}"
    r"|[^。；\n]{0,12}(?:更名|合并|并入|撤销|改为|整合|组建|划入|职责|转隶|的?前身))"
)


@cache
def _pattern(guards: tuple[tuple[str, str, str, str], ...]) -> Pattern[str]:
    import regex

    parts = []
    for old, before, after, level in sorted(guards, key=lambda guard: len(guard[0]), reverse=True):
        behind = f"(?<![{before}])" if before else ""
        ahead = f"(?![{after}])" if after else ""
        # A local bureau is one only after its place; alone the word may be anything.
        place = "(?<=[省市县区州盟旗])" if level == "I" and not old.startswith("国家") else ""
        parts.append(behind + place + regex.escape(old) + ahead)
    return regex.compile("|".join(parts))


def _mentions(text: str, rows: Iterable[Row]) -> list[Match[str]]:
    # Most documents name no old agency, and a pattern of all names is slow: take the names that occur.
    guards = tuple(
        (row["old"], row["not_preceded_by"], row["not_followed_by"], row["level"]) for row in rows if row["old"] in text
    )
    return list(_pattern(guards).finditer(text)) if guards else []


def _is_past(document: Document, match: Match[str], change: datetime.date) -> bool:

    text = document.text
    start, end = match.span()
    low = max(text.rfind(mark, max(0, start - 120), start) for mark in "。；\n") + 1
    low = max(low, start - 120, 0)
    before = text[low:start]
    if compile_pattern(_BEFORE).search(before[-_WINDOW:]) or compile_pattern(_AFTER).match(text[end : end + _WINDOW]):
        return True
    if any(int(year[0]) <= change.year for year in compile_pattern(r"(?<!\d)(?:19|20)\d{2}(?=年)").finditer(before)):
        return True
    return document.in_title_marks(start, end) or document.in_quotes(start, end) or document.in_brackets(start, end)


_DOC = "关于开展检查的通知\n各区县：\n{}\n某市人民政府\n{}"


@table_rule(
    code="ZC201",
    name="renamed-agency",
    severity=Severity.WARNING,
    message="机构已经更名或者合并",
    basis=Basis(_PLAN_2018, "及其后的历次改革方案", Strength.PRACTICE),
    explanation=(
        "机构作为现任职能主体出现、且成文日期晚于变更日的是警告，成文日期认不出的和各地机构设置不一的只提示，每个机构每份"
        "文件提示一次。“原”“时任”之后、引号书名号括号之内、外国同名机构、部令文号、更名合并的叙述、同句有变更前年份的不报；"
        "“农业部门”“文化部分”不是机构名。"
    ),
    table=table("renamed_agencies"),
    anchors_of=lambda row: (row["old"],),
    bad=[
        Bad(_DOC.format("⟦国土资源部⟧要求各地上报耕地数据。", "2024年5月6日")),
        Bad(_DOC.format("请及时报送⟦银保监会⟧，由银保监会汇总。", "2024年5月6日")),
        Bad(_DOC.format("由市⟦环保局⟧牵头。", "2024年5月6日")),
    ],
    good=[
        _DOC.format("国土资源部要求各地上报耕地数据。", "2016年5月6日"),
        _DOC.format("农业部门、文化部分骨干和监察部门要密切配合。", "2024年5月6日"),
        _DOC.format("原农业部、美国农业部和法国文化部的做法可以参考。", "2024年5月6日"),
        _DOC.format("由原县国土资源局、原甲乙市环保局移交。", "2024年5月6日"),
        _DOC.format("执行《环境保护部建设项目管理办法》和农业部令第5号。", "2024年5月6日"),
        _DOC.format("2018年国土资源部并入新组建的部门。", "2024年5月6日"),
        _DOC.format("农业农村部、国家林业和草原局要求报送情况。", "2024年5月6日"),
        "本办法1998年由监察部制定。",
    ],
)
def renamed_agency(document: Document, rule: TableRule) -> Iterator[Finding]:
    """The first mention of each old name that is neither history nor another body's name."""
    rows = {row["old"]: row for row in rule.rows}
    matches = _mentions(document.text, rule.rows)
    day = issued(document) if matches else None
    first: dict[str, tuple[Match[str], int]] = {}
    for match in matches:
        row = rows[match[0]]
        change = datetime.date.fromisoformat(row["effective"])
        if when(document, change, day) in (When.BEFORE, When.OLD) or _is_past(document, match, change):
            continue
        found, count = first.get(match[0], (match, 0))
        first[match[0]] = (found, count + 1)
    for name, (match, count) in first.items():
        row = rows[name]
        year, month, _ = row["effective"].split("-")
        certain = row["level"] == "W" and day is not None
        note = f"（{row['note']}）" if row["note"] else ""
        places = f"，全文共{count}处" if count > 1 else ""
        verb = f"{int(year)}年{int(month)}月起为" if row["level"] == "W" else "现为"
        message = f"“{name}”{verb}“{row['new']}”{places}；叙述当时情况的请加“原”{note}"
        if name == "国家卫健委":
            message = f"“{name}”宜写作“{row['new']}”{places}"
        yield rule.at(*match.span(), message=message, severity=Severity.WARNING if certain else Severity.INFO)


RULES: list[Rule] = [renamed_agency]
