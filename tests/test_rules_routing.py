"""The routing and handling rules on whole documents: what is right stays silent, what is wrong is found once."""

from __future__ import annotations

import pytest

from baguan.document import Document
from baguan.engine import Checker
from baguan.model import Severity
from baguan_rules import handling, routing
from baguan_rules.handling.proposal import proposals
from baguan_rules.routing.issuer import same_issuer
from baguan_rules.routing.parts import title_issuer, units

CHECKER = Checker([*routing.RULES, *handling.RULES])


def found(text: str, kind: str = "") -> list[tuple[str, str, Severity]]:
    document = Document.from_text(text)
    document.requested_kind = kind
    return [(f.code, document.text[f.start : f.end], f.severity) for f in CHECKER.findings(document)]


def test_a_faulty_report_from_end_to_end() -> None:
    text = """急件
云江市卫生健康委员会文件
云卫〔2025〕18号
云江市卫生健康委员会关于上报示范点建设情况的报告
李市长：
我委开展了示范点建设，得到你市大力支持。现将有关事项请示如下：
一、基本情况
已建成示范点8个。
二、下一步打算
拟新建示范点12个，妥否，请批示。
云江市卫生健康委
2025年9月8日
抄报：各区卫生健康局。
云江市卫生健康委员会办公室　　2025年9月1日印发
"""
    assert {code for code, _, _ in found(text)} == {
        "CL105",  # 急件
        "XW211",  # no 签发人
        "XW114",  # 关于上报……的报告
        "XW204",  # addressed to a person
        "XW302",  # 你市
        "XW121",  # 请示如下
        "XW201",  # a request in a report
        "XW213",  # copied downwards
        "XW214",  # 抄报
        "CL111",  # printed before issued
    }


CLEAN = [
    """云江市水利局文件
云水〔2025〕18号　　　　签发人：陈　立
云江市水利局关于修建应急水源工程的请示
市人民政府：
今年以来，我局组织勘察，具备开工条件。根据市政府工作安排，拟修建应急水源工程1处，现将有关事项请示如下：
一、建设规模
日供水1万吨。
二、资金来源
由市财政统筹安排。
妥否，请批示。
附件：应急水源工程可行性研究报告
云江市水利局
2025年9月8日
（联系人：吴芳，电话：7654321）
附件
应急水源工程可行性研究报告
本报告请市水利局审批。
抄送：市财政局。
云江市水利局办公室　　2025年9月9日印发
""",
    """云江市人民政府办公室文件
云政办发〔2025〕31号
云江市人民政府办公室关于转发市水利局等部门防汛工作实施方案的通知
各县、区人民政府，市政府各部门：
市水利局、市应急管理局《防汛工作实施方案》已经市政府同意，现转发给你们，请认真贯彻执行，务必于月底前落实到位。
云江市人民政府办公室
2025年6月1日
（此件公开发布）
""",
    """云江市财政局关于支持修建应急水源工程的复函
市水利局：
你局《关于商请支持修建应急水源工程的函》（云水函〔2025〕9号）收悉。经研究，函复如下：
同意安排资金200万元。请按规定管理使用，必须专款专用。
特此函复。
云江市财政局
2025年9月20日
""",
    """云江市人民政府关于同意设立云山风景名胜区的批复
云山县人民政府：
你县《关于请求设立云山风景名胜区的请示》收悉。现批复如下：
同意设立云山风景名胜区。
此复。
云江市人民政府
2025年9月20日
""",
    """云江市人民政府关于2025年上半年预算执行情况的报告
市人民代表大会常务委员会：
受市政府委托，现将2025年上半年预算执行情况报告如下。
收入增长5%。
以上报告，请予审议。
云江市人民政府
2025年7月20日
""",
    """中共云江市委　云江市人民政府
关于表彰先进集体的决定
各县区党委、人民政府，市直各单位：
市委、市政府决定，对市水利局等20个集体予以表彰。
中共云江市委
云江市人民政府
2025年1月8日
""",
    """云江市水利局行政处罚决定书
云水罚〔2025〕3号
当事人：云江建材公司
当事人违反规定取水，决定罚款1万元。
云江市水利局
2025年1月8日
""",
    """收文处理单
来文单位：市水利局
拟办意见：来文请示修建应急水源工程。建议由市发展改革委牵头，会同市财政局研究，9月20日前提出意见。请张市长阅示。
领导批示：同意。张明　2025年9月10日
""",
]


