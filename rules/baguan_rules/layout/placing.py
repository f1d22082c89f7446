"""Where the elements of a Word document stand and how they look: addressee, sign-off, attachments, 版记."""

from __future__ import annotations

from typing import TYPE_CHECKING

from baguan.model import Basis, Severity, Strength
from baguan.outline import ElementName
from baguan.rule import Bad, DocumentRule, Good, Rule, document_rule
from baguan.wordmeasure import BLANKS, blocks_of, body_blocks, family, runs, size_name, starts_in, title_blocks
from baguan_rules.layout.common import STANDARD, STATUTORY, is_old
from baguan_rules.layout.samples import BODY_RUN, INDENT, paragraph, sample
from baguan_rules.layout.word import DOCX, at_block, collapsed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from baguan.document import Block, Document
    from baguan.model import Finding

_PRACTICE = Basis("Word排版惯例", "", Strength.PRACTICE)
_RIGHT = ("right", "center", "distribute")


@document_rule(
    code="TL241",
    name="addressee-indented",
    severity=Severity.WARNING,
    message="主送机关居左顶格，回行时仍顶格",
    basis=Basis(STANDARD, "7.3.2", Strength.MUST),
    formats=DOCX,
    kinds=STATUTORY,
    bad=[
        Bad(docx=sample().replace(paragraph("各科室："), paragraph("各科室：", BODY_RUN, INDENT)), kind="statutory"),
        Bad(
            docx=sample().replace(paragraph("各科室："), paragraph("各科室：", BODY_RUN, '<w:jc w:val="center"/>')),
            kind="statutory",
        ),
    ],
    good=[Good(docx=sample(), kind="statutory")],
)
def addressee_indented(document: Document, rule: DocumentRule) -> Iterator[Finding]:
    """An addressee that does not start at the left edge."""
    body = document.structure.first(ElementName.BODY)
    for block in blocks_of(document, ElementName.ADDRESSEE)[:1]:
        centred = block.format is not None and block.format.alignment in _RIGHT
        indent = starts_in(document, block)
        if body is not None and block.start < body.start and (centred or indent > 0.6):
            now = "不是居左" if centred else f"缩进了{indent:.2g}字符"
            yield at_block(document, rule, block, f"主送机关居左顶格，现在{now}")


_LEFT_DATE = paragraph("2024年5月6日", BODY_RUN, "")
_RIGHT_DATE = paragraph("2024年5月6日", BODY_RUN, '<w:jc w:val="right"/>')


@document_rule(
    code="TL242",
    name="date-not-on-the-right",
    severity=Severity.WARNING,
    message="成文日期应当在右侧（一般右空四字）",
    basis=Basis(STANDARD, "7.3.5", Strength.GENERAL),
    explanation="加盖印章的成文日期一般右空四字；不加盖印章的，署名右空二字，日期首字比署名首字右移二字。只查明显在左边的。",
    formats=DOCX,
    kinds=STATUTORY,
    bad=[Bad(docx=sample().replace(_RIGHT_DATE, _LEFT_DATE), kind="statutory")],
    good=[
        Good(docx=sample(), kind="statutory"),
        Good(
            docx=sample().replace(_RIGHT_DATE, paragraph("　" * 14 + "2024年5月6日")),
            kind="statutory",
        ),
        Good(
            docx=sample().replace(_RIGHT_DATE, paragraph("2024年5月6日", BODY_RUN, '<w:ind w:left="4480"/>')),
            kind="statutory",
        ),
    ],
)
def date_on_the_left(document: Document, rule: DocumentRule) -> Iterator[Finding]:
    """A sign-off date in the left half of the line."""
    if is_old(document):
        return
    body = document.structure.first(ElementName.BODY)
    for block in blocks_of(document, ElementName.DATE)[-1:]:
        right = block.format is not None and block.format.alignment in _RIGHT
        alone = len(document.block_text(block).strip()) <= 16
        if body is not None and block.start >= body.end and alone and not right and starts_in(document, block) < 8:
            yield at_block(document, rule, block, rule.message)


_NOTE = paragraph("附件：检查表", BODY_RUN, "{}")
_SIGN = paragraph("某市财政局", BODY_RUN, '<w:jc w:val="right"/>')


