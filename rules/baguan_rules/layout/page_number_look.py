"""How page numbers of a Word document look: their form, side, font and numerals."""

from __future__ import annotations

from typing import TYPE_CHECKING

from baguan.document import BlockKind, MarkKind
from baguan.lazy import compile_pattern
from baguan.model import Basis, Severity, Strength
from baguan.outline import ElementName
from baguan.rule import Bad, DocumentRule, Good, Rule, document_rule
from baguan.wordmeasure import (
    family,
    numbered,
    page_numbers,
    run_at,
    size_name,
    two_sided,
)
from baguan_rules.layout.common import STANDARD, STATUTORY
from baguan_rules.layout.page import first_of_each, section_of
from baguan_rules.layout.samples import (
    BOTH_FOOTERS,
    EVEN_LEFT,
    FOOTER,
    ODD_RIGHT,
    PAGE_FIELD,
    PAGE_RUN,
    TWO_SIDED,
    footer,
    sample,
    sections,
)
from baguan_rules.layout.word import DOCX

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from baguan.document import Document
    from baguan.model import Finding
    from baguan.wordformat import Section

_BASIS = Basis(STANDARD, "7.5", Strength.MUST)
_GENERAL = Basis(STANDARD, "7.5", Strength.GENERAL)


def _once(rule: DocumentRule, faults: Sequence[tuple[Section, str]]) -> Iterator[Finding]:
    """The first fault; a document whose page numbers are wrong once is wrong everywhere."""
    if faults:
        section, message = faults[0]
        yield rule.at(section.start, section.start, message=message, part="section", where="页脚")


def _plain_form(text: str) -> str:
    """The form of a page number without blanks, every kind of dash as one."""

    return str(compile_pattern(r"[—–－―]{1,2}").sub("—", compile_pattern(r"\s").sub("", text)))


@document_rule(
    code="TL205",
    name="page-number-form",
    severity=Severity.WARNING,
    message="页码的数字左右各放一条一字线，写作“— 1 —”",
    basis=_BASIS,
    explanation="“-1-”“第1页 共3页”“1/3”和光数字都不合；一字线用“—”“－”都可以，空格不论。",
    formats=DOCX,
    kinds=STATUTORY,
    options={"page-number-form": "— 1 —"},
    bad=[
        Bad(
            docx=sample(section=section_of()),
            parts=footer(f"<w:r><w:t>-</w:t></w:r>{PAGE_RUN}<w:r><w:t>-</w:t></w:r>"),
            kind="statutory",
        ),
        Bad(
            docx=sample(section=section_of()),
            parts=footer(f"<w:r><w:t>第</w:t></w:r>{PAGE_RUN}<w:r><w:t>页</w:t></w:r>"),
            kind="statutory",
        ),
        Bad(docx=sample(section=section_of()), parts=footer(PAGE_RUN), kind="statutory"),
    ],
    good=[
        Good(docx=sample(section=section_of()), parts=PAGE_FIELD, kind="statutory"),
        Good(
            docx=sample(section=section_of()),
            parts=footer(f"<w:r><w:t>－</w:t></w:r>{PAGE_RUN}<w:r><w:t>－</w:t></w:r>"),
            kind="statutory",
        ),
        Good(
            docx=sample(section=section_of()),
            parts=footer(PAGE_RUN),
            kind="statutory",
            options={"page-number-form": "1"},
        ),
    ],
)
def page_number_form(document: Document, rule: DocumentRule) -> Iterator[Finding]:
    """What stands around the page field; one finding for each form."""
    wanted = rule.options["page-number-form"]
    asked = "页码的数字左右各放一条一字线，写作“— 1 —”" if wanted == "— 1 —" else f"页码应写作“{wanted}”"
    faults = []
    for section, number in page_numbers(document):
        if number.has_field and _plain_form(number.text) != _plain_form(wanted.replace("1", "PAGE")):
            form = number.text.replace("PAGE", "1").replace("NUMPAGES", "3").strip()
            faults.append((section, f"{asked}，现为“{form}”"))
    yield from _once(rule, faults)


