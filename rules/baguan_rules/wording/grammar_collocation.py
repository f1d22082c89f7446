"""搭配不当: verbs and objects that official writing does not put together; paired connectives."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from baguan.lazy import lazy_pattern
from baguan.model import Applicability, Basis, Edit, Finding, Fix, Severity, Strength
from baguan.rule import Bad, DocumentRule, PatternRule, Rule, document_rule

if TYPE_CHECKING:
    from baguan.document import Document

_TABLE = Path(__file__).parent / "data" / "collocations.tsv"
_GRAMMAR = Basis("现代汉语语法常识", "", Strength.PRACTICE)
_REACH = 14  # characters from the verb to its object


@cache
def _verbs() -> Mapping[str, Sequence[tuple[str, str, Severity]]]:
    """For every object the verbs that do not go with it: (verb, the verb that does, how sure)."""
    table: dict[str, list[tuple[str, str, Severity]]] = {}
    for line in _TABLE.read_text(encoding="utf-8").splitlines()[1:]:
        thing, verb, right, severity = line.split("\t")
        table.setdefault(thing, []).append((verb, right, Severity.parse(severity)))
    return table


@cache
def _ends() -> re.Pattern[str]:
    """A mark after the last character of an object."""
    return re.compile(f"[，。；！](?<=[{''.join({thing[-1] for thing in _verbs()})}].)")


# Another verb between the two would govern the object; a mark or a conjunction begins something else.
_BETWEEN = lazy_pattern(
    "[，。；：、！？“”《》（）\n和及并或使让把将是有]|(?<!参)与|以及|的同时|迈出|走出|追赶|增加|提高|提升|增强|加强|加大|加快|扩大|拓宽|改善|优化|完善|健全|履行"
    "|落实|执行|发挥|承担|完成|实现|取得|作出|做出|形成|营造|树立|塑造|解决|克服|消除|化解|降低|减少|减轻|缩小|缩短|开展|采取|推进|推动"
    "|促进|保持|确保|保证|达到|调动|激发|影响|制约|适应|满足|体现|反映|检验|超过|低于|高于|符合|了解|掌握|明确|规范|存在|造成|产生|出现"
)
# Where the verb touches its object the two may be one noun (“能力提升力度”), unless a clause begins there.
_CLAUSE_START = lazy_pattern(
    "(?:^|[，。；：、！？“”（）\n要应须需能了并来以]|不断|切实|继续|大力|着力|持续|努力|进一步|更好地|逐步|全面)$"
)


@document_rule(
    code="WZ406",
    name="verb-does-not-go-with-object",
    severity=Severity.WARNING,
    message="动词和宾语搭配不当",
    basis=_GRAMMAR,
    explanation=(
        "“发挥……职责”应为“履行……职责”，“提高……规模”应为“扩大……规模”，“加强……力度”应为“加大……力度”。"
        "只看同一个分句里、宾语后面就是标点的；动词和宾语之间有顿号、连词或者别的动词时不报，"
        "动词和宾语紧挨着、本身就是一个词的（“推进力度”）不在表里。"
    ),
    anchors=("，", "。", "；", "！"),
    bad=[
        Bad("各单位要⟦发挥⟧好监督职责。", fix="各单位要履行好监督职责。"),
        Bad("不断⟦提高⟧生产规模，增加就业。", fix="不断扩大生产规模，增加就业。"),
        Bad("要⟦加强⟧对违法行为的查处力度；", fix="要加大对违法行为的查处力度；"),
        Bad("努力⟦建立⟧全民参与的良好氛围。", fix="努力营造全民参与的良好氛围。"),
        Bad("努力⟦加强⟧科学管理水平，", fix="努力提高科学管理水平，"),
    ],
    good=[
        "各单位要发挥职能作用，履行好监督职责。",
        "提高质量、扩大规模，加大力度。",
        "加强监管，加大查处力度。",
        "提高企业适应市场规模变化的能力。",
        "加强和改进服务水平。",
        "提高认识，增强责任意识。",
        "在扩大开放的同时提高质量。",
    ],
)
def _collocation(document: Document, rule: DocumentRule) -> Iterator[Finding]:
    text = document.text
    table = _verbs()
    for mark in _ends().finditer(text):
        end = mark.start()
        thing = text[end - 2 : end]
        verbs = table.get(thing)
        if verbs is None:
            thing = text[end - 3 : end]
            verbs = table.get(thing, ())
        for verb, right, severity in verbs:
            start = text.rfind(verb, max(end - len(thing) - _REACH, 0), end - len(thing))
            if start >= 0 and _governs(text, start, start + len(verb), end - len(thing)):
                fix = Fix(f"“{verb}”改为“{right}”", (Edit(start, start + len(verb), right),), Applicability.UNSAFE)
                message = f"“{verb}……{thing}”搭配不当，可改为“{right}……{thing}”"
                yield rule.at(start, start + len(verb), message=message, severity=severity, fix=fix)
                break


def _governs(text: str, start: int, end: int, thing: int) -> bool:
    """Whether the verb ``text[start:end]`` has the word at ``thing`` as its object."""
    if text[start - 1 : start] in _PREFIXES or _BETWEEN.search(text, end, thing):
        return False
    if end == thing:
        return _CLAUSE_START.search(text, max(start - 4, 0), start) is not None
    return "的" not in text[end:thing] or text.startswith(_AFTER_DE, thing) or text[thing - 2 : thing] == "良好"


_AFTER_DE = ("力度", "规模", "步伐")  # words that take a long attribute without becoming the head of another clause
_PREFIXES = frozenset("所被的未不再")

SUBJECT = PatternRule(
    code="WZ407",
    name="predicate-does-not-go-with-subject",
    severity=Severity.WARNING,
    message="主语和谓语搭配不当，“{text}”可改为“{fix}”",
    basis=_GRAMMAR,
    explanation="水平、质量、效率、意识可以“提高”“增强”，不能“加大”“加快”“扩大”；规模“扩大”，力度“加大”，步伐“加快”。",
    anchors=("加大", "加快", "扩大", "增多", "加强"),
    pattern=(
        r"(?:加[大快]|扩大|增多)(?<=(?:水平|质量|效率|素质)(?:得到|有了|进一步|明显|显著|不断|大幅|持续|逐步|稳步|日益|都|也|均|得以|了){1,4}[加扩增][大快多])"
        r"(?=[，。；、])"
    ),
    fix="提高",
    bad=[Bad("群众生活水平不断⟦加快⟧，教育质量明显⟦加大⟧。", fix="群众生活水平不断提高，教育质量明显提高。")],
    good=[
        "群众生活水平不断提高，投资力度不断加大。",
        "产业规模明显扩大，步伐不断加快。",
        "水平不断提高，规模持续扩大。",
    ],
)

PAIR = PatternRule(
    code="WZ408",
    name="mismatched-connectives",
    severity=Severity.WARNING,
    message="关联词搭配不当，“{text}”应改为“{fix}”",
    basis=_GRAMMAR,
    explanation="“只有……才……”说必要条件，“只要……就……”说充分条件；“无论、不管”后面要有选择或者疑问，不能接“但”。",
    anchors=("只有", "只要"),
    pattern=(
        r"(?<=(?:^|[，。；！])[ \t\u3000]*只有(?![\d一二三四五六七八九十几两])[^\n。；：，才就]{3,24}，)"
        r"就(?=能|会|可以|一定|必将)"
        r"|(?<=(?:^|[，。；！])[ \t\u3000]*只要[^\n。；：，才就]{3,24}，)才(?=能|会|可以)"
    ),
    fix=lambda match: "才" if match[0] == "就" else "就",
    bad=[
        Bad("只有压实各级责任，⟦就⟧能守住底线。", fix="只有压实各级责任，才能守住底线。"),
        Bad("只要坚持改革开放，⟦才⟧能赢得主动。", fix="只要坚持改革开放，就能赢得主动。"),
    ],
    good=["只有压实各级责任，才能守住底线。", "只要坚持改革开放，就能赢得主动。", "只有三天了，就能完工。"],
)

_PAIRED = {
    "不仅": "而且|还|也|更|又|甚至|且|同时|同样|反而|反倒|亦|都|并|连|就是|即使|直接|其|往往|使|让|是|对|要|能|会|有",
    "虽然": "但|却|仍|还|可|不过|然而|也|依然|依旧|只是|毕竟|实际|而|其实|尚|终|并",
    "尽管": "但|却|仍|还|可|不过|然而|也|依然|依旧|只是|而|都|始终|并|没有|从未",
}


@document_rule(
    code="WZ409",
    name="connective-without-partner",
    severity=Severity.INFO,
    message="关联词没有呼应",
    basis=_GRAMMAR,
    explanation="“不仅”要有“而且、还、也”呼应，“虽然、尽管”要有“但、却、仍”呼应。只看到句末（句号、问号、叹号）都没有呼应的。",
    anchors=tuple(_PAIRED),
    bad=[
        Bad("这项改革⟦不仅⟧方便了群众，提高了办事效率。"),
        Bad("⟦虽然⟧工作取得一定成绩，与群众期待相比存在差距。"),
    ],
    good=[
        "这项改革不仅方便了群众，而且提高了办事效率。",
        "虽然取得一定成绩，但与期待相比仍有差距。",
        "取得了成绩，虽然还不够理想。",
        "请尽管放心，不仅如此。",
        "不仅要快，更要稳。",
    ],
)
def _partner(document: Document, rule: DocumentRule) -> Iterator[Finding]:
    text = document.text
    for match in _connectives().finditer(text):
        stop = _STOP.search(text, match.end())
        end = stop.start() if stop else len(text)
        comma = text.find("，", match.end(), end)
        if (
            comma < 0
            or text[match.start() - 1 : match.start()] in _BOUND
            or text.startswith(("如此", "仅是", "是"), match.end())
        ):
            continue
        if not re.search(_PAIRED[match[0]], text[comma:end]) and "反而" not in text[match.end() : comma]:
            wanted = "、".join(f"“{word}”" for word in _PAIRED[match[0]].split("|")[:3])
            yield rule.at(*match.span(), message=f"“{match[0]}”后面没有{wanted}一类词语呼应")


@cache
def _connectives() -> re.Pattern[str]:
    return re.compile("|".join(_PAIRED))


_STOP = lazy_pattern("[。？！；\n]|……")
_BOUND = frozenset("可请")

ALWAYS = PatternRule(
    code="WZ410",
    name="wrong-number-of-negations",
    severity=Severity.WARNING,
    message="“{text}”否定不当，请核对意思是否说反了",
    basis=_GRAMMAR,
    explanation=(
        "“无时无刻”意思是“没有时刻”，后面要有“不”：“无时无刻不在牵挂”；“忘记不了”与“忘不了”、“难免不”与“难免”意思混淆，"
        "“不得不”“无不”之外，三重否定多半说反。"
    ),
    anchors=(
        "无时无刻",
        "难免不",
        "难免会不",
        "无不不",
        "否认不",
        "并非不无",
        "不能不无",
        "拒不不",
        "缺一不可少",
        "毫不无",
    ),
    pattern=(
        r"无时无刻(?![^\n，。；]{0,6}[不没])(?!不|没)|难免会?不(?!足|当|周|够|慎|同|便|适|快|良|会被|到位|力|准|妥|公|满|受|被)(?=[^，。；]{1,10}[，。；])"
        r"|无不不|并非不无|不能不无|拒不不|缺一不可少|毫不无"
    ),
    bad=[
        Bad("基层干部⟦无时无刻⟧牵挂着群众。"),
        Bad("工作中⟦难免不⟧出现差错。"),
    ],
    good=["基层干部无时无刻不牵挂着群众。", "工作中难免出现差错，难免不足。", "无时无刻都没有放松。"],
)

PLURAL = PatternRule(
    code="WZ411",
    name="plural-said-twice",
    severity=Severity.INFO,
    message="前面已经说明是多人，“{text}”不再加“们”",
    basis=_GRAMMAR,
    explanation="“广大”“全体”“三位”已经表示多数，后面的名词不再加“们”。称呼语（“各位朋友们”）是口语习惯，不报。",
    anchors=("们",),
    pattern=(
        r"们(?<=(?:广大|全体|众多|[两三四五六七八九十\d]+[名位])[^\n，。；：、“”的]{0,4}"
        r"(?:群众|党员|干部|师生|职工|代表|居民|村民|市民|学生|教师|员工|官兵|同志)们)"
    ),
    fix="",
    bad=[
        Bad("感谢广大群众⟦们⟧的支持。", fix="感谢广大群众的支持。"),
        Bad("三位代表⟦们⟧发了言。", fix="三位代表发了言。"),
    ],
    good=["感谢广大群众的支持。", "代表们发了言，同志们好。", "广大网友们"],
)

_STEPS = {
    "解决": ("发现", "分析", "研究"),
    "整改": ("排查", "发现", "自查"),
    "推广": ("总结", "试点"),
    "印发": ("起草", "制定"),
    "发扬": ("继承",),
    "改正": ("发现", "认识"),
    "处置": ("发现", "研判"),
    "落实": ("制定",),
    "执行": ("制定",),
    "表彰": ("评选",),
}

ORDER = PatternRule(
    code="WZ412",
    name="steps-in-reverse-order",
    severity=Severity.INFO,
    message="按事情的先后，“{text}”宜写作“{fix}”",
    basis=_GRAMMAR,
    explanation="并列的动作按先后次序排：先发现后解决、先排查后整改、先总结后推广、先继承后发扬。只看紧挨着的两个动词。",
    anchors=tuple(
        f"{later}{mark}{first}" for later, firsts in _STEPS.items() for first in firsts for mark in "和、并与"
    ),
    pattern="|".join(
        rf"(?<![\u4e00-\u9fff]、)(?:{later})[和、并与](?:{'|'.join(firsts)})(?![、和]|的)"
        for later, firsts in _STEPS.items()
    ),
    fix=lambda match: f"{match[0][3:]}{match[0][2]}{match[0][:2]}",
    applicability=Applicability.UNSAFE,
    bad=[
        Bad("要及时⟦解决和发现⟧问题。", fix="要及时发现和解决问题。"),
        Bad("⟦发扬、继承⟧优良传统。", fix="继承、发扬优良传统。"),
    ],
    good=["要及时发现和解决问题。", "继承和发扬优良传统。", "制定、执行、落实、制定的过程"],
)

LOCATIVE = PatternRule(
    code="WZ413",
    name="locative-word-missing",
    severity=Severity.WARNING,
    message="“在……”后面缺“下”，宜写作“{fix}”",
    basis=_GRAMMAR,
    explanation="“在市委的正确领导，”应为“在市委的正确领导下，”。只看句首或者逗号后面的“在……的（坚强、正确、大力）领导、支持、指导、关怀、帮助”紧接逗号的。",
    anchors=("领导，", "指导，", "支持，", "关怀，", "帮助，", "带领，"),
    pattern=(
        r"(?:领导|指导|支持|关怀|帮助|带领)(?=，)(?<=(?:^|[。；，：])[ \t\u3000]*在(?![于此]|[加坚]|职|读|任|一线|基层)"
        r"[^\n，。；：“”（）]{2,24}的(?:坚强|正确|统一|有力|大力|悉心|亲切|关心|热情|具体)(?:领导|指导|支持|关怀|帮助|带领))"
    ),
    fix=lambda match: f"{match[0]}下",
    bad=[
        Bad("在市委、市政府的正确⟦领导⟧，各项工作顺利推进。", fix="在市委、市政府的正确领导下，各项工作顺利推进。"),
        Bad("一年来，在社会各界的大力⟦支持⟧，项目如期建成。", fix="一年来，在社会各界的大力支持下，项目如期建成。"),
    ],
    good=[
        "在市委、市政府的正确领导下，各项工作顺利推进。",
        "成绩的取得在于市委的正确领导，在于大家的共同努力。",
        "离不开社会各界的大力支持，也离不开同志们的努力。",
    ],
)

RULES: list[Rule] = [_collocation, SUBJECT, PAIR, _partner, ALWAYS, PLURAL, ORDER, LOCATIVE]
