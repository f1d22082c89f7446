"""Fonts, sizes and colours of a Word document."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from baguan.document import MarkKind
from baguan.lazy import lazy_pattern
from baguan.model import Basis, Severity, Strength
from baguan.rule import Bad, DocumentRule, Good, Rule, document_rule
from baguan.wordmeasure import body_blocks, family, runs, size_name, title_blocks
from baguan_rules.layout.common import STANDARD, STATUTORY
from baguan_rules.layout.samples import BODY_RUN, INDENT, SECTION, paragraph, sample
from baguan_rules.layout.word import DOCX, MOST, at_block, collapsed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from baguan.document import Block, Document
    from baguan.model import Finding

_FONT_BASIS = Basis(STANDARD, "5.2.2", Strength.GENERAL)
_BODY_BASIS = Basis(STANDARD, "7.3.3", Strength.GENERAL)


def _most(counts: Counter[str] | Counter[float]) -> tuple[str | float, float] | None:
    total = sum(counts.values())
    if not total:
        return None
    value, count = counts.most_common(1)[0]
    return value, count / total


_SONG = '<w:rFonts w:eastAsia="宋体"/><w:sz w:val="32"/>'
_SMALL = '<w:rFonts w:eastAsia="仿宋_GB2312"/><w:sz w:val="28"/>'


@document_rule(
    code="TL211",
    name="body-font",
    severity=Severity.WARNING,
    message="正文一般用仿宋体",
    basis=_FONT_BASIS,
    options={"body-font": "仿宋_GB2312", "body-size": 16.0},
    explanation="正文汉字过半不是仿宋（仿宋_GB2312、方正仿宋、华文仿宋等都算）时报一处；字体没有写明的不判断。",
    formats=DOCX,
    kinds=STATUTORY,
    bad=[Bad(docx=sample(run=_SONG), kind="statutory")],
    good=[
        Good(docx=sample(), kind="statutory"),
        Good(docx=sample(run='<w:rFonts w:eastAsia="方正仿宋_GBK"/><w:sz w:val="32"/>'), kind="statutory"),
        Good(docx=sample(run='<w:sz w:val="32"/>'), kind="statutory"),
    ],
)
def body_font(document: Document, rule: DocumentRule) -> Iterator[Finding]:
    """The family of most of the Chinese characters of the body."""
    counts: Counter[str] = Counter()
    first: dict[str, Block] = {}
    for block in body_blocks(document):
        for run, count in runs(document, block):
            if run.east_asian_font:
                name = family(run.east_asian_font)
                counts[name] += count
                first.setdefault(name, block)
    total = sum(counts.values())
    wanted = family(rule.options["body-font"])
    if not total or counts[wanted] / total > MOST:
        return
    name = max((name for name in counts if name != wanted), key=counts.__getitem__)
    block = first[name]
    asked = f"{size_name(rule.options['body-size'])}{wanted}"
    yield at_block(document, rule, block, f"正文一般用{asked}，现在大部分是{name}")


@document_rule(
    code="TL212",
    name="body-size",
    severity=Severity.WARNING,
    message="正文一般用三号字（16磅）",
    basis=_FONT_BASIS,
    options={"body-size": 16.0},
    explanation="正文汉字过半不是三号字时报一处。",
    formats=DOCX,
    kinds=STATUTORY,
    bad=[Bad(docx=sample(run=_SMALL), kind="statutory")],
    good=[
        Good(docx=sample(), kind="statutory"),
        Good(docx=sample(run='<w:rFonts w:eastAsia="仿宋"/><w:sz w:val="31"/>'), kind="statutory"),
    ],
)
def body_size(document: Document, rule: DocumentRule) -> Iterator[Finding]:
    """The size of most of the Chinese characters of the body."""
    counts: Counter[float] = Counter()
    first: dict[float, Block] = {}
    for block in body_blocks(document):
        for run, count in runs(document, block):
            if run.size:
                counts[run.size] += count
                first.setdefault(run.size, block)
    most = _most(counts)
    if most is None:
        return
    size = float(most[0])
    wanted = rule.options["body-size"]
    right = sum(count for value, count in counts.items() if abs(value - wanted) <= 0.5)
    if right / sum(counts.values()) < MOST:
        block = first[size]
        message = f"正文一般用{size_name(wanted)}，现在大部分是{size_name(size)}"
        yield at_block(document, rule, block, message)


@document_rule(
    code="TL213",
    name="title-font",
    severity=Severity.INFO,
    message="标题一般用二号（22磅）小标宋体",
    basis=Basis(STANDARD, "7.3.1", Strength.GENERAL),
    options={"title-font": "方正小标宋简体", "title-size": 22.0},
    explanation="字体名含“小标宋”的都算；字体、字号没有写明的不判断。",
    formats=DOCX,
    kinds=STATUTORY,
    bad=[
        Bad(docx=sample(title_run='<w:rFonts w:eastAsia="黑体"/><w:sz w:val="44"/>'), kind="statutory"),
        Bad(docx=sample(title_run='<w:rFonts w:eastAsia="方正小标宋简体"/><w:sz w:val="36"/>'), kind="statutory"),
    ],
    good=[Good(docx=sample(), kind="statutory")],
)
def title_font(document: Document, rule: DocumentRule) -> Iterator[Finding]:
    """Family and size of the title's first run."""
    for block in title_blocks(document)[:1]:
        run = next((run for run, count in runs(document, block) if count), None)
        if run is None:
            continue
        parts = []
        wanted, size = family(rule.options["title-font"]), rule.options["title-size"]
        if run.east_asian_font and family(run.east_asian_font) != wanted:
            parts.append(family(run.east_asian_font))
        if run.size and abs(run.size - size) > 0.5:
            parts.append(size_name(run.size))
        if parts:
            message = f"标题一般用{size_name(size)}{wanted}，现为{'、'.join(parts)}"
            yield at_block(document, rule, block, message)


