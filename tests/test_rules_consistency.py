"""Consistency rules on whole documents: what must be said once, and what may be said twice."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baguan.document import Document
from baguan.structure import recognise
from baguan_rules.wording.consistency import RULES

BY_CODE = {rule.code: rule for rule in RULES}


def check(code, text, kind=""):
    document = Document.from_text(text)
    document.requested_kind = kind
    document.recogniser = recognise
    return [text[finding.start : finding.end] for finding in BY_CODE[code].check(document)]


NAME = "青石县乡村公路养护管理办法"


@pytest.mark.parametrize("place", range(1, len(NAME) - 1))
def test_a_title_with_a_character_lost_is_found(place):
    lost = NAME[:place] + NAME[place + 1 :]
    found = check("WZ502", f"执行《{NAME}》，《{NAME}》第三条，《{lost}》第四条。")
    # the level of a place (县, 乡, 村) changes the document that is meant, so its loss is no slip
    assert found == ([] if NAME[place] in "县乡村" else [f"《{lost}》"])


@pytest.mark.parametrize(
    "other", ["青石市乡村公路养护管理办法", "青石县乡村公路养护管理办法实施细则", "白河县乡村公路养护管理办法"]
)
def test_another_document_is_no_slip(other):
    assert not check("WZ502", f"执行《{NAME}》，《{NAME}》第三条，《{other}》。")


def test_each_title_used_once_is_left_alone():
    assert not check("WZ502", f"执行《{NAME}》和《青石县乡村公路养护管理方法》。")


@pytest.mark.parametrize(("before", "after"), [("“", "”"), ("", ""), ("《", "》")])
def test_definition_in_every_form(before, after):
    text = f"成立城市更新工作领导小组（以下简称{before}更新组{after}）。各单位抓好落实。"
    assert check("WZ503", text) == ["更新组"]
    assert not check("WZ503", text + "更新组每月调度。")


def test_short_form_in_a_heading_is_not_a_use_before_its_definition():
    assert not check("WZ504", "市城管委工作情况\n市城市管理委员会（以下简称“市城管委”）认真履职，市城管委……。")


def test_agency_abbreviated_after_its_definition():
    text = "市住房和城乡建设局（以下简称市住房城乡建设局）牵头，市住房城乡建设局负责。"
    assert not check("WZ501", text)


def test_agencies_of_two_levels_are_two_agencies():
    assert not check("WZ501", "省发展和改革委员会批复，市发展改革委员会转发。")


@given(st.integers(1, 12), st.integers(1, 28), st.integers(1, 28))
def test_a_date_given_twice_must_be_the_same(month, one, other):
    text = f"会议时间：{month}月{one}日，地点另告。会议时间为2026年{month}月{other}日。"
    assert bool(check("WZ511", text)) is (one != other)


@given(st.integers(10, 99999), st.integers(10, 99999))
def test_an_amount_given_twice_must_be_the_same(one, other):
    text = f"白河大桥改造工程总投资{one}万元。资金已落实。白河大桥改造工程总投资{other}万元。"
    assert bool(check("WZ512", text)) is (one != other)


def test_amounts_of_two_projects():
    assert not check("WZ512", "白河大桥改造工程总投资10万元。青河大桥改造工程总投资20万元。")


@pytest.mark.parametrize("forms", ["是是是", "要要要", "是要是", "要是是", "是是要", "是要", "是是要要"])
def test_items_in_one_form(forms):
    items = "；".join(f"{n}{form}加强管理" for n, form in zip("一二三四", forms, strict=False)) + "。"
    rare = min("是要", key=forms.count)
    mixed = len(set(forms)) == 2 and len(forms) > 2 and forms.count(rare) * 2 < len(forms)
    expected = [f"{n}{form}" for n, form in zip("一二三四", forms, strict=False) if form == rare] if mixed else []
    assert check("WZ514", items) == expected
    assert check("WZ514", f"　　{items}") == expected


def test_headings_in_tables_of_items_are_no_headings():
    assert not check("WZ515", "一、甲\n二、乙\n三、丙。\n正文在这里。")


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_rule_is_quiet_on_odd_texts(rule):
    for text in (
        "",
        "\n",
        "\v",
        "\ufffc",
        "《》" * 40,
        "（以下简称）",
        "简称" * 60,
        "一是" * 60,
        "km" * 80,
        "我本" * 60,
    ):
        document = Document.from_text(text)
        document.requested_kind = "statutory"
        document.recogniser = recognise
        for finding in rule.check(document):
            assert 0 <= finding.start <= finding.end <= len(text)


@pytest.mark.parametrize("verb", ["主持", "强调", "出席", "要求", "在会上", "率队", "作了", "参加", "通报", "就此"])
def test_a_short_name_and_a_verb_are_no_other_name(verb):
    assert not check("WZ508", f"副市长周明远主持会议，副市长周明{verb}有关情况。")


@pytest.mark.parametrize("post", ["局长", "副县长", "书记", "主任", "董事长"])
def test_a_name_after_every_post(post):
    text = f"会议由{post}李建国主持。{post}李建国指出，要抓落实。{post}李见国强调，要守底线。"
    assert check("WZ508", text) == ["李见国"]


@pytest.mark.parametrize(("one", "other"), [("东", "西"), ("一", "二"), ("市", "县"), ("上", "下")])
def test_organisations_told_apart_by_place_or_number(one, other):
    name = "临江{}城环境管理中心"
    first, second = name.format(one), name.format(other)
    assert not check("WZ509", f"{first}、{first}、{second}。")
    assert check("WZ509", f"{first}、{first}、{first.replace('环境', '环镜')}。") == [first.replace("环境", "环镜")]
