"""错别字, by statistics: characters that do not fit where they stand, when another of like sound or shape does.

The lexicons know words that are always wrong; this channel weighs each odd place by a character model.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from baguan.model import Applicability, Basis, Edit, Finding, Fix, Severity, Strength
from baguan.rule import Bad, Rule
from baguan_rules.wording.misspellings import VARIANT

if TYPE_CHECKING:
    from baguan.document import Document
    from baguan.spelling.channel import Channel, Suspect
    from baguan.terms import Occurrences

_DATA = Path(__file__).parent / "data"
_BASIS = Basis("《党政机关公文处理工作条例》", "第二十条", Strength.MUST)

#: Log odds from which a suspect is a warning in a short text, and from which it is worth a hint; by cross-validation.
CERTAIN = 0.53
POSSIBLE = 0.25
#: In a sentence that has a fault for certain, less makes another one certain.
COMPANION = -1.0
#: The same for 的, 地, 得.
PARTICLE_CERTAIN = 1.8
PARTICLE_POSSIBLE = 1.8
PARTICLE_HINT = 2.5
PARTICLE_SURE = 5.0
#: And for dropped and added characters.
SLIP_CERTAIN = 3.5
SLIP_POSSIBLE = 2.0
SLIP_HINT = 2.0
SLIP_SURE = 4.0
TWO_WORDS = 6.0
#: An odd word that stands twice in a document is a term of its own, and one in quotation marks is meant, unless it is
#: as sure as this; likewise what stands before 县, 镇, 村 is a name.
REPEATED = 4.0
QUOTED = 1.0
NAMED = 0.5
REAL = 1.5  # a word for another of like sound must be as sure as this
SHORT = 8  # a line of less characters tells little
#: How careful a writer is shows in the text: a long text with few sure faults asks for more certainty.
SURE = 2.5
TYPICAL = 1000  # characters to a fault in a draft of unknown care
FAULTS = 1  # as many are expected before a text has been read


@cache
def channel() -> Channel:
    """The channel over the tables that ship with the rules.

    Raises:
        ModelError: a table is missing or damaged.
    """
    from baguan.spelling.channel import Channel
    from baguan.spelling.confusions import Confusions
    from baguan.spelling.context import Context
    from baguan.spelling.model import Model
    from baguan.spelling.scan import Scanner
    from baguan.spelling.scorer import Scorer

    trees = _DATA / "spelling_scorer.bin"
    model, network = Model(_DATA / "spelling.bin"), Context(_DATA / "spelling_context.bin")
    scanner = Scanner(model, network, Scorer.load(trees, "sieve_"), Confusions.load(trees))
    return Channel(scanner, Scorer.load(trees), Scorer.load(trees, "particle_"), Scorer.load(trees, "slip_"))


class _Memory:
    """What was found in the last text: the rules ask for it in turn."""

    text = ""
    words: frozenset[str] = frozenset()
    suspects: Sequence[tuple[Suspect, bool]] = ()
    particles: Sequence[tuple[Suspect, bool]] = ()
    slips: Sequence[tuple[Suspect, bool]] = ()


def read(document: Document) -> type[_Memory]:
    """What the channel finds in a text, each with whether it is sure enough for a warning."""
    text = document.text
    if _Memory.text is not text or _Memory.words != document.known_words:
        from baguan.spelling.channel import Least

        certain = max(CERTAIN, threshold(CERTAIN, len(text), FAULTS))
        found, particles, slips = channel().read(
            text, Least(certain, COMPANION, COMPANION, PARTICLE_POSSIBLE, SLIP_POSSIBLE)
        )
        found = [suspect for suspect in found if not meant(text, suspect)]
        particles = [suspect for suspect in particles if not plain(text, suspect.start)]
        slips = [suspect for suspect in slips if not on_purpose(text, suspect)]
        if found or particles or slips:
            known = own_words(document)
            found, particles, slips = (
                [suspect for suspect in part if not known.cover(suspect.start, suspect.end)]
                for part in (found, particles, slips)
            )
        _Memory.suspects = list(_judged(text, found))
        _Memory.particles = list(_judged_particles(text, particles))
        _Memory.slips = list(_judged_slips(text, slips))
        _Memory.text, _Memory.words = text, document.known_words
    return _Memory


def _judged(text: str, found: list[Suspect]) -> Iterator[tuple[Suspect, bool]]:
    from baguan.spelling.channel import sentence_of

    least = threshold(CERTAIN, len(text), sum(suspect.margin >= SURE and not doubted(suspect) for suspect in found))
    careless = {
        sentence_of(text, suspect.start) for suspect in found if suspect.margin >= least and not doubted(suspect)
    }
    for suspect in found:
        needed = COMPANION if sentence_of(text, suspect.start) in careless else least
        if suspect.margin >= needed and not doubted(suspect):
            yield suspect, True
        elif suspect.margin >= POSSIBLE:
            yield suspect, False


def _judged_particles(text: str, found: list[Suspect]) -> Iterator[tuple[Suspect, bool]]:
    sure = sum(suspect.margin >= PARTICLE_SURE and not doubted(suspect) for suspect in found)
    least = threshold(PARTICLE_CERTAIN, len(text), sure)
    for suspect in found:
        needed = least
        if text[suspect.start] == "地":  # 登记地、执行地: laws are full of places that look like the particle
            needed += threshold(0.0, len(text), 0)
        if suspect.margin >= needed and not doubted(suspect) and not again(text, suspect):
            yield suspect, True
        elif suspect.margin >= PARTICLE_HINT:
            yield suspect, False


def _judged_slips(text: str, found: list[Suspect]) -> Iterator[tuple[Suspect, bool]]:
    least = threshold(SLIP_CERTAIN, len(text), sum(suspect.margin >= SLIP_SURE for suspect in found))
    for suspect in found:
        if suspect.margin >= least and not doubted(suspect):
            yield suspect, True
        elif suspect.margin >= SLIP_HINT:
            yield suspect, False


def own_words(document: Document) -> Occurrences:
    """Where the user's words, those that the document makes its own, and older forms stand in the text."""
    from baguan.terms import Occurrences, defined_terms

    # 台帐 for 台账 is no fault but an older form; another rule tells of these
    return Occurrences(document.text, document.known_words | defined_terms(document) | _FORMULAS | VARIANT.rows.keys())


