"""The recogniser, on documents written for it: every 文种, odd cases, and texts that are no 公文."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from baguan.document import Block, BlockKind, Document
from baguan.outline import GENRES, Direction, ElementName, Kind, Structure
from baguan.structure import recognise
from baguan.structure.genre import genre_of
from baguan.structure.headings import number
from baguan.wordformat import ParagraphFormat, Run


def read(text: str, kind: str = "") -> tuple[Structure, dict[str, list[str]]]:
    document = Document.from_text(text)
    document.requested_kind = kind
    structure = recognise(document)
    found: dict[str, list[str]] = {}
    for element in structure.elements:
        found.setdefault(element.name.value, []).append(document.text[element.start : element.end])
    return structure, found


FULL = """000012
机密★1年
特急

青溪市人民政府文件

青府〔2025〕12号　　　　签发人：李　明　王　华

青溪市人民政府
关于加强历史文化街区保护工作的请示

省人民政府：

　　我市现有历史文化街区6处。现将有关事项请示如下：
　　一、基本情况
　　（一）现状。街区总面积20公顷。
　　1. 建筑。共300栋。
　　（1）修缮。完成一半。
　　二、请示事项
　　拟申请专项资金500万元。
　　妥否，请批示。

　　附件：1. 街区名录
　　　　　2. 资金测算表

                              青溪市人民政府
                              2025年3月5日

（联系人：赵强，电话：12345678）

附件1
街区名录
一、名录
附件2
资金测算表

抄送：省财政厅，省住房城乡建设厅。
青溪市人民政府办公室　　2025年3月6日印发
"""


def test_every_element_of_a_full_document() -> None:
    structure, found = read(FULL)
    assert structure.kind is Kind.STATUTORY
    assert (structure.genre, structure.direction) == ("请示", Direction.UP)
    body = found.pop("正文")[0]
    assert body.startswith("我市现有")
    assert body.endswith("妥否，请批示。")
    assert found == {
        "份号": ["000012"],
        "密级和保密期限": ["机密★1年"],
        "紧急程度": ["特急"],
        "发文机关标志": ["青溪市人民政府文件"],
        "发文字号": ["青府〔2025〕12号"],
        "签发人": ["签发人：李　明　王　华"],
        "标题": ["青溪市人民政府\n关于加强历史文化街区保护工作的请示"],
        "主送机关": ["省人民政府："],
        "附件说明": ["附件：1. 街区名录\n　　　　　2. 资金测算表"],
        "发文机关署名": ["青溪市人民政府"],
        "成文日期": ["2025年3月5日"],
        "附注": ["（联系人：赵强，电话：12345678）"],
        "附件": ["附件1\n街区名录\n一、名录", "附件2\n资金测算表"],
        "抄送": ["抄送：省财政厅，省住房城乡建设厅。"],
        "印发机关和印发日期": ["青溪市人民政府办公室　　2025年3月6日印发"],
    }


def test_headings_have_level_ordinal_and_span() -> None:
    document = Document.from_text(FULL)
    headings = recognise(document).headings
    assert [(h.style, h.level, h.ordinal, document.text[h.start : h.end]) for h in headings] == [
        ("一、", 1, 1, "一、"),
        ("（一）", 2, 1, "（一）"),
        ("1.", 3, 1, "1."),
        ("（1）", 4, 1, "（1）"),
        ("一、", 1, 2, "二、"),
        ("一、", 1, 1, "一、"),  # in the attachment; the list of the 附件说明 is none
    ]
    assert document.text[headings[1].start : headings[1].stop] == "（一）现状。街区总面积20公顷。"


# 文种, text, elements that must be exactly these
GENRE_DOCUMENTS = [
    (
        "决议",
        """中国共产党青溪市第六届委员会第四次全体会议关于推进生态城市建设的决议
（2025年1月9日中国共产党青溪市第六届委员会第四次全体会议通过）
全会听取了市委常委会工作报告，决定如下。
全会号召全市党员干部为建设生态城市而奋斗。
""",
        {"题注": ["（2025年1月9日中国共产党青溪市第六届委员会第四次全体会议通过）"]},
    ),
    (
        "决定",
        """青溪市人民政府