@document_rule(
    code="TL206",
    name="page-number-typed",
    severity=Severity.WARNING,
    message="页脚里的页码是打上去的数字，每页都相同，应当用自动页码",
    basis=_BASIS,
    formats=DOCX,
    kinds=STATUTORY,
    bad=[Bad(docx=sample(section=section_of()), parts=footer("<w:r><w:t>— 1 —</w:t></w:r>"), kind="statutory")],
    good=[
        Good(docx=sample(section=section_of()), parts=PAGE_FIELD, kind="statutory"),
        Good(docx=sample(section=section_of()), parts=footer("<w:r><w:t>2024年度资料</w:t></w:r>"), kind="statutory"),
    ],
)
def page_number_typed(document: Document, rule: DocumentRule) -> Iterator[Finding]:
    """A footer that is nothing but a number."""
    import regex

    form = r"[—–－―\-]{0,2}\s*(?:第\s*)?\d{1,4}\s*(?:页)?(?:[，,/\s]*共?\s*\d{1,4}\s*页?)?\s*[—–－―\-]{0,2}"
    faults = [
        (section, rule.message)
        for section, number in page_numbers(document)
        if not number.has_field and regex.fullmatch(form, number.text.strip())
    ]
    yield from _once(rule, faults)


_PLACES = {"outside": "单页码居右、双页码居左", "center": "居中", "right": "居右"}
_SIDES = {"left": "居左", "right": "居右", "center": "居中", "outside": "在外侧", "inside": "在内侧"}


@document_rule(
    code="TL222",
    name="page-number-position",
    severity=Severity.WARNING,
    message="单页码居右空一字，双页码居左空一字",
    basis=_BASIS,
    explanation=(
        "设了“奇偶页不同”而左右放反的报警告；没有设“奇偶页不同”、页码居中或者都在一边的只提示（非红头材料常这样排）。"
    ),
    formats=DOCX,
    kinds=STATUTORY,
    options={"page-number-position": "outside"},
    bad=[
        Bad(
            docx=sample(section=section_of().replace(FOOTER, BOTH_FOOTERS)),
            parts={"footer1.xml": EVEN_LEFT, "footer2.xml": ODD_RIGHT, **TWO_SIDED},
            kind="statutory",
        ),
        Bad(
            docx=sample(section=section_of()),
            parts={"footer1.xml": ODD_RIGHT.replace("right", "center")},
            kind="statutory",
        ),
    ],
    good=[
        Good(
            docx=sample(section=section_of().replace(FOOTER, BOTH_FOOTERS)),
            parts={"footer1.xml": ODD_RIGHT, "footer2.xml": EVEN_LEFT, **TWO_SIDED},
            kind="statutory",
        ),
        Good(
            docx=sample(section=section_of()),
            parts={"footer1.xml": ODD_RIGHT.replace("right", "center")},
            kind="statutory",
            options={"page-number-position": "center"},
        ),
    ],
)
def page_number_position(document: Document, rule: DocumentRule) -> Iterator[Finding]:
    """The alignment of the numbers of odd and even pages."""
    wanted = rule.options["page-number-position"]
    places = {
        number.variant: number.alignment or "left"
        for section in document.sections[:1]
        for number in section.page_numbers
        if number.has_field
    }
    if not places:
        return
    first = [document.sections[0]]
    even = two_sided(document)
    if wanted == "outside" and even and places.get("default") == "left" and places.get("even") == "right":
        message = "页码的左右放反了：单页码居右空一字，双页码居左空一字"
        yield from first_of_each(rule, [(section, message) for section in first])
        return
    asked = {"default": "right", "even": "left"} if wanted == "outside" else dict.fromkeys(places, wanted)
    wrong = [
        _SIDES.get(place, place)
        for variant, place in places.items()
        if variant in asked and place not in (asked[variant], "outside")
    ]
    one_sided = wanted == "outside" and not even and "outside" not in places.values()
    if wrong or one_sided:
        now = wrong[0] if wrong else "单双页都居右"
        message = f"页码的位置应当是{_PLACES[wanted]}，现在{now}"
        yield from first_of_each(rule, [(section, message) for section in first], severity=Severity.INFO)