def threshold(base: float, length: int, sure: int) -> float:
    """The log odds a warning needs in a text of this length with so many sure faults; ``base`` in a very short one.

    The rate of faults is unknown beforehand; its estimate after reading (gamma prior, one fault in ``TYPICAL``
    characters) shifts the odds of every suspect.
    """
    return base + math.log((TYPICAL + length) / TYPICAL) - math.log(1 + sure)


#: Characters of one set stand for different things of one kind; nobody types one for another by mistake.
_SETS = ("省市县区镇乡村州旗国", "一二三四五六七八九十百千万壹贰叁肆伍陆柒捌玖拾佰仟亿", "甲乙丙丁", "年月日时")
_NUMERALS = tuple("一二三四五六七八九十百千万")
_DYNASTIES = tuple("夏商周秦汉魏晋隋唐梁陈齐宋辽金元明清")
#: Words of official writing that are rare elsewhere.
_FORMULAS = frozenset({"妥否", "当否", "的的确确", "止付", "中度", "仪程", "坑埋"})
_PLACES = "市县区镇乡村州旗"
#: The usual surnames that are hardly words of their own.
_SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱林何郭马罗梁宋郑谢韩唐冯董萧程曹袁邓许傅沈曾彭吕苏卢蒋"
    "蔡贾丁魏薛叶阎余潘杜戴夏钟汪田姜范石姚谭廖邹熊陆郝孔崔毛邱秦江史顾侯邵孟段雷钱汤尹黎乔贺赖龚"
)
#: What follows the 得 of a possible complement, and what precedes 地 when it is land.
_AFTER_ABLE = tuple("起了到出住上下过来去可")
_LAND = tuple("块片亩场工阵")
_TITLES = "长记任员师授志生理席表事官兵者人民"


def meant(text: str, suspect: Suspect) -> bool:
    """Whether what stands there is what was meant.

    That is: 县 for 省, the name of a dynasty, a number, the sign of an office in a document number, a term used again,
    the name of a place or a person, a word for another, two characters that make no word the other way round either, a
    line too short (a heading, a cell) to tell.
    """
    from baguan.spelling.model import SWAP, WORD

    start, end = suspect.start, suspect.end
    old = text[start:end]
    if any(old in kinds and suspect.new in kinds for kinds in _SETS):
        return True
    if "〔" in text[end : end + 6] and "发" in text[end : end + 6]:
        return True
    if suspect.repeated and suspect.margin < REPEATED:
        return True
    if old == "朝" and text[start - 1 : start] in _DYNASTIES:
        return True
    if suspect.new in _NUMERALS and text[end : end + 1] in _NUMERALS:  # which number was meant no one can tell
        return True
    if suspect.margin < NAMED and not suspect.word and any(character in _PLACES for character in text[end : end + 2]):
        return True
    if suspect.margin < NAMED and on_short_line(text, start, end):
        return True
    if suspect.kind == SWAP and not suspect.word and suspect.margin < SURE:
        return True
    if suspect.kind == WORD and suspect.real and suspect.margin < REAL:
        return True
    # 局长李见国: a title, a surname, a given name
    return any(
        place > 0 and text[place - 1] in _TITLES and text[place] in _SURNAMES for place in (start - 1, start - 2)
    )


