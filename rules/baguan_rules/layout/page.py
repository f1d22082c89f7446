"""Page settings of a Word document: paper, margins, the page an attachment begins."""

from __future__ import annotations

from typing import TYPE_CHECKING

from baguan.document import MarkKind
from baguan.lazy import compile_pattern
from baguan.model import Basis, Severity, Strength
from baguan.outline import ElementName
from baguan.rule import Bad, DocumentRule, Good, Rule, document_rule
from baguan_rules.layout.common import STANDARD, STATUTORY, is_old
from baguan_rules.layout.samples import FOOTER, PAGE_FIELD, sample
from baguan_rules.layout.word import DOCX

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from baguan.document import Document
    from baguan.model import Finding
    from baguan.wordformat import Section

_PAPER_TOLERANCE = 1.0  # millimetres


def where_of(section: Section) -> str:
    return f"第{section.index}节页面设置"


def first_of_each(
    rule: DocumentRule, faults: Sequence[tuple[Section, str]], *, severity: Severity | None = None
) -> Iterator[Finding]:
    """One finding for each different message, at the first section that earns it."""
    messages: dict[str, list[Section]] = {}
    for section, message in faults:
        messages.setdefault(message, []).append(section)
    for message, sections in messages.items():
        more = f"（共{len(sections)}节）" if len(sections) > 1 else ""
        first = sections[0]
        yield rule.at(
            first.start, first.start, message=message + more, severity=severity, part="section", where=where_of(first)
        )


def _near(value: float | None, wanted: float, tolerance: float = _PAPER_TOLERANCE) -> bool:
    return value is not None and abs(value - wanted) <= tolerance + 0.02


_WIDE = (
    '<w:sectPr><w:pgSz w:w="{w}" w:h="{h}"{more}/>'
    '<w:pgMar w:top="{top}" w:bottom="1984" w:left="{left}" w:right="{right}"/>{refs}</w:sectPr>'
)


def section_of(
    w: int = 11906, h: int = 16838, top: int = 2098, left: int = 1588, right: int = 1474, more: str = ""
) -> str:
    return _WIDE.format(w=w, h=h, top=top, left=left, right=right, more=more, refs=FOOTER)


@document_rule(
    code="TL201",
    name="paper-not-a4",
    severity=Severity.WARNING,
    message="公文用纸采用A4型纸（210毫米×297毫米）",
    basis=Basis(STANDARD, "5.1", Strength.MUST),
    explanation="逐节检查；横排表格的节允许宽高互换。特殊形式的公文用纸根据需要确定，可在配置中关闭。",
    options={"paper-width": 210.0, "paper-height": 297.0},
    formats=DOCX,
    kinds=STATUTORY,
    bad=[Bad(docx=sample(section=section_of(w=12240, h=15840)), parts=PAGE_FIELD, kind="statutory")],
    good=[
        Good(docx=sample(section=section_of()), parts=PAGE_FIELD, kind="statutory"),
        Good(
            docx=sample(section=section_of(w=16838, h=11906, more=' w:orient="landscape"')),
            parts=PAGE_FIELD,
            kind="statutory",
        ),
    ],
)
def paper(document: Document, rule: DocumentRule) -> Iterator[Finding]:
    """The paper of each section, either way round."""
    faults = []
    wanted = sorted((rule.options["paper-width"], rule.options["paper-height"]))
    name = "公文用纸采用A4型纸" if wanted == [210.0, 297.0] else "用纸应为规定的尺寸"
    for section in document.sections:
        if section.width is None or section.height is None:
            continue
        short, long = sorted((section.width, section.height))
        if not (_near(short, wanted[0]) and _near(long, wanted[1])):
            asked = f"{wanted[0]:g}毫米×{wanted[1]:g}毫米"
            faults.append((section, f"{name}（{asked}），现为{short:.0f}毫米×{long:.0f}毫米"))
    yield from first_of_each(rule, faults)


@document_rule(
    code="TL202",
    name="wrong-margins",
    severity=Severity.WARNING,
    message="天头（上边距）应为37毫米±1毫米，订口（左边距）应为28毫米±1毫米",
    basis=Basis(STANDARD, "5.2.1", Strength.MUST),
    explanation="装订线计入订口；横排的节不查。本单位另有规定的，用版式方案改数值。",
    options={"margin-top": 37.0, "margin-left": 28.0, "margin-tolerance": 1.0},
    formats=DOCX,
    kinds=STATUTORY,
    bad=[
        Bad(docx=sample(section=section_of(top=1440)), parts=PAGE_FIELD, kind="statutory"),
        Bad(docx=sample(section=section_of(left=1800)), parts=PAGE_FIELD, kind="statutory"),
    ],
    good=[
        Good(docx=sample(section=section_of()), parts=PAGE_FIELD, kind="statutory"),
        Good(docx=sample(section=section_of(top=2154, left=1531)), parts=PAGE_FIELD, kind="statutory"),
    ],
)
def margins(document: Document, rule: DocumentRule) -> Iterator[Finding]:
    """Top and left margin of the upright sections."""
    faults = []
    top, left, tolerance = (rule.options[name] for name in ("margin-top", "margin-left", "margin-tolerance"))
    for section in document.sections:
        if section.landscape or section.top is None or section.left is None:
            continue
        parts = []
        bound = section.left + section.gutter
        if not _near(abs(section.top), top, tolerance):
            parts.append(f"天头（上边距）应为{top:g}毫米±{tolerance:g}毫米，现为{abs(section.top):.1f}毫米")
        if not _near(bound, left, tolerance):
            parts.append(f"订口（左边距）应为{left:g}毫米±{tolerance:g}毫米，现为{bound:.1f}毫米")
        if parts:
            faults.append((section, "；".join(parts)))
    yield from first_of_each(rule, faults)


