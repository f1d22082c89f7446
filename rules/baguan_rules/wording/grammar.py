"""语病: 的地得, words that repeat each other, and two constructions run into one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from baguan.model import Basis, Severity, Strength
from baguan.rule import Bad, LexiconRule, PatternRule, Rule
from baguan_rules.wording import grammar_collocation

if TYPE_CHECKING:
    from regex import Match

_TABLE = Path(__file__).parent / "data" / "redundant.tsv"
_REGULATION = Basis("《党政机关公文处理工作条例》", "第十九条", Strength.MUST)
_GRAMMAR = Basis("现代汉语语法常识", "", Strength.PRACTICE)

# The name of the group that matched says which particle belongs there.
_PARTICLES = {"adverbial": "地", "complement": "得", "attributive": "的"}


def _particle(match: Match[str]) -> str | None:
    return next((particle for name, particle in _PARTICLES.items() if match.group(name)), None)


PARTICLE = PatternRule(
    code="WZ106",
    name="wrong-structural-particle",
    severity=Severity.WARNING,
    message="此处的“{text}”应为“{fix}”",
    basis=_GRAMMAR,
    explanation=(
        "修饰名词用“的”，修饰动词用“地”，引出补语用“得”。只报有把握的几类："
        "“更好的发挥……作用”（地）、“做的更好”“取的了成效”“值的推广”（得）、“我们地事业”（的）。"
    ),
    anchors=(
        *("更好的", "创造性的", "坚定不移的", "毫不动摇的", "潜移默化的"),
        *(f"{verb}的{degree}" for verb in "做干办走变搞" for degree in "更很越"),
        *(f"取的{result}" for result in ("了", "成", "显著", "明显", "阶段", "突破", "实效", "进展")),
        *(f"值的{worth}" for worth in ("推", "肯", "注", "关", "学", "借", "一提", "称", "表", "思", "重视", "深")),
        *(f"不的{verb}" for verb in ("不", "擅自", "超过", "少于", "低于", "以任何")),
        *("舍不的", "获的了", "获的好评", "获的荣誉", "获的称号", "获的表彰"),
        *("们地", "自己地"),
    ),
    pattern=(
        r"(?:更好(?P<adverbial>(?P<at>的))(?<=(?:[为要能将可以，]|能够|可以|为了)更好的)"
        r"(?=(?:发挥|推动|开展|服务|融入|把握|维护|促进|保障|满足|履行|落实|推进|适应)(?![性和与及型者]))"
        r"|(?:创造性|坚定不移|毫不动摇|潜移默化)(?P<adverbial>(?P<at>的))"
        r"(?=(?:贯彻|推进|开展|引导|走|执行|抓好)(?![性和与及型者方思措]))"
        r"|[做干办走变搞](?P<complement>(?P<at>的))(?=(?:更[好实细快稳]|很[好大快实]|越来越[好快大])[，。；、！])"
        r"|取(?P<complement>(?P<at>的))(?<![进争领录收选听提采汲获摄抓换夺赚考支吸索榨所骗盗窃]取的)"
        r"(?=了|成[绩效]|显著|明显|阶段|突破|实效|进展)"
        r"|值(?P<complement>(?P<at>的))(?<![价增产总市数面阈均峰极比分估升保贬币残净颜]值的)"
        r"(?=推广|肯定|注意|关注|学习|借鉴|一提|称赞|表扬|思考|重视|深思)"
        r"|舍不(?P<complement>(?P<at>的))"
        r"|不(?P<complement>(?P<at>的))(?=不|擅自|超过|少于|低于|以任何)"
        r"|获(?P<complement>(?P<at>的))(?<![收捕查缴抓所已被截破]获的)(?=了|好评|荣誉|称号|表彰)"
        r"|(?:[我他她你]们|自己)(?P<attributive>(?P<at>地))(?![方盘址区位界头处下上面里铁产板道基球毯段域势形貌震里税层]))"
    ),
    fix=_particle,
    quoted=Severity.INFO,
    bad=[
        Bad("要更好⟦的⟧发挥党组织作用。", fix="要更好地发挥党组织作用。"),
        Bad("把各项工作做⟦的⟧更好、更实。", fix="把各项工作做得更好、更实。"),
        Bad("改革取⟦的⟧了明显成效，经验值⟦的⟧推广。", fix="改革取得了明显成效，经验值得推广。"),
        Bad("投标人不⟦的⟧擅自变更。", fix="投标人不得擅自变更。"),
        Bad("这是我们⟦地⟧事业。", fix="这是我们的事业。"),
    ],
    good=[
        "营造积极进取的良好氛围，采取的积极举措取得实效。",
        "提出更好的服务方案，体现坚定不移的支持。",
        "提高附加值的关键，具有升值的潜力。",
        "他们地处偏远，我们地方财力有限。",
        "收获的好评，行使的各项职权。",
        "说的更多的是感谢。",
    ],
)

REDUNDANT = LexiconRule(
    code="WZ401",
    name="redundant-words",
    severity=Severity.WARNING,
    message="“{text}”语义重复，可改为“{fix}”",
    basis=_REGULATION,
    explanation=(
        "前后两个词说的是同一个意思，删去一个：“凯旋”就是胜利归来，“诸”就是“之于”，"
        "“堪忧”就是令人担忧。条例要求公文表述准确、文字精练。"
    ),
    table=_TABLE,
    flags="G",
    bad=[
        Bad("把部署⟦付诸于⟧行动。", fix="把部署付诸行动。"),
        Bad("安全形势⟦令人堪忧⟧。", fix="安全形势令人担忧。"),
        Bad("⟦当前的当务之急⟧是抢险。", fix="当务之急是抢险。"),
        Bad("火灾的⟦原因是由于⟧线路老化。", fix="火灾的原因是线路老化。"),
    ],
    good=["迄今为止未发现异常。", "功能导致使用不便，使得使用者投诉。", "付诸实施，公之于众。", "原因是多方面的。"],
)

REDUNDANT_ADVICE = LexiconRule(
    code="WZ402",
    name="wordy-phrase",
    severity=Severity.INFO,
    message="“{text}”略显重复，宜写作“{fix}”",
    basis=_REGULATION,
    explanation="日常已经用开、仍嫌重复的说法，公文以简洁为宜，只提示。",
    table=_TABLE,
    flags="V",
    bad=[
        Bad("此事⟦涉及到⟧多个部门。", fix="此事涉及多个部门。"),
        Bad("改革的⟦目的是为了⟧便民。", fix="改革的目的是便民。"),
        Bad("加强⟦省际间⟧合作。", fix="加强省际合作。"),
    ],
    good=["预防国际间谍活动。", "目的是便民。", "案件涉及到的证据。", "校际、省际之间。"],
)

NEGATION = PatternRule(
    code="WZ403",
    name="negation-after-prevent",
    severity=Severity.WARNING,
    message="“{text}”否定失当，前面已有“防止、避免、切忌”等词，不应再否定",
    basis=_GRAMMAR,
    explanation="“防止不再发生”等于希望它再发生。删去“不”；“切忌不要”“严禁不得”删去后一个词。",
    anchors=(
        *(
            f"{no}{again}"
            for no in ("不再", "不要", "不会")
            for again in ("发生", "出现", "反弹", "复发", "造成", "产生", "引发", "再", "次")
        ),
        *(f"{ban}不" for ban in ("切忌", "禁止", "严禁", "谢绝")),
    ),
    pattern=(
        r"(?:防止|避免|杜绝|严防|谨防)[^，。；：、“”（）\n]{0,10}(?P<at>不再|不要|不会)"
        r"(?=再?次?(?:发生|出现|反弹|复发|造成|产生|引发))"
        r"|(?:切忌|禁止|严禁|谢绝)(?P<at>不得|不准|不许|不能)"
    ),
    fix=lambda match: "再" if match.group("at") == "不再" else "",
    bad=[
        Bad("防止类似事故⟦不再⟧发生。", fix="防止类似事故再发生。"),
        Bad("严禁⟦不得⟧携带火种入山。", fix="严禁携带火种入山。"),
        Bad("避免矛盾⟦不要⟧出现反弹。", fix="避免矛盾出现反弹。"),
    ],
    good=[
        "防止事故再次发生。",
        "避免不必要的损失，杜绝不正之风。",
        "确保类似问题不再发生。",
        "严防死守，不再出现反弹。",
    ],
)

BLEND = PatternRule(
    code="WZ404",
    name="blended-construction",
    severity=Severity.WARNING,
    message="“{text}”句式杂糅，两种说法只留一种",
    basis=_GRAMMAR,
    explanation=(
        "两种句式揉在一起：“本着……原则”与“以……为原则”，“旨在……”与“以……为目的”，"
        "“深受……欢迎”与“为……所欢迎”，“关键在于……”与“……是关键”，“原因是……”与“是……造成的”，"
        "“自……以来”与“至今”，“截至……”与“到……为止”。"
    ),
    anchors=("本着", "旨在", "深受", "为主要", "关键在于", "原因是", "以来至今", "截止", "截至", "之所以"),
    pattern=(
        r"本着[^，。；\n]{2,14}为(?:原则|目的|宗旨|指导)"
        r"|旨在(?![^，。；\n]*以)[^，。；\n]{2,24}为(?:目的|宗旨|目标)"
        r"|深受[^，。；\n]{1,14}所(?:欢迎|喜爱|好评|青睐|爱戴)"
        r"|为主要(?:内容|形式|方式|任务|特征|目标)?为主"
        r"|关键在于[^，。；\n]{2,20}(?:是关键|起决定作用|至关重要)"
        r"|原因是[^，。；\n]{2,24}(?:造成|引起|导致|所致)的(?=[，。；])"
        r"|以来至今"
        r"|截[至止]到?[^，。；\n]{2,14}为止(?<!截[止至]目前为止)"
        r"|之所以[^。；\n]{2,40}(?:的原因是|原因是因为)"
    ),
    bad=[
        Bad("⟦本着节俭办会为原则⟧安排会务。"),
        Bad("这项服务⟦深受群众所欢迎⟧。"),
        Bad("这次火灾的⟦原因是线路老化引起的⟧。"),
        Bad("⟦截至5月底为止⟧，已完成八成。"),
        Bad("他⟦之所以迟到的原因是⟧堵车。"),
    ],
    good=[
        "本着节俭的原则安排会务，以节俭为原则。",
        "深受群众欢迎，为群众所喜爱。",
        "关键在于落实，原因是线路老化。",
        "该案旨在明确以营利为目的的界限。",
        "执行难的原因是多方面的，既有客观条件造成的，也有人为的。",
    ],
)

NO_SUBJECT = PatternRule(
    code="WZ405",
    name="subject-lost-after-preposition",
    severity=Severity.INFO,
    message="“通过……，使……”连用容易缺主语，删去“{text}”或前面的介词",
    basis=_GRAMMAR,
    explanation=(
        "句首的“通过”“经过”“随着”和后面的“使”连用，全句就没有主语。上文已有主语、这里承前省略的可以不改，所以只提示。"
    ),
    anchors=("通过", "经过", "随着"),
    pattern=r"(?:通过|经过|随着)(?<=(?:^\s*|[。；！？])..)[^，。；：\n]{2,40}，(?P<at>使)(?![用者馆领命出])",
    bad=[
        Bad("通过开展专项整治，⟦使⟧市容环境明显改善。"),
        Bad("会议强调作风。经过三年努力，⟦使⟧面貌焕然一新。"),
        Bad("随着项目建成，⟦使⟧群众出行更加便捷。"),
    ],
    good=["国家通过税收优惠，使企业减轻负担。", "通过开展专项整治，市容环境明显改善。", "通过审核的，使用电子证照。"],
)

RULES: list[Rule] = [PARTICLE, REDUNDANT, REDUNDANT_ADVICE, NEGATION, BLEND, NO_SUBJECT, *grammar_collocation.RULES]