@document_rule(
    code="TL223",
    name="page-number-font",
    severity=Severity.INFO,
    message="页码一般用四号（14磅）半角宋体阿拉伯数字",
    basis=_GENERAL,
    formats=DOCX,
    kinds=STATUTORY,
    options={"page-number-font": "宋体", "page-number-size": 14.0},
    bad=[
        Bad(
            docx=sample(section=section_of()),
            parts=footer(
                "<w:r><w:t>— </w:t></w:r>"
                + PAGE_RUN.replace("<w:r>", '<w:r><w:rPr><w:sz w:val="18"/></w:rPr>')
                + "<w:r><w:t> —</w:t></w:r>"
            ),
            kind="statutory",
        )
    ],
    good=[
        Good(docx=sample(section=section_of()), parts=PAGE_FIELD, kind="statutory"),
        Good(
            docx=sample(section=section_of()),
            parts=footer(
                PAGE_RUN.replace(
                    "<w:r>", '<w:r><w:rPr><w:rFonts w:ascii="SimSun" w:hAnsi="SimSun"/><w:sz w:val="28"/></w:rPr>'
                )
            ),
            kind="statutory",
        ),
    ],
)
def page_number_font(document: Document, rule: DocumentRule) -> Iterator[Finding]:
    """Font and size of the page fields; what the file does not say is not judged."""
    wanted, size = family(rule.options["page-number-font"]), rule.options["page-number-size"]
    for mark in document.marks_of(MarkKind.FIELD):
        block = document.block_at(mark.start)
        if block.kind not in (BlockKind.FOOTER, BlockKind.HEADER) or mark.value.split()[:1] != ["PAGE"]:
            continue
        run = run_at(document, mark.start) if mark.end > mark.start else None
        if run is None:
            continue
        parts = []
        if run.size and abs(run.size - size) > 0.25:
            parts.append(size_name(run.size))
        if run.ascii_font and family(run.ascii_font) != wanted:
            parts.append(family(run.ascii_font))
        if parts:
            message = f"页码一般用{size_name(size)}{wanted}，现为{'、'.join(parts)}"
            yield rule.at(mark.start, mark.end, message=message)
            return


_NUMERALS = {
    "upperRoman": "罗马数字",
    "lowerRoman": "罗马数字",
    "upperLetter": "字母",
    "lowerLetter": "字母",
    "chineseCounting": "汉字",
    "chineseCountingThousand": "汉字",
    "chineseLegalSimplified": "大写汉字",
    "ideographTraditional": "天干",
    "decimalFullWidth": "全角数字",
    "decimalEnclosedCircle": "带圈数字",
}


@document_rule(
    code="TL224",
    name="page-number-numerals",
    severity=Severity.WARNING,
    message="页码用阿拉伯数字",
    basis=_GENERAL,
    explanation="正文以前的封面、目录用罗马数字是常见的，不报；正文的页码不是半角阿拉伯数字时报。",
    formats=DOCX,
    kinds=STATUTORY,
    bad=[
        Bad(
            docx=sample(section=section_of().replace("</w:sectPr>", '<w:pgNumType w:fmt="upperRoman"/></w:sectPr>')),
            parts=PAGE_FIELD,
            kind="statutory",
        )
    ],
    good=[
        Good(docx=sample(section=section_of()), parts=PAGE_FIELD, kind="statutory"),
        Good(
            docx=sections(
                section_of().replace("</w:sectPr>", '<w:pgNumType w:fmt="lowerRoman"/></w:sectPr>'), section_of()
            ),
            parts=PAGE_FIELD,
            kind="statutory",
        ),
    ],
)
def page_number_numerals(document: Document, rule: DocumentRule) -> Iterator[Finding]:
    """The numerals of the section the body ends in, and of those after it."""
    body = document.structure.first(ElementName.BODY)
    faults = [
        (section, f"页码用半角阿拉伯数字，现为{_NUMERALS[section.page_number_format]}")
        for section in document.sections
        if section.page_number_format in _NUMERALS
        and numbered(section)
        and (body is None or section.end >= body.end or section.index == len(document.sections))
    ]
    yield from first_of_each(rule, faults)


RULES: list[Rule] = [
    page_number_form,
    page_number_typed,
    page_number_position,
    page_number_font,
    page_number_numerals,
]