@document_rule(
    code="TL214",
    name="title-not-centred",
    severity=Severity.WARNING,
    message="标题应当居中排布",
    basis=Basis(STANDARD, "7.3.1", Strength.MUST),
    formats=DOCX,
    kinds=STATUTORY,
    bad=[Bad(docx=sample(title_settings=""), kind="statutory")],
    good=[
        Good(docx=sample(), kind="statutory"),
        Good(
            docx=sample()
            .replace("关于开展检查的通知", "　　　　　关于开展检查的通知")
            .replace('<w:jc w:val="center"/>', ""),
            kind="statutory",
        ),
    ],
)
def title_centred(document: Document, rule: DocumentRule) -> Iterator[Finding]:
    """The alignment of the title; spaces that push it to the middle are a matter of taste."""
    for block in title_blocks(document)[:1]:
        text = document.block_text(block)
        alignment = block.format.alignment if block.format else ""
        if alignment not in ("center", "distribute") and text[:1] not in " \u3000\t" and block.part == "body":
            yield at_block(document, rule, block, rule.message)


def _is_dark(color: str) -> bool:
    """Whether a colour is black, or so near that nobody sees the difference."""
    try:
        return all(int(color[place : place + 2], 16) <= 0x40 for place in (0, 2, 4))
    except ValueError:
        return True


@document_rule(
    code="TL218",
    name="coloured-text",
    severity=Severity.INFO,
    message="公文中文字的颜色为黑色，如无特殊说明不用其他颜色",
    basis=Basis(STANDARD, "5.2.4", Strength.MUST),
    explanation="只查标题和正文；修订、超链接、版头标志不查；接近黑色的不报。",
    formats=DOCX,
    kinds=STATUTORY,
    bad=[
        Bad(
            docx=sample(body=paragraph("请各科室按照要求", BODY_RUN + '<w:color w:val="FF0000"/>', INDENT)),
            kind="statutory",
        )
    ],
    good=[
        Good(docx=sample(), kind="statutory"),
        Good(
            docx=sample(body=paragraph("请各科室按照要求", BODY_RUN + '<w:color w:val="333333"/>', INDENT)),
            kind="statutory",
        ),
    ],
)
def coloured_text(document: Document, rule: DocumentRule) -> Iterator[Finding]:
    """Coloured runs of title and body, the first one for all of them."""
    marked = [
        (mark.start, mark.end)
        for mark in document.marks_of(MarkKind.INSERTION, MarkKind.FIELD)
        if mark.kind is MarkKind.INSERTION or mark.value.lstrip().upper().startswith("HYPERLINK")
    ]
    found = []
    for block in [*title_blocks(document), *body_blocks(document)]:
        for run, count in runs(document, block):
            if count and run.color and not _is_dark(run.color):
                start, end = max(run.start, block.start), min(run.end, block.end)
                if not any(low <= start and end <= high for low, high in marked):
                    found.append((start, end))
    if found:
        more = f"（全文共{len(found)}处）" if len(found) > 1 else ""
        yield rule.at(*found[0], message=rule.message + more)


_HEADING_FONTS = {"一、": "heading1-font", "（一）": "heading2-font"}


