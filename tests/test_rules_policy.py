"""What the examples of the policy rules cannot show: the tables of facts and the day of issue."""

from __future__ import annotations

import datetime

import pytest

from baguan.document import Document
from baguan.model import Finding, Severity
from baguan.structure import recognise
from baguan.tables import read_table
from baguan_rules.policy import RULES
from baguan_rules.policy.citations import chinese
from baguan_rules.policy.dates import When, issued, when
from baguan_rules.policy.periods import plan_years
from baguan_rules.policy.tables import table

_LETTER = "关于规范合同管理的通知\n各科室：\n{}\n某市财政局\n{}"


def document(text: str) -> Document:
    made = Document.from_text(text)
    made.recogniser = recognise
    return made


def findings(code: str, text: str) -> list[Finding]:
    rule = next(rule for rule in RULES if rule.code == code)
    return list(rule.check(document(text)))


@pytest.mark.parametrize("name", ["repealed_laws", "renamed_agencies"])
def test_tables_are_sorted_unique_and_dated(name: str) -> None:
    rows = read_table(table(name))
    names = [row["old"] for row in rows]
    assert len(names) == len(set(names))
    assert names == sorted(names)
    for row in rows:
        assert datetime.date(1990, 1, 1) < datetime.date.fromisoformat(row["effective"]) < datetime.date(2030, 1, 1)


def test_no_repealed_law_is_named_as_the_one_in_force() -> None:
    old = {row["old"] for row in read_table(table("repealed_laws")) if row["confidence"] == "high"}
    for row in read_table(table("repealed_laws")):
        assert not any(f"《中华人民共和国{name}》" in row["new"] for name in old)


def test_no_renamed_agency_is_given_as_a_new_name() -> None:
    rows = read_table(table("renamed_agencies"))
    old = {row["old"] for row in rows}
    assert all(row["new"] not in old for row in rows)
    assert {row["level"] for row in rows} == {"W", "I"}


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("关于检查的通知\n各科室：\n请办理。\n某局\n2024年5月6日", datetime.date(2024, 5, 6)),
        ("关于检查的通知\n各科室：\n请办理。\n某局\n二〇〇九年十二月二十一日", datetime.date(2009, 12, 21)),
        ("某办法\n（2001年1月2日公布 2019年4月23日修订）\n第一条 为了规范，制定本办法。", datetime.date(2019, 4, 23)),
        ("只有一句话，提到2024年5月6日这一天。", None),
        ("某局\n2024年13月6日", None),
    ],
)
def test_the_day_of_issue(text: str, day: datetime.date | None) -> None:
    assert issued(document(text)) == day


def test_a_text_that_names_only_earlier_years_is_probably_old() -> None:
    change = datetime.date(2021, 1, 1)
    assert when(document("2008年工作总结"), change, None) is When.OLD
    assert when(document("2022年工作总结"), change, None) is When.UNKNOWN
    assert when(document("工作总结"), change, None) is When.UNKNOWN


def test_severity_of_a_repealed_law_follows_date_and_use() -> None:
    cite = "根据《中华人民共和国合同法》，通知如下。"
    mention = "组织学习《中华人民共和国合同法》。"
    star = "根据《中华人民共和国环境保护法》，通知如下。"

    def severities(text: str) -> list[Severity]:
        return [finding.severity for finding in findings("ZC101", text)]

    assert severities(_LETTER.format(cite, "2024年5月6日")) == [Severity.ERROR]
    assert severities(cite) == [Severity.WARNING]  # no day of issue
    assert severities("2015年工作要点\n" + mention) == [Severity.INFO]
    assert severities(_LETTER.format(mention, "2024年5月6日")) == [Severity.WARNING]
    assert severities(_LETTER.format(star, "2026年9月6日")) == [Severity.WARNING]
    assert severities(_LETTER.format(star, "2026年7月6日")) == []
    assert severities(star) == [Severity.INFO]


def test_the_message_names_the_law_in_force() -> None:
    (found,) = findings("ZC101", _LETTER.format("依照《物权法》办理。", "2024年5月6日"))
    assert "2021年1月1日" in found.message
    assert "《中华人民共和国民法典》物权编" in found.message


def test_a_renamed_agency_is_reported_once_with_its_count() -> None:
    (found,) = findings("ZC201", _LETTER.format("国土资源部督办。报国土资源部备案。", "2024年5月6日"))
    assert "自然资源部" in found.message
    assert "共2处" in found.message
    assert found.severity is Severity.WARNING
    (unknown,) = findings("ZC201", "请报国土资源部备案。")
    assert unknown.severity is Severity.INFO


@pytest.mark.parametrize(
    ("name", "years"),
    [("八五", (1991, 1995)), ("十五", (2001, 2005)), ("十四五", (2021, 2025)), ("十五五", (2026, 2030))],
)
def test_plan_years(name: str, years: tuple[int, int]) -> None:
    assert plan_years(name) == years


@pytest.mark.parametrize(
    ("number", "text"),
    [(9, "九"), (10, "十"), (15, "十五"), (40, "四十"), (105, "一百零五"), (110, "一百一十"), (200, "二百")],
)
def test_article_numbers(number: int, text: str) -> None:
    assert chinese(number) == text


@pytest.mark.parametrize(
    ("listed", "said"),
    [
        ("政治意识、核心意识、大局意识、看齐意识", "“大局意识”应在“核心意识”之前"),
        ("政治意识、大局意识、看齐意识", "缺“核心意识”"),
        ("政治意识、大局意识、核心意识、核心意识、看齐意识", "有重复的项"),
    ],
)
def test_what_is_wrong_with_a_set_phrase_is_said(listed: str, said: str) -> None:
    (found,) = findings("ZC301", f"增强“四个意识”，即{listed}。")
    assert said in found.message