关于表彰2024年度先进集体的决定
各县区人民政府，市政府各部门：
市政府决定，对市水利局等10个单位予以表彰。
青溪市人民政府
2025年2月8日
""",
        {
            "标题": ["青溪市人民政府\n关于表彰2024年度先进集体的决定"],
            "主送机关": ["各县区人民政府，市政府各部门："],
            "发文机关署名": ["青溪市人民政府"],
            "成文日期": ["2025年2月8日"],
        },
    ),
    (
        "命令",
        """青溪市人民政府令
第35号
《青溪市燃气管理办法》已经2025年1月3日市政府第5次常务会议通过，现予公布，自2025年3月1日起施行。
市长　张明
2025年1月5日
青溪市燃气管理办法
第一章　总则
第一条　为了加强燃气管理，制定本办法。
""",
        {
            "发文机关标志": ["青溪市人民政府令"],
            "发文字号": ["第35号"],
            "发文机关署名": ["市长　张明"],
            "成文日期": ["2025年1月5日"],
        },
    ),
    (
        "公报",
        """中国共产党青溪市第六届委员会第四次全体会议公报
（2025年1月9日中国共产党青溪市第六届委员会第四次全体会议通过）
全会于1月8日至9日在青溪举行。
""",
        {"标题": ["中国共产党青溪市第六届委员会第四次全体会议公报"]},
    ),
    (
        "公告",
        """青溪市林业局关于调整古树名木保护名录的公告
　　现将调整后的古树名木保护名录予以公告。
　　特此公告。
青溪市林业局
2025年4月1日
""",
        {"发文机关署名": ["青溪市林业局"]},
    ),
    (
        "通告",
        """青溪市公安局关于元宵节期间实行交通管制的通告
为确保元宵节期间道路畅通，现将有关事项通告如下：
一、管制时间为2月12日18时至22时。
二、管制路段为人民路。
特此通告。
青溪市公安局
2025年2月9日
""",
        {"成文日期": ["2025年2月9日"]},
    ),
    (
        "意见",
        """青溪市人民政府办公室关于促进夜间经济发展的实施意见
青政办发〔2025〕8号
各县区人民政府，市政府各部门：
为促进消费，提出如下意见。
一、总体要求
2025年3月3日
""",
        {"发文字号": ["青政办发〔2025〕8号"], "成文日期": []},
    ),
    (
        "通知",
        """关于召开全市安全生产工作会议的通知
各县（区）人民政府，市直各单位：
定于近日召开全市安全生产工作会议。现将有关事项通知如下：
一、时间
1月8日上午9时。
二、地点
市会议中心。
特此通知。
青溪市应急管理局
2025年1月5日
""",
        {"主送机关": ["各县（区）人民政府，市直各单位："], "发文机关署名": ["青溪市应急管理局"]},
    ),
    (
        "通报",
        """关于2024年度政务公开工作情况的通报
各乡镇人民政府，县直各部门：
现将2024年度政务公开工作情况通报如下。
特此通报。
青溪县人民政府办公室
2025年1月20日
""",
        {"发文机关署名": ["青溪县人民政府办公室"]},
    ),
    (
        "报告",
        """青溪县人民政府关于抗旱工作情况的报告
市人民政府：
今年以来，我县降水偏少。现将抗旱工作情况报告如下。
特此报告。
青溪县人民政府
2025年8月20日
""",
        {"主送机关": ["市人民政府："]},
    ),
    (
        "请示",
        """关于购置公务车辆的请示
县人民政府：
我局现有车辆2台，均已达到报废年限，拟购置1台。
妥否，请批示。
青溪县水利局
2025年8月20日
（联系人：周敏，电话：1234567）
""",
        {"附注": ["（联系人：周敏，电话：1234567）"]},
    ),
    (
        "批复",
        """青溪市人民政府关于同意设立云山风景名胜区的批复
云山县人民政府：
你县《关于设立云山风景名胜区的请示》（云政〔2025〕3号）收悉。现批复如下：
同意设立云山风景名胜区。
此复。
青溪市人民政府
2025年8月20日
""",
        {"发文字号": [], "主送机关": ["云山县人民政府："]},
    ),
    (
        "议案",
        """青溪市人民政府关于提请审议《青溪市城市绿化条例（草案）》的议案