def on_purpose(text: str, slip: Suspect) -> bool:
    """Whether a text that lacks a character, or has one too many, was meant.

    That is: used again, on a line too short, 一架架, the end of a word and the start of the next (军人人事).
    """
    start, end = slip.start, slip.end
    if slip.real and slip.margin < TWO_WORDS:
        return True
    if end > start and text[start] in (text[start - 1 : start], text[end : end + 1]):
        first = start - (text[start - 1 : start] == text[start])
        if text[first - 1 : first] == "一":
            return True
    return slip.margin < REPEATED and (slip.repeated or on_short_line(text, start, end))


def on_short_line(text: str, start: int, end: int) -> bool:
    """Whether ``text[start:end]`` stands on a line of less than ``SHORT`` characters."""
    before, after = text[max(start - SHORT, 0) : start], text[end : end + SHORT]
    return len(before.rpartition("\n")[2]) + end - start + len(after.partition("\n")[0]) < SHORT


def doubted(suspect: Suspect) -> bool:
    """Whether a suspect is quoted, or a term that the document uses again, and not as good as certain."""
    return (suspect.quoted and suspect.margin < QUOTED) or (suspect.repeated and suspect.margin < REPEATED)


@dataclass(kw_only=True)
class SpellingRule(Rule):
    """Reports the suspects that are sure enough for a warning, or those that are not."""

    sure: bool

    token_level = True

    def check(self, document: Document) -> Iterator[Finding]:
        for suspect, sure in read(document).suspects:
            if sure is self.sure:
                yield found(self, document, suspect)


@dataclass(kw_only=True)
class ParticleRule(Rule):
    """Reports 的, 地, 得 that should be another of the three."""

    token_level = True

    def check(self, document: Document) -> Iterator[Finding]:
        for suspect, sure in read(document).particles:
            yield found(self, document, suspect, None if sure else Severity.INFO)


@dataclass(kw_only=True)
class SlipRule(Rule):
    """Reports dropped and added characters."""

    token_level = True

    def check(self, document: Document) -> Iterator[Finding]:
        text = document.text
        for suspect, sure in read(document).slips:
            start, end = shown(text, suspect)
            old = text[start:end]
            new = old[: suspect.start - start] + suspect.new + old[suspect.end - start :]
            what = "漏字" if suspect.new else "多字"
            edit = Edit(suspect.start, suspect.end, suspect.new)
            yield self.at(
                start,
                end,
                message=self.message.format(text=old, fix=new, what=what),
                severity=None if sure else Severity.INFO,
                fix=Fix(f"“{old}”改为“{new}”", (edit,), Applicability.UNSAFE),
            )


def shown(text: str, suspect: Suspect) -> tuple[int, int]:
    """Where a dropped or added character is shown: with the characters beside it on the same line."""
    start, end = suspect.start, suspect.end
    return start - (text[start - 1 : start] not in ("", "\n")), end + (text[end : end + 1] not in ("", "\n"))


def again(text: str, particle: Suspect) -> bool:
    """Whether the same particle stands after the same two characters elsewhere: 退休地, 登记地 are terms."""
    from baguan.spelling.channel import elsewhere

    return particle.margin < PARTICLE_SURE and elsewhere(text, max(particle.start - 2, 0), particle.end)


def plain(text: str, at: int) -> bool:
    """Whether a particle is doubled (another fault), a 得 surely stands before a complement, a 地 is land (一块地)."""
    if text[at] in (text[at - 1 : at], text[at + 1 : at + 2]):
        return True
    if text[at] == "得":
        after = text[at + 1 : at + 3]
        if after.lstrip()[:1].isdigit():  # 得 5 分
            return True
        return after[:1] in _AFTER_ABLE or after[:1] == after[1:]  # 买得起; 雕琢得栩栩如生
    return text[at] == "地" and text[at - 1 : at] in _LAND


