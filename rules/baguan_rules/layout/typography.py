"""Fonts, sizes, spacing and indentation of a Word document."""

from __future__ import annotations

import math
from collections import Counter
from typing import TYPE_CHECKING

from baguan.document import BlockKind, MarkKind
from baguan.model import Basis, Severity, Strength
from baguan.outline import ElementName
from baguan.rule import Bad, DocumentRule, Good, Rule, document_rule
from baguan_rules.layout.common import STANDARD, STATUTORY
from baguan_rules.layout.samples import BODY_RUN, INDENT, SECTION, paragraph, sample

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from baguan.document import Block, Document, Run, Section
    from baguan.model import Finding

_DOCX = frozenset({"docx"})
_FONT_BASIS = Basis(STANDARD, "5.2.2", Strength.GENERAL)
_BODY_BASIS = Basis(STANDARD, "7.3.3", Strength.GENERAL)
_FAMILIES = {
    "仿宋": ("仿宋", "fangsong"),
    "黑体": ("黑体", "simhei", "heiti"),
    "楷体": ("楷体", "kaiti", "simkai"),
    "小标宋": ("小标宋", "xiaobiaosong", "xbsj"),
    "宋体": ("宋体", "simsun", "songti"),
}
_SIZES: dict[float, str] = {
    42: "初号",
    36: "小初",
    26: "一号",
    24: "小一",
    22: "二号",
    18: "小二",
    16: "三号",
    15: "小三",
    14: "四号",
}
_SIZES |= {12: "小四", 10.5: "五号", 9: "小五"}
_MOST = 0.5  # what the greater part of the body does is its format
_LINE_HEIGHT = 1.15  # of a Chinese font, to its size
_FULLEST = 29.0  # points: 22 lines fill the 225 mm of the text area


def family(font: str) -> str:
    """The family a Chinese font belongs to, or its own name."""
    lowered = font.lower()
    return next((name for name, marks in _FAMILIES.items() if any(mark in lowered for mark in marks)), font)


def size_name(size: float) -> str:
    """A size in points with its Chinese name."""
    name = _SIZES.get(size)
    return f"{name}（{size:g}磅）" if name else f"{size:g}磅"


def _body_blocks(document: Document) -> list[Block]:
    """The paragraphs of the body text: no tables, no headings on a line of their own, nothing centred."""
    body = document.structure.first(ElementName.BODY)
    if body is None:
        return []
    alone = {
        heading.start: heading
        for heading in document.structure.headings
        if heading.stop - heading.start <= 30 and "。" not in document.text[heading.start : heading.stop]
    }
    found = []
    for block in document.blocks[document.block_index(body.start) :]:
        if block.start >= body.end:
            break
        text = document.block_text(block)
        first = block.start + len(text) - len(text.lstrip())
        centred = block.format is not None and block.format.alignment == "center"
        if (
            block.part == "body"
            and block.kind is not BlockKind.TITLE
            and text.strip()
            and not centred
            and first not in alone
        ):
            found.append(block)
    return found


def _runs(document: Document, block: Block) -> Iterator[tuple[Run, int]]:
    """The runs of a paragraph with how many Chinese characters each holds there."""
    import bisect

    index = bisect.bisect_left(document.runs, block.start, key=lambda run: run.end)
    for run in document.runs[index:]:
        if run.start >= block.end:
            return
        text = document.text[max(run.start, block.start) : min(run.end, block.end)]
        yield run, sum("\u4e00" <= character <= "\u9fff" for character in text)


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
    explanation="正文汉字过半不是仿宋（仿宋_GB2312、方正仿宋、华文仿宋等都算）时报一处；字体没有写明的不判断。",
    formats=_DOCX,
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
    for block in _body_blocks(document):
        for run, count in _runs(document, block):
            if run.east_asian_font:
                name = family(run.east_asian_font)
                counts[name] += count
                first.setdefault(name, block)
    total = sum(counts.values())
    if not total or counts["仿宋"] / total > _MOST:
        return
    name = max((name for name in counts if name != "仿宋"), key=counts.__getitem__)
    block = first[name]
    yield rule.at(block.start, block.end, message=f"正文一般用三号仿宋体，现在大部分是{name}")