@document_rule(
    code="TL243",
    name="attachment-note-indent",
    severity=Severity.INFO,
    message="附件说明左空二字编排",
    basis=Basis(STANDARD, "7.3.4", Strength.MUST),
    formats=DOCX,
    kinds=STATUTORY,
    bad=[Bad(docx=sample().replace(_SIGN, _NOTE.format("") + _SIGN), kind="statutory")],
    good=[
        Good(docx=sample().replace(_SIGN, _NOTE.format(INDENT) + _SIGN), kind="statutory"),
        Good(docx=sample().replace(_SIGN, paragraph("　　附件：检查表") + _SIGN), kind="statutory"),
    ],
)
def note_indent(document: Document, rule: DocumentRule) -> Iterator[Finding]:
    """The first line of the 附件说明."""
    for block in blocks_of(document, ElementName.ATTACHMENT_NOTE)[:1]:
        indent = starts_in(document, block)
        if indent < 1.5 and document.block_text(block).strip().startswith(("附件：", "附件:")):
            yield at_block(document, rule, block, f"附件说明左空二字编排，现在左空{max(indent, 0):.2g}字")


_PAGE = '<w:p><w:r><w:br w:type="page"/></w:r></w:p>'
_TABLE = paragraph("检查表", BODY_RUN, '<w:jc w:val="center"/>')
_LABEL_RUN = '<w:rFonts w:eastAsia="黑体"/><w:sz w:val="32"/>'


@document_rule(
    code="TL244",
    name="attachment-label-font",
    severity=Severity.INFO,
    message="附件页左上角的“附件”用三号（16磅）黑体，顶格编排",
    basis=Basis(STANDARD, "7.3.7", Strength.MUST),
    formats=DOCX,
    kinds=STATUTORY,
    options={"heading1-font": "黑体", "body-size": 16.0},
    bad=[Bad(docx=sample(after=_PAGE + paragraph("附件") + _TABLE))],
    good=[Good(docx=sample(after=_PAGE + paragraph("附件", _LABEL_RUN) + _TABLE))],
)
def label_font(document: Document, rule: DocumentRule) -> Iterator[Finding]:
    """Font, size and place of the labels of the attachments; the first one that is wrong."""
    wanted, size = family(rule.options["heading1-font"]), rule.options["body-size"]
    found = []
    for element in document.structure.all(ElementName.ATTACHMENT):
        block = document.block_at(element.start)
        run = next((run for run, count in runs(document, block) if count), None)
        if run is None or len(document.block_text(block).strip()) > 6:
            continue
        parts = []
        if run.east_asian_font and family(run.east_asian_font) != wanted:
            parts.append(family(run.east_asian_font))
        if run.size and abs(run.size - size) > 0.5:
            parts.append(size_name(run.size))
        if starts_in(document, block) > 0.6:
            parts.append("有缩进")
        if parts:
            found.append((block, "、".join(parts)))
    if found:
        message = f"附件页左上角的“附件”用{size_name(size)}{wanted}，顶格编排，现为{found[0][1]}"
        yield from collapsed(document, rule, [block for block, _ in found], message)


_COPY = paragraph("抄送：甲局，乙局。", '<w:rFonts w:eastAsia="仿宋"/><w:sz w:val="{}"/>')


@document_rule(
    code="TL245",
    name="imprint-size",
    severity=Severity.INFO,
    message="版记一般用四号（14磅）仿宋体",
    basis=Basis(STANDARD, "7.4.2", Strength.GENERAL),
    formats=DOCX,
    kinds=STATUTORY,
    options={"imprint-size": 14.0},
    bad=[Bad(docx=sample(after=_COPY.format(32)))],
    good=[Good(docx=sample(after=_COPY.format(28)))],
)
def imprint_size(document: Document, rule: DocumentRule) -> Iterator[Finding]:
    """The size of 抄送, 印发机关 and 印发日期; the first line that is wrong."""
    wanted = rule.options["imprint-size"]
    found = []
    for name in (ElementName.COPY_TO, ElementName.PRINTER):
        for element in document.structure.all(name):
            block = document.block_at(element.start)
            sizes = {run.size for run, count in runs(document, block) if count and run.size}
            wrong = [size for size in sizes if abs(size - wanted) > 0.5]
            if wrong:
                found.append((block, min(wrong)))
    if found:
        message = f"版记一般用{size_name(wanted)}仿宋体，现为{size_name(found[0][1])}"
        yield from collapsed(document, rule, [block for block, _ in found], message)


