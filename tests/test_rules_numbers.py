"""What the examples of the number rules cannot show: arithmetic, the calendar, lists over paragraphs."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest

from baguan.document import Document
from baguan_rules.wording.numbers import RULES
from baguan_rules.wording.numbers_values import capital_amount, chinese_to_int, number, tens

BY_CODE = {rule.code: rule for rule in RULES}


def check(code: str, text: str):
    return list(BY_CODE[code].check(Document.from_text(text)))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("三", 3),
        ("十", 10),
        ("十二", 12),
        ("二十", 20),
        ("两百零五", 205),
        ("一千零一十", 1010),
        ("三万五千", 35000),
        ("一亿二千万", 120000000),
        ("壹拾贰万伍仟", 125000),
        ("壹仟贰佰万", 12000000),
        ("一万亿", 10**12),
        ("两亿零三万", 200030000),
        ("甲", None),
        ("", None),
    ],
)
def test_chinese_number(text, value):
    assert chinese_to_int(text) == value


def test_number_in_either_writing():
    assert number("12") == number("十二") == 12


@pytest.mark.parametrize("value", range(1, 100))
def test_tens_are_read_back(value):
    assert chinese_to_int(tens(value)) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("壹万元整", "10000"),
        ("壹拾贰元伍角", "12.5"),
        ("壹佰圆零伍分", "100.05"),
        ("叁仟元伍角陆分", "3000.56"),
        ("壹万", None),
        ("元整", None),
        ("壹元角", None),
    ],
)
def test_amount_in_words(text, value):
    assert capital_amount(text) == (None if value is None else Decimal(value))


def test_weekday_follows_the_calendar():
    """Of the seven weekdays one is right for each date, and the fix names it."""
    day = datetime.date(2023, 12, 25)
    for _ in range(80):
        text = f"{day.year}年{day.month}月{day.day}日（星期{{}}）"
        right = "一二三四五六日"[day.weekday()]
        found = {name: check("WZ308", text.format(name)) for name in "一二三四五六日"}
        assert [name for name, findings in found.items() if not findings] == [right]
        wrong = next(findings for findings in found.values() if findings)
        assert wrong[0].fix.edits[0].text == right
        day += datetime.timedelta(days=1)


def test_every_real_date_passes_and_every_other_is_found():
    for year in (2024, 2025):
        for month in range(1, 13):
            for day in range(1, 32):
                try:
                    datetime.date(year, month, day)
                    real = True
                except ValueError:
                    real = False
                assert bool(check("WZ307", f"于{year}年{month}月{day}日召开")) is not real


def test_quoted_date_is_advice_only():
    (finding,) = check("WZ307", "判决书写作“2月30日”的错误")
    assert finding.severity.key == "info"


@pytest.mark.parametrize("listed", [2, 3, 4, 5])
@pytest.mark.parametrize("style", ["一是{}；", "第{n}，{}。", "（{n}）{}；"])
def test_count_of_items_in_one_paragraph(listed, style):
    numerals = "一二三四五"
    items = "".join(style.replace("一是", f"{n}是").format("落实", n=n) for n in numerals[:listed])
    assert bool(check("WZ328", f"提三点要求：{items}")) is (listed != 3)


@pytest.mark.parametrize("listed", [2, 3, 4, 5])
@pytest.mark.parametrize("style", ["{}、甲", "（{}）甲", "{}是甲"])
def test_count_of_items_over_paragraphs(listed, style):
    items = "\n".join(style.format(n) + "\n说明文字。" for n in "一二三四五"[:listed])
    assert bool(check("WZ328", f"提三点要求：\n{items}")) is (listed != 3)


def test_count_is_not_judged_when_a_number_is_missing():
    assert not check("WZ328", "提四点要求：\n一、甲\n二、乙\n四、丁")


def test_second_list_does_not_add_to_the_first():
    assert not check("WZ328", "提两点要求：\n一、甲\n二、乙\n一、丙\n二、丁\n三、戊")


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_rule_is_quiet_on_odd_texts(rule):
    for text in ("", "\n", "\v", "\ufffc", "年月日", "0" * 500, "1-" * 300, "%" * 50, "其中", "由从到倍", "９" * 10):
        for finding in rule.check(Document.from_text(text)):
            assert 0 <= finding.start <= finding.end <= len(text)