市人民代表大会常务委员会：
《青溪市城市绿化条例（草案）》已经市政府常务会议讨论通过，现提请审议。
市长　张明
2025年8月20日
""",
        {"发文机关署名": ["市长　张明"]},
    ),
    (
        "函",
        """青溪县财政局
青财函〔2025〕7号
青溪县财政局关于商请提供统计资料的函
县统计局：
因工作需要，请提供2024年统计资料。
特此函达，盼复。
青溪县财政局　　2025年1月5日
""",
        {
            "发文机关标志": ["青溪县财政局"],
            "发文字号": ["青财函〔2025〕7号"],
            "标题": ["青溪县财政局关于商请提供统计资料的函"],
            "发文机关署名": ["青溪县财政局"],
            "成文日期": ["2025年1月5日"],
        },
    ),
    (
        "纪要",
        """青溪市人民政府常务会议纪要
〔2025〕第3期
2025年1月5日，市长张明主持召开市政府常务会议。
会议议定：同意项目建设方案。
出席：张明、李华。
""",
        {"发文字号": ["〔2025〕第3期"], "成文日期": []},
    ),
]


def test_the_documents_cover_the_fifteen_genres() -> None:
    assert {genre for genre, _, _ in GENRE_DOCUMENTS} == set(GENRES)


@pytest.mark.parametrize(("genre", "text", "wanted"), GENRE_DOCUMENTS, ids=[row[0] for row in GENRE_DOCUMENTS])
def test_each_genre(genre: str, text: str, wanted: dict[str, list[str]]) -> None:
    structure, found = read(text)
    assert structure.kind is Kind.STATUTORY
    assert structure.genre == genre
    assert {name: found.get(name, []) for name in wanted} == wanted
    assert found["正文"]


PLAIN = [
    (
        "law",
        "青溪市养犬管理条例\n2025年1月1日 青溪市人民代表大会常务委员会通过\n"
        "第一章　总则\n第一条　为了规范养犬行为，制定本条例。\n",
    ),
    (
        "law amending decision",
        "青溪市人民代表大会常务委员会关于修改《青溪市养犬管理条例》的决定\n"
        "2025年1月1日 青溪市人大常委会第十次会议通过\n"
        "一、将第三条修改为：“第三条　养犬应当登记。”\n本决定自公布之日起施行。\n",
    ),
    (
        "news",
        "国务院办公厅印发关于促进消费的通知\n本报讯：国务院办公厅近日印发通知，要求各地落实。\n记者从有关部门了解到，工作已经展开。\n",
    ),
    ("web page", "青溪市人民政府\n首页\n要闻\n今天天气晴朗。\n"),
    ("tender", "青溪市体育中心项目招标公告\n一、招标条件\n项目已批准建设。\n青溪市体育局\n2025年1月5日\n"),
    ("invitation", "邀请函\n王明先生：\n兹定于5月8日举行活动，请您参加。\n青溪市图书馆\n2025年1月5日\n"),
    ("letter", "致全市人民的一封信\n亲爱的市民朋友：\n新年好。\n青溪市人民政府\n2025年1月5日\n"),
    ("diary", "2025年1月5日\n今天开会。\n2025年1月6日\n今天值班。\n"),
    ("empty", ""),
    ("blank", "\n \n\t\n"),
]


@pytest.mark.parametrize("text", [row[1] for row in PLAIN], ids=[row[0] for row in PLAIN])
def test_what_is_no_official_document(text: str) -> None:
    structure, found = read(text)
    assert structure.kind is not Kind.STATUTORY
    assert structure.genre == ""
    assert set(found) <= {"标题", "正文"}


@pytest.mark.parametrize(
    "text",
    [
        "在全市工作会议上的讲话\n张明\n（2025年1月5日）\n同志们：\n今天召开会议。\n",
        "同志们：\n今天我们开会，有三点意见。\n一是加强领导。\n",
        "政府工作报告\n——2025年1月5日在青溪市第六届人民代表大会第一次会议上\n各位代表：\n现在报告工作。\n",
        "在开工仪式上的致辞\n尊敬的各位来宾：\n大家好！\n",
    ],
)
def test_speeches(text: str) -> None:
    assert read(text)[0].kind is Kind.SPEECH


def test_the_requested_kind_wins() -> None:
    assert read("今天开会。\n", "statutory")[0].kind is Kind.STATUTORY
    structure, found = read(FULL, "prose")
    assert structure.kind is Kind.PROSE
    assert set(found) == {"密级和保密期限", "标题", "正文"}
    assert read(FULL, "nonsense")[0].kind is Kind.STATUTORY


def test_a_title_over_several_lines_is_joined() -> None:
    structure, found = read(
        "青溪市人民政府办公室\n关于转发市发展改革委《全市\n重点项目建设管理的意见》\n的通知\n各区人民政府：\n现转发给你们。\n2025年1月5日\n"
    )
    assert found["标题"] == ["青溪市人民政府办公室\n关于转发市发展改革委《全市\n重点项目建设管理的意见》\n的通知"]
    assert structure.genre == "通知"
    assert found["成文日期"] == ["2025年1月5日"]


def test_a_title_whose_first_line_ends_in_a_genre() -> None:
    structure, found = read(
        "青溪市水利局关于水库除险加固工程可行性研究报告\n的批复\n云山县水利局：\n同意。\n青溪市水利局\n2025年1月5日\n"
    )
    assert structure.genre == "批复"
    assert found["主送机关"] == ["云山县水利局："]


def test_a_web_copy_with_noise_and_a_repeated_title() -> None:
    structure, found = read(
        "原文链接：https://example.invalid/1\n关于开展检查的通知\n关于开展检查的通知\n青办发〔2025〕4号\n各科室：\n请做好准备。\n2025年4月1日\n"
        "检查办法\n一、对象\n各科室。\n附件：\n检查表\n附件\n检查表\n一、内容\n"
    )
    assert found["标题"] == ["关于开展检查的通知"]
    assert found["成文日期"] == ["2025年4月1日"]
    assert found["附件说明"] == ["附件：\n检查表"]
    assert found["附件"] == ["附件\n检查表\n一、内容"]
    assert structure.kind is Kind.STATUTORY


def test_faulty_elements_are_still_found() -> None:
    _, found = read(
        "紧急\n青府[25]第007号\n关于开展检查的通告。\n全体市民:\n现将有关事项通告如下。\n附件1：检查表。\n青溪市公安局\n二〇二五年一月五日\n"
        "抄报：市委。\n青溪市公安局 2025年01月04日印发\n"
    )
    assert found["紧急程度"] == ["紧急"]
    assert found["发文字号"] == ["青府[25]第007号"]
    assert found["标题"] == ["关于开展检查的通告。"]
    assert found["主送机关"] == ["全体市民:"]
    assert found["附件说明"] == ["附件1：检查表。"]
    assert found["成文日期"] == ["二〇二五年一月五日"]
    assert found["抄送"] == ["抄报：市委。"]
    assert found["印发机关和印发日期"] == ["青溪市公安局 2025年01月04日印发"]


@pytest.mark.parametrize(
    "date", ["2025.1.5", "2025年01月05日", "2025年1月", "2025年　月　日", "2025-01-05", "2025年×月×日"]
)
def test_forms_of_the_date(date: str) -> None:
    _, found = read(f"关于开展检查的通知\n各科室：\n请做好准备。\n青溪市水利局\n{date}\n")
    assert found["成文日期"] == [date]
    assert found["发文机关署名"] == ["青溪市水利局"]


def test_an_addressee_without_a_colon() -> None:
    _, found = read("关于张明同志任职的通知\n市直各单位\n经研究，决定任命张明为处长。\n中共青溪市委\n")
    assert found["主送机关"] == ["市直各单位"]
    assert found["发文机关署名"] == ["中共青溪市委"]


def test_a_joint_signature_and_a_long_addressee() -> None:
    _, found = read(
        "关于开展检查的通知\n各县区教育局、财政局，\n市直各学校：\n请做好准备。\n青溪市教育局\n青溪市财政局\n2025年1月5日\n"
    )
    assert found["主送机关"] == ["各县区教育局、财政局，\n市直各学校："]
    assert found["发文机关署名"] == ["青溪市教育局\n青溪市财政局"]


def test_a_document_with_a_header_but_no_statutory_genre() -> None:
    structure, found = read(
        "青溪镇人民政府文件\n青镇〔2025〕4号\n关于拨付资金的申请\n县财政局：\n请予拨付。\n青溪镇人民政府\n2025年1月5日\n"
    )
    assert structure.kind is Kind.STATUTORY
    assert structure.genre == ""
    assert found["标题"] == ["关于拨付资金的申请"]


def test_a_bracketed_number_below_the_title_and_marks_above_it() -> None:
    _, found = read(
        "内部资料　注意保存\n机密★1年　特急\n关于印发《防汛预案》的通知\n"
        "（青政办发〔2025〕15号）\n各乡镇人民政府：\n现印发给你们。\n"
        "2025年4月1日\n"
    )
    assert found["标题"] == ["关于印发《防汛预案》的通知"]
    assert found["发文字号"] == ["青政办发〔2025〕15号"]
    assert (found["密级和保密期限"], found["紧急程度"]) == (["机密★1年"], ["特急"])


def test_minutes_with_an_issue_number_and_a_title() -> None:
    structure, found = read(
        "会议纪要\n（18）\n青溪水务集团办公室　　2025年6月23日\n关于研究防汛工作的会议纪要\n"
        "会议听取了汇报。\n出席：张明、李华\n"
    )
    assert (structure.kind, structure.genre) == (Kind.STATUTORY, "纪要")
    assert (found["发文机关标志"], found["发文字号"]) == (["会议纪要"], ["（18）"])
    assert found["标题"] == ["关于研究防汛工作的会议纪要"]


def test_several_numbers_and_names_in_a_joint_header() -> None:
    _, found = read(
        "青溪县水利局\n青溪县财政局　文件\n青水〔2025〕8号　　签发人：张　明\n青财〔2025〕12号\n签发人：李　华\n"
        "关于加强管理的请示\n县人民政府：\n妥否，请批示。\n青溪县水利局　　青溪县财政局\n2025年6月1日\n"
    )
    assert found["发文机关标志"] == ["青溪县水利局\n青溪县财政局　文件"]
    assert found["发文字号"] == ["青水〔2025〕8号", "青财〔2025〕12号"]
    assert found["签发人"] == ["签发人：张　明", "签发人：李　华"]


def test_a_date_inside_the_body_is_no_sign_off() -> None:
    _, found = read(
        "关于核实情况的报告\n县政府：\n2025年1月1日，我局收到来信。\n一、经过\n2025年1月2日\n我局派人到现场，了解情况。\n特此报告。\n青溪县水利局\n2025年1月9日\n"
    )
    assert found["成文日期"] == ["2025年1月9日"]


def test_word_styles_and_red_text() -> None:
    rows = [
        ("青溪市水利局", "center", 36.0, "FF0000"),
        ("青溪市水利局", "center", 22.0, ""),
        ("2025年工作安排", "center", 22.0, ""),
        ("各科室：", "", 16.0, ""),
        ("请遵照执行。", "", 16.0, ""),
        ("青溪市水利局", "right", 16.0, ""),
        ("2025年1月5日", "right", 16.0, ""),
        ("抄送：市政府办公室。", "", 14.0, ""),
    ]
    text, blocks, runs = "", [], []
    for line, alignment, size, color in rows:
        start = len(text)
        text += line + "\n"
        blocks.append(
            Block(
                BlockKind.PARAGRAPH,
                start,
                len(text) - 1,
                format=ParagraphFormat(alignment=alignment),
                path="word/document.xml",
            )
        )
        runs.append(Run(start, len(text) - 1, size=size, color=color))
    footer = Block(BlockKind.FOOTER, len(text), len(text) + 6)
    document = Document(text + "抄送：页脚。", format="docx", blocks=[*blocks, footer], runs=runs)
    structure = recognise(document)
    found = {element.name: document.text[element.start : element.end] for element in structure.elements}
    assert found[ElementName.TITLE] == "青溪市水利局\n2025年工作安排"
    assert found[ElementName.COPY_TO] == "抄送：市政府办公室。"


def test_tables_hold_no_headings() -> None:
    text = "一、名单\n1. 张明\n二、时间"
    blocks = [
        Block(BlockKind.PARAGRAPH, 0, 4),
        Block(BlockKind.CELL, 5, 10, table=(1, 1, 1)),
        Block(BlockKind.PARAGRAPH, 11, 15),
    ]
    structure = recognise(Document(text, format="docx", blocks=blocks))
    assert [heading.ordinal for heading in structure.headings] == [1, 2]


@pytest.mark.parametrize(
    ("line", "style", "level", "ordinal"),
    [
        ("十二、组织", "一、", 1, 12),
        ("（二十）组织", "（一）", 2, 20),
        ("(三)组织", "（一）", 2, 3),
        ("3．组织", "1.", 3, 3),
        ("3、组织", "1、", 3, 3),
        ("（4）组织", "（1）", 4, 4),
        ("③组织", "①", 0, 3),
        ("第一百二十条之一　组织", "第一条", 0, 120),
        ("第三章　组织", "第一章", 0, 3),
        ("三是组织", "一是", 0, 3),
        ("第二，组织", "第一，", 0, 2),
        ("2）组织", "1）", 0, 2),
    ],
)
def test_forms_of_ordinals(line: str, style: str, level: int, ordinal: int) -> None:
    (heading,) = read("前言\n　　" + line)[0].headings
    assert (heading.style, heading.level, heading.ordinal) == (style, level, ordinal)
    assert read(line)[0].headings[0].start == 0


@pytest.mark.parametrize("line", ["1.5亿元", "2025年", "一二三", "第一条款项", "10%以上", "一、二等奖"])
def test_what_is_no_ordinal(line: str) -> None:
    assert read("前言\n" + line)[0].headings == ()


@pytest.mark.parametrize(
    ("title", "genre"),
    [
        ("关于转发《市政府关于加强管理的意见》的通知", "通知"),
        ("关于转发《市政府关于加强管理的意见》", ""),
        ("关于重大事项的请示报告", "请示"),
        ("关于同意设立学校的复函", "函"),
        ("青溪市人民政府令", "命令"),
        ("关于印发实施方案的通知（试行）", "通知"),
        ("关于工作的指令", ""),
        ("邀请函", ""),
        ("工作方案", ""),
        ("", ""),
    ],
)
def test_genre_of_a_title(title: str, genre: str) -> None:
    assert genre_of(title) == genre


def test_numerals() -> None:
    assert [number(text) for text in ("十", "二十一", "一百零二", "一千二百", "二〇二五", "１２", "⑳", "甲")] == [
        10, 21, 102, 1200, 2025, 12, 20, 0,
    ]  # fmt: skip


PIECES = st.sampled_from(
    [
        *FULL.split("\n"),
        "附件",
        "附件：",
        "　",
        "同志们：",
        "抄送：",
        "2025年1月5日",
        "（",
        "《《",
        "关于",
        "的通知",
        "\v",
        "签发人",
        "第1号",
        "第一条",
    ]
)


@settings(max_examples=150, deadline=None, derandomize=True)
@given(
    st.lists(
        PIECES | st.text(alphabet="一二（）()《》〔〕0123年月日号第、。：附件令 \t\v\u3000", max_size=12), max_size=14
    ),
    st.sampled_from(["", "statutory"]),
)
def test_never_raises_and_stays_inside_the_text(pieces: list[str], kind: str) -> None:
    text = "\n".join(pieces)
    document = Document.from_text(text)
    document.requested_kind = kind
    structure = recognise(document)
    for element in structure.elements:
        assert 0 <= element.start < element.end <= len(document.text)
        assert document.text[element.start : element.end].strip()
    for heading in structure.headings:
        assert 0 <= heading.start < heading.end <= heading.stop <= len(document.text)
    assert list(structure.elements) == sorted(structure.elements, key=lambda element: (element.start, element.end))
