"""Comments and tracked changes in a copy of a .docx."""

from __future__ import annotations

import io
import re
from datetime import datetime
from pathlib import Path

import docx as python_docx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree
from tests.docx_builder import docx, entries, field, level, numbered, numbering, p, pack, r, strict, table, text_box
from tests.docx_revisions import accepted, covered, identifiers_are_unique, parts, rejected, settle, shown

from baguan.docx_writer import Comment, EditError, annotate, apply_edits, can_apply
from baguan.docx_writer.markup import GATHERED
from baguan.model import Edit, Span
from baguan.readers.docx import read_docx
from baguan.readers.ooxml import text_elements

DATE = datetime(2026, 1, 2, 3, 4, 5)
FIXTURES = sorted((Path(__file__).resolve().parent.parent / "fixtures" / "docx").glob("*.docx"))
OTHER = 'w:author="张三" w:date="2025-05-05T00:00:00Z"'


def write(data: bytes, *comments: Comment, edits: tuple[Edit, ...] = (), title: Span | None = None) -> bytes:
    return annotate(data, read_docx(data), comments, edits, title=title, date=DATE)


def on(start: int, end: int, *lines: str, whole: bool = False) -> Comment:
    return Comment(start, end, lines or ("意见",), "某处", whole)


def body(data: bytes) -> str:
    return plain(parts(data)["word/document.xml"].decode().partition("<w:body>")[2].partition("</w:body>")[0])


def plain(xml: str) -> str:
    return xml.replace(' xml:space="preserve"', "")


def test_a_comment_splits_the_runs_at_its_ends_and_keeps_their_format() -> None:
    copy = write(docx(p(r("认真贯", "<w:b/>") + r("撤落实", "<w:i/>"))), on(2, 4, "第一行", "第二行"))
    reference = '<w:r><w:commentReference w:id="1"/></w:r>'
    assert body(copy) == plain(p(
        r("认真", "<w:b/>") + '<w:commentRangeStart w:id="1"/>' + r("贯", "<w:b/>") + r("撤", "<w:i/>")
        + f'<w:commentRangeEnd w:id="1"/>{reference}' + r("落实", "<w:i/>")
    ))  # fmt: skip
    assert covered(copy) == [("贯撤", "第一行第二行")]
    comments = etree.fromstring(parts(copy)["word/comments.xml"])
    w = "{" + comments.nsmap["w"] + "}"
    assert dict(comments[0].attrib) == {
        f"{w}id": "1",
        f"{w}author": "把关",
        f"{w}date": "2026-01-02T03:04:05Z",
        f"{w}initials": "把关",
    }


def test_the_new_part_is_declared_and_everything_else_is_the_same() -> None:
    content = entries(p("甲乙"), {"styles.xml": "<w:x/>"})
    content["word/media/image1.png"] = bytes(range(256)) * 20
    before = pack(content)
    after = parts(write(before, on(0, 1)))
    changed = {name for name in after if parts(before).get(name) != after[name]}
    assert changed == {
        "[Content_Types].xml", "word/document.xml", "word/_rels/document.xml.rels", "word/comments.xml"
    }  # fmt: skip
    assert b'PartName="/word/comments.xml"' in after["[Content_Types].xml"]
    assert b'Target="comments.xml"' in after["word/_rels/document.xml.rels"]


def test_comments_of_others_stay_and_identifiers_are_new() -> None:
    mine = '<w:commentRangeStart w:id="1"/>' + r("甲") + '<w:commentRangeEnd w:id="1"/>'
    mine += r(xml='<w:commentReference w:id="1"/>')
    data = docx(
        p(mine + '<w:bookmarkStart w:id="2" w:name="x"/>' + r("乙丙") + '<w:bookmarkEnd w:id="2"/>'),
        {"comments.xml": f'<w:comment w:id="1" w:author="李四">{p("请核对")}</w:comment>'},
    )
    copy = write(data, on(0, 2), on(1, 3), edits=(Edit(2, 3, "丁"),))
    assert identifiers_are_unique(copy)
    assert [text for text, _ in covered(copy)] == ["甲乙", "乙丙"]
    assert plain(mine) in body(copy).replace('<w:commentRangeStart w:id="5"/>', "")
    assert [mark.value for mark in read_docx(copy).marks if mark.kind.value == "comment"].count("请核对") == 1


