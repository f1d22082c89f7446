"""Half-width marks in Chinese text, straight quotes, invisible and full-width characters, stray spaces."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from baguan.lazy import compile_pattern
from baguan.model import Applicability, Basis, Edit, Finding, Fix, Severity, Strength
from baguan.rule import DELETE, Bad, DocumentRule, PatternRule, Rule, document_rule

if TYPE_CHECKING:
    from regex import Match

    from baguan.document import Document

_STANDARD = "GB/T 15834—2011"
_HAN = r"\u3400-\u9fff〇"
_TRANSLITERATION = (
    "尔斯克德特拉夫伊亚阿艾卡巴布罗里马莫纳诺帕佩普萨塞什姆汉哈赫弗费菲恩登顿琼翰"  # how foreign names tend to end
)
_FULL = {",": "，", ";": "；", ":": "：", "?": "？", "!": "！", ".": "。"}
_MIXED = rf'“[^“”"\n]{{1,60}}(?<!\d)"|(?<!\d)"(?=[{_HAN}])[^“”"\n]{{1,60}}”'
_MANY = 20  # beyond this a whole document was typed that way: one finding with every edit says it better

HALF_WIDTH = PatternRule(
    code="WZ203",
    name="half-width-punctuation",
    severity=Severity.ERROR,
    message="中文里的半角“{text}”应改为全角“{fix}”",
    basis=Basis(_STANDARD, "5", Strength.GENERAL),
    explanation=(
        "中文文稿使用全角点号。前面是汉字（或后引号、后书名号、后括号、百分号），后面是汉字、前引号或者段末才报；"
        "数字的千分位和小数、时间8:30、比例1:2、网址、英文句子、代码都不报。"
    ),
    anchors=(",", ";", ":", "?", "!"),
    pattern=(
        rf"(?:[,;:](?<=[{_HAN}）》”’】％%].)|[?!](?<=[{_HAN}”].))"
        rf"(?:[ ]{{1,2}}(?=[{_HAN}（《“‘【])|(?=[{_HAN}（《“‘【]|[ ]*$))"
    ),
    fix=lambda match: _FULL[match[0][0]],
    applicability=Applicability.SAFE,
    bad=[
        Bad("加强领导⟦,⟧落实责任⟦;⟧", fix="加强领导，落实责任；"),
        Bad("会议指出⟦:⟧“要抓落实。”", fix="会议指出：“要抓落实。”"),
        Bad("增长5%⟦, ⟧高于全市", fix="增长5%，高于全市"),
    ],
    good=[
        "总投资1,234.5万元，会议8:30开始。",
        "比例为1:2。",
        "网址为http://www.example.cn/通知",
        "He said: 加强管理",
        "加强领导，落实责任；",
    ],
)

HALF_WIDTH_STOP = PatternRule(
    code="WZ204",
    name="half-width-full-stop",
    severity=Severity.WARNING,
    message="句末的半角“.”应改为句号“。”",
    basis=Basis(_STANDARD, "4.1", Strength.GENERAL),
    explanation=(
        "中文句末用“。”。只报汉字（或后引号、后括号）后面、段末或者后引号前的一个半角点，以及两个长分句之间的一个；外国人名的间隔点、"
        "省略号、序号“一.”、目录的前导点、英文缩写都不报。"
    ),
    anchors=(".",),
    pattern=rf"\.(?<=[{_HAN}）》”%][{_HAN}）》”%].)(?=[ ]{{0,2}}(?:[”）]|$))"
    rf"|\.(?<=[{_HAN}]{{8}}.)(?<![{_TRANSLITERATION}].)(?=[ ]?[{_HAN}]{{5}})",
    fix="。",
    applicability=Applicability.UNSAFE,
    bad=[
        Bad("请认真贯彻执行⟦.⟧", fix="请认真贯彻执行。"),
        Bad("他说：“一定办好⟦.⟧”", fix="他说：“一定办好。”"),
        Bad("一是突出重点抓好隐患排查⟦.⟧市安委办成立督导组", fix="一是突出重点抓好隐患排查。市安委办成立督导组"),
    ],
    good=[
        "一.加强领导",
        "见附件.docx",
        "总额为3.5万元",
        "约翰.史密斯先生",
        "代表团会见了埃马纽埃尔.马克龙先生等人",
        "第一章总则......",
    ],
)


def _merged(document: Document, rule: DocumentRule, pairs: list[tuple[int, int, tuple[str, str]]]) -> Iterator[Finding]:
    """One finding a pair, or one for all when the whole document is typed that way."""
    if len(pairs) > _MANY:
        edits = [edit for start, end, new in pairs for edit in _pair_edits(start, end, new)]
        fix = Fix(f"全文{len(pairs)}处一并改为全角", tuple(sorted(set(edits))), Applicability.SAFE)
        start, end, _ = pairs[0]
        yield rule.at(start, end, message=f"{rule.message}（全文共{len(pairs)}处，在第一处一并提示）", fix=fix)
        return
    for start, end, new in pairs:
        title = f"“{document.text[start]}{document.text[end - 1]}”改为“{new[0]}{new[1]}”"
        yield rule.at(start, end, fix=Fix(title, _pair_edits(start, end, new), Applicability.SAFE))


def _pair_edits(start: int, end: int, new: tuple[str, str]) -> tuple[Edit, Edit]:
    return Edit(start, start + 1, new[0]), Edit(end - 1, end, new[1])


@document_rule(
    code="WZ205",
    name="half-width-brackets",
    severity=Severity.WARNING,
    message="括住汉字的半角括号应改为全角“（）”",
    basis=Basis(_STANDARD, "4.9", Strength.GENERAL),
    explanation=(
        "中文文稿用全角圆括号。只报成对、里面有汉字的半角括号；公式、代码（括号前紧接英文字母）、只有数字或外文的括注不报。"
        "全文超过20处时合并为一条。"
    ),
    anchors=("(",),
    bad=[
        Bad("差旅费管理办法⟦(试行)⟧", fix="差旅费管理办法（试行）"),
        Bad("⟦(一)⟧加强领导⟦(含乡镇)⟧", fix="（一）加强领导（含乡镇）"),
    ],
    good=["差旅费管理办法（试行）", "函数sum(数量)的结果", "世界卫生组织(WHO)", "(1)加强领导"],
)
def _half_width_brackets(document: Document, rule: DocumentRule) -> Iterator[Finding]:

    pattern = compile_pattern(rf"(?<![A-Za-z_])\((?=[^()（）\n]*[{_HAN}])[^()（）\n]{{1,60}}\)")
    pairs = [(match.start(), match.end(), ("（", "）")) for match in pattern.finditer(document.text)]
    yield from _merged(document, rule, pairs)


@document_rule(
    code="WZ206",
    name="straight-quotes",
    severity=Severity.WARNING,
    message="括住汉字的直引号应改为弯引号“ ”",
    basis=Basis(_STANDARD, "4.8", Strength.GENERAL),
    explanation=(
        '中文引号分左右：外层用“”，里层用‘’。只报同一段里成对、里面有汉字的直引号；英寸（5"）、代码、外文不报。'
        "一段里的直引号是单数时配不成对，也不报。全文超过20处时合并为一条。"
    ),
    anchors=('"',),
    bad=[
        Bad('落实⟦"两不愁三保障"⟧', fix="落实“两不愁三保障”"),
        Bad('⟦"放心肉"⟧和⟦"放心菜"⟧', fix="“放心肉”和“放心菜”"),
    ],
    good=["落实“两不愁三保障”", '55" 大屏和32" 显示器', '代码"abc"不变', '一段里只有一个"引号的不报'],
)
def _straight_quotes(document: Document, rule: DocumentRule) -> Iterator[Finding]:

    quote = compile_pattern(r'(?<!\d)"')
    mixed = compile_pattern(_MIXED)
    pairs = []
    for block in document.blocks:
        marks = [match.start() for match in quote.finditer(document.text, block.start, block.end)]
        if not marks or len(marks) % 2 or mixed.search(document.text, block.start, block.end):
            continue
        for start, end in zip(marks[::2], marks[1::2], strict=True):
            if compile_pattern(f"[{_HAN}]").search(document.text[start:end]):
                pairs.append((start, end + 1, ("“", "”")))
    yield from _merged(document, rule, pairs)


@document_rule(
    code="WZ237",
    name="mixed-quotation-marks",
    severity=Severity.WARNING,
    message="引号一半是弯引号、一半是直引号，应都用弯引号“ ”",
    basis=Basis(_STANDARD, "4.8", Strength.GENERAL),
    explanation=(
        "多因输入法在中英文之间切换，前引号是“而后引号成了直引号，或者相反。同一段里最近的一对、中间没有别的引号才报；"
        "全文超过20处时合并为一条。"
    ),
    anchors=('"',),
    bad=[
        Bad('推广⟦“蒙速办"⟧平台', fix="推广“蒙速办”平台"),
        Bad('推广⟦"一网通办”⟧，深化⟦“跨省通办"⟧', fix="推广“一网通办”，深化“跨省通办”"),
    ],
    good=["推广“一网通办”平台", '推广"一网通办"平台', '屏幕为55"，配“一键”功能'],
)
def _mixed_quotes(document: Document, rule: DocumentRule) -> Iterator[Finding]:

    found = compile_pattern(_MIXED).finditer(document.text)
    yield from _merged(document, rule, [(match.start(), match.end(), ("“", "”")) for match in found])


INVISIBLE = PatternRule(
    code="WZ230",
    name="invisible-character",
    severity=Severity.WARNING,
    message="这里夹着看不见的字符（零宽字符、软连字符等），应删去",
    basis=Basis("通行做法", "", Strength.PRACTICE),
    explanation=(
        "从网页、即时通信软件或者PDF粘贴来的文字常带零宽空格、软连字符、字节序标记、方向控制符，"
        "肉眼看不见，却会使检索、比对和自动换行出错。表情符号里的零宽连接符不报。"
    ),
    anchors=(
        "\u200b",
        "\u200c",
        "\u200d",
        "\u200e",
        "\u200f",
        "\ufeff",
        "\u00ad",
        "\u2060",
        "\u202a",
        "\u202c",
        "\u202e",
    ),
    pattern=r"[\u200b-\u200f\ufeff\u00ad\u2060\u202a-\u202e]++(?<![\U0001F000-\U0001FFFF\u2600-\u27bf\ufe0f]\u200d)",
    fix=DELETE,
    fix_title="删去看不见的字符",
    applicability=Applicability.SAFE,
    bad=[Bad("关于加强⟦\u200b⟧管理的通知", fix="关于加强管理的通知"), Bad("通⟦\u00ad⟧知", fix="通知")],
    good=["关于加强管理的通知", "一家人\U0001f468\u200d\U0001f469"],
)


@document_rule(
    code="WZ236",
    name="private-use-character",
    severity=Severity.WARNING,
    message="这个字符换一台电脑可能显示不出来（自造字或者符号字体），应换成通用字符",
    basis=Basis("通行做法", "", Strength.PRACTICE),
    explanation=(
        "码位在私有区的字符离开原来的字体就成了方框。姓名、地名用字已经编入国家标准的，用标准码位的字；"
        "项目符号用“●”等通用符号。同一段里只提示第一处。"
    ),
    bad=[Bad("参会人员：李⟦\ue863⟧、王\ue864")],
    good=["参会人员：李喆", "●加强管理", "\ufffc图一"],
)
def _private_use(document: Document, rule: DocumentRule) -> Iterator[Finding]:

    plain = document.text
    for space in "\n\u3000\t\v\ufeff\u200b":
        plain = plain.replace(space, "")
    if plain.isprintable():  # ten times as fast as looking for the range, and nearly always enough
        return
    last = -1
    for match in compile_pattern(r"[\ue000-\uf8ff]++").finditer(document.text):
        block = document.block_index(match.start())
        if block != last:
            yield rule.at(*match.span())
        last = block


def _half(match: Match[str]) -> str:
    return "".join(chr(ord(character) - 0xFEE0) for character in match[0])


FULL_WIDTH = PatternRule(
    code="WZ231",
    name="full-width-digit-or-letter",
    severity=Severity.WARNING,
    message="全角的“{text}”应改为半角“{fix}”",
    basis=Basis("GB/T 15835—2011", "5.1.7.1", Strength.GENERAL),
    explanation="出版物中的阿拉伯数字一般用正体二分字身（半角），外文字母同样用半角。字母、数字之间夹着的全角点、百分号一并改。",
    anchors=tuple(
        chr(code) for base, count in ((0xFF10, 10), (0xFF21, 26), (0xFF41, 26)) for code in range(base, base + count)
    ),
    pattern=r"[０-９Ａ-Ｚａ-ｚ]+(?:[．％][０-９Ａ-Ｚａ-ｚ]+)*",
    fix=_half,
    applicability=Applicability.SAFE,
    bad=[Bad("自⟦２０２６⟧年⟦５⟧月起", fix="自2026年5月起"), Bad("增长⟦３．５⟧个百分点", fix="增长3.5个百分点")],
    good=["自2026年5月起", "增长3.5％", "二〇二六年"],
)


def _not_running_text(document: Document, match: Match[str]) -> bool:
    """Titles, signatures and lists are set with spaces on purpose; a clause label keeps one after it."""
    import regex

    block = document.block_at(match.start())
    if "。" not in document.block_text(block) or document.in_title_marks(*match.span()):
        return True
    before = document.text[block.start : match.start()]
    label = (
        r"第[一二三四五六七八九十百千零〇]+[编章节条款项](?:之[一二三四五六七八九十]+)?$|(?:记者|通讯员)\S*$|[社讯]电$"
    )
    return regex.search(label, before) is not None


SPACE = PatternRule(
    code="WZ232",
    name="space-between-chinese-characters",
    severity=Severity.INFO,
    message="正文里汉字之间夹了空格，可能多余，也可能漏了标点",
    basis=Basis("通行做法", "", Strength.PRACTICE),
    explanation=(
        "只报长句中间的半角空格：前后各有六个以上连续的汉字，且本段有句号。标题、书名号内的题目、署名、“第×条”后的空格、"
        "姓名和“总　则”的对齐空格、全角空格都不报。多余的删去，段首小标题后面的改为句号或者另起一段。"
    ),
    anchors=(" ",),
    pattern=rf" {{1,3}}(?<=[{_HAN}]{{6}} +)(?=[{_HAN}]{{6}})",
    fix=DELETE,
    applicability=Applicability.DISPLAY,
    unless=_not_running_text,
    bad=[Bad("各单位要切实加强组织领导⟦ ⟧认真落实各项任务。", fix="各单位要切实加强组织领导认真落实各项任务。")],
    good=[
        "第一百二十三条 本条例自公布之日起施行。",
        "第一百三十三条之二 有前款行为的，从重处罚。",
        "关于加强安全生产工作 严防重大事故的通知",
        "发表《顺应时代前进潮流 促进世界和平发展》的演讲。",
        "张 三同志任主任。",
    ],
)

RULES: list[Rule] = [
    HALF_WIDTH,
    HALF_WIDTH_STOP,
    _half_width_brackets,
    _straight_quotes,
    INVISIBLE,
    FULL_WIDTH,
    SPACE,
    _private_use,
    _mixed_quotes,
]
