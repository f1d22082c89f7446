"""文风: single words and phrases that official writing does without (WZ703, WZ711 to WZ713)."""

from __future__ import annotations

from baguan.model import Applicability, Basis, Severity, Strength
from baguan.outline import Kind
from baguan.rule import Bad, Good, PatternRule, Rule

_DRAFTING = Basis("《党政机关公文处理工作条例》", "第十九条", Strength.MUST)
_PRACTICE = Basis("公文写作惯例", "", Strength.PRACTICE)
_DOCUMENTS = frozenset({Kind.STATUTORY})

WORDY = PatternRule(
    code="WZ703",
    name="wordy-verb",
    severity=Severity.INFO,
    message="“{text}”可以写得简短些：“{fix}”",
    basis=_DRAFTING,
    explanation="“对……进行了研究”不如“研究了……”。只报“对（就）……进行了（作了）”后面带双音节动词、宾语短、改起来不走样的几种。",
    anchors=("进行了", "作了"),
    pattern=(
        r"(?:对|就)(?P<thing>[\u4e00-\u9fff]{2,8})(?<!有关|相关)(?:进行了|作了)(?:一次|认真|深入|全面|专题|初步)?"
        r"(?P<verb>研究|讨论|检查|调查|分析|梳理|核查|评估)(?=[，。；])"
    ),
    fix=lambda match: f"{match['verb']}了{match['thing']}",
    applicability=Applicability.DISPLAY,
    bad=[Bad("会议⟦对当前工作进行了研究⟧，⟦就下步安排作了讨论⟧。", fix="会议研究了当前工作，讨论了下步安排。")],
    good=["会议研究了当前工作，讨论了下步安排。", "对有关问题进行了处理。", "对他进行了批评教育。"],
)

_FORMAL: dict[str, str] = {
    "咱们": "我们",
    "搞定": "完成",
    "弄清": "查明",
    "弄清楚": "查明",
    "啥": "什么",
    "咋": "怎么",
    "挺好": "很好",
    "赶紧": "尽快",
    "差不多": "约",
    "好多": "许多",
}

COLLOQUIAL = PatternRule(
    code="WZ711",
    name="colloquial-word",
    severity=Severity.INFO,
    message="“{text}”是口语，公文宜写作“{fix}”",
    basis=_DRAFTING,
    explanation="公文用书面语。引号里的原话、讲话稿不报。",
    kinds=_DOCUMENTS,
    anchors=(
        "老百姓",
        "咱们",
        "搞定",
        "一把手",
        "弄清",
        "啥",
        "咋",
        "特别是说",
        "好多",
        "差不多",
        "怎么样了",
        "赶紧",
        "挺好",
        "搞好",
        "搞活",
    ),
    pattern=(
        r"咱们(?!村)|搞定|弄清楚?|(?<![\u4e00-\u9fff])啥|咋(?=[办样整])|挺好|赶紧(?=[做办抓把落])|差不多(?=\d|有|完成|需)|好多(?=[人单问干群])"
    ),
    fix=lambda match: _FORMAL.get(match[0]),
    applicability=Applicability.UNSAFE,
    quoted=None,
    unless=lambda document, match: document.in_quotes(*match.span()),
    bad=[
        Bad("请⟦赶紧⟧办理，⟦弄清楚⟧原因。", fix="请尽快办理，查明原因。", kind="statutory"),
        Bad("⟦差不多⟧完成八成。", fix="约完成八成。", kind="statutory"),
    ],
    good=[Good("请尽快办理，查明原因。", kind="statutory"), Good("群众说“赶紧办”。", kind="statutory")],
)

NET = PatternRule(
    code="WZ712",
    name="net-word",
    severity=Severity.INFO,
    message="“{text}”是网络用语，公文不宜使用",
    basis=_DRAFTING,
    explanation="网络流行语含义不定、时效短，公文不用。引号里作为引语、名称的不报。",
    anchors=(
        *(
            "给力",
            "点赞",
            "吐槽",
            "躺平",
            "内卷",
            "硬核",
            "破防",
            "种草",
            "打卡",
            "走起",
            "干货",
            "接地气",
            "高大上",
            "脑洞",
            "神器",
        ),
        *(
            "小伙伴",
            "逆袭",
            "圈粉",
            "刷屏",
            "爆款",
            "吸睛",
            "出圈",
            "佛系",
            "凡尔赛",
            "摆烂",
            "摸鱼",
            "yyds",
            "YYDS",
            "绝绝子",
            "奥利给",
        ),
    ),
    pattern=(
        r"(?<![发供送用出保配自])给力(?!量)|吐槽|躺平|硬核|破防|走起(?=[，。！])|高大上|脑洞大?开?|小伙伴们?|逆袭|圈粉|刷屏|吸睛|出圈(?![定])"
        r"|佛系|凡尔赛(?!宫|和|条|体)|摆烂|摸鱼|(?<![A-Za-z])(?:yyds|YYDS)(?![A-Za-z])|绝绝子|奥利给"
    ),
    kinds=frozenset({Kind.STATUTORY, Kind.PROSE}),
    unless=lambda document, match: document.in_quotes(*match.span()) or document.in_title_marks(*match.span()),
    bad=[Bad("活动十分⟦硬核⟧，成功⟦出圈⟧，引来⟦小伙伴们⟧围观。")],
    good=["整治“躺平”干部。", "发电机组供给力量充足，签署《凡尔赛条约》。", "划出圈定范围。"],
)

MACHINE = PatternRule(
    code="WZ713",
    name="essay-phrase",
    severity=Severity.INFO,
    message="“{text}”像是智能工具的腔调，公文直接说事，可以删去",
    basis=_PRACTICE,
    explanation="“值得注意的是”“总而言之”“在当今……的时代背景下”一类过渡话，公文一般不用。讲话稿不报。",
    anchors=(
        "值得注意的是",
        "值得一提的是",
        "不可否认",
        "总而言之",
        "综上所述，我们",
        "众所周知",
        "毋庸讳言",
        "不难看出",
        "在当今",
    ),
    kinds=_DOCUMENTS,
    pattern=(
        r"(?:^|(?<=[。；\u3000]))(?:值得(?:注意|一提)的是|不可否认(?:的是)?|总而言之|众所周知|不难看出|毋庸讳言)，"
        r"|(?<=[。\u3000]|^)在当今[^，。]{2,16}(?:时代|背景下|形势下)，"
    ),
    fix="",
    bad=[Bad("⟦值得注意的是，⟧部分乡镇进度偏慢。", fix="部分乡镇进度偏慢。", kind="statutory")],
    good=[
        Good("部分乡镇进度偏慢，值得注意的是资金缺口。", kind="statutory"),
        Good("部分乡镇进度偏慢。", kind="statutory"),
    ],
)

RULES: list[Rule] = [WORDY, COLLOQUIAL, NET, MACHINE]