def test_replacing_deletes_and_inserts_in_the_format_of_the_run() -> None:
    data = docx(p(r("认真贯撤落实", '<w:sz w:val="32"/>')))
    copy = write(data, edits=(Edit(2, 4, "贯彻"),))
    stamp = 'w:author="把关" w:date="2026-01-02T03:04:05Z"'
    size = '<w:rPr><w:sz w:val="32"/></w:rPr>'
    deleted = f'<w:del w:id="1" {stamp}><w:r>{size}<w:delText>撤</w:delText></w:r></w:del>'
    inserted = f'<w:ins w:id="2" {stamp}><w:r>{size}<w:t>彻</w:t></w:r></w:ins>'
    run = r("认真贯", '<w:sz w:val="32"/>')
    assert body(copy) == plain(p(run + deleted + inserted + r("落实", '<w:sz w:val="32"/>')))
    assert "word/comments.xml" not in parts(copy)
    assert (rejected(copy), accepted(copy)) == ("认真贯撤落实", "认真贯彻落实")


def test_a_comment_covers_the_change_it_explains() -> None:
    data = docx(p(r("认真") + r("贯撤") + r("落实")))
    copy = write(data, on(2, 4), on(6, 6), edits=(Edit(2, 4, "贯彻"), Edit(6, 6, "。")))
    assert covered(copy) == [("贯撤", "意见"), ("", "意见")]
    inside = body(copy).partition("commentRangeStart")[2].partition("commentRangeEnd")[0]
    assert "<w:delText>撤</w:delText>" in inside
    assert "<w:t>彻</w:t>" in inside
    assert "。" in body(copy).rpartition("commentRangeStart")[2].partition("commentRangeEnd")[0]


def test_changes_inside_an_insertion_of_another() -> None:
    data = docx(p(r("甲") + f'<w:ins w:id="7" {OTHER}>{r("乙丙丁")}</w:ins>' + r("戊")))
    copy = write(data, on(1, 4), edits=(Edit(2, 3, "新"),))
    assert (rejected(copy), accepted(copy)) == ("甲乙丙丁戊", "甲乙新丁戊")
    assert identifiers_are_unique(copy)
    without = settle(copy, accept=True, author="张三")
    assert read_docx(settle(without, accept=False)).text == "甲乙丙丁戊"
    # what was inserted by the other goes with the other's insertion, ours is our own
    assert read_docx(settle(settle(copy, accept=False, author="张三"), accept=True)).text == "甲新戊"


def test_a_live_field_is_not_cut() -> None:
    data = docx(p(r("见") + field("REF 目标", "第三条") + r("规定")))
    copy = write(data, on(2, 3), on(0, 2))
    assert [text for text, _ in covered(copy)] == ["见第三条", "第三条"]
    root = etree.fromstring(parts(copy)["word/document.xml"])
    w = root.tag.partition("}")[0] + "}"
    (paragraph,) = root.iter(w + "p")
    names = [etree.QName(each).localname for run in paragraph for each in ([run] if run.tag != w + "r" else run)]
    begin = names.index("fldChar")
    assert names[begin : begin + 5] == ["fldChar", "instrText", "fldChar", "t", "fldChar"]


def test_a_link_s_text_may_be_commented_and_changed_inside() -> None:
    data = docx(p(r("见") + f'<w:hyperlink w:anchor="a">{r("附件一")}</w:hyperlink>'))
    copy = write(data, on(2, 3), edits=(Edit(3, 4, "二"),))
    assert covered(copy) == [("件", "意见")]
    assert (rejected(copy), accepted(copy)) == ("见附件一", "见附件二")


def test_a_bound_control_is_not_entered() -> None:
    control = f'<w:sdt><w:sdtPr><w:dataBinding w:xpath="x"/></w:sdtPr><w:sdtContent>{r("绑定")}</w:sdtContent></w:sdt>'
    copy = write(docx(p(r("甲") + control + r("乙"))), on(1, 2))
    assert covered(copy) == [("绑定", "意见")]


def test_empty_ranges_stand_between_characters_or_on_their_paragraph() -> None:
    data = docx(p(r("甲乙")) + p() + p(r("丙")))
    copy = write(data, on(1, 1), on(3, 3), on(4, 4, whole=True))
    assert [text for text, _ in covered(copy)] == ["", "", "丙"]
    assert body(copy).startswith(
        plain(p(r("甲")))[: -len("</w:p>")] + '<w:commentRangeStart w:id="1"/><w:commentRangeEnd'
    )


def test_an_automatic_number_stands_for_its_paragraph() -> None:
    parts_ = {"numbering.xml": numbering(level(0, "chineseCounting", "%1、"))}
    data = docx(numbered("总则"), parts_)
    assert read_docx(data).text.startswith("一、")
    copy = write(data, on(0, 2), on(1, 4))
    assert [text for text, _ in covered(copy)] == ["总则", "总"]


