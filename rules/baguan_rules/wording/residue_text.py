"""残留 seen in the text itself: nearly equal paragraphs, seams that double, cut sentences, traditional characters."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from baguan.document import BlockKind, MarkKind
from baguan.lazy import lazy_pattern
from baguan.model import Applicability, Basis, Edit, Finding, Fix, Severity, Span, Strength
from baguan.rule import Bad, DocumentRule, Good, Rule, document_rule

if TYPE_CHECKING:
    from baguan.document import Block, Document

_REVIEW = Basis("《党政机关公文处理工作条例》", "第二十条", Strength.MUST)
_SCRIPT = Basis("《中华人民共和国国家通用语言文字法》", "第九条", Strength.MUST)
_PRACTICE = Basis("校对惯例", "", Strength.PRACTICE)
_BODY = (BlockKind.PARAGRAPH, BlockKind.LIST)

_LONG, _LEAST_CLAUSES, _LEAST_CLAUSE, _SHARED = 60, 5, 5, 0.75
_MOST_TWINS = 5


def _statute(document: Document) -> bool:
    """Articles and clauses of contracts repeat each other by design."""
    return sum(map(document.text.count, ("\n第", "\n　　第"))) > 3


@document_rule(
    code="WZ611",
    name="nearly-duplicated-paragraph",
    severity=Severity.WARNING,
    message="这一段与前文的一段几乎相同，疑是改稿时新旧两稿都留下了",
    basis=_REVIEW,
    explanation=(
        "六十字以上的两段，四分之三以上的分句相同（至少五个分句）而个别字句不同，多半是改了一稿忘了删旧稿。"
        "法规、合同的条文不报；完全相同的由另一条规则报。"
    ),
    bad=[
        Bad(
            "各县区要加强组织领导，健全工作机制，明确责任分工，强化督促检查，加大宣传力度，及时总结经验，确保专项行动取得实效，"
            "让人民群众满意。\n有关情况另行通知。\n"
            "⟦各县区要加强组织领导，健全工作机制，明确责任分工，强化督促检查，加大宣传力度，及时总结经验，确保整治行动取得实效，"
            "让人民群众满意。⟧"
        )
    ],
    good=[
        "各县区要加强组织领导，健全工作机制，明确责任分工，强化督促检查，加大宣传力度，及时总结经验，确保专项行动取得实效，让群众满意。\n"
        "各部门要按照职责，密切协作配合，健全工作机制，完善信息共享，强化督促检查，确保不留死角，做到守土有责，及时总结经验，让群众满意。",
    ],
)
def _nearly_duplicated(document: Document, rule: DocumentRule) -> Iterator[Finding]:
    found = [] if _statute(document) else list(_twins(document))
    if len(found) > _MOST_TWINS:  # a whole text stands twice; one finding says so
        found = found[:1]
    for block, twin in found:
        yield rule.at(block.start, block.end)._replace(related=(Span(twin.start, twin.end),))


def _twins(document: Document) -> Iterator[tuple[Block, Block]]:
    """Every paragraph that is nearly an earlier one, with that one."""
    text = document.text
    plain = text
    for mark in "。；：、！？":
        plain = plain.replace(mark, "，")
    first: dict[str, int] = {}  # clause → the first paragraph that holds it
    clauses_of: dict[int, frozenset[str]] = {}
    for index, block in enumerate(document.blocks):
        if block.end - block.start < _LONG or block.kind not in _BODY or text[block.end - 1] == "：":
            continue
        clauses = frozenset(c for c in plain[block.start : block.end].split("，") if len(c) >= _LEAST_CLAUSE)
        if len(clauses) < _LEAST_CLAUSES:
            continue
        twins = [first[clause] for clause in clauses if clause in first]
        for clause in clauses:
            first.setdefault(clause, index)
        clauses_of[index] = clauses
        if len(twins) < _LEAST_CLAUSES:
            continue
        twin, shared = Counter(twins).most_common(1)[0]
        if shared < max(_LEAST_CLAUSES, _SHARED * max(len(clauses), len(clauses_of[twin]))):
            continue
        other = document.blocks[twin]
        if text[block.start : block.end].strip() != document.block_text(other).strip():
            yield block, other


_SEAM_LEAST, _SEAM_MOST = 4, 16


def _overlap(text: str, end: int, start: int, stop: int) -> int:
    """How many characters before ``end`` stand again from ``start`` on (0 when fewer than the least)."""
    for size in range(min(_SEAM_MOST, stop - start), _SEAM_LEAST - 1, -1):
        piece = text[end - size : end]
        if text.startswith(piece, start) and _WORDS.fullmatch(piece):
            return size
    return 0


_WORDS = lazy_pattern(r"[\u3400-\u9fff，、]+")


@document_rule(
    code="WZ612",
    name="words-doubled-at-a-break",
    severity=Severity.WARNING,
    message="换页或者换段的地方重复了几个字，应删去一处",
    basis=_REVIEW,
    explanation=(
        "前一页（段）的末尾几个字在下一页（段）开头又出现一次，多是复制、拼版时带重的。只看句子没有写完的地方，四个字以上。"
    ),
    bad=[
        Bad("各级各部门要坚持问题导向，切实履行安全生产监督管理\n⟦监督管理⟧职责，确保责任落实到位。"),
        Bad(
            docx='<w:p><w:r><w:t>要认真落实安全生产责任</w:t></w:r><w:r><w:br w:type="page"/></w:r>'
            "<w:r><w:t>⟦安全生产责任⟧制度，严格考核。</w:t></w:r></w:p>"
        ),
    ],
    good=[
        "附件：\n1. 监督管理职责\n监督管理职责清单",
        "（四）严格执法、规范程序，深入扎实推进法治政府建设\n法治政府建设是一项系统工程。",
        "市安全生产委员会办公室\n市安全生产委员会办公室印发的通知要认真落实。",
    ],
)
def _doubled_at_break(document: Document, rule: DocumentRule) -> Iterator[Finding]:
    text = document.text
    starts = set()
    for mark in document.marks_of(MarkKind.PAGE_BREAK):
        start, end = mark.start, mark.start
        while start < len(text) and text[start] in " \t\n\u3000":
            start += 1
        while end and text[end - 1] in " \t\n\u3000":
            end -= 1
        size = _overlap(text, end, start, len(text))
        if size:
            starts.add(start)
            yield rule.at(start, start + size)
    previous: Block | None = None
    for block in document.blocks:
        if block.kind not in _BODY or block.start == block.end:
            continue
        if previous is not None and _unfinished(text, previous) and text[block.end - 1] in "。；！？”）":
            start = block.start + _indent(text, block)
            size = _overlap(text, previous.end, start, block.end)
            if size and start not in starts and size < previous.end - previous.start - _indent(text, previous):
                yield rule.at(start, start + size)
        previous = block


def _indent(text: str, block: Block) -> int:
    position = block.start
    while position < block.end and text[position] in " \t\u3000":
        position += 1
    return position - block.start


_LEAST_UNFINISHED = 24  # characters; a shorter line is a heading, a signature, a name


def _unfinished(text: str, block: Block) -> bool:
    """Whether a paragraph ends in the middle of a sentence and is no heading."""
    if block.end - block.start < _LEAST_UNFINISHED:
        return False
    last = text[block.end - 1]
    return ("\u3400" <= last <= "\u9fff" or last in "，、") and (
        _LABEL.match(text, block.start) is None or text.find("。", block.start, block.end) >= 0
    )


_LABEL = lazy_pattern(
    r"[ \t\u3000]*(?:[（(]?[一二三四五六七八九十\d]{1,3}[）)、.．]|第[一二三四五六七八九十\d]+|[^\n，。]{0,16}：)"
)
_NOT_CONTINUED = lazy_pattern(
    r"[ \t\u3000]*(?:[（(]?[一二三四五六七八九十\d]{1,3}[）)、.．]|第[一二三四五六七八九十\d]+|[①-⑳●■◆—•“]"
    r"|[一二三四五六七八九]是|附|抄送|[^\n]{0,12}$|[^\n，。]{0,12}：)"
)
_ADDRESS = lazy_pattern(
    r"尊敬|敬爱|亲爱|各位|抄送|主送|附件|(?:先生|女士|阁下|殿下|陛下|来宾|朋友|同志|同事|老师|同学|代表|嘉宾|主席|总理|总统|部长|领袖|干事|夫人)们?，$"
)


@document_rule(
    code="WZ613",
    name="sentence-cut-by-paragraph-break",
    severity=Severity.WARNING,
    message="句子没有写完就换了段，疑是误按回车或者漏了字",
    basis=_REVIEW,
    explanation="一段以逗号、顿号收尾，而下一段不是序号、署名、短行，多半是误换了行。名单、诗句、信函称呼不报。",
    anchors=("，\n", "、\n", "， ", "、 ", "，\u3000", "、\u3000"),
    bad=[
        Bad("要统筹发展和安全两件大事，坚持预防为主、防治结合⟦，⟧\n切实把各项措施落实到基层一线，确保万无一失。"),
        Bad("要建立健全县、乡⟦、⟧\n\n村三级联动机制，定期研判风险隐患，及时消除苗头问题。"),
    ],
    good=[
        "要统筹发展和安全，坚持预防为主，\n一、落实责任\n二、加强督查",
        "抄送：市委办公室，市人大常委会办公室，\n市政协办公室。",
        "要统筹发展和安全两件大事。\n切实把各项措施落实到基层一线，确保万无一失。",
        "山清水秀，\n人和政通。",
    ],
)
def _cut(document: Document, rule: DocumentRule) -> Iterator[Finding]:
    text = document.text
    found = []
    previous: Block | None = None
    for block in document.blocks:
        if block.start == block.end:
            continue
        if previous is not None and block.kind in _BODY and cut_short(text, previous, block):
            found.append(previous.end - 1)
        previous = block if block.kind in _BODY else None
    if len(found) > _MANY:  # a poem, or lines broken by hand
        return
    for place in found:
        yield rule.at(place, place + 1)


_MANY = 5
_LEAST_CUT = 8


def cut_short(text: str, block: Block, following: Block) -> bool:
    """Whether ``block`` ends with a comma though ``following`` goes on with the sentence."""
    if block.end - block.start < _LEAST_CUT or text[block.end - 1] not in "，、":
        return False
    return (
        _NOT_CONTINUED.match(text, following.start, following.end) is None
        and _ADDRESS.search(text, block.start, block.end) is None
        and text.find("。", following.start, following.end) >= 0
    )


@cache
def _simplified() -> Mapping[str, str]:
    """Traditional, variant and Japanese forms that the 通用规范汉字表 has no place for, with the standard form.

    Left out are variants that live on in names of people, places and firms (崑, 贇, 樑, 碁) and those whose
    standard form hardly any font holds.
    """
    lines = _TRADITIONAL.read_text(encoding="utf-8").splitlines()[1:]
    return dict(line.split("\t") for line in lines)


_TRADITIONAL = Path(__file__).parent / "data" / "traditional.tsv"
_FIRST_CHARACTER = "\u3400"  # what stands before it in Unicode are radicals, copied out of PDF files
_LOOSE = 20  # more of them are a text written in traditional characters, which is another matter


@cache
def _traditional() -> re.Pattern[str]:
    return re.compile(f"[{''.join(_simplified())}]")  # ``regex`` takes a hundred times as long on so wide a class


@document_rule(
    code="WZ614",
    name="traditional-character-mixed-in",
    severity=Severity.WARNING,
    message="夹了繁体字或者异体字，应改为规范汉字",
    basis=_SCRIPT,
    explanation=(
        "公务用语使用规范汉字。简体文稿里夹着的繁体字、异体字、旧字形、日文汉字、二简字和部首符号（“⻓”“⻔”）"
        "多是输入法、文字识别或者复制带来的。"
        "引号、书名号、括号里的（题词、商标、港澳台机构和出版物名称、姓名）只提示；整篇是繁体字的只提示一次。"
        "“乾坤”“凭藉”“明瞭”等规范字表收了的字不报。"
    ),
    bad=[
        Bad("关于加强⟦學⟧习的通知", fix="关于加强学习的通知"),
        Bad("⟦発⟧展⟦経⟧济", fix="发展经济"),
        Bad("任何时候都不能动⟦揺⟧立场。", fix="任何时候都不能动摇立场。"),
        Bad("由局⟦⻓⟧主持会议。", fix="由局长主持会议。"),
    ],
    good=["扭转乾坤，凭藉实力，照片黏贴牢固。", "关于加强学习的通知", "翟崑、陈贇、李霑同志出席。"],
)
def _traditional_characters(document: Document, rule: DocumentRule) -> Iterator[Finding]:
    text = document.text
    found = [match.start() for match in _traditional().finditer(text)]
    if len(found) > _LOOSE:
        message = f"全文有{len(found)}个繁体字、异体字；公务用语使用规范汉字，确需使用的请核对"
        yield rule.at(found[0], found[0] + 1, message=message, severity=Severity.INFO)
        return
    for start in found:
        span = (start, start + 1)
        right = _simplified()[text[start]]
        named = document.in_quotes(*span) or document.in_title_marks(*span) or document.in_brackets(*span)
        fix = Fix(f"“{text[start]}”改为“{right}”", (Edit(*span, right),), Applicability.UNSAFE)
        kind = "部首符号" if text[start] < _FIRST_CHARACTER else "繁体字或者异体字"
        message = f"“{text[start]}”是{kind}，应改为规范汉字“{right}”"
        yield rule.at(*span, message=message, severity=Severity.INFO if named else None, fix=fix)


@document_rule(
    code="WZ624",
    name="highlight-left",
    severity=Severity.WARNING,
    message="文中留有突出显示（荧光笔）的标记，定稿前应去掉",
    basis=Basis("公文定稿惯例", "", Strength.PRACTICE),
    explanation="起草、会稿时用荧光笔标出的待核内容，定稿和印发前应核实并取消标记。全文只提示一次，并说明有几处。",
    formats=frozenset({"docx"}),
    bad=[
        Bad(
            docx='<w:p><w:r><w:t>完成投资</w:t></w:r><w:r><w:rPr><w:highlight w:val="yellow"/></w:rPr>'
            "<w:t>⟦3.2亿元⟧</w:t></w:r><w:r><w:t>。</w:t></w:r></w:p>"
        )
    ],
    good=[
        Good(docx="<w:p><w:r><w:t>完成投资3.2亿元。</w:t></w:r></w:p>"),
        Good(docx='<w:p><w:r><w:rPr><w:highlight w:val="none"/></w:rPr><w:t>完成投资。</w:t></w:r></w:p>'),
    ],
)
def _highlight(document: Document, rule: DocumentRule) -> Iterator[Finding]:
    runs = [
        run
        for run in document.runs
        if run.highlight not in ("", "none", "white") and document.text[run.start : run.end].strip()
    ]
    if runs:
        count = 1 + sum(one.end != other.start for one, other in itertools.pairwise(runs))
        yield rule.at(
            runs[0].start, runs[0].end, message=f"文中有{count}处突出显示（荧光笔）的标记，定稿前应核实并去掉"
        )


RULES: list[Rule] = [_nearly_duplicated, _doubled_at_break, _cut, _traditional_characters, _highlight]
