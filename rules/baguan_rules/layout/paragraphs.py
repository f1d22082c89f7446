"""Spacing, indentation and empty paragraphs of a Word document."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from baguan.document import MarkKind
from baguan.model import Basis, Severity, Strength
from baguan.outline import ElementName
from baguan.rule import Bad, DocumentRule, Good, Rule, document_rule
from baguan.wordmeasure import body_blocks, line_pitch, runs
from baguan_rules.layout.common import STANDARD, STATUTORY
from baguan_rules.layout.samples import INDENT, paragraph, sample
from baguan_rules.layout.word import DOCX, MOST, at_block, collapsed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from baguan.document import Block, Document
    from baguan.model import Finding


@document_rule(
    code="TL215",
    name="line-spacing-too-wide",
    severity=Severity.WARNING,
    message="行距过大，一面排不下22行",
    basis=Basis(STANDARD, "5.2.3", Strength.GENERAL),
    explanation=(
        "国标没有规定磅值，只说一般每面排22行。版心高225毫米，行距不超过约28.99磅才排得下22行：固定值28磅、"
        "或者文档网格28.95磅（579缇）都可以；29磅、30磅排21行。过半的正文段落行距超过29磅时报一处。"
    ),
    formats=DOCX,
    kinds=STATUTORY,
    options={"paper-height": 297.0, "margin-top": 37.0, "margin-bottom": 35.0, "lines-per-page": 22.0},
    bad=[
        Bad(docx=sample(settings=INDENT + '<w:spacing w:line="600" w:lineRule="exact"/>'), kind="statutory"),
        Bad(docx=sample(settings=INDENT + '<w:spacing w:line="360" w:lineRule="auto"/>'), kind="statutory"),
    ],
    good=[
        Good(docx=sample(settings=INDENT + '<w:spacing w:line="560" w:lineRule="exact"/>'), kind="statutory"),
        Good(docx=sample(), kind="statutory"),
        Good(docx=sample(settings=INDENT + '<w:spacing w:line="579" w:lineRule="exact"/>'), kind="statutory"),
    ],
)
def line_spacing(document: Document, rule: DocumentRule) -> Iterator[Finding]:
    """The spacing of most paragraphs of the body."""
    wide: list[tuple[Block, float]] = []
    known = 0
    figures = rule.options
    height = (figures["paper-height"] - figures["margin-top"] - figures["margin-bottom"]) / 25.4 * 72
    asked = round(figures["lines-per-page"])
    for block in body_blocks(document):
        pitch = line_pitch(document, block)
        if pitch is not None:
            known += 1
            if pitch * asked > height + 0.1:
                wide.append((block, pitch))
    if wide and len(wide) / known > MOST:
        block, pitch = wide[0]
        lines = math.floor(height / pitch)
        advice = "固定值28磅或者28.95磅" if asked == 22 else f"固定值{math.floor(height / asked * 10) / 10:g}磅"
        message = f"行距约{pitch:.4g}磅，一面只能排{lines}行；一般每面排{asked}行，行距用{advice}"
        yield at_block(document, rule, block, message)


@document_rule(
    code="TL251",
    name="line-spacing-too-tight",
    severity=Severity.INFO,
    message="行距过小，一面排的行数多于规定",
    basis=Basis(STANDARD, "5.2.3", Strength.GENERAL),
    explanation="过半的正文段落行距比规定的行数多排出3行以上时提示一处（国标每面22行，28磅、28.95磅都是22行）。",
    formats=DOCX,
    kinds=STATUTORY,
    options={"paper-height": 297.0, "margin-top": 37.0, "margin-bottom": 35.0, "lines-per-page": 22.0},
    bad=[Bad(docx=sample(settings=INDENT + '<w:spacing w:line="440" w:lineRule="exact"/>'), kind="statutory")],
    good=[
        Good(docx=sample(), kind="statutory"),
        Good(docx=sample(settings=INDENT + '<w:spacing w:line="560" w:lineRule="exact"/>'), kind="statutory"),
    ],
)
def line_spacing_tight(document: Document, rule: DocumentRule) -> Iterator[Finding]:
    """The spacing of most paragraphs of the body, when far more lines than asked fit on a page."""
    figures = rule.options
    height = (figures["paper-height"] - figures["margin-top"] - figures["margin-bottom"]) / 25.4 * 72
    asked = round(figures["lines-per-page"])
    pitches = [(block, line_pitch(document, block)) for block in body_blocks(document)]
    known = [(block, pitch) for block, pitch in pitches if pitch]
    tight = [(block, pitch) for block, pitch in known if math.floor(height / pitch) >= asked + _MORE]
    if tight and len(tight) / len(known) > MOST:
        block, pitch = tight[0]
        message = f"行距约{pitch:.4g}磅，一面排{math.floor(height / pitch)}行；一般每面排{asked}行"
        yield at_block(document, rule, block, message)


_MORE = 3  # lines


def _indent(document: Document, block: Block) -> float | None:
    """The first-line indent in characters."""
    form = block.format
    if form is None:
        return None
    if form.first_line_chars:
        return form.first_line_chars
    size = next((run.size for run, count in runs(document, block) if count and run.size), None) or 16.0
    return (form.first_line or 0.0) / size


_MANUAL = " \u3000\t"


@document_rule(
    code="TL216",
    name="first-line-indent",
    severity=Severity.INFO,
    message="正文每个自然段左空二字",
    basis=Basis(STANDARD, "7.3.3", Strength.MUST),
    options={"body-indent": 2.0},
    explanation="首行缩进不是2字符（允许半个字的误差）的段落合并提示一处；用空格缩进的另有规则；右对齐、居中的段落不查。",
    formats=DOCX,
    kinds=STATUTORY,
    bad=[Bad(docx=sample(settings=""), kind="statutory")],
    good=[
        Good(docx=sample(), kind="statutory"),
        Good(docx=sample(settings='<w:ind w:firstLine="640"/>'), kind="statutory"),
        Good(docx=sample(body=paragraph("　　请各科室按照要求认真组织开展检查。")), kind="statutory"),
    ],
)
def first_line_indent(document: Document, rule: DocumentRule) -> Iterator[Finding]:
    """Paragraphs of the body without an indent of two characters, neither set nor typed."""
    found = []
    wanted = rule.options["body-indent"]
    for block in body_blocks(document):
        indent = _indent(document, block)
        aligned = block.format is not None and block.format.alignment == "right"
        text = document.block_text(block)
        hangs = block.format is not None and bool(block.format.left_chars or block.format.left)
        if indent is None or aligned or hangs or text[0] in _MANUAL or block.numbering:
            continue
        if abs(indent - wanted) > 0.5:
            found.append((block, indent))
    if found:
        now = f"现为{found[0][1]:.2g}字符"
        message = f"正文每个自然段左空二字，首行缩进应设为{wanted:g}字符，{now}"
        yield from collapsed(document, rule, [block for block, _ in found], message)


@document_rule(
    code="TL217",
    name="typed-indent",
    severity=Severity.INFO,
    message="用空格或者制表符缩进，应当用“首行缩进2字符”",
    basis=Basis("Word排版惯例", "", Strength.PRACTICE),
    formats=DOCX,
    kinds=STATUTORY,
    bad=[Bad(docx=sample(body=paragraph("　　请各科室按照要求认真组织开展检查。")), kind="statutory")],
    good=[Good(docx=sample(), kind="statutory")],
)
def typed_indent(document: Document, rule: DocumentRule) -> Iterator[Finding]:
    """Paragraphs of the body that start with spaces."""
    found = [block for block in body_blocks(document) if document.block_text(block)[0] in _MANUAL]
    yield from collapsed(document, rule, found, rule.message)


@document_rule(
    code="TL219",
    name="empty-paragraphs",
    severity=Severity.INFO,
    message="用空段落调整版面，应当改用段前段后间距或者分页符",
    basis=Basis("Word排版惯例", "", Strength.PRACTICE),
    explanation="正文两个自然段之间的空段落合并提示一处；标题、表格、图片前后的和国标规定空一行的位置不报。",
    formats=DOCX,
    kinds=STATUTORY,
    bad=[
        Bad(
            docx=sample(
                body=paragraph("第一段。", settings=INDENT) + "<w:p/>" + paragraph("第二段。", settings=INDENT)
            ),
            kind="statutory",
        )
    ],
    good=[Good(docx=sample(), kind="statutory"), Good(docx=sample(after="<w:p/>"), kind="statutory")],
)
def empty_paragraphs(document: Document, rule: DocumentRule) -> Iterator[Finding]:
    """Empty paragraphs inside the body; those around it have their reasons."""
    body = document.structure.first(ElementName.BODY)
    if body is None:
        return
    objects = {mark.start for mark in document.marks_of(MarkKind.OBJECT, MarkKind.PAGE_BREAK)}
    prose = {block.start for block in body_blocks(document)}
    found: list[Block] = []
    gap: list[Block] = []
    after_prose = False
    for block in document.blocks[document.block_index(body.start) :]:
        if block.start >= body.end:
            break
        if not document.block_text(block).strip() and block.part == "body":
            if not any(block.start <= place <= block.end for place in objects):
                gap.append(block)
            continue
        # A line left empty around a chapter heading, a table or an image is layout; between two paragraphs it is not.
        if after_prose and block.start in prose:
            found.extend(gap)
        gap, after_prose = [], block.start in prose
    yield from collapsed(document, rule, found, rule.message)


RULES: list[Rule] = [line_spacing, line_spacing_tight, first_line_indent, typed_indent, empty_paragraphs]