def test_what_word_cannot_comment_is_gathered_at_the_title() -> None:
    data = docx(
        p("标题")
        + p(r("正文") + text_box(p("框中")))
        + '<w:sectPr><w:footerReference w:type="default" r:id="footer1"/></w:sectPr>',
        {"footer1.xml": p("页脚"), "footnotes.xml": f'<w:footnote w:id="1">{p("脚注")}</w:footnote>'},
    )
    document = read_docx(data)
    places = [document.text.index(word) for word in ("框中", "页脚", "脚注", "正文")]
    copy = write(data, *(on(at, at + 2, f"意见{at}") for at in places), title=Span(0, 2))
    (gathered, told), (anchored, _) = covered(copy)
    assert (gathered, anchored) == ("标题", "正文")
    assert told.startswith(GATHERED)
    assert all(f"【某处】意见{at}" in told for at in places[:3])
    assert parts(copy)["word/footer1.xml"] == parts(data)["word/footer1.xml"]


def test_changes_are_tracked_in_text_boxes_and_footers_too() -> None:
    data = docx(
        p(r("正文") + text_box(p("旧字")))
        + '<w:sectPr><w:footerReference w:type="default" r:id="footer1"/></w:sectPr>',
        {"footer1.xml": p("旧脚")},
    )
    document = read_docx(data)
    edits = tuple(Edit(at, at + 1, "新") for at in (document.text.index("旧字"), document.text.index("旧脚")))
    copy = write(data, edits=edits)
    assert rejected(copy) == document.text
    assert accepted(copy) == document.text.replace("旧", "新")
    assert body(settle(copy, accept=True)).count("新") == 2  # both copies of the box


def test_strict_documents() -> None:
    data = strict(docx(p("认真贯撤落实")))
    copy = write(data, on(2, 4), edits=(Edit(2, 4, "贯彻"),))
    assert covered(copy) == [("贯撤", "意见")]
    assert accepted(copy) == "认真贯彻落实"
    assert b"purl.oclc.org/ooxml/officeDocument/relationships/comments" in parts(copy)["word/_rels/document.xml.rels"]


def test_hostile_text_becomes_text() -> None:
    copy = write(docx(p("甲")), on(0, 1, "<w:x/>&\x00\x0b\ud800尾"))
    assert covered(copy) == [("甲", "<w:x/>&� �尾")]


def test_nothing_to_write_gives_the_same_bytes() -> None:
    data = docx(p("甲"))
    assert write(data) == data


def test_an_edit_that_cannot_be_tracked_is_an_error() -> None:
    data = docx(p(r("见") + field("REF x", "一")))
    with pytest.raises(EditError, match="自动编号、域或符号"):
        write(data, edits=(Edit(1, 2, "二"),))


def test_a_document_of_another_file_is_refused() -> None:
    with pytest.raises(EditError, match="不一致"):
        annotate(docx(p("甲乙")), read_docx(docx(p("丙丁"))), [on(0, 1)], date=DATE)


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.name)
def test_the_fixtures_survive_many_marks(path: Path) -> None:
    data = path.read_bytes()
    document = read_docx(data)
    comments = [on(at, min(at + at % 7, len(document.text)), f"意见{at}") for at in range(0, len(document.text), 5)]
    wanted = [Edit(at, at + 1, "新") for at in range(3, len(document.text) - 1, 9)]
    edits = tuple(edit for edit in wanted if can_apply(document, edit))
    copy = write(data, *comments, edits=edits)
    assert rejected(copy) == document.text
    assert accepted(copy) == read_docx(apply_edits(data, document, edits)).text
    assert copy == write(data, *comments, edits=edits)
    assert python_docx.Document(io.BytesIO(copy)).paragraphs


# --- random documents