@pytest.mark.parametrize("text", CLEAN, ids=[text.split("\n")[0] for text in CLEAN])
def test_sound_documents_raise_no_alarm(text: str) -> None:
    assert [row for row in found(text) if row[2] > Severity.INFO] == []


def test_a_speech_and_a_law_are_not_judged_as_official_documents() -> None:
    assert found("在全市会议上的讲话\n同志们：\n妥否，请批示。请遵照执行。\n特此通告。\n") == []
    assert found("云江市养犬条例\n第一条　为规范养犬，制定本条例。\n第二条　报请批准，特此通知。\n") == []


def test_the_weak_request_is_not_reported_beside_the_strong_one() -> None:
    text = "关于抗旱情况的报告\n市水利局：\n恳请拨付资金5万元。\n妥否，请批示。\n云江县水利局\n2025年9月8日\n"
    assert [code for code, _, _ in found(text) if code.startswith("XW20")] == ["XW201"]


@pytest.mark.parametrize(
    ("addressee", "names"),
    [
        ("市财政局、市水利局：", ["市财政局", "市水利局"]),
        ("省委，省人民政府：", ["省委", "省人民政府"]),
        ("市住房和城乡建设局：", ["市住房和城乡建设局"]),
        ("市财政局和市水利局：", ["市财政局", "市水利局"]),
        ("省科学技术、教育委员会：", []),
        ("张市长、市财政局：", []),
    ],
)
def test_units_of_an_addressee(addressee: str, names: list[str]) -> None:
    assert units(addressee) == names


@pytest.mark.parametrize(
    ("one", "other", "agree"),
    [
        ("中共云江市委", "中国共产党云江市委员会", True),
        ("云江市发改委", "云江市发展和改革委员会", True),
        ("市政府", "云江市人民政府", True),
        ("云江市水利局", "云江市财政局", False),
        ("云江市人民政府", "云江市人民政府办公室", False),
        ("××市人民政府", "××市水利局", True),  # a form, not a name
    ],
)
def test_short_and_long_names_agree(one: str, other: str, agree: bool) -> None:
    assert same_issuer(one, other) is agree


def test_the_issuer_of_a_title() -> None:
    assert title_issuer("云江市人民政府办公室转发市水利局关于防汛的意见的通知") == "云江市人民政府办公室"
    assert title_issuer("关于做好防汛工作的通知") == ""
    assert title_issuer("防汛工作通知") == ""


def test_the_field_of_a_form_ends_at_the_next_field() -> None:
    document = Document.from_text(
        "拟办意见\n请水利局牵头办理。\n8月底前报结果。\n领导批示\n同意\n二、拟办：\n\n请阅。\n拟办工作要快。\n"
    )
    assert [proposal.text for proposal in proposals(document)] == ["请水利局牵头办理。\n8月底前报结果。"]


@pytest.mark.parametrize("genre", ["报告", "请示", "函", "通知", "批复"])
def test_long_hostile_texts_end_in_time(genre: str) -> None:
    """Nothing here is exponential: this text would never end if a pattern were."""
    tail = "请阅请示请批示" * 400 + "拟办意见：" + "呈请阅示、" * 300 + "甲\n" + "（" * 2000 + "《" * 2000
    text = f"关于检查的{genre}\n市水利局：\n{tail}\n云江县水利局\n2025年9月8日\n拟办意见：{'呈请阅示、' * 200}甲\n"
    assert isinstance(found(text, "statutory"), list)
