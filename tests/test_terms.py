"""Words that a document makes its own, and chance repetitions that are none."""

from __future__ import annotations

import time

import pytest

from baguan.document import Document
from baguan.terms import defined_terms


def terms(text):
    return defined_terms(Document.from_text(text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("市数据资源管理局（以下简称“市数资局”）牵头。", {"市数资局"}),
        ("市数据资源管理局（以下简称市数资局）牵头。", {"市数资局"}),
        ("市数据资源管理局（以下简称：市数资局，下同）牵头。", {"市数资局"}),
        ("市数据资源管理局(以下简称“市数资局”)牵头。", {"市数资局"}),
        ("《城市更新办法》（以下简称《办法》）已经印发。", {"办法"}),
        ("以下分别简称“甲类区”“乙类区”和“丙类区”。", {"甲类区", "乙类区", "丙类区"}),
        ("乡镇（街道）、园区（以下统称基层单位）", {"基层单位"}),
        ("重点区域人才（下称“重区才”）", {"重区才"}),
        ("大陆与台湾（合称两岸）的协议", {"两岸"}),
        ("这一做法简称为“三合一”。", {"三合一"}),
        ("农村“三变”改革（简称省“三变办法”）", {"三变办法"}),
        ("本办法所称零散废水，是指日均不足一吨的废水。", {"零散废水"}),
        ("本规定所称“吹哨人”是指举报的人。", {"吹哨人"}),
        ("控规：是控制性详细规划的简称，由市里批准。", {"控规"}),
        ("（三）两员一队：是指网格员、调解员和巡逻队的统称。", {"两员一队"}),
        ("一是建“渝快办”，二是推“渝快办”。", {"渝快办"}),
        ("请王晓楷同志讲话。王晓楷强调三点。", {"王晓楷"}),
        ("市委书记王晓楷主持会议。会上，王晓楷强调三点。", {"王晓楷"}),
        ("联系人：刘琨鋆，电话123。\n刘琨鋆负责收件。", {"刘琨鋆"}),
        ("出席：张一鸣、李二虎\n张一鸣汇报，李二虎补充。", {"张一鸣", "李二虎"}),
        ("在瓦屋塘村召开会议。\n瓦屋塘村两委参加。", {"瓦屋塘村"}),
        ("青林县辉埠镇报来材料，经辉埠镇核实。\n辉埠镇已整改。", {"辉埠镇"}),
    ],
)
def test_what_a_document_makes_its_own(text, expected):
    assert terms(text) >= expected
    assert len(terms(text)) == len(expected)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "公文中不得随意使用简称，首次出现应当用全称。",
        "以下简称不规范的，予以退回。",
        "机构简称一致，统称准确，不写俗称。",
        "（全称和简称均可）",
        "会上学习了“两个维护”。",  # once
        "全体同志要努力。全体同志齐心协力。",
        "各位代表、各位同志：向各位代表、各位同志致敬。",
        "主任高度重视，主任高度负责。",
        "由局长安排，局长安排后落实。",
        "王晓楷同志讲话。",  # once
        "签发人：\n高度重视安全。",
        "联系人：见下\n高标准推进。高标准落实。",
        "市委书记严格落实责任，市委书记严格管理。",
        "推进乡村振兴，促进乡村建设，助力乡村发展。推进乡村治理。",
        "加强社区建设。\n加强社区管理。",
        "每个村都要建。\n每个村都要管。",
        "统筹城乡发展，统筹城乡就业。",
        "要认真贯撤落实。要认真贯撤落实。",  # the same fault twice is no name
    ],
)
def test_chance_repetitions_are_no_terms(text):
    assert terms(text) == frozenset()


def test_a_long_text_of_marks_takes_linear_time():
    """No timed assertion on this machine's speed: twice the text may not take much more than twice the time."""

    def seconds(times):
        text = "（以下简称" * times + "王" * times + "“" * times + "联系人：王" * times + "村" * times
        start = time.perf_counter()
        terms(text)
        return time.perf_counter() - start

    seconds(50)
    assert seconds(4000) < 12 * max(seconds(1000), 0.002)