@document_rule(
    code="TL203",
    name="wrong-text-area",
    severity=Severity.INFO,
    message="版心应为156毫米×225毫米",
    basis=Basis(STANDARD, "5.2.1", Strength.MUST),
    explanation="由纸张和四边距推算，差2毫米以上才提示：右边距约26毫米，下边距约35毫米（推算值，国标没有直接写）。",
    options={
        "paper-width": 210.0,
        "paper-height": 297.0,
        "margin-top": 37.0,
        "margin-bottom": 35.0,
        "margin-left": 28.0,
        "margin-right": 26.0,
    },
    formats=DOCX,
    kinds=STATUTORY,
    bad=[Bad(docx=sample(section=section_of(right=1800)), parts=PAGE_FIELD, kind="statutory")],
    good=[
        Good(docx=sample(section=section_of()), parts=PAGE_FIELD, kind="statutory"),
        # Paper and margins that are wrong in themselves are reported by their own rules.
        Good(docx=sample(section=section_of(top=1440, left=1800)), parts=PAGE_FIELD, kind="statutory"),
    ],
)
def text_area(document: Document, rule: DocumentRule) -> Iterator[Finding]:
    """What the margins leave of an A4 sheet whose top and left margin are right."""
    faults = []
    figures = rule.options
    paper = figures["paper-width"], figures["paper-height"]
    wanted = figures["margin-top"], figures["margin-left"]
    asked = paper[0] - wanted[1] - figures["margin-right"], paper[1] - wanted[0] - figures["margin-bottom"]
    for section in document.sections:
        lengths = (section.width, section.height, section.top, section.bottom, section.left, section.right)
        if section.landscape or None in lengths:
            continue
        width, height, top, bottom, left, right = (abs(length or 0.0) for length in lengths)
        left += section.gutter
        ready = _near(width, paper[0]) and _near(height, paper[1]) and _near(top, wanted[0]) and _near(left, wanted[1])
        area = width - left - right, height - top - bottom
        if ready and not (_near(area[0], asked[0], 2) and _near(area[1], asked[1], 2)):
            now = f"现为{area[0]:.0f}毫米×{area[1]:.0f}毫米"
            faults.append((section, f"版心应为{asked[0]:.0f}毫米×{asked[1]:.0f}毫米，{now}"))
    yield from first_of_each(rule, faults)


@document_rule(
    code="TL208",
    name="attachment-on-same-page",
    severity=Severity.WARNING,
    message="附件应当另面编排，前面要有分页符",
    basis=Basis(STANDARD, "7.3.7", Strength.MUST),
    explanation="附件标识之前既没有分页符、段前分页，也没有分节时报；用空行顶到下一页的也会报，改用分页符即可。",
    formats=DOCX,
    kinds=STATUTORY,
    bad=[
        Bad(
            docx=sample(
                section=section_of(),
                after="<w:p><w:r><w:t>⟦附件⟧</w:t></w:r></w:p><w:p><w:r><w:t>检查表</w:t></w:r></w:p>",
            ),
            parts=PAGE_FIELD,
        )
    ],
    good=[
        Good(
            docx=sample(
                section=section_of(),
                after='<w:p><w:r><w:br w:type="page"/></w:r></w:p><w:p><w:r><w:t>附件</w:t></w:r></w:p>'
                "<w:p><w:r><w:t>检查表</w:t></w:r></w:p>",
            ),
            parts=PAGE_FIELD,
        ),
        Good(
            docx=sample(
                section=section_of(),
                after="<w:p><w:pPr><w:pageBreakBefore/></w:pPr><w:r><w:t>附件</w:t></w:r></w:p>"
                "<w:p><w:r><w:t>检查表</w:t></w:r></w:p>",
            ),
            parts=PAGE_FIELD,
        ),
    ],
)
def attachment_same_page(document: Document, rule: DocumentRule) -> Iterator[Finding]:
    """No break between what stands before an attachment and its label."""

    if is_old(document):
        return
    places = [mark.start for mark in document.marks_of(MarkKind.PAGE_BREAK)]
    places += [section.start for section in document.sections[1:]]
    found = []
    for element in document.structure.all(ElementName.ATTACHMENT):
        block = document.block_at(element.start)
        before = len(document.text[: block.start].rstrip())
        own = block.format is not None and block.format.page_break_before
        if not own and not any(before <= place <= element.start for place in places):
            label = compile_pattern(_LABEL).match(document.text, element.start)
            found.append((element.start, label.end() if label else element.start + 2))
    if found:
        more = f"（全文共{len(found)}处）" if len(found) > 1 else ""
        yield rule.at(*found[0], message=rule.message + more)


_LABEL = r"附[ \u3000]?件[ \u3000]?[\d一二三四五六七八九十]{0,3}[：:]?"


RULES: list[Rule] = [
    paper,
    margins,
    text_area,
    attachment_same_page,
]