@document_rule(
    code="TL212",
    name="body-size",
    severity=Severity.WARNING,
    message="正文一般用三号字（16磅）",
    basis=_FONT_BASIS,
    explanation="正文汉字过半不是三号字时报一处。",
    formats=_DOCX,
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
    for block in _body_blocks(document):
        for run, count in _runs(document, block):
            if run.size:
                counts[run.size] += count
                first.setdefault(run.size, block)
    most = _most(counts)
    if most is None:
        return
    size = float(most[0])
    right = sum(count for value, count in counts.items() if abs(value - 16) <= 0.5)
    if right / sum(counts.values()) < _MOST:
        block = first[size]
        yield rule.at(block.start, block.end, message=f"正文一般用三号字（16磅），现在大部分是{size_name(size)}")


def _title_blocks(document: Document) -> list[Block]:
    title = document.structure.first(ElementName.TITLE)
    if title is None:
        return []
    first, last = document.block_index(title.start), document.block_index(max(title.end - 1, title.start))
    return [block for block in document.blocks[first : last + 1] if document.block_text(block).strip()]


@document_rule(
    code="TL213",
    name="title-font",
    severity=Severity.INFO,
    message="标题一般用二号（22磅）小标宋体",
    basis=Basis(STANDARD, "7.3.1", Strength.GENERAL),
    explanation="字体名含“小标宋”的都算；字体、字号没有写明的不判断。",
    formats=_DOCX,
    kinds=STATUTORY,
    bad=[
        Bad(docx=sample(title_run='<w:rFonts w:eastAsia="黑体"/><w:sz w:val="44"/>'), kind="statutory"),
        Bad(docx=sample(title_run='<w:rFonts w:eastAsia="方正小标宋简体"/><w:sz w:val="36"/>'), kind="statutory"),
    ],
    good=[Good(docx=sample(), kind="statutory")],
)
def title_font(document: Document, rule: DocumentRule) -> Iterator[Finding]:
    """Family and size of the title's first run."""
    for block in _title_blocks(document)[:1]:
        run = next((run for run, count in _runs(document, block) if count), None)
        if run is None:
            continue
        parts = []
        if run.east_asian_font and family(run.east_asian_font) != "小标宋":
            parts.append(family(run.east_asian_font))
        if run.size and abs(run.size - 22) > 0.5:
            parts.append(size_name(run.size))
        if parts:
            message = f"标题一般用二号（22磅）小标宋体，现为{'、'.join(parts)}"
            yield rule.at(block.start, block.end, message=message)


@document_rule(
    code="TL214",
    name="title-not-centred",
    severity=Severity.WARNING,
    message="标题应当居中排布",
    basis=Basis(STANDARD, "7.3.1", Strength.MUST),
    formats=_DOCX,
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
    for block in _title_blocks(document)[:1]:
        text = document.block_text(block)
        alignment = block.format.alignment if block.format else ""
        if alignment not in ("center", "distribute") and text[:1] not in " \u3000\t" and block.part == "body":
            yield rule.at(block.start, block.end)


def _section_at(document: Document, offset: int) -> Section | None:
    return next((section for section in document.sections if section.start <= offset <= section.end), None)


def line_pitch(document: Document, block: Block) -> float | None:
    """Points from line to line in a paragraph, as Word sets them; ``None`` when the file does not say."""
    form = block.format
    if form is None:
        return None
    size = max((run.size or 0.0 for run, count in _runs(document, block) if count), default=0.0) or 16.0
    natural = size * _LINE_HEIGHT
    if form.line_rule == "exact" and form.line:
        return form.line
    section = _section_at(document, block.start)
    single = natural
    if section is not None and section.grid_type in ("lines", "linesAndChars", "snapToChars") and form.snap_to_grid:
        pitch = section.grid_line_pitch
        if pitch:
            single = pitch * max(1, math.ceil(round(natural / pitch, 3)))
    if form.line_rule == "atLeast" and form.line:
        return max(form.line, single)
    return single * (form.line if form.line else 1.0)


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
    formats=_DOCX,
    kinds=STATUTORY,
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
    for block in _body_blocks(document):
        pitch = line_pitch(document, block)
        if pitch is not None:
            known += 1
            if pitch >= _FULLEST - 0.005:
                wide.append((block, pitch))
    if wide and len(wide) / known > _MOST:
        block, pitch = wide[0]
        lines = math.floor(225 / 25.4 * 72 / pitch)
        message = f"行距约{pitch:.4g}磅，一面只能排{lines}行；一般每面排22行，行距用固定值28磅或者28.95磅"
        yield rule.at(block.start, block.end, message=message)


def _indent(document: Document, block: Block) -> float | None:
    """The first-line indent in characters."""
    form = block.format
    if form is None:
        return None
    if form.first_line_chars:
        return form.first_line_chars
    size = next((run.size for run, count in _runs(document, block) if count and run.size), None) or 16.0
    return (form.first_line or 0.0) / size


_MANUAL = " \u3000\t"


def _collapsed(rule: DocumentRule, blocks: Sequence[Block], message: str) -> Iterator[Finding]:
    if blocks:
        more = f"（全文共{len(blocks)}段）" if len(blocks) > 1 else ""
        yield rule.at(blocks[0].start, blocks[0].end, message=message + more)


@document_rule(
    code="TL216",
    name="first-line-indent",
    severity=Severity.INFO,
    message="正文每个自然段左空二字",
    basis=Basis(STANDARD, "7.3.3", Strength.MUST),
    explanation="首行缩进不是2字符（允许半个字的误差）的段落合并提示一处；用空格缩进的另有规则；右对齐、居中的段落不查。",
    formats=_DOCX,
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
    for block in _body_blocks(document):
        indent = _indent(document, block)
        aligned = block.format is not None and block.format.alignment == "right"
        text = document.block_text(block)
        hangs = block.format is not None and bool(block.format.left_chars or block.format.left)
        if indent is None or aligned or hangs or text[0] in _MANUAL or block.numbering:
            continue
        if abs(indent - 2) > 0.5:
            found.append(block)
    yield from _collapsed(rule, found, "正文每个自然段左空二字，首行缩进应设为2字符")


@document_rule(
    code="TL217",
    name="typed-indent",
    severity=Severity.INFO,
    message="用空格或者制表符缩进，应当用“首行缩进2字符”",
    basis=Basis("Word排版惯例", "", Strength.PRACTICE),
    formats=_DOCX,
    kinds=STATUTORY,
    bad=[Bad(docx=sample(body=paragraph("　　请各科室按照要求认真组织开展检查。")), kind="statutory")],
    good=[Good(docx=sample(), kind="statutory")],
)
def typed_indent(document: Document, rule: DocumentRule) -> Iterator[Finding]:
    """Paragraphs of the body that start with spaces."""
    found = [block for block in _body_blocks(document) if document.block_text(block)[0] in _MANUAL]
    yield from _collapsed(rule, found, rule.message)


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
    formats=_DOCX,
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
    for block in [*_title_blocks(document), *_body_blocks(document)]:
        for run, count in _runs(document, block):
            if count and run.color and not _is_dark(run.color):
                start, end = max(run.start, block.start), min(run.end, block.end)
                if not any(low <= start and end <= high for low, high in marked):
                    found.append((start, end))
    if found:
        more = f"（全文共{len(found)}处）" if len(found) > 1 else ""
        yield rule.at(*found[0], message=rule.message + more)


@document_rule(
    code="TL219",
    name="empty-paragraphs",
    severity=Severity.INFO,
    message="用空段落调整版面，应当改用段前段后间距或者分页符",
    basis=Basis("Word排版惯例", "", Strength.PRACTICE),
    explanation="正文两个自然段之间的空段落合并提示一处；标题、表格、图片前后的和国标规定空一行的位置不报。",
    formats=_DOCX,
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
    prose = {block.start for block in _body_blocks(document)}
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
    yield from _collapsed(rule, found, rule.message)


_HEADING_FONTS = {"一、": "黑体", "（一）": "楷体"}


@document_rule(
    code="TL220",
    name="heading-font",
    severity=Severity.INFO,
    message="第一层一般用黑体，第二层一般用楷体",
    basis=_BODY_BASIS,
    explanation="“一、”一般用黑体，“（一）”一般用楷体；只看独立成行的小标题，每层合并提示一处。",
    formats=_DOCX,
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
    for style, wanted in _HEADING_FONTS.items():
        found = []
        for heading in document.structure.headings:
            text = document.text[heading.end : heading.stop].strip()
            if heading.style != style or len(text) > 30 or any(mark in text for mark in "。；：;"):
                continue
            block = document.block_at(heading.start)
            fonts = {
                family(run.east_asian_font) for run, count in _runs(document, block) if count and run.east_asian_font
            }
            if fonts and wanted not in fonts:
                found.append((block, min(fonts)))
        if found:
            message = f"“{style}”一级的标题一般用{wanted}，现为{found[0][1]}"
            yield from _collapsed(rule, [block for block, _ in found], message)


RULES: list[Rule] = [
    body_font,
    body_size,
    title_font,
    title_centred,
    line_spacing,
    first_line_indent,
    typed_indent,
    coloured_text,
    empty_paragraphs,
    heading_font,
]
