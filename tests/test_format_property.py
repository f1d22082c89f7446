"""Whatever a document holds: formatting keeps its text and is done in one round."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.docx_builder import docx, field, p, r, table, text_box

from baguan.formatter import format_docx
from baguan.profile import FIGURES, load_profile
from baguan.readers.docx import read_docx

_TEXTS = st.sampled_from(
    [
        "关于开展检查的通知",
        "各科室：",
        "一、总体要求",
        "（一）检查范围。请认真组织。",
        "1.抽查",
        "　　请各科室按照要求开展检查（见附件）。",
        "附件：检查表",
        "附件1",
        "某市财政局",
        "2024年5月6日",
        "抄送：甲局，乙局。",
        "",
        " \t ",
        "𠮷野家ABC 123",
    ]
)
_RUNS = st.sampled_from(
    [
        "",
        '<w:rFonts w:eastAsia="宋体"/>',
        '<w:rFonts w:eastAsia="黑体" w:eastAsiaTheme="minorEastAsia"/><w:sz w:val="24"/>',
        '<w:rStyle w:val="nowhere"/><w:b/><w:sz w:val="44"/><w:szCs w:val="20"/>',
        "<w:vanish/>",
    ]
)
_SETTINGS = st.sampled_from(
    [
        "",
        '<w:jc w:val="center"/>',
        '<w:ind w:hanging="420" w:left="420"/>',
        '<w:spacing w:beforeLines="50" w:line="360" w:lineRule="auto"/><w:outlineLvl w:val="0"/>',
        "<w:pageBreakBefore/>",
        '<w:pPrChange w:id="9" w:author="甲"><w:pPr><w:jc w:val="left"/></w:pPr></w:pPrChange>',
        '<w:sectPr><w:pgNumType w:start="3"/><w:titlePg/></w:sectPr>',
        '<w:sectPr><w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/></w:sectPr>',
    ]
)
_PARAGRAPHS = st.builds(
    lambda texts, run, settings: p("".join(r(text, run) for text in texts) or r(""), settings),
    st.lists(_TEXTS, min_size=1, max_size=3),
    _RUNS,
    _SETTINGS,
)
_OTHERS = st.sampled_from(
    [
        table((p("县（区）"), p("任务数"))),
        p(text_box(p("框里的字"))),
        p(field("REF a", "第一章")),
        "<w:p/>",
        f"<w:sdt><w:sdtContent>{p('控件里的字')}</w:sdtContent></w:sdt>",
        p('<w:ins w:id="1" w:author="甲">' + r("新增") + "</w:ins>"),
        p('<w:hyperlink w:anchor="a">' + r("链接") + "</w:hyperlink>"),
    ]
)
_FOOTERS = st.sampled_from(
    ["", p("— 1 —"), p(field("PAGE", "1")), p("内部资料"), p(r("第") + field("PAGE", "1") + r("页"))]
)
_ENDS = st.sampled_from(
    [
        "",
        '<w:sectPr><w:footerReference w:type="default" r:id="footer1"/></w:sectPr>',
        '<w:sectPr><w:headerReference w:type="default" r:id="header1"/>'
        '<w:footerReference w:type="first" r:id="footer1"/><w:pgMar w:top="-1440" w:left="0" w:gutter="500"/>'
        '<w:titlePg/><w:docGrid w:type="lines" w:linePitch="312"/></w:sectPr>',
    ]
)


def body_text(data: bytes) -> list[str]:
    document = read_docx(data)
    return [document.block_text(block) for block in document.blocks if block.part not in ("header", "footer")]


@settings(max_examples=80, deadline=None, derandomize=True)
@given(
    st.lists(st.one_of(_PARAGRAPHS, _PARAGRAPHS, _OTHERS), min_size=1, max_size=12),
    _ENDS,
    _FOOTERS,
    st.sampled_from(["国标", "信函", "院校"]),
)
def test_formatting_keeps_the_text_and_converges(content, end, footer, profile):
    data = docx("".join(content) + end, {"footer1.xml": footer or p(), "header1.xml": p("页眉")})
    figures = FIGURES if profile == "国标" else load_profile(profile).complete()
    once = format_docx(data, figures)
    assert body_text(once.data) == body_text(data)
    twice = format_docx(once.data, figures)
    assert [change for change in twice.changes if change.done] == []
    assert twice.data == once.data
