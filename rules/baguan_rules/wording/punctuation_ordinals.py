"""Marks after ordinals (序次语)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from baguan.document import BlockKind
from baguan.lazy import compile_pattern
from baguan.model import Applicability, Basis, Edit, Finding, Fix, Severity, Strength
from baguan.rule import DELETE, Bad, DocumentRule, PatternRule, Rule, document_rule

if TYPE_CHECKING:
    from baguan.document import Document

_STANDARD = "GB/T 15834—2011"
_NUMERALS = "一二三四五六七八九十"
_ORDINAL = "(?:[二三四五]?十[一二三四五六七八九]?|[一二三四五六七八九])"

BRACKETED = PatternRule(
    code="WZ217",
    name="mark-after-bracketed-ordinal",
    severity=Severity.ERROR,
    message="带括号的序号后面不加标点，应删去“{text}”",
    basis=Basis(_STANDARD, "附录B.3", Strength.MUST),
    explanation="“（一）”“（1）”“①”后面不再用顿号、点号。正文里并列引用的“（一）、（二）项”折行到段首时不报。",
    anchors=tuple(f"{close}{mark}" for close in "）)" for mark in "、．.")
    + tuple(f"{chr(0x2460 + n)}{mark}" for n in range(20) for mark in "、．."),
    pattern=(rf"^[ \t\u3000]*(?:[（(](?:{_ORDINAL}|\d{{1,2}})[）)]|[①-⑳])(?P<at>[、．.])(?![（(\d]|[①-⑳])"),
    fix=DELETE,
    applicability=Applicability.SAFE,
    bad=[
        Bad("（一）⟦、⟧加强组织领导。", fix="（一）加强组织领导。"),
        Bad("（1）⟦.⟧明确分工", fix="（1）明确分工"),
        Bad("①⟦、⟧摸底排查", fix="①摸底排查"),
    ],
    good=["（一）加强组织领导。", "（四）、（五）项所列情形", "按照第（一）、（二）项的规定", "①、②两类情形"],
)

CHINESE = PatternRule(
    code="WZ218",
    name="wrong-mark-after-chinese-ordinal",
    severity=Severity.WARNING,
    message="汉字序号后面用顿号，不用“{text}”",
    basis=Basis(_STANDARD, "附录B.3", Strength.GENERAL),
    explanation="汉字数字作序次语，后面用顿号：“一、”。只看段首、五十九以内的序号，汉字年份“一九五八，”不会误报。",
    anchors=tuple(f"{numeral}{mark}" for numeral in _NUMERALS for mark in "，,．."),
    pattern=(rf"[{_NUMERALS}](?P<at>[，,．.])(?=[ \u3000]?[\u3400-\u9fff“《])(?<=^[ \t\u3000]*{_ORDINAL}.)"),
    fix="、",
    applicability=Applicability.SAFE,
    bad=[Bad("一⟦，⟧加强组织领导", fix="一、加强组织领导"), Bad("十二⟦.⟧保障措施", fix="十二、保障措施")],
    good=["一、加强组织领导", "一九五八，那一年", "（一）加强领导", "其一，加强领导"],
)


@document_rule(
    code="WZ219",
    name="enumeration-comma-after-arabic-ordinal",
    severity=Severity.INFO,
    message="阿拉伯数字序号后面用下脚点“1.”，不用顿号",
    basis=Basis(_STANDARD, "附录B.3", Strength.GENERAL),
    explanation=(
        "不带括号的阿拉伯数字、拉丁字母作序次语，后面用下脚点“.”；全角的“．”同样看待。“1、”在机关文稿里极常见，"
        "所以只作提示，全文并作一条，改法一次改完。表格里的序号、“3、4月份”一类并列不报。"
    ),
    anchors=tuple(f"{digit}、" for digit in "0123456789"),
    bad=[
        Bad("有关要求如下：\n1⟦、⟧加强领导。\n2、落实责任。", fix="有关要求如下：\n1.加强领导。\n2.落实责任。"),
    ],
    good=["1.加强领导。\n2.落实责任。", "3、4月份是防火关键期。", "1．加强领导。"],
)
def _arabic(document: Document, rule: DocumentRule) -> Iterator[Finding]:

    ordinal = compile_pattern(r"[ \t\u3000]*\d{1,2}(?P<at>、)(?!\d)")
    edits = []
    for block in document.blocks:
        if block.kind is BlockKind.CELL or block.numbering:
            continue
        match = ordinal.match(document.text, block.start, block.end)
        if match:
            edits.append(Edit(*match.span("at"), "."))
    if edits:
        count = f"（全文共{len(edits)}处，在第一处一并提示）" if len(edits) > 1 else ""
        fix = Fix("序号后的顿号改为“.”", tuple(edits), Applicability.UNSAFE)
        yield rule.at(edits[0].start, edits[0].end, message=rule.message + count, fix=fix)


ORDINAL_WORD = PatternRule(
    code="WZ220",
    name="enumeration-comma-after-ordinal-word",
    severity=Severity.INFO,
    message="“第一”“首先”“其一”作序次语时，后面用逗号",
    basis=Basis(_STANDARD, "附录B.3", Strength.GENERAL),
    explanation=(
        "用“第”字或者“首先”“其次”“其一”表示次序，后面用逗号。只看段首和句首；“第一、第二季度”“第一、二产业”这样的并列，"
        "“安全第一、预防为主”这样的句中成分都不报。"
    ),
    anchors=(*tuple(f"{numeral}、" for numeral in _NUMERALS), "首先、", "其次、", "最后、"),
    pattern=(
        rf"(?:第[{_NUMERALS}]{{1,2}}|其[一二三四五]|首先|其次|最后)(?P<at>、)"
        rf"(?<=(?:^[ \t\u3000]*|[。；：！？])\w{{2,3}}、)(?![第其首最再{_NUMERALS}两\d]|(?:和|或|以及)[第其])"
    ),
    fix="，",
    bad=[
        Bad("第一⟦、⟧要提高认识。第二⟦、⟧要落实责任。", fix="第一，要提高认识。第二，要落实责任。"),
        Bad("首先⟦、⟧明确任务。", fix="首先，明确任务。"),
    ],
    good=["坚持安全第一、预防为主。", "第一、第二季度持续增长。", "第一、二产业比重下降。", "第一，要提高认识。"],
)

SHI = PatternRule(
    code="WZ221",
    name="mark-after-shi-ordinal",
    severity=Severity.INFO,
    message="“{text}”中序次语后面不用顿号，应删去",
    basis=Basis(_STANDARD, "附录B.3", Strength.GENERAL),
    explanation="“一是”“二是”后面直接写内容，“第×条”后面空一字，都不用顿号。“一是，”表示停顿，有人主张可以用，不报。",
    anchors=(*tuple(f"{numeral}是、" for numeral in _NUMERALS), "条、"),
    pattern=(
        rf"(?<=^[ \t\u3000]*|[。；：])(?P<at>[{_NUMERALS}]是、)(?=[\u3400-\u9fff])"
        rf"|^[ \t\u3000]*(?P<at>第[{_NUMERALS}百零]{{1,5}}条、)(?![第{_NUMERALS}\d])"
    ),
    fix=lambda match: match["at"][:-1] + ("\u3000" if match["at"].endswith("条、") else ""),
    bad=[
        Bad("主要做法：⟦一是、⟧压实责任；二是强化督查。", fix="主要做法：一是压实责任；二是强化督查。"),
        Bad("⟦第三条、⟧本办法自印发之日起施行。", fix="第三条\u3000本办法自印发之日起施行。"),
    ],
    good=["一是压实责任；二是强化督查。", "第三条、第四条规定的情形", "问题之一是、也只能是作风不实。"],
)

RULES: list[Rule] = [BRACKETED, CHINESE, _arabic, ORDINAL_WORD, SHI]