_MIXED = paragraph("请各科室按照要求认真组织", BODY_RUN, INDENT).replace(
    "</w:p>",
    '<w:r><w:rPr><w:rFonts w:eastAsia="微软雅黑"/><w:sz w:val="{}"/></w:rPr>'
    "<w:t>开展检查，及时报送情况。</w:t></w:r></w:p>",
)


@document_rule(
    code="TL246",
    name="mixed-fonts-in-paragraph",
    severity=Severity.INFO,
    message="同一段里混用几种字体或者字号，可能是粘贴来的",
    basis=_PRACTICE,
    explanation="段首的主题句用黑体、楷体的不报；只看汉字；合并提示一处。",
    formats=DOCX,
    kinds=STATUTORY,
    bad=[Bad(docx=sample(body=_MIXED.format(32)), kind="statutory")],
    good=[
        Good(docx=sample(), kind="statutory"),
        Good(
            docx=sample(
                body=paragraph("一是加强领导。", '<w:rFonts w:eastAsia="楷体"/><w:sz w:val="32"/>', INDENT).replace(
                    "</w:p>", f"<w:r><w:rPr>{BODY_RUN}</w:rPr><w:t>各科室要高度重视。</w:t></w:r></w:p>"
                )
            ),
            kind="statutory",
        ),
    ],
)
def mixed_fonts(document: Document, rule: DocumentRule) -> Iterator[Finding]:
    """A run of the body whose family or size differs from the one before it, but for a lead in 黑体 or 楷体."""
    found: list[tuple[Block, str]] = []
    for block in body_blocks(document):
        looks: list[tuple[str, float | None]] = []
        for run, count in runs(document, block):
            look = (family(run.east_asian_font), run.size)
            if count and look not in looks:
                looks.append(look)
        if len(looks) > 1 and looks[0][0] in ("黑体", "楷体"):
            del looks[0]
        families = list(dict.fromkeys(name for name, _ in looks if name))
        sizes = list(dict.fromkeys(size for _, size in looks if size))
        if len(families) > 1:
            found.append((block, "、".join(families[:3])))
        elif len(sizes) > 1:
            found.append((block, "、".join(map(size_name, sizes[:3]))))
    if found:
        message = f"同一段里混用{found[0][1]}，可能是粘贴来的"
        yield from collapsed(document, rule, [block for block, _ in found], message)


@document_rule(
    code="TL247",
    name="soft-break-in-body",
    severity=Severity.INFO,
    message="正文里用了软回车（Shift+Enter），应当改为分段",
    basis=_PRACTICE,
    explanation="软回车后的文字没有首行缩进，编号和目录也认不出来；合并提示一处。",
    formats=DOCX,
    kinds=STATUTORY,
    bad=[
        Bad(
            docx=sample(body=paragraph("请各科室认真组织。</w:t><w:br/><w:t>及时报送情况。", settings=INDENT)),
            kind="statutory",
        )
    ],
    good=[Good(docx=sample(), kind="statutory")],
)
def soft_breaks(document: Document, rule: DocumentRule) -> Iterator[Finding]:
    """Soft breaks between characters of a paragraph of the body."""
    found = [block for block in body_blocks(document) if "\v" in document.block_text(block).strip()]
    yield from collapsed(document, rule, found, rule.message)


@document_rule(
    code="TL248",
    name="blanks-for-centring",
    severity=Severity.INFO,
    message="用空格把标题推到中间，应当用居中对齐",
    basis=_PRACTICE,
    formats=DOCX,
    kinds=STATUTORY,
    bad=[
        Bad(
            docx=sample().replace("关于开展检查的通知", "　　　　　关于开展检查的通知"),
            kind="statutory",
        )
    ],
    good=[Good(docx=sample(), kind="statutory")],
)
def blanks_for_centring(document: Document, rule: DocumentRule) -> Iterator[Finding]:
    """Two blanks or more before a line of the title."""
    found = [
        block
        for block in title_blocks(document)
        if block.part == "body" and len(text := document.block_text(block)) - len(text.lstrip(BLANKS)) >= 2
    ]
    yield from collapsed(document, rule, found, rule.message)


