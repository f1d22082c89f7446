"""Marks that come in pairs: brackets, title marks, quotation marks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from baguan.lazy import compile_pattern, lazy_pattern
from baguan.model import Applicability, Basis, Edit, Finding, Fix, Severity, Strength
from baguan.rule import Bad, DocumentRule, PatternRule, Rule, document_rule

if TYPE_CHECKING:
    from regex import Match

    from baguan.document import Document

_STANDARD = "GB/T 15834—2011"
_CLOSER_OF = {"（": "）", "《": "》", "〈": "〉", "〔": "〕", "【": "】"}
_OPENER_OF = {"）": "（", ")": "（", "》": "《", "〉": "〈", "〕": "〔", "】": "【"}
_LABEL = r"(?:^|[，。；：、\s（(…“])[0-9A-Za-z一二三四五六七八九十①-⑳]{1,3}$|[:：;；=8][-^]?$"
_REACH = 40  # paragraphs: the note under a law's title holds its whole history in brackets


_SIMPLE = "|".join(f"{o}[^（）()《》〈〉〔〕【】\\n]*+{c}" for o, c in _CLOSER_OF.items())
# what is left once the simple pairs are skipped: a twentieth of the brackets of clean prose
_BRACKET = rf"(?:{_SIMPLE})(*SKIP)(*FAIL)|[（）()《》〈〉〔〕【】]"
_QUOTE = r'“[^“”"\n]*+”(*SKIP)(*FAIL)|[“”]'


def _unmatched_brackets(text: str) -> Iterator[tuple[int, str]]:
    """Yield (offset, the mark that is missing), each kind of bracket by itself; both widths of （） are one kind.

    A bracket left open in one paragraph and one left closed some paragraphs on are taken for a pair that holds a list.
    """

    label = compile_pattern(_LABEL)
    opened: dict[str, list[int]] = {kind: [] for kind in _CLOSER_OF}
    for match in compile_pattern(_BRACKET).finditer(text):
        mark, at = match[0], match.start()
        if mark in _OPENER_OF:
            stack = opened[_OPENER_OF[mark]]
            if stack and text.count("\n", stack[-1], at) <= _REACH:
                stack.pop()
            elif mark not in "）)" or not label.search(text[max(text.rfind("\n", 0, at) + 1, at - 5) : at]):
                yield at, _OPENER_OF[mark]
        elif mark != "(" or text[max(at - 1, 0) : at] not in (":", ";", "："):
            opened["（" if mark == "(" else mark].append(at)
    for kind, stack in opened.items():
        for left in stack:
            yield left, _CLOSER_OF[kind]


_HEADNOTE = lazy_pattern(
    r"^[ \t\u3000]*(?:19|20)\d{2}年\d{1,2}月.{0,300}(?:通过|批准|公布|发布|修订|修正|施行|生效)）$"
)


@document_rule(
    code="WZ211",
    name="unmatched-bracket",
    severity=Severity.ERROR,
    message="括号、书名号要成对",
    basis=Basis(_STANDARD, "5.1", Strength.MUST),
    explanation=(
        "括号、书名号、六角括号成对出现。段首序号“1）”“一）”“a)”和表情符号不报；在一段里没有合上、四十段之内合上的（括住列表、题注）也不报。"
        "法规题注末尾多出的“）”只作提示（网页转换常丢前一半）。漏掉的一半放在哪里要人来定，所以不给改法。"
    ),
    anchors=("（", "）", "(", ")", "《", "》", "〈", "〉", "〔", "〕", "【", "】"),
    bad=[
        Bad("根据⟦《⟧预算法的规定，现就有关事项通知如下。"),
        Bad("各乡镇⟦（⟧街道（要加强领导）"),
        Bad("有关单位名单附后⟦）⟧。"),
        Bad("按照国发2020⟦〕⟧1号文件要求"),
    ],
    good=[
        "1）加强领导；2）落实责任",
        "a)加强领导",
        "一）加强领导",
        "谢谢:)",
        "（一）加强领导（含乡镇（街道））。",
        "（以下单位参加：\n财政局\n审计局）",
        "（见附件)",
    ],
)
def _unmatched_bracket(document: Document, rule: DocumentRule) -> Iterator[Finding]:
    for at, missing in _unmatched_brackets(document.text):
        severity = Severity.INFO if _closes_headnote(document, at) else None
        yield rule.at(at, at + 1, severity=severity, message=f"“{document.text[at]}”没有配成对，缺“{missing}”")


def _closes_headnote(document: Document, at: int) -> bool:
    """Whether the mark ends the 题注 of a law (××年×月×日……修订）), whose first bracket web copies tend to lose."""
    block = document.block_at(at)
    line = document.block_text(block)
    return at == block.end - 1 and line.endswith("）") and _HEADNOTE.search(line) is not None


def _pairwise(text: str, marks: list[int]) -> list[int]:
    """The marks of a paragraph that point the wrong way, when its quotation marks come in plain pairs."""
    if len(marks) % 2:
        return []
    wrong = []
    for first, second in zip(marks[::2], marks[1::2], strict=True):
        if text[first] == "“" and text[second] == "”":
            continue
        inside = text[first + 1 : second]
        if not inside or len(inside) > 20 or set(inside) & set("，。；：！？"):
            return []
        if text[first] == "”" and text[first - 1 : first] in ("。", "！", "？"):
            return []
        wrong += [at for at, mark in ((first, "“"), (second, "”")) if text[at] != mark]
    return wrong


def _balanced(text: str, marks: list[int]) -> bool:
    depth = 0
    for at in marks:
        depth += 1 if text[at] == "“" else -1
        if depth < 0:
            return False
    return depth == 0


def _odd_lines(text: str) -> Iterator[tuple[int, int, list[int]]]:
    """(start, end, offsets of “ and ”) of each paragraph whose quotation marks do not pair off by nesting.

    A paragraph with straight quotes is left out: its pairs may be half straight.
    """

    done = -1
    for match in compile_pattern(_QUOTE).finditer(text):
        if match.start() <= done:
            continue
        low = text.rfind("\n", 0, match.start()) + 1
        high = text.find("\n", match.start())
        done = high = len(text) if high < 0 else high
        marks = [low + at for at, character in enumerate(text[low:high]) if character in "“”"]
        if text.find('"', low, high) < 0 and not _balanced(text, marks):
            yield low, high, marks


def _opens_long(text: str, at: int) -> bool:
    """Whether a quotation that may run over paragraphs starts here: first in its paragraph, after a colon or “说，”."""
    before = text[max(text.rfind("\n", 0, at) + 1, at - 3) : at].strip(" \t\u3000")
    return not before or before.endswith(("：", ":", "说，"))


def _unmatched_quotes(text: str) -> Iterator[int]:
    import regex

    # the last paragraph of a long quotation opens it again and closes it, so it looks balanced by itself
    last = compile_pattern(r"^[ \t\u3000]*“[^\n]*”[。；，]?[ \t]*$", regex.MULTILINE)
    carried: list[int] = []  # opened by an earlier paragraph
    position = 0
    for low, high, marks in [*_odd_lines(text), (len(text), len(text), [])]:
        if carried:
            closed = len(last.findall(text, position, low))
            del carried[max(len(carried) - closed, 0) :]
        position = high
        if _pairwise(text, marks):
            continue
        opened: list[int] = []
        for at in marks:
            if text[at] == "“":
                opened.append(at)
            elif opened or carried:
                (opened or carried).pop()
            else:
                yield at
        yield from (at for at in opened if not _opens_long(text, at))
        # 4.8.3.5: every paragraph of a long quotation opens it again
        carried += [at for at in opened if _opens_long(text, at) and not (carried and _first(text, at))]
    yield from carried


def _first(text: str, at: int) -> bool:
    return not text[text.rfind("\n", 0, at) + 1 : at].strip(" \t\u3000")


@document_rule(
    code="WZ212",
    name="unmatched-quotation-mark",
    severity=Severity.WARNING,
    message="引号要成对",
    basis=Basis(_STANDARD, "5.1", Strength.MUST),
    explanation=(
        "前引号和后引号成对出现。连续几段的引文，每段段首用前引号、只在最后一段末尾用后引号（4.8.3.5），不报；"
        "从段首或者冒号后开始、隔开若干段才合上的引文也不报。"
    ),
    anchors=("“", "”"),
    bad=[Bad("坚持⟦“⟧一把手负总责。"), Bad("坚持一把手⟦”⟧负总责。")],
    good=[
        "坚持“一把手”负总责。",
        "信中说：\n“第一段内容。\n“第二段内容。\n“第三段内容。”",
        "一、将第三条修改为：“有下列情形的：\n“（一）甲；\n“（二）乙。”",
        "他指出：“做好工作。\n要抓好落实。”",
    ],
)
def _unmatched_quote(document: Document, rule: DocumentRule) -> Iterator[Finding]:
    for at in _unmatched_quotes(document.text):
        half = "后" if document.text[at] == "“" else "前"
        yield rule.at(at, at + 1, message=f"这个引号没有相配的{half}引号")


MIXED_WIDTH = PatternRule(
    code="WZ213",
    name="mixed-width-brackets",
    severity=Severity.WARNING,
    message="括号一半全角、一半半角，这里的“{text}”应改为“{fix}”",
    basis=Basis(_STANDARD, "5.1", Strength.MUST),
    explanation="一对括号的前后两半形状一致，中文里都用全角。列表序号“1)”前面恰好有前括号时不报。",
    anchors=("(", ")"),
    pattern=(
        r"（[^（）()\n]{0,80}(?<![：；，、。\s]\d{1,2})(?P<at>\))"
        r"|(?<![:;])(?P<at>\()[^（）()\n]{0,80}(?<![：；，、。\s]\d{1,2})）"
    ),
    fix=lambda match: "（" if match["at"] == "(" else "）",
    applicability=Applicability.SAFE,
    bad=[Bad("各乡镇（街道⟦)⟧", fix="各乡镇（街道）"), Bad("差旅费⟦(⟧含住宿）", fix="差旅费（含住宿）")],
    good=["各乡镇（街道）", "差旅费(含住宿)", "（分两步：1)摸底；2)整改）"],
)


def _nested(document: Document, rule: DocumentRule, opener: str, closer: str, inner: str) -> Iterator[Finding]:
    """Pairs directly inside a pair of the same kind, in paragraphs where all marks of the kind are matched."""
    import regex

    text = document.text
    done = -1
    for match in regex.finditer(rf"{opener}[^{opener}{closer}\n]*+{opener}", text):
        low = text.rfind("\n", 0, match.start()) + 1
        if low <= done:
            continue
        high = text.find("\n", low)
        done = high = len(text) if high < 0 else high
        yield from _nested_in_line(document, rule, (low, high), opener + closer + inner)


def _nested_in_line(document: Document, rule: DocumentRule, line: tuple[int, int], marks: str) -> Iterator[Finding]:
    text = document.text
    opener, closer, inner_opener, inner_closer = tuple(marks)
    stack: list[int] = []
    found = []
    for at in range(*line):
        if text[at] in (opener, inner_opener):
            stack.append(at)
        elif text[at] in (closer, inner_closer):
            if not stack or (text[stack[-1]] == opener) != (text[at] == closer):
                return
            start = stack.pop()
            if text[at] == closer and stack and text[stack[-1]] == opener:
                found.append((start, at))
    if stack:
        return
    for start, at in sorted(found):
        fix = Fix(
            f"里层改用“{inner_opener}{inner_closer}”",
            (Edit(start, start + 1, inner_opener), Edit(at, at + 1, inner_closer)),
            Applicability.UNSAFE,
        )
        yield rule.at(start, at + 1, fix=fix)


@document_rule(
    code="WZ214",
    name="nested-title-marks",
    severity=Severity.WARNING,
    message="书名号里面再用书名号，里层用单书名号〈〉",
    basis=Basis(_STANDARD, "4.15", Strength.GENERAL),
    explanation=(
        "书名号套书名号，外层《》、里层〈〉；再套一层又用《》，不报。书名号本身没有配成对时另由“括号、书名号要成对”提示。"
    ),
    anchors=("《",),
    bad=[
        Bad("根据《关于修改⟦《预算管理办法》⟧的决定》", fix="根据《关于修改〈预算管理办法〉的决定》"),
        Bad("《关于⟦《甲》⟧和⟦《乙》⟧的说明》", fix="《关于〈甲〉和〈乙〉的说明》"),
    ],
    good=["《关于修改〈预算管理办法〉的决定》", "《关于〈修改《办法》的决定〉的说明》", "《甲》和《乙》"],
)
def _nested_title_marks(document: Document, rule: DocumentRule) -> Iterator[Finding]:
    yield from _nested(document, rule, "《", "》", "〈〉")


@document_rule(
    code="WZ215",
    name="nested-double-quotes",
    severity=Severity.WARNING,
    message="引号里面再用引号，里层用单引号‘’",
    basis=Basis(_STANDARD, "4.8.3.4", Strength.GENERAL),
    explanation="引号套引号，外层“”、里层‘’。只报一段之内全部配成对的；跨段引文、漏了后引号的另由“引号要成对”提示。",
    anchors=("“",),
    bad=[Bad("他说：“要弘扬⟦“工匠”⟧精神。”", fix="他说：“要弘扬‘工匠’精神。”")],
    good=["他说：“要弘扬‘工匠’精神。”", "“工匠”“劳模”", "他说：“要弘扬“工匠”精神。"],
)
def _nested_quotes(document: Document, rule: DocumentRule) -> Iterator[Finding]:
    yield from _nested(document, rule, "“", "”", "‘’")


@document_rule(
    code="WZ216",
    name="reversed-quotation-marks",
    severity=Severity.ERROR,
    message="引号方向反了",
    basis=Basis(_STANDARD, "4.8", Strength.MUST),
    explanation=(
        "前引号是“，后引号是”。一段里的引号凑得成对、引号里是20字以内不带点号的词语，而有一半方向不对时才报；跨段引文不报。"
    ),
    anchors=("“", "”"),
    bad=[
        Bad("开展⟦”⟧清风⟦“⟧行动", fix="开展“清风”行动"),
        Bad("推出“活力赛事”“避暑康养⟦“⟧等产品", fix="推出“活力赛事”“避暑康养”等产品"),
    ],
    good=["开展“清风”行动", "他说：“要弘扬“工匠”精神。”", "最后一段到此为止。”他又说：“还有一点。"],
)
def _reversed_quotes(document: Document, rule: DocumentRule) -> Iterator[Finding]:
    for _, _, marks in _odd_lines(document.text):
        for at in _pairwise(document.text, marks):
            right = "“" if document.text[at] == "”" else "”"
            fix = Fix(f"改为“{right}”", (Edit(at, at + 1, right),), Applicability.UNSAFE)
            yield rule.at(at, at + 1, message=f"引号方向反了，这里应是{'前' if right == '“' else '后'}引号", fix=fix)


STOP_AROUND_BRACKETS = PatternRule(
    code="WZ228",
    name="stop-doubled-around-brackets",
    severity=Severity.WARNING,
    message="括号内外不重复用句号，这里的句号应删去",
    basis=Basis(_STANDARD, "附录B", Strength.GENERAL),
    explanation=(
        "句内括注在句末点号之前，括注末尾不用句号：“认真执行（名单附后）。”整句整段的说明放在句号之后，括号里自带句号、括号外不再加。"
        "“（记者……）”“（注：……）”等署名、注释不报。"
    ),
    anchors=("。）。", "。（"),
    pattern=(
        r"(?P<at>。)（(?!记者|本报|注|公报|见|此件|联系|署名|完|待续)[^（）。\n]{1,40}）。"
        r"|（[^（）。\n]{1,60}(?P<at>。)）(?=。)"
    ),
    fix="",
    bad=[
        Bad("请认真执行⟦。⟧（名单附后）。", fix="请认真执行（名单附后）。"),
        Bad("请认真执行（名单附后⟦。⟧）。", fix="请认真执行（名单附后）。"),
    ],
    good=["请认真执行（名单附后）。", "请认真执行。（此件公开发布）", "全文完。（记者张三）。"],
)


def _one_stop(match: Match[str]) -> str:
    """A whole sentence keeps its stop inside, a part of one outside."""
    line = match.string[match.string.rfind("\n", 0, match.start()) + 1 : match.start()]
    opener = line.rfind("“")
    return "。”" if opener > 0 and line[opener - 1] in "：:。" else "”。"


STOP_AROUND_QUOTES = PatternRule(
    code="WZ229",
    name="stop-doubled-around-quotes",
    severity=Severity.WARNING,
    message="后引号内外不重复用句号，应写作“{fix}”",
    basis=Basis(_STANDARD, "附录B", Strength.GENERAL),
    explanation="完整独立的引文，句号在引号内；引文只是句子的一部分，句号在引号外。两处不同时用。问号、叹号在引号内可以保留。",
    anchors=("。”。",),
    pattern=r"。”。",
    fix=_one_stop,
    bad=[
        Bad("他指出：“要抓好落实⟦。”。⟧", fix="他指出：“要抓好落实。”"),
        Bad("这就是“一抓到底⟦。”。⟧", fix="这就是“一抓到底”。"),
    ],
    good=["他指出：“要抓好落实。”", "大家都说“一定办好！”。", "这就是“一抓到底”。"],
)

RULES: list[Rule] = [
    _unmatched_bracket,
    _unmatched_quote,
    MIXED_WIDTH,
    _nested_title_marks,
    _nested_quotes,
    _reversed_quotes,
    STOP_AROUND_BRACKETS,
    STOP_AROUND_QUOTES,
]
