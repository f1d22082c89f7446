"""The tables behind the policy rules: every date on both of its sides, titles, posts, personal data."""

from __future__ import annotations

import datetime

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from baguan.document import Document
from baguan.model import Finding, Severity
from baguan.structure import recognise
from baguan.tables import read_table
from baguan_rules.policy import RULES
from baguan_rules.policy.personal import luhn, valid_identity
from baguan_rules.policy.tables import table

LETTER = "关于规范管理的通知\n各科室：\n{}\n某市财政局\n{}"


def findings(code: str, text: str) -> list[Finding]:
    rule = next(rule for rule in RULES if rule.code == code)
    document = Document.from_text(text)
    document.recogniser = recognise
    return list(rule.check(document))


def said(day: datetime.date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


@pytest.mark.parametrize("row", read_table(table("repealed_laws")), ids=lambda row: row["old"])
def test_a_repealed_law_on_both_sides_of_its_day(row) -> None:
    day = datetime.date.fromisoformat(row["effective"])
    text = f"根据《{row['old']}》，明确以下要求。"
    eve = day - datetime.timedelta(days=1)
    assert findings("ZC101", LETTER.format(text, said(eve))) == []
    (found,) = findings("ZC101", LETTER.format(text, said(day)))
    assert found.severity is (Severity.ERROR if row["confidence"] == "high" else Severity.WARNING)


@pytest.mark.parametrize("row", read_table(table("renamed_agencies")), ids=lambda row: row["old"])
def test_a_renamed_agency_on_both_sides_of_its_day(row) -> None:
    day = datetime.date.fromisoformat(row["effective"])
    place = "" if row["level"] == "W" or row["old"].startswith("国家") else "市"
    text = f"由{place}{row['old']}牵头落实。"
    eve = day - datetime.timedelta(days=1)
    assert findings("ZC201", LETTER.format(text, said(eve))) == []
    (found,) = findings("ZC201", LETTER.format(text, said(day)))
    assert found.severity is (Severity.WARNING if row["level"] == "W" else Severity.INFO)


@pytest.mark.parametrize(
    ("standard", "day"),
    [
        ("GB/T 9704—1999", datetime.date(2012, 7, 1)),
        ("GB/T 15834—1995", datetime.date(2012, 6, 1)),
        ("GB/T 15835—1995", datetime.date(2011, 11, 1)),
    ],
)
def test_a_superseded_standard_on_both_sides_of_its_day(standard, day) -> None:
    eve = day - datetime.timedelta(days=1)
    assert findings("ZC102", LETTER.format(f"执行{standard}。", said(eve))) == []
    assert len(findings("ZC102", LETTER.format(f"执行{standard}。", said(day)))) == 1


@pytest.mark.parametrize(
    ("code", "text", "eve", "day"),
    [
        ("ZC309", "推进全面建成小康社会、全面深化改革、全面依法治国、全面从严治党。", "2020年12月31日", "2021年1月1日"),
        ("ZC304", "团结在以习近平总书记为核心的党中央周围。", "2016年9月30日", "2016年10月1日"),
        ("ZC305", "参与“一带一路”战略。", "2016年12月31日", "2017年1月1日"),
    ],
)
def test_a_formulation_on_both_sides_of_its_day(code, text, eve, day) -> None:
    assert findings(code, LETTER.format(text, eve)) == []
    assert len(findings(code, LETTER.format(text, day))) == 1


def test_the_day_of_effect_on_both_sides_of_the_day_of_issue() -> None:
    assert findings("ZC403", LETTER.format("本通知自2025年8月20日起施行。", "2025年8月20日")) == []
    assert len(findings("ZC403", LETTER.format("本通知自2025年8月19日起施行。", "2025年8月20日"))) == 1


def test_the_table_of_titles_is_sorted_unique_and_well_formed() -> None:
    rows = read_table(table("law_titles"))
    titles = [row["title"] for row in rows]
    assert titles == sorted(titles)
    assert len(titles) == len(set(titles))
    assert all(regex.fullmatch(r"[\u4e00-\u9fff、《》]{3,40}", title) for title in titles)
    assert {row["prefix"] for row in rows} == {"", "中华人民共和国", "-"}
    assert {"民法典", "行政处罚法", "安全生产法", "生态环境法典", "劳动合同法"} <= set(titles)


def test_no_title_of_the_table_is_flagged() -> None:
    rows = read_table(table("law_titles"))
    text = "".join(f"《{row['prefix'].strip('-')}{row['title']}》《{row['title']}》\n" for row in rows)
    assert findings("ZC103", text) == []


TITLES = [
    row["title"]
    for row in read_table(table("law_titles"))
    if len(row["title"]) >= 7 and row["prefix"] != "-" and "《" not in row["title"]
]


@given(st.sampled_from(TITLES), st.integers(0, 40))
def test_a_title_with_a_character_left_out_is_given_back_right(title, place) -> None:
    place %= len(title) - 2  # the last two characters say what kind of law it is
    wrong = title[:place] + title[place + 1 :]
    for found in findings("ZC103", f"根据《{wrong}》办理。"):
        assert found.fix is not None
        assert found.fix.edits[0].text in TITLES
        assert sum(1 for _ in found.fix.edits) == 1


def test_how_many_slips_of_one_character_are_found() -> None:
    """Of every title of eight characters or more with its third character lost, nearly all are found."""
    long = [title for title in TITLES if len(title) >= 8]
    wrong = [title[:2] + title[3:] for title in long]
    rights = [
        found.fix.edits[0].text if found.fix else ""
        for found in findings("ZC103", "\n".join(f"根据《{name}》办理。" for name in wrong))
    ]
    assert len(set(rights) & set(long)) / len(long) > 0.97


def test_posts_are_sorted_and_never_right() -> None:
    rows = read_table(table("post_titles"))
    wrong = [row["wrong"] for row in rows]
    assert wrong == sorted(wrong)
    assert not set(wrong) & {row["right"] for row in rows}


@given(st.text("0123456789", min_size=17, max_size=17))
def test_exactly_one_check_digit_fits_an_identity_number(base) -> None:
    assert sum(valid_identity(base + digit) for digit in "0123456789X") == 1


@given(st.text("0123456789", min_size=15, max_size=18))
def test_exactly_one_check_digit_fits_a_card_number(base) -> None:
    assert sum(luhn(base + digit) for digit in "0123456789") == 1


@pytest.mark.parametrize(
    ("title", "note", "severity"),
    [
        ("关于补助对象的公示", "", Severity.WARNING),
        ("关于停水的公告", "", Severity.WARNING),
        ("关于补助的通知", "（此件公开发布）", Severity.WARNING),
        ("关于补助的通知", "（此件不予公开）", Severity.INFO),
        ("关于补助的通知", "", Severity.INFO),
    ],
)
def test_personal_data_weigh_more_in_what_is_published(title, note, severity) -> None:
    text = f"{title}\n各科室：\n张某，11010519491231002X。\n某市财政局\n2025年8月20日\n{note}\n"
    (found,) = findings("ZC701", text)
    assert found.severity is severity
