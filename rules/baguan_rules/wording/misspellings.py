"""错别字: words that are wrong wherever they stand, or unless their neighbours say otherwise."""

from __future__ import annotations

from pathlib import Path

from baguan.model import Applicability, Basis, Severity, Strength
from baguan.rule import Bad, LexiconRule, Rule

TABLE = Path(__file__).parent / "data" / "misspellings.tsv"
REGULATION = Basis("《党政机关公文处理工作条例》", "第二十条", Strength.MUST)

MISSPELLING = LexiconRule(
    code="WZ101",
    name="misspelling",
    severity=Severity.ERROR,
    message="“{text}”是错别字，应写作“{fix}”",
    basis=REGULATION,
    explanation=(
        "条例把“文字使用规范”列为签发前审核的重点。词表中的写法在任何语境里都不成立，"
        "逐条在一亿余字的公文、法规和新闻里核对过，命中的都是真错。"
        "引号、书名号里的可能是照录原文，降为提示，也不自动改。"
    ),
    table=TABLE,
    flags="S",
    applicability=Applicability.SAFE,
    bad=[
        Bad("要认真⟦贯撤⟧党中央决策部署。", fix="要认真贯彻党中央决策部署。"),
        Bad("⟦脱贫攻艰⟧取得胜利，干部要⟦再接再励⟧。", fix="脱贫攻坚取得胜利，干部要再接再厉。"),
        Bad("会上交流了“⟦心无旁鹜⟧抓落实”的做法。", fix="会上交流了“心无旁骛抓落实”的做法。"),
    ],
    good=[
        "平安祥和过节，做好配合做好服务。",
        "以经济建设为中心，健全复审请求的受理制度。",
        "到期未还的，由其负责追缴。",
        "新建全国统一大市场，兑现像样的承诺。",
    ],
)

GUARDED = LexiconRule(
    code="WZ102",
    name="probable-misspelling",
    severity=Severity.WARNING,
    message="“{text}”疑是“{fix}”之误",
    basis=REGULATION,
    explanation=(
        "这些写法多半是错字，但也可能恰好由前后两个词拼成（“竞赛”写成“竟赛”，而“究竟赛果如何”没有错），"
        "所以先看前后的字再报，改不改由人决定。"
    ),
    table=TABLE,
    flags="G",
    applicability=Applicability.UNSAFE,
    bad=[
        Bad("会议⟦布署⟧了下一步工作。", fix="会议部署了下一步工作。"),
        Bad("经济社会发展成效⟦显着⟧。", fix="经济社会发展成效显著。"),
        Bad("禁止露天焚烧⟦秸杆⟧。", fix="禁止露天焚烧秸秆。"),
        Bad("由⟦付局长⟧牵头负责。", fix="由副局长牵头负责。"),
    ],
    good=[
        "要公布署名文章的作者名单。",
        "究竟赛果如何，以公告为准。",
        "这既使群众受益，又使企业满意。",
        "农业农村布局进一步优化。",
        "全面排查相关健康风险。",
        "经费由支付局长期保管。",
    ],
)

VARIANT = LexiconRule(
    code="WZ103",
    name="variant-form",
    severity=Severity.INFO,
    message="“{text}”宜写作“{fix}”",
    basis=Basis("GF 1001—2001《第一批异形词整理表》及《现代汉语词典》", "", Strength.GENERAL),
    explanation=(
        "异形词、旧字形和过时的提法，推荐用通行的写法，全文也要一致。"
        "整理表是推荐性的，所以只提示；引用旧文件、登记证书上的原文时照录。"
    ),
    table=TABLE,
    flags="V",
    applicability=Applicability.UNSAFE,
    bad=[
        Bad("如实登记会计⟦帐簿⟧。", fix="如实登记会计账簿。"),
        Bad("绝不能⟦固步自封⟧。", fix="绝不能故步自封。"),
        Bad("减少贸易⟦磨擦⟧。", fix="减少贸易摩擦。"),
    ],
    good=["各部份额按规定核定。", "搭建救灾帐篷。", "四座落成的桥梁。", "屈原故里的龙舟赛。"],
)

RULES: list[Rule] = [MISSPELLING, GUARDED, VARIANT]
