"""Page numbers of a Word document: 页码装错 in all its forms."""

from __future__ import annotations

from typing import TYPE_CHECKING

from baguan.document import BlockKind, MarkKind
from baguan.model import Basis, Severity, Strength
from baguan.outline import ElementName
from baguan.rule import Bad, DocumentRule, Good, Rule, document_rule
from baguan.wordmeasure import (
    family,
    has_number,
    imprint_only,
    numbered,
    own_count,
    page_numbers,
    run_at,
    size_name,
    two_sided,
)
from baguan_rules.layout.common import STANDARD, STATUTORY
from baguan_rules.layout.page import first_of_each, section_of
from baguan_rules.layout.samples import FOOTER, PAGE_FIELD, SECTION, footer, sample, sections
from baguan_rules.layout.word import DOCX

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from baguan.document import Document
    from baguan.model import Finding
    from baguan.wordformat import Section

_BASIS = Basis(STANDARD, "7.5", Strength.MUST)
_GENERAL = Basis(STANDARD, "7.5", Strength.GENERAL)
_LONG_ENOUGH = 500  # a text that surely runs over one page
_FIELD = '<w:fldSimple w:instr="PAGE"><w:r><w:t>1</w:t></w:r></w:fldSimple>'
_START = '<w:pgNumType w:start="{}"/></w:sectPr>'
_BOTH = '<w:footerReference w:type="default" r:id="footer1"/><w:footerReference w:type="even" r:id="footer2"/>'


def _once(rule: DocumentRule, faults: Sequence[tuple[Section, str]]) -> Iterator[Finding]:
    """The first fault; a document whose page numbers are wrong once is wrong everywhere."""
    if faults:
        section, message = faults[0]
        yield rule.at(section.start, section.start, message=message, part="section", where="页脚")


def _mark(document: Document) -> str:
    """The 发文机关标志, its blanks taken out."""
    mark = document.structure.first(ElementName.ISSUER_MARK)
    return "" if mark is None else "".join(document.text[mark.start : mark.end].split())


def is_letter(document: Document) -> bool:
    """Whether the document has the letter format (信函格式): a mark without 文件 and the 文种 of a letter."""
    mark = _mark(document)
    return bool(mark) and not mark.endswith("文件") and document.structure.genre in ("函", "批复")


@document_rule(
    code="TL204",
    name="page-number-missing",
    severity=Severity.WARNING,
    message="没有页码，公文应当编页码",
    basis=_BASIS,
    explanation="各节页眉页脚都没有自动页码时报；没有版头的材料不到一页（500字以内）不报；只打了数字的另有规则。",
    formats=DOCX,
    kinds=STATUTORY,
    bad=[Bad(docx=sample(section=SECTION, repeat=20), kind="statutory")],
    good=[
        Good(docx=sample(section=section_of(), repeat=20), parts=PAGE_FIELD, kind="statutory"),
        Good(docx="<w:p><w:r><w:t>关于报送材料的说明</w:t></w:r></w:p>" + SECTION, kind="statutory"),
    ],
)
def page_number_missing(document: Document, rule: DocumentRule) -> Iterator[Finding]:
    """No header or footer of any section holds a page field or a typed number."""
    import regex

    elements = {element.name for element in document.structure.elements}
    formal = not elements.isdisjoint({ElementName.ISSUER_MARK, ElementName.DOCUMENT_NUMBER})
    if not document.sections or (not formal and document.characters < _LONG_ENOUGH):
        return
    if any(number.has_field or regex.search(r"\d", number.text) for _, number in page_numbers(document)):
        return
    first = document.sections[0]
    yield rule.at(first.start, first.start, part="section", where="页脚")