@document_rule(
    code="TL249",
    name="space-between-paragraphs",
    severity=Severity.INFO,
    message="正文的段前、段后应为0，有了段间距一面排不下规定的行数",
    basis=Basis(STANDARD, "5.2.3", Strength.GENERAL),
    formats=DOCX,
    kinds=STATUTORY,
    bad=[Bad(docx=sample(settings=INDENT + '<w:spacing w:after="200"/>'), kind="statutory")],
    good=[
        Good(docx=sample(), kind="statutory"),
        Good(docx=sample(settings=INDENT + '<w:spacing w:before="0" w:after="0"/>'), kind="statutory"),
    ],
)
def space_between(document: Document, rule: DocumentRule) -> Iterator[Finding]:
    """Space before or after paragraphs of the body."""
    found = [
        (block, block.format)
        for block in body_blocks(document)
        if block.format is not None and max(block.format.before or 0.0, block.format.after or 0.0) >= 2.0
    ]
    if found:
        form = found[0][1]
        now = f"段前{form.before or 0.0:g}磅、段后{form.after or 0.0:g}磅"
        message = f"正文的段前、段后应为0，现为{now}，一面排不下规定的行数"
        yield from collapsed(document, rule, [block for block, _ in found], message)


_MARK = "<w:p><w:r><w:rPr>{}</w:rPr><w:t>某市财政局文件</w:t></w:r></w:p>"


@document_rule(
    code="TL250",
    name="issuer-mark-not-red",
    severity=Severity.INFO,
    message="发文机关标志推荐用红色小标宋体",
    basis=Basis(STANDARD, "7.2.4", Strength.GENERAL),
    explanation="套印红头纸时文件里不必是红色，可以忽略。",
    formats=DOCX,
    kinds=STATUTORY,
    bad=[Bad(docx=_MARK.format("") + paragraph("某财发〔2024〕3号") + sample())],
    good=[Good(docx=_MARK.format('<w:color w:val="FF0000"/>') + paragraph("某财发〔2024〕3号") + sample())],
)
def mark_not_red(document: Document, rule: DocumentRule) -> Iterator[Finding]:
    """A 发文机关标志 in a Word document without any red character."""
    element = document.structure.first(ElementName.ISSUER_MARK)
    if element is None:
        return
    block = document.block_at(element.start)
    colours = [run.color for run, count in runs(document, block) if count]
    if colours and not any(_is_red(colour) for colour in colours):
        yield at_block(document, rule, block, rule.message)


def _is_red(colour: str) -> bool:
    try:
        red, green, blue = (int(colour[place : place + 2], 16) for place in (0, 2, 4))
    except ValueError:
        return False
    return red >= 0xA0 and green <= 0x60 and blue <= 0x60


_RULED = '<w:pBdr><w:bottom w:val="single" w:sz="8" w:color="{}"/></w:pBdr>'


def _header(colour: str) -> str:
    number = paragraph("某财发〔2024〕3号", BODY_RUN, _RULED.format(colour))
    return _MARK.format('<w:color w:val="FF0000"/>') + number + sample()


@document_rule(
    code="TL252",
    name="header-line-not-red",
    severity=Severity.WARNING,
    message="版头的分隔线应为红色",
    basis=Basis(STANDARD, "7.2.7", Strength.MUST),
    explanation="只看用段落边框画的线；画的图形线看不到颜色，不判断。套印红头纸的，文件里本不必有线。",
    formats=DOCX,
    kinds=STATUTORY,
    bad=[Bad(docx=_header("auto")), Bad(docx=_header("000000"))],
    good=[Good(docx=_header("FF0000")), Good(docx=_header("C00000")), Good(docx=sample(), kind="statutory")],
)
def header_line(document: Document, rule: DocumentRule) -> Iterator[Finding]:
    """A border from the 发文机关标志 to the title of which no part is red."""
    mark, number = (document.structure.first(name) for name in (ElementName.ISSUER_MARK, ElementName.DOCUMENT_NUMBER))
    title = document.structure.first(ElementName.TITLE)
    if mark is None or number is None or title is None or not mark.start < number.start < title.start:
        return
    lines = [
        (block, colour)
        for block in document.blocks[document.block_index(mark.start) : document.block_index(title.start)]
        if block.part == "body" and block.format is not None
        for colour in (block.format.line_above, block.format.line_below)
        if colour
    ]
    if lines and not any(_is_red(colour) for _, colour in lines):
        yield at_block(document, rule, lines[0][0], rule.message)


RULES: list[Rule] = [
    addressee_indented,
    date_on_the_left,
    note_indent,
    label_font,
    imprint_size,
    mixed_fonts,
    soft_breaks,
    blanks_for_centring,
    space_between,
    mark_not_red,
    header_line,
]