def found(rule: Rule, document: Document, suspect: Suspect, severity: Severity | None = None) -> Finding:
    """The finding of a rule on a suspect."""
    start, end = suspect.start, suspect.end
    old = document.text[start:end]
    fix = Fix(f"“{old}”改为“{suspect.new}”", (Edit(start, end, suspect.new),), Applicability.UNSAFE)
    message = rule.message.format(text=old, fix=suspect.new)
    return rule.at(start, end, message=message, severity=severity, fix=fix)


PROBABLE = SpellingRule(
    code="WZ110",
    name="probable-wrong-character",
    severity=Severity.WARNING,
    message="“{text}”很可能是错字，疑应为“{fix}”",
    basis=_BASIS,
    explanation=(
        "用一亿余字公文、法规、新闻的用字统计，逐字看它与前后文是否相合：放在这里极少见，"
        "而换成一个音近、形近或者人们常写混的字就很通顺，便报出来；差一个字就成成语的也报。人名、地名、引文和文中多次出现的说法从宽。"
        "统计只能说可能，改不改请人定夺；专门用语可以加进白名单。"
    ),
    sure=True,
    bad=[
        Bad(
            "各地要严格落实安全生产责任⟦治⟧，坚决防范重特大事故发生。",
            fix="各地要严格落实安全生产责任制，坚决防范重特大事故发生。",
        ),
        Bad(
            "请各单位于本周五前将修改意见反⟦溃⟧至办公室。",
            fix="请各单位于本周五前将修改意见反馈至办公室。",
        ),
        Bad(
            "加强农村饮用水水⟦原⟧保护，确保群众饮水安全。",
            fix="加强农村饮用水水源保护，确保群众饮水安全。",
        ),
        Bad("有的干部自吹自⟦雷⟧，群众很反感。", fix="有的干部自吹自擂，群众很反感。"),
    ],
    good=[
        "会议由张晓峰主持，李雨桐、王梓萱参加。",
        "他在题为《守望相助》的文章中写道“风从海上来”。",
        "全镇种植黄精、白芨等中药材三千余亩。",
        "这项活动名为“骑乐无穷”。",
        "财务科定期核对台帐。",
    ],
)

DOUBTFUL = SpellingRule(
    code="WZ111",
    name="possible-wrong-character",
    severity=Severity.INFO,
    message="“{text}”可能是错字，请核对是否应为“{fix}”",
    basis=_BASIS,
    explanation="与“很可能的错字”用同一套统计，把握较小，或者字在引号、书名号里，或者同样的写法在文中不止一处，只作提示。",
    sure=False,
    bad=[
        Bad(
            "新建的社区服务中心设立了“职工书⟦物⟧”，方便借阅。",
            fix="新建的社区服务中心设立了“职工书屋”，方便借阅。",
        )
    ],
    good=["严禁在自然保护区内开垦荒地、采伐林木。", "按照“谁审批、谁监管”的原则落实监管责任。"],
)

PARTICLE = ParticleRule(
    code="WZ112",
    name="doubtful-structural-particle",
    severity=Severity.WARNING,
    message="此处的“{text}”疑应为“{fix}”",
    basis=Basis("现代汉语语法常识", "", Strength.PRACTICE),
    explanation="修饰名词用“的”，修饰动词用“地”，引出补语用“得”。由用字统计判断，把握不大的只作提示。",
    bad=[
        Bad("全县经济社会发展取得⟦地⟧成绩来之不易。", fix="全县经济社会发展取得的成绩来之不易。"),
    ],
    good=["干部队伍建设得到加强，各项任务完成得很好。", "扎实地推进各项工作。", "农村土地的承包关系保持稳定。"],
)

DROPPED_OR_ADDED = SlipRule(
    code="WZ113",
    name="dropped-or-added-character",
    severity=Severity.WARNING,
    message="“{text}”疑有{what}，疑应为“{fix}”",
    basis=_BASIS,
    explanation=(
        "与“很可能的错字”用同一套统计：原文在这里不通，而添一个字或者去掉一个字就很通顺，便报出来。把握不大的只作提示。"
    ),
    bad=[
        Bad("各级各部门要认真⟦贯落⟧实党中央、国务院决策部署。", fix="各级各部门要认真贯彻落实党中央、国务院决策部署。"),
    ],
    good=["各级各部门要认真贯彻落实党中央、国务院决策部署。", "干干净净做事，清清白白做人。"],
)

RULES: list[Rule] = [PROBABLE, DOUBTFUL, PARTICLE, DROPPED_OR_ADDED]