def _plain_form(text: str) -> str:
    """The form of a page number without blanks, every kind of dash as one."""
    import regex

    return str(regex.sub(r"[—–－―]{1,2}", "—", regex.sub(r"\s", "", text)))


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
            parts=footer(f"<w:r><w:t>-</w:t></w:r>{_FIELD}<w:r><w:t>-</w:t></w:r>"),
            kind="statutory",
        ),
        Bad(
            docx=sample(section=section_of()),
            parts=footer(f"<w:r><w:t>第</w:t></w:r>{_FIELD}<w:r><w:t>页</w:t></w:r>"),
            kind="statutory",
        ),
        Bad(docx=sample(section=section_of()), parts=footer(_FIELD), kind="statutory"),
    ],
    good=[
        Good(docx=sample(section=section_of()), parts=PAGE_FIELD, kind="statutory"),
        Good(
            docx=sample(section=section_of()),
            parts=footer(f"<w:r><w:t>－</w:t></w:r>{_FIELD}<w:r><w:t>－</w:t></w:r>"),
            kind="statutory",
        ),
        Good(
            docx=sample(section=section_of()),
            parts=footer(_FIELD),
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


@document_rule(
    code="TL207",
    name="page-number-restarted",
    severity=Severity.WARNING,
    message="附件与正文一起装订时页码连续编排，这一节的页码重新起编",
    basis=_BASIS,
    explanation="前面是封面、目录，或者前一节没有页码、用另一种数字的，正文重新起编是对的，不报。",
    formats=DOCX,
    kinds=STATUTORY,
    bad=[
        Bad(
            docx=sections(section_of(), section_of().replace("</w:sectPr>", _START.format(1))),
            parts=PAGE_FIELD,
            kind="statutory",
        )
    ],
    good=[
        Good(docx=sections(section_of(), section_of()), parts=PAGE_FIELD, kind="statutory"),
        Good(
            docx=sample(section=section_of().replace("</w:sectPr>", _START.format(1))),
            parts=PAGE_FIELD,
            kind="statutory",
        ),
        Good(
            docx=sections(section_of().replace(FOOTER, ""), section_of().replace("</w:sectPr>", _START.format(1))),
            parts=PAGE_FIELD,
            kind="statutory",
        ),
        Good(
            docx="<w:p><w:r><w:t>目　录</w:t></w:r></w:p>"
            + sections(section_of(), section_of().replace("</w:sectPr>", _START.format(1))),
            parts=PAGE_FIELD,
            kind="statutory",
        ),
    ],
)
def page_number_restarted(document: Document, rule: DocumentRule) -> Iterator[Finding]:
    """A later section that starts its page numbers at one again, and is no body after cover and contents."""
    yield from first_of_each(
        rule,
        [
            (section, rule.message)
            for section in document.sections[1:]
            if section.page_number_start in (0, 1) and numbered(section) and not own_count(document, section)
        ],
    )


@document_rule(
    code="TL209",
    name="page-number-set-by-hand",
    severity=Severity.WARNING,
    message="这一节的页码是人工指定的，前文增删后会跳号或者重号，应当设为“续前节”",
    basis=_BASIS,
    explanation="后面的节指定了“起始页码”且不是1时报。全文从第几页起编（一本汇编的一部分）只提示。",
    formats=DOCX,
    kinds=STATUTORY,
    bad=[
        Bad(
            docx=sections(section_of(), section_of().replace("</w:sectPr>", _START.format(7))),
            parts=PAGE_FIELD,
            kind="statutory",
        ),
        Bad(
            docx=sample(section=section_of().replace("</w:sectPr>", _START.format(3))),
            parts=PAGE_FIELD,
            kind="statutory",
        ),
    ],
    good=[
        Good(docx=sections(section_of(), section_of()), parts=PAGE_FIELD, kind="statutory"),
        Good(
            docx=sample(section=section_of().replace("</w:sectPr>", _START.format(1))),
            parts=PAGE_FIELD,
            kind="statutory",
        ),
    ],
)
def page_number_set(document: Document, rule: DocumentRule) -> Iterator[Finding]:
    """A starting number above one."""
    for section in document.sections:
        start = section.page_number_start
        if start is None or start <= 1 or not numbered(section):
            continue
        if section.index == 1:
            message, severity = f"全文的页码从第{start}页起编，请核对", Severity.INFO
        else:
            message, severity = f"这一节的页码指定从第{start}页起，前文增删后会跳号或者重号，应设为“续前节”", None
        yield from first_of_each(rule, [(section, message)], severity=severity)


@document_rule(
    code="TL210",
    name="page-number-missing-in-section",
    severity=Severity.WARNING,
    message="前面的节有页码，这一节没有",
    basis=_BASIS,
    explanation="首个有页码的节以前的（封面、目录）不查；只有版记的末节可以不编页码。",
    formats=DOCX,
    kinds=STATUTORY,
    bad=[
        Bad(
            docx=sections(
                section_of(),
                section_of().replace(FOOTER, FOOTER.replace("footer1", "footer2")),
            ),
            parts={**PAGE_FIELD, "footer2.xml": "<w:p/>"},
            kind="statutory",
        )
    ],
    good=[
        Good(docx=sections(section_of(), section_of().replace(FOOTER, "")), parts=PAGE_FIELD, kind="statutory"),
        Good(docx=sections(section_of().replace(FOOTER, ""), section_of()), parts=PAGE_FIELD, kind="statutory"),
    ],
)
def section_without_number(document: Document, rule: DocumentRule) -> Iterator[Finding]:
    """Sections without a page number after one that has it."""
    import itertools

    later = itertools.dropwhile(lambda section: not numbered(section), document.sections)
    faults = [
        (section, rule.message)
        for section in later
        if not numbered(section) and not (section.index == len(document.sections) and imprint_only(document, section))
    ]
    yield from first_of_each(rule, faults)


_EVEN_ON = {"settings.xml": "<w:evenAndOddHeaders/>"}
_ODD_RIGHT = (
    '<w:p><w:pPr><w:jc w:val="right"/></w:pPr><w:r><w:t>— </w:t></w:r>' + _FIELD + "<w:r><w:t> —</w:t></w:r></w:p>"
)
_EVEN_LEFT = _ODD_RIGHT.replace("right", "left")
_TITLE_PAGE = section_of().replace("</w:sectPr>", "<w:titlePg/></w:sectPr>")
_HEADER = '<w:p><w:r><w:rPr><w:color w:val="FF0000"/></w:rPr><w:t>某市财政局文件</w:t></w:r></w:p>'


@document_rule(
    code="TL221",
    name="page-number-missing-on-some-pages",
    severity=Severity.WARNING,
    message="有的页没有页码",
    basis=_BASIS,
    explanation=(
        "设了“奇偶页不同”却只在一种页上放页码，或者设了“首页不同”而首页没有页码。"
        "信函格式首页不显示页码；第一节的首页没有页码时，只有带“文件”字样版头的公文才报警告，其他可能是封面，只提示。"
    ),
    formats=DOCX,
    kinds=STATUTORY,
    options={"page-number-on-first-page": True},
    bad=[
        Bad(docx=sample(section=section_of()), parts={**PAGE_FIELD, **_EVEN_ON}, kind="statutory"),
        Bad(docx=_HEADER + sample(section=_TITLE_PAGE), parts=PAGE_FIELD, kind="statutory"),
    ],
    good=[
        Good(
            docx=sample(section=section_of().replace(FOOTER, _BOTH)),
            parts={"footer1.xml": _ODD_RIGHT, "footer2.xml": _EVEN_LEFT, **_EVEN_ON},
            kind="statutory",
        ),
        Good(docx=sample(section=section_of()), parts=PAGE_FIELD, kind="statutory"),
        Good(
            docx=sample(section=_TITLE_PAGE),
            parts=PAGE_FIELD,
            kind="statutory",
            options={"page-number-on-first-page": False},
        ),
    ],
)
def number_missing_on_pages(document: Document, rule: DocumentRule) -> Iterator[Finding]:
    """Odd, even and first pages that show no number while others of the section do."""
    faults = []
    for section in document.sections:
        if not numbered(section):
            continue
        if two_sided(document) and has_number(section, "default") != has_number(section, "even"):
            side = "双数页" if has_number(section, "default") else "单数页"
            faults.append((section, f"设了“奇偶页不同”，{side}没有页码"))
        if not section.title_page or has_number(section, "first"):
            continue
        if section.index > 1:
            faults.append((section, "设了“首页不同”，这一节的首页没有页码"))
        elif rule.options["page-number-on-first-page"] and not is_letter(document):
            formal = _mark(document).endswith("文件")
            yield from first_of_each(
                rule,
                [(section, "设了“首页不同”，首页没有页码")],
                severity=None if formal else Severity.INFO,
            )
    yield from first_of_each(rule, faults)


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
            docx=sample(section=section_of().replace(FOOTER, _BOTH)),
            parts={"footer1.xml": _EVEN_LEFT, "footer2.xml": _ODD_RIGHT, **_EVEN_ON},
            kind="statutory",
        ),
        Bad(
            docx=sample(section=section_of()),
            parts={"footer1.xml": _ODD_RIGHT.replace("right", "center")},
            kind="statutory",
        ),
    ],
    good=[
        Good(
            docx=sample(section=section_of().replace(FOOTER, _BOTH)),
            parts={"footer1.xml": _ODD_RIGHT, "footer2.xml": _EVEN_LEFT, **_EVEN_ON},
            kind="statutory",
        ),
        Good(
            docx=sample(section=section_of()),
            parts={"footer1.xml": _ODD_RIGHT.replace("right", "center")},
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
                + _FIELD.replace("<w:r>", '<w:r><w:rPr><w:sz w:val="18"/></w:rPr>')
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
                _FIELD.replace(
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


_LETTER = (
    '<w:p><w:r><w:rPr><w:color w:val="FF0000"/></w:rPr><w:t>某市财政局</w:t></w:r></w:p>'
    "<w:p><w:r><w:t>某财函〔2024〕3号</w:t></w:r></w:p>"
)


@document_rule(
    code="TL225",
    name="letter-first-page-numbered",
    severity=Severity.WARNING,
    message="信函格式的公文首页不显示页码",
    basis=Basis(STANDARD, "10.1", Strength.MUST),
    explanation="用了“信函”版式方案时报警告；没有用方案、只是从标志和文种看像信函格式的只提示。",
    formats=DOCX,
    kinds=STATUTORY,
    options={"page-number-on-first-page": True},
    bad=[
        Bad(
            docx=sample(section=section_of()),
            parts=PAGE_FIELD,
            kind="statutory",
            options={"page-number-on-first-page": False},
        ),
        Bad(
            docx=_LETTER + sample(section=section_of()).replace("通知", "函"),
            parts=PAGE_FIELD,
            kind="statutory",
        ),
    ],
    good=[
        Good(docx=sample(section=section_of()), parts=PAGE_FIELD, kind="statutory"),
        Good(
            docx=sample(section=_TITLE_PAGE),
            parts=PAGE_FIELD,
            kind="statutory",
            options={"page-number-on-first-page": False},
        ),
        Good(docx=_LETTER + sample(section=_TITLE_PAGE).replace("通知", "函"), parts=PAGE_FIELD, kind="statutory"),
    ],
)
def letter_first_page(document: Document, rule: DocumentRule) -> Iterator[Finding]:
    """A letter whose first page shows its number."""
    asked = not rule.options["page-number-on-first-page"]
    if not document.sections or not (asked or is_letter(document)):
        return
    section = document.sections[0]
    if numbered(section) and (not section.title_page or has_number(section, "first")):
        yield from first_of_each(rule, [(section, rule.message)], severity=None if asked else Severity.INFO)


RULES: list[Rule] = [
    page_number_missing,
    page_number_form,
    page_number_typed,
    page_number_restarted,
    page_number_set,
    section_without_number,
    number_missing_on_pages,
    page_number_position,
    page_number_font,
    page_number_numerals,
    letter_first_page,
]
