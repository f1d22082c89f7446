"""标点: the punctuation rules of GB/T 15834—2011 (WZ2xx).

The enumeration comma (顿号) stands here; the other topics have modules of their own, gathered in ``RULES``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from baguan.model import Applicability, Basis, Severity, Strength
from baguan.rule import DELETE, Bad, PatternRule, Rule
from baguan_rules.wording import (
    punctuation_clauses,
    punctuation_marks,
    punctuation_ordinals,
    punctuation_pairs,
    punctuation_paragraphs,
    punctuation_width,
)

if TYPE_CHECKING:
    from regex import Match

    from baguan.document import Document

_STANDARD = "GB/T 15834—2011"


def _in_a_title(document: Document, match: Match[str]) -> bool:
    """A name of a document is quoted as it stands."""
    start, end = match.span("at") if "at" in match.re.groupindex else match.span()
    return document.in_title_marks(start, end)


BETWEEN_QUOTES = PatternRule(
    code="WZ201",
    name="enumeration-comma-between-quotes",
    severity=Severity.INFO,
    message="并列的引号之间通常不用顿号，可以删去",
    basis=Basis(_STANDARD, "4.5.3.5", Strength.GENERAL),
    explanation=(
        "标有引号的并列成分之间通常不用顿号；引号后面还有别的成分（括注、“等”字）时宜用顿号，本规则不报。"
        "标准写的是“通常”，2012年以前的文件多用顿号，所以只作提示；书名号里的文件名照原样引用，也不报。"
    ),
    anchors=("”、“",),
    pattern=r"”(?P<at>、)(?=“)",
    fix=DELETE,
    applicability=Applicability.SAFE,
    unless=_in_a_title,
    bad=[
        Bad("整治“吃拿卡要”⟦、⟧“推拖绕躲”问题。", fix="整治“吃拿卡要”“推拖绕躲”问题。"),
        Bad("“一网通办”⟦、⟧“一窗受理”⟦、⟧“一次办好”", fix="“一网通办”“一窗受理”“一次办好”"),
    ],
    good=[
        "推行“一网通办”“一窗受理”改革。",
        "“甲类”（重点）、“乙类”（一般）单位",
        "“十四五”和“十五五”时期",
        "按《关于做好“放心粮”、“放心油”工作的意见》执行。",
    ],
)

BETWEEN_TITLES = PatternRule(
    code="WZ202",
    name="enumeration-comma-between-title-marks",
    severity=Severity.INFO,
    message="并列的书名号之间通常不用顿号，可以删去",
    basis=Basis(_STANDARD, "4.5.3.5", Strength.GENERAL),
    explanation=(
        "标有书名号的并列成分之间通常不用顿号。书名号后面带括注（文号、年份）时宜用顿号，"
        "如“《甲办法》（国发〔2020〕1号）、《乙办法》”，本规则不报。"
    ),
    anchors=("》、《",),
    pattern=r"》(?P<at>、)(?=《)",
    fix=DELETE,
    applicability=Applicability.SAFE,
    unless=_in_a_title,
    bad=[Bad("依照《预算法》⟦、⟧《审计法》开展检查。", fix="依照《预算法》《审计法》开展检查。")],
    good=[
        "依照《预算法》《审计法》开展检查。",
        "《甲办法》（国发〔2020〕1号）、《乙办法》（国发〔2021〕2号）",
        "《甲办法》和《乙办法》",
    ],
)

BEFORE_DENG = PatternRule(
    code="WZ222",
    name="enumeration-comma-before-deng",
    severity=Severity.WARNING,
    message="列举助词“等”前面不用顿号，应删去",
    basis=Basis(_STANDARD, "附录B", Strength.GENERAL),
    explanation=(
        "“等”表示列举未尽，前面不用顿号。“数量、等级”“坐不住、等不起”“大于、等于”里的“等”不是列举助词，"
        "所以只报“等”后面接单位、部门、问题等词或者点号的情形。"
    ),
    anchors=("、等",),
    pattern=(
        r"、(?=等(?:(?:有关|相关)?(?:单位|部门|地区|国家|机构|企业|人员|问题|工作|方面|情况|内容|活动|领域|行业|措施)"
        r"|多[个种项家]|[，。；]|$))"
    ),
    fix=DELETE,
    applicability=Applicability.UNSAFE,
    bad=[
        Bad("财政、审计⟦、⟧等部门要加强配合。", fix="财政、审计等部门要加强配合。"),
        Bad("检查记录、台账⟦、⟧等。", fix="检查记录、台账等。"),
    ],
    good=[
        "核对数量、等级和价格。",
        "坐不住、等不起的紧迫感",
        "大于、等于规定数值的",
        "不作为、等靠要等问题",
        "财政、审计等部门要加强配合。",
    ],
)

_NOT_AND = "而定你谐平田睦解气谈硕顺县静林龙政音缓约美善蔼悦衷辉瑞燕实布声鸣服润盛利达信泰丰合颐讯"

BEFORE_CONJUNCTION = PatternRule(
    code="WZ223",
    name="enumeration-comma-before-conjunction",
    severity=Severity.INFO,
    message="“{text}”中连词前面一般不用顿号，可以删去",
    basis=Basis(_STANDARD, "4.5", Strength.PRACTICE),
    explanation=(
        "最后两个并列成分之间用了“和”“及”“或”，前面一般不再用顿号。“和平”“及时”“或许”等词以及“和某某公司”一类名称不报；"
        "“、与”多为“与……相适应”的介词结构，不收。“以及”前面用逗号，见“A.4”。"
    ),
    anchors=("、和", "、及", "、或"),
    pattern=(
        rf"(?P<at>、(?:和(?![{_NOT_AND}])|及(?![时早格第物])|或者?(?![许明迟者])))"
        r"(?=[\u3400-\u9fff《“])(?![^，。；：\n]{0,16}公司)"
    ),
    fix=lambda match: match["at"][1:],
    unless=_in_a_title,
    bad=[
        Bad("明确责任、时限⟦、和⟧要求。", fix="明确责任、时限和要求。"),
        Bad("报县委、县政府⟦、及⟧上级主管部门。", fix="报县委、县政府及上级主管部门。"),
    ],
    good=[
        "建设富强、民主、和谐的国家",
        "准确、及时、全面",
        "维护安全、和平与稳定",
        "喀什、和田等地",
        "某某股份、和辉光电有限公司",
    ],
)

TRIAL_NOTE = PatternRule(
    code="WZ224",
    name="trial-note-outside-title-marks",
    severity=Severity.INFO,
    message="“{text}”是文件名称的一部分时，应写在书名号里面",
    basis=Basis(_STANDARD, "附录A", Strength.GENERAL),
    explanation=(
        "“试行”“暂行”属于文件名称，写作《……办法（试行）》。只是说明状况的括注（草案、征求意见稿、年份、文号）写在书名号外面，不报。"
        "名称以正式发布的为准，所以改法只供核对。"
    ),
    anchors=("》（试行）", "》（暂行）"),
    pattern=r"》（[试暂]行）",
    fix=lambda match: f"{match[0][1:]}》",
    applicability=Applicability.DISPLAY,
    bad=[Bad("印发《差旅费管理办法⟦》（试行）⟧。", fix="印发《差旅费管理办法（试行）》。")],
    good=[
        "印发《差旅费管理办法（试行）》。",
        "《某某条例》（2021年修正）",
        "《某某纲要》（草案）",
        "对违反《某某办法》（试行期间）的，不予处罚。",
    ],
)

RULES: list[Rule] = [
    BETWEEN_QUOTES,
    BETWEEN_TITLES,
    *punctuation_width.RULES,
    *punctuation_marks.RULES,
    *punctuation_pairs.RULES,
    *punctuation_ordinals.RULES,
    *punctuation_paragraphs.RULES,
    *punctuation_clauses.RULES,
    BEFORE_DENG,
    BEFORE_CONJUNCTION,
    TRIAL_NOTE,
]