_TEXT = st.text("国务院办公厅 关于，。1A", min_size=1, max_size=6)
_FORMAT = st.sampled_from(["", "<w:b/>", '<w:sz w:val="32"/>'])
_RUN = st.builds(r, _TEXT, _FORMAT)
_INLINE = st.one_of(
    _RUN,
    _RUN,
    st.builds(lambda a, b: r(xml=f"<w:t>{a.strip()}</w:t><w:tab/><w:t>{b}</w:t><w:br/>"), _TEXT, _TEXT),
    st.builds(lambda text: field("REF x", text), _TEXT),
    st.builds(lambda text: field('HYPERLINK "http://x"', text), _TEXT),
    st.builds(lambda run: f'<w:fldSimple w:instr="DATE">{run}</w:fldSimple>', _RUN),
    st.builds(lambda one, two: f'<w:hyperlink w:anchor="a">{one}{two}</w:hyperlink>', _RUN, _RUN),
    st.builds(lambda one, two: f'<w:ins w:id="900" {OTHER}>{one}{two}</w:ins>', _RUN, _RUN),
    st.builds(lambda text: f'<w:del w:id="901" {OTHER}><w:r><w:delText>{text}</w:delText></w:r></w:del>', _TEXT),
    st.builds(lambda run: f"<w:sdt><w:sdtPr/><w:sdtContent>{run}</w:sdtContent></w:sdt>", _RUN),
    st.builds(lambda run: f'<w:smartTag w:element="x">{run}</w:smartTag>', _RUN),
    st.builds(lambda text: text_box(p(text)), _TEXT),
    st.just('<w:bookmarkStart w:id="902" w:name="n"/><w:bookmarkEnd w:id="902"/>'),
    st.just(r(xml='<w:sym w:font="Wingdings" w:char="F0FE"/>')),
)
_PARAGRAPH = st.builds(lambda pieces: f"<w:p>{''.join(pieces)}</w:p>", st.lists(_INLINE, max_size=5))
_BLOCK = st.one_of(
    _PARAGRAPH,
    _PARAGRAPH,
    st.builds(numbered, _TEXT),
    st.builds(lambda one, two: table((one, two)), _PARAGRAPH, _PARAGRAPH),
)
_DOCUMENT = st.builds(
    lambda blocks, foot: docx(
        "".join(blocks) + '<w:p/><w:sectPr><w:footerReference w:type="default" r:id="footer1"/></w:sectPr>',
        {"footer1.xml": foot, "numbering.xml": numbering(level(0, "decimal", "%1."))},
    ),
    st.lists(_BLOCK, min_size=1, max_size=5),
    _PARAGRAPH,
)
_SPANS = st.lists(st.tuples(st.floats(0, 1), st.integers(0, 8)), max_size=8)
_EDITS = st.lists(st.tuples(st.floats(0, 1), st.integers(0, 4), st.sampled_from(["", "新", "改写"])), max_size=6)


def _expected(data: bytes, start: int, end: int) -> tuple[str, bool] | None:
    """What a comment on ``start:end`` should cover, and whether exactly; ``None``: it goes to its paragraph."""
    document = read_docx(data)
    root = etree.fromstring(parts(data)["word/document.xml"])
    w = root.tag.partition("}")[0] + "}"
    elements = text_elements(root)
    text, exact, any_ = "", True, False
    for node in document.nodes:
        if not (node.part == "word/document.xml" and node.node >= 0 and node.start < end and start < node.end):
            continue
        element = elements[node.node]
        if next(element.iterancestors(w + "txbxContent"), None) is not None:
            continue
        any_ = True
        exact &= node.editable or not shown(element)
        if shown(element):
            text += document.text[max(start, node.start) : min(end, node.end)]
    return (text, exact) if any_ else None


@settings(max_examples=60, derandomize=True, deadline=None, database=None, suppress_health_check=list(HealthCheck))
@given(_DOCUMENT, _SPANS, _EDITS)
def test_random_documents_and_findings(data, spans, wanted) -> None:
    document = read_docx(data)
    length = len(document.text)
    comments = [
        on(at, min(length, at + size), f"意见{n}")
        for n, (where, size) in enumerate(spans)
        for at in [int(where * length)]
    ]
    edits: list[Edit] = []
    for where, size, text in sorted(wanted):
        at = int(where * length)
        edit = Edit(at, min(length, at + size), text)
        if can_apply(document, edit) and (not edits or edits[-1].end < at):
            edits.append(edit)
    copy = write(data, *comments, edits=tuple(edits))
    assert rejected(copy) == document.text
    assert accepted(copy) == read_docx(apply_edits(data, document, edits)).text
    before, after = parts(data), parts(copy)
    assert all(after[name] == before[name] for name in ("numbering.xml",) if name in before)
    for mark in ("fldChar", "instrText", "bookmarkStart", "hyperlink"):
        assert after["word/document.xml"].count(f"<w:{mark} ".encode()) == before["word/document.xml"].count(
            f"<w:{mark} ".encode()
        )
    if not comments:
        return
    told = {lines: text for text, lines in covered(copy)}
    for comment in comments:
        expected = _expected(data, comment.start, comment.end)
        if comment.lines[0] not in told or expected is None or comment.start == comment.end:
            continue
        text, exact = expected
        # a change that takes the last characters of a range may leave it one insertion longer, never shorter
        assert told[comment.lines[0]] == text if exact else text in told[comment.lines[0]]


def test_changes_on_both_sides_of_a_paragraph_s_end_are_told_apart_by_their_time() -> None:
    copy = write(docx(p("甲") + p("乙") + p("丙")), edits=(Edit(1, 1, "。"), Edit(2, 3, "二"), Edit(4, 5, "三")))
    times = re.findall(r'<w:ins [^>]*w:date="[^"]*:(\d\d):05Z"', body(copy))
    assert times == ["04", "06", "04"]
