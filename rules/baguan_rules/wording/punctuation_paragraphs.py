"""Marks where a paragraph or a bracket begins and ends, and marks between the items of a list."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from baguan.document import BlockKind
from baguan.lazy import compile_pattern
from baguan.model import Basis, Finding, Severity, Strength
from baguan.rule import Bad, DocumentRule, PatternRule, Rule, document_rule
from baguan_rules.wording.residue_text import cut_short

if TYPE_CHECKING:
    from baguan.document import Document

_STANDARD = "GB/T 15834—2011"
_HAN = r"\u3400-\u9fff"

PARAGRAPH_START = PatternRule(
    code="WZ238",
    name="paragraph-starts-with-stop",
    severity=Severity.WARNING,
    message="段首不应是“{text}”，多半是误换了行，或者前面丢了字",
    basis=Basis(_STANDARD, "5.1", Strength.MUST),
    explanation="句号、逗号、顿号、分号、冒号、问号、叹号不出现在行首。一段以这些标点开头，多因误按回车把一段断成两段，或者删改时丢了字。",
    anchors=tuple(f"\n{mark}" for mark in "，。、；：？！")
    + tuple(f"{space}{mark}" for space in " \u3000" for mark in "，。、；：？！"),
    pattern=rf"\n[ \t\u3000]*(?P<at>[，。、；：？！])(?=[ ]?[{_HAN}“《（])",
    bad=[Bad("切实维护文化安全。\n⟦、⟧全面贯彻方针。")],
    good=["切实维护文化安全。\n全面贯彻方针。", "姓名\n：", "（一）加强领导\n——突出重点。"],
)

_BODY = (BlockKind.PARAGRAPH, BlockKind.LIST)
_LEAST, _TAIL = 40, 9  # characters: of the paragraph, and after its last full stop
_MANY = 10
_SIGNED = r"[ \t\u3000]|(?:记者|摄|社|电|供稿|[年月日])$|“[^”]*$|（[^）]*$|^[^（]*）"


@document_rule(
    code="WZ239",
    name="paragraph-without-final-stop",
    severity=Severity.INFO,
    message="这一段末尾没有句末点号，可能漏了句号，也可能话没有写完",
    basis=Basis(_STANDARD, "4.1", Strength.GENERAL),
    explanation=(
        "只看四十字以上、段中已有句号、最后一句以汉字、逗号或者顿号收尾的正文段落；标题、表格、名单、署名不看。"
        "段末是冒号、分号、括号、引号的不报。"
    ),
    anchors=("。",),
    bad=[
        Bad(
            "各单位要高度重视安全生产工作，层层压实责任，确保各项措施落到实处。"
            "要加强督促检查，对工作不力的严肃追究有关人员的责⟦任⟧"
        )
    ],
    good=[
        "各单位要高度重视安全生产工作，层层压实责任，确保各项措施落到实处。要加强督促检查，对工作不力的严肃追责。",
        "关于进一步加强安全生产工作严防重特大事故发生切实保障人民群众生命财产安全的紧急通知",
        "各单位要高度重视安全生产工作，层层压实责任。具体要求如下，请各单位结合本地实际认真抓好贯彻落实：",
    ],
)
def _final_stop(document: Document, rule: DocumentRule) -> Iterator[Finding]:

    open_end = compile_pattern(rf"[{_HAN}，、]$")
    found = []
    for index, block in enumerate(document.blocks):
        if block.end - block.start < _LEAST or block.kind not in _BODY:
            continue
        if document.text[block.end - 1] in "。：；）！？”" or document.text.find("。", block.start, block.end) < 0:
            continue
        line = document.block_text(block).rstrip(" \t\u3000")
        rest = compile_pattern("[。！？…]").split(line)[-1]
        if rest[-1:] in ("，", "、") and _goes_on(document, index):
            continue
        if len(rest) >= _TAIL and open_end.search(rest) and not compile_pattern(_SIGNED).search(rest):
            found.append(block.start + len(line))
    if len(found) > _MANY:  # a text typed without them, or broken into lines by hand
        yield rule.at(found[0] - 1, found[0], message=f"{rule.message}（全文共{len(found)}段，在第一处一并提示）")
        return
    for end in found:
        yield rule.at(end - 1, end)


def _goes_on(document: Document, index: int) -> bool:
    """Whether the next paragraph takes the sentence up: then the break is the fault, and another rule flags it."""
    following = next((block for block in document.blocks[index + 1 :] if block.end > block.start), None)
    return following is not None and cut_short(document.text, document.blocks[index], following)


EMPTY_PAIR = PatternRule(
    code="WZ241",
    name="empty-quotation-or-title-marks",
    severity=Severity.WARNING,
    message="这对引号或者书名号里面没有内容，多半丢了字",
    basis=Basis("通行做法", "", Strength.PRACTICE),
    explanation="引号、书名号里空着，多因复制时丢了图片、特殊符号或者忘了填写。讲标点用法的“引号“””不报。",
    anchors=("“”", "《》", "‘’"),
    pattern=r"(?<!引号|书名号|标点|符号|引号[（(])(?:“”|《》|‘’)(?![、，]?[“《‘（]?[”》’）])",
    bad=[Bad("依照⟦《》⟧的规定处理"), Bad("使用⟦“”⟧商标")],
    good=["依照《商标法》的规定处理", "中文引号“”分左右"],
)

AFTER_OPENER = PatternRule(
    code="WZ242",
    name="stop-after-opening-mark",
    severity=Severity.WARNING,
    message="“{text}”不能紧接在前括号、前引号、前书名号后面",
    basis=Basis(_STANDARD, "5.1", Strength.MUST),
    explanation="前括号、前引号、前书名号后面直接跟点号，多因丢了字，或者引号方向反了。",
    anchors=tuple(f"{opener}{mark}" for opener in "（《“" for mark in "，。、；："),
    pattern=r"(?<=[（《“])[，。、；：](?![）》”])",
    bad=[Bad("有关单位（⟦，⟧含乡镇）要抓好落实"), Bad("办起“农家乐“⟦。⟧他很高兴")],
    good=["有关单位（含乡镇）要抓好落实", "句号（。）和逗号（，）", "“……”"],
)

SEMICOLON_LEVEL = PatternRule(
    code="WZ243",
    name="semicolon-over-full-stop",
    severity=Severity.INFO,
    message="这一项里已经用了句号，项与项之间不再用分号，应改用句号",
    basis=Basis(_STANDARD, "附录A", Strength.GENERAL),
    explanation=(
        "分项列举时，某一项里面出现了句号，层次高于它的各项之间就不能再用分号。只看“一是……；二是……”一类同段列举；"
        "括号、引号里的句号要自己看一下。"
    ),
    anchors=tuple(f"；{numeral}是" for numeral in "二三四五六七八九"),
    pattern=(
        r"；(?=(?P<next>[二三四五六七八九])是)"
        r"(?<=[一二三四五六七八]是(?:(?![一二三四五六七八九]是)[^\n；“”（）])"
        r"{2,150}。(?:(?![一二三四五六七八九]是)[^\n；“”（）]){2,80}；)"
    ),
    fix="。",
    bad=[Bad("一是抓重点。集中力量办大事⟦；⟧二是抓落实。", fix="一是抓重点。集中力量办大事。二是抓落实。")],
    good=["一是抓重点；二是抓落实。", "一是抓重点。集中力量办大事。二是抓落实。", "一是抓重点（“三农”。）；二是抓落实"],
)

RULES: list[Rule] = [PARAGRAPH_START, _final_stop, EMPTY_PAIR, AFTER_OPENER, SEMICOLON_LEVEL]