@document_rule(
    code="TL220",
    name="heading-font",
    severity=Severity.INFO,
    message="第一层一般用黑体，第二层一般用楷体",
    basis=_BODY_BASIS,
    options={"heading1-font": "黑体", "heading2-font": "楷体_GB2312"},
    explanation="“一、”一般用黑体，“（一）”一般用楷体；只看独立成行的小标题，每层合并提示一处。",
    formats=DOCX,
    kinds=STATUTORY,
    bad=[
        Bad(
            docx=sample(body=paragraph("一、总体要求", settings=INDENT) + paragraph("请认真组织。", settings=INDENT)),
            kind="statutory",
        )
    ],
    good=[
        Good(
            docx=sample(
                body=paragraph("一、总体要求", '<w:rFonts w:eastAsia="黑体"/><w:sz w:val="32"/>', INDENT)
                + paragraph("（一）检查范围", '<w:rFonts w:eastAsia="楷体_GB2312"/><w:sz w:val="32"/>', INDENT)
                + paragraph("请认真组织。", settings=INDENT)
            ),
            kind="statutory",
        ),
        Good(docx=sample(section=SECTION), kind="statutory"),
    ],
)
def heading_font(document: Document, rule: DocumentRule) -> Iterator[Finding]:
    """The family of headings on a line of their own, level by level."""
    for style, option in _HEADING_FONTS.items():
        wanted = family(rule.options[option])
        found = []
        for heading in document.structure.headings:
            text = document.text[heading.end : heading.stop].strip()
            if heading.style != style or len(text) > 30 or any(mark in text for mark in "。；：;"):
                continue
            block = document.block_at(heading.start)
            fonts = {
                family(run.east_asian_font) for run, count in runs(document, block) if count and run.east_asian_font
            }
            if fonts and wanted not in fonts:
                found.append((block, min(fonts)))
        if found:
            message = f"“{style}”一级的标题一般用{wanted}，现为{found[0][1]}"
            yield from collapsed(document, rule, [block for block, _ in found], message)


_LATIN = lazy_pattern("[0-9A-Za-z]+")
_FEW = 0.02  # of the digits and letters; below it the rest is a slip
_DIGITS = (
    "<w:r><w:rPr>"
    + BODY_RUN.replace("<w:rFonts ", '<w:rFonts w:ascii="{0}" w:hAnsi="{0}" ')
    + "</w:rPr><w:t>12</w:t></w:r></w:p>"
)


@document_rule(
    code="TL253",
    name="mixed-latin-fonts",
    severity=Severity.INFO,
    message="正文的数字和字母用了几种字体，应当统一",
    basis=Basis("Word排版惯例", "", Strength.PRACTICE),
    explanation=(
        "国标没有规定数字和字母的字体，但一份文件里应当一致（常用Times New Roman或者与汉字相同的仿宋）；"
        "最少见的一种标在首次出现处。"
    ),
    formats=DOCX,
    kinds=STATUTORY,
    bad=[
        Bad(
            docx=sample(
                body=paragraph("共有", settings=INDENT).replace("</w:p>", _DIGITS.format("Times New Roman"))
                + paragraph("还有", settings=INDENT).replace("</w:p>", _DIGITS.format("Calibri"))
            ),
            kind="statutory",
        )
    ],
    good=[
        Good(docx=sample(), kind="statutory"),
        Good(
            docx=sample(
                body=paragraph("共有", settings=INDENT).replace("</w:p>", _DIGITS.format("Times New Roman"))
                + paragraph("还有", settings=INDENT).replace("</w:p>", _DIGITS.format("Times New Roman"))
            ),
            kind="statutory",
        ),
    ],
)
def mixed_latin_fonts(document: Document, rule: DocumentRule) -> Iterator[Finding]:
    """The Latin fonts of the digits and letters of the body, when there are several."""
    counts: Counter[str] = Counter()
    first: dict[str, tuple[int, int]] = {}
    for block in body_blocks(document):
        for run, _ in runs(document, block):
            if not run.ascii_font:
                continue
            start, end = max(run.start, block.start), min(run.end, block.end)
            for match in _LATIN.finditer(document.text, start, end):
                counts[family(run.ascii_font)] += len(match[0])
                first.setdefault(family(run.ascii_font), match.span())
    total = sum(counts.values())
    rare = [name for name, count in counts.items() if count / total >= _FEW] if total else []
    if len(rare) > 1:
        names = sorted(rare, key=counts.__getitem__, reverse=True)
        message = f"正文的数字和字母用了{len(names)}种字体（{'、'.join(names[:3])}），应当统一"
        yield rule.at(*first[names[-1]], message=message)


RULES: list[Rule] = [
    body_font,
    body_size,
    title_font,
    title_centred,
    coloured_text,
    heading_font,
    mixed_latin_fonts,
]
