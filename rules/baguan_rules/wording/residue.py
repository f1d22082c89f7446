"""残留: placeholders, web and chat leftovers, broken characters, and text that stands twice."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

from baguan.model import Basis, Finding, Severity, Span, Strength
from baguan.rule import Bad, DocumentRule, PatternRule, Rule, document_rule
from baguan_rules.wording import residue_docx, residue_text

if TYPE_CHECKING:
    from regex import Pattern

    from baguan.document import Block, Document

_REVIEW = Basis("《党政机关公文处理工作条例》", "第二十条", Strength.MUST)
_PRACTICE = Basis("校对惯例", "", Strength.PRACTICE)

PLACEHOLDER = PatternRule(
    code="WZ601",
    name="placeholder-left",
    severity=Severity.WARNING,
    message="“{text}”像是没有填的占位文字或待查标记，请补全或删去",
    basis=_REVIEW,
    explanation=(
        "待补、待定的标记、模板里的“单击此处输入”、“XX年XX万元”一类占位，定稿前都要换成真内容。"
        "表单和格式样例里的空白、通报里隐去姓名的“李××”不归本规则管。"
    ),
    anchors=(
        *("待补", "待定", "待核", "待完善", "待确认", "待更新", "此处", "在此", "TODO", "FIXME", "XX", "xx"),
        *("orem ipsum", "请输入", "示例文本", "样例文字", "??"),
    ),
    pattern=(
        r"[（(【\[](?:待补充?|待定|待核实?|待完善|待确认|待更新)[^（）()【】\[\]\n]{0,8}[）)】\]]"
        r"|[（(【\[]此处[填插补添写需应待空放加][^（）()【】\[\]\n]{0,16}[）)】\]]"
        r"|(?:单击此处|点击此处|请在此处?|在此处?)(?:或点击此处)?(?:输入|键入|填写|添加|插入|编辑)[文正标内日姓]?[字文题容期名]?"
        r"|请输入(?:标题|正文|内容|文本|文字|姓名|日期|单位名称)|示例文本|样例文字"
        r"|(?<![A-Za-z0-9_])(?:TODO|FIXME)(?![A-Za-z0-9_])|[Ll]orem ipsum"
        r"|(?<![A-Za-z0-9×*])(?:X{2,4}|x{2,4})(?=[年月日元人个次家户名件项台]|万元|亿元|[％%])"
        r"|(?<![?？！!\w/=&])\?{2,}(?![\w/=&])|(?<=\p{Han})\?{2,}"
    ),
    bad=[
        Bad("投资总额⟦XX⟧万元，⟦【待补】⟧"),
        Bad("时间：⟦（待定）⟧"),
        Bad("⟦单击此处输入文字⟧"),
        Bad("咨询：⟦??⟧"),
        Bad("⟦TODO⟧：补充依据"),
    ],
    good=[
        "通报李××、李某某违纪问题，20××年××月。",
        "（此处不论及共同犯罪的构成）",
        "待定岗位，待补充人员到位后办理。",
        "市XX局报送的案例，车牌号为渝A2XXXX号的轿车，卡号5240xxxx9933。",
        "发展TOD项目，访问https://a.cn/?a=1&??b",
        "请在此处签名盖章。",
    ],
)

EMPTY_PAIR = PatternRule(
    code="WZ602",
    name="empty-brackets",
    severity=Severity.WARNING,
    message="“{text}”里没有内容，疑有漏字或漏了图片",
    basis=_REVIEW,
    explanation="括号、引号、书名号里空着，多是复制时丢了内容。考题、表单里供人填写的空格（中间有空白）不报。",
    anchors=("（）", "“”", "《》", "【】", "〔〕", "‘’"),
    pattern=r"（）|“”|《》|【】|〔〕|‘’",
    bad=[Bad("按照⟦《》⟧的要求办理。"), Bad("附件⟦（）⟧已收悉。"), Bad("增强⟦“”⟧意识。")],
    good=["（　　）", "按照《条例》的要求（附后）办理。", "调用函数main()"],
)

WEB_LEFTOVER = PatternRule(
    code="WZ603",
    name="web-page-leftover",
    severity=Severity.WARNING,
    message="“{text}”像是从网页上带来的文字，应删去",
    basis=_PRACTICE,
    explanation="从网站复制材料时常带进责任编辑、翻页、转载声明、公众号引导等文字。",
    anchors=(
        *(
            "小编",
            "责任编辑",
            "责编",
            "上一页",
            "下一页",
            "当前第",
            "返回",
            "原标题",
            "原文链接",
            "查看全文",
            "下载附件",
        ),
        *("来源：", "来源于网络", "识别二维码", "扫码关注", "转载请注明", "侵权必究", "如有侵权", "不得转载", "侵删"),
        *("免责声明", "分享到：", "百度文库", "道客巴巴", "豆丁网", "范文网", "更多精彩", "打印本页", "点击"),
    ),
    pattern=(
        r"本站小编|小编(?:整理|为大家|为您)|[（(【]?责任编辑[：:]|[（(]责编[：:]?"
        r"|(?:^|(?<=[\s\d|｜]))[上下]一页(?=$|[\s\d|｜])|当前第\s?\d+\s?页|返回(?:顶部|首页|列表)(?=$|[\s|｜])"
        r"|打印本页|原标题[：:]|原文链接|点击(?:查看|阅读|下载)(?:全文|原文|更多|附件|专题)|查看全文"
        r"|(?:文章|本文|内容)来源[：:]|来源[：:](?:网络|互联网|百度)|来源于网络(?=[，。；）)]|$)"
        r"|长按识别二维码|扫码关注|转载请注明|侵权必究|如有侵权|未经许可不得转载|侵删"
        r"|^免责声明(?=[：:]|$)|分享到[：:]|百度文库|道客巴巴|豆丁网|范文网|(?:^|(?<=[。，！]))更多精彩"
    ),
    bad=[
        Bad("⟦（责任编辑：⟧甲乙）"),
        Bad("共2页 ⟦当前第1页⟧"),
        Bad("⟦原标题：⟧关于加强安全生产工作的通知"),
        Bad("⟦转载请注明⟧出处，⟦侵权必究⟧。"),
        Bad("材料⟦来源于网络⟧，仅供参考。"),
    ],
    good=[
        "续写改革发展的下一页，返回首页按钮应当醒目。",
        "资金来源：财政拨款。收入来源于网络服务。",
        "点击查看按钮即可，群众扫描二维码办事。",
        "平台应当在显著位置公示免责声明。",
        "未经授权不得使用，版权所有人可以起诉。",
    ],
)

ENGLISH_WORD = PatternRule(
    code="WZ604",
    name="stray-english-word",
    severity=Severity.INFO,
    message="中文句子里夹着英文单词“{text}”，请确认是否应译成中文",
    basis=_PRACTICE,
    explanation="夹在汉字中间的小写英文单词，多是没有译出或误留的词。产品名、网名、账号、常用缩写不报或可以不改。",
    anchors=(),
    pattern=(
        r"[a-z]{4,}(?<=\p{Han}[a-z]{4,})(?=\p{Han})"
        r"(?<!wifi|ebay|ipad|vivo|oppo|root|email|iphone|windows|linux|python|java|cookie|cookies|https?|baidu)"
        r"(?!账号|账户|牌|公司|网站|商标|品牌|系统|软件|文件|域名|手机|平台|病毒|函数|命令|字段)"
    ),
    bad=[Bad("我们要⟦keep⟧在合理区间。"), Bad("各单位要及时⟦update⟧台账。")],
    good=[
        "无线wifi全覆盖，vivo手机",
        "GDP增长，推进App治理。",
        "联系邮箱abc@gov.cn发送。",
        "mlsoft账户内的资金，使用excel文件。",
    ],
)

CHAT_LEFTOVER = PatternRule(
    code="WZ605",
    name="chatbot-leftover",
    severity=Severity.WARNING,
    message="“{text}”像是智能写作工具的答话，应删去",
    basis=_PRACTICE,
    explanation="用智能工具起草后，开头和结尾的客套话要删净。",
    anchors=("作为一", "我是一", "以下是", "希望", "如果您", "如您", "截至我的", "请随时告", "请告诉我", "需要我"),
    pattern=(
        r"(?:作为|我是)一[个名款](?:(?:AI|人工智能|智能)(?:助手|助理|(?:大?语言|大)?模型|(?=[，。]))|(?:大?语言|大)模型)"
        r"|以下是(?:为您|为你|我为您|根据您|根据你|按您)"
        r"|希望(?:这[份些篇个]|以上|本)[^，。；\n]{0,10}对[您你]有(?:所)?帮助|希望对[您你]有(?:所)?帮助"
        r"|如果?您(?:还)?(?:需要|有)[^。；\n]{0,20}(?:请(?:随时)?告诉我|随时告诉我|请告知我)|请随时告诉我"
        r"|截至我的(?:知识|训练)|需要我(?:帮您|为您|帮你|进一步)[^。\n]{0,16}吗"
    ),
    bad=[
        Bad("⟦以下是为您⟧起草的通知："),
        Bad("⟦希望这份材料对您有所帮助⟧。"),
        Bad("⟦作为一个人工智能助手⟧，我无法核实。"),
        Bad("⟦如果您需要调整语气，请随时告诉我⟧。"),
    ],
    good=["以下是有关要求。", "作为一个人工智能产业园的重点项目。", "希望各单位对群众有求必应。"],
)

MARKDOWN_LEFT = PatternRule(
    code="WZ606",
    name="markdown-mark-left",
    severity=Severity.WARNING,
    message="“{text}”是标记语言的符号，应去掉",
    basis=_PRACTICE,
    explanation="从智能工具或网页复制来的 ** 加粗、# 标题、表格分隔行，在 .txt 和 .docx 里只是多余的符号。",
    formats=frozenset({"txt", "docx"}),
    anchors=("**", "# ", "```", "|--", "|:-", "| --", "| :-"),
    pattern=(
        r"(?<!\*)\*\*(?=[^\s*][^*\n]{0,60}\*\*(?!\*))|\*\*(?<=(?<!\*)\*\*[^*\n]{1,60}\*\*)(?!\*)"
        r"|^#{1,6}(?= )|^`{3}\w*|^\|[-:| ]{4,}\|\s*$"
    ),
    bad=[
        Bad("⟦**⟧重点任务⟦**⟧：抓好落实。"),
        Bad("⟦##⟧ 一、总体要求"),
        Bad("⟦|---|---|⟧"),
    ],
    good=["用户名******已隐去。", "编号#1 号楼。", "按2*3排列。"],
)

MOJIBAKE = PatternRule(
    code="WZ607",
    name="garbled-characters",
    severity=Severity.ERROR,
    message="“{text}”是乱码，请对照原稿补正",
    basis=_REVIEW,
    explanation="编码转换出错留下的字符：“锟斤拷”“烫烫烫”、替换符，或被当作西文读出的中文标点。",
    anchors=("锟斤拷", "烫烫烫", "屯屯屯", "\ufffd", "â€", "ï¼", "Ã©", "Ã¤", "Ã¶", "Ã¼", "ã€", "&nbsp;", "quo;"),
    pattern=(
        r"(?:锟斤拷?)+|锟斤拷|烫{3,}|屯{3,}|\ufffd+|â€[œ\u009d™˜“”¦]?|ï¼[\u0080-\u00bfŒšˆ‰›Ÿ‹Ž]?|Ã[©¤¶¼]|ã€[‚\u0081\u0082Š‹]?"
        r"|&nbsp;|&[lr]d?quo;"
    ),
    bad=[Bad("关于⟦锟斤拷⟧的通知"), Bad("加强⟦\ufffd\ufffd⟧管理"), Bad("会议指出⟦ï¼Œ⟧要抓好"), Bad("标题⟦&nbsp;⟧正文")],
    good=["烫伤急救。", "人口屯垦，café。", "R&D投入"],
)


_SHORT, _LONG, _SENTENCE = 12, 30, 8  # characters


def _long(text: str) -> bool:
    """A whole sentence that nobody writes twice on purpose; items and quotations may come back."""
    return len(text) >= _LONG and text[-1] in "。！？" and text[0] not in "（(“"


@document_rule(
    code="WZ610",
    name="masked-or-blank-text",
    severity=Severity.INFO,
    message="文中有“××”一类代替文字，定稿前请确认是有意隐去，不是漏填",
    basis=_PRACTICE,
    explanation=(
        "“××”“XX局”“某某单位”“____”在表单、格式样例和隐名通报里是正常的，在正式行文里多是漏填。全文只提示一次。"
    ),
    anchors=("××", "XX", "xx", "某某", "____", "＿＿"),
    bad=[
        Bad("现将⟦××⟧县的情况通报如下，××镇……"),
        Bad("由市⟦XX⟧局牵头。"),
        Bad("收到⟦某某⟧单位来函。"),
        Bad("经办人：⟦____⟧"),
    ],
    good=["当事人李某某陈述，王某某在场。", "车牌号为渝A2XXXX号。", "访问xx.gov.cn网站。"],
)
def masked_text(document: Document, rule: DocumentRule) -> Iterator[Finding]:
    """Flag the first stand-in and count them."""
    spans = [match.span("at") for match in _masked().finditer(document.text)]
    if spans:
        message = f"文中有{len(spans)}处“××”一类代替文字，定稿前请确认是有意隐去，不是漏填"
        yield rule.at(*spans[0], message=message)


@cache
def _masked() -> Pattern[str]:
    import regex

    bodies = "市县区镇乡村局厅处科部委办"
    return regex.compile(
        rf"(?P<at>×{{2,}})|(?P<at>_{{3,}}|＿{{2,}})|(?<![A-Za-z0-9])(?P<at>X{{2,}}|x{{2,}})(?=[{bodies}]|单位|公司|同志)"
        rf"|(?<!\p{{Han}})(?P<at>某某)(?=[{bodies}]|单位|部门|公司)|(?<=[省市县区于到])(?P<at>某某)(?=[{bodies}]|单位|公司)"
    )


def _statute(document: Document) -> bool:
    """Articles repeat clauses by design (前款规定适用于……)."""
    articles = 0
    for block in document.blocks:
        articles += document.text.startswith("第", block.start)
        if articles > 5:
            return True
    return False


@document_rule(
    code="WZ608",
    name="duplicated-paragraph",
    severity=Severity.WARNING,
    message="这一段与前文完全相同，疑是重复粘贴",
    basis=_REVIEW,
    explanation="紧挨着的相同段落（不少于12字）、隔开的相同长段（不少于30字的整句）。法规条文的例行条款不报。",
    bad=[
        Bad("各单位要高度重视，认真组织落实。\n⟦各单位要高度重视，认真组织落实。⟧"),
        Bad(
            "要坚持问题导向，逐项建立台账，明确责任单位和完成时限，确保整改落实到位。\n二、工作要求\n"
            "⟦要坚持问题导向，逐项建立台账，明确责任单位和完成时限，确保整改落实到位。⟧"
        ),
    ],
    good=[
        "各单位要高度重视。\n二、要求\n各单位要高度重视。",
        "（一）从事与职责无关的经营性活动，或者违法收取费用的，情节严重的；\n甲\n"
        "（一）从事与职责无关的经营性活动，或者违法收取费用的，情节严重的；",
        "联系人：甲\n联系人：甲",
    ],
)
def duplicated_paragraph(document: Document, rule: DocumentRule) -> Iterator[Finding]:
    """Flag every repetition of a paragraph after the first."""
    first: dict[str, Block] = {}
    previous = ""
    statute: bool | None = None
    for block in document.blocks:
        length = block.end - block.start
        if length < _SHORT:
            previous = "" if length else previous
            continue
        text = document.text[block.start : block.end].strip()
        twin = first.setdefault(text, block)
        if twin is not block and len(text) >= _SHORT and block.part == "body":
            if statute is None:
                statute = _statute(document)
            if text == previous or (_long(text) and not statute):
                yield rule.at(block.start, block.end)._replace(related=(Span(twin.start, twin.end),))
        previous = text


def _whole_paragraph(text: str, start: int, end: int) -> bool:
    """A repeated paragraph is another rule's business."""
    return not text[text.rfind("\n", 0, start) + 1 : start].strip() and text[end : end + 1] in ("", "\n")


@document_rule(
    code="WZ609",
    name="duplicated-sentence",
    severity=Severity.WARNING,
    message="这句话与前一句完全相同，疑是重复粘贴",
    basis=_REVIEW,
    explanation="两个相同的句子（不少于8字）紧挨着，多是改稿、拼接材料时留下的。",
    bad=[
        Bad("要压实属地管理责任。⟦要压实属地管理责任。⟧确保落实。"),
        Bad("有关部门负责同志参加会议。\n⟦有关部门负责同志参加会议。⟧（完）"),
    ],
    good=[
        "要压实属地管理责任。\n要压实属地管理责任。",
        "能不能？能不能？",
        "要压实属地责任。要压实部门责任。",
        "要压实属地管理责任。确保落实。要压实属地管理责任。",
    ],
)
def duplicated_sentence(document: Document, rule: DocumentRule) -> Iterator[Finding]:
    """Flag a sentence that says the one before it again."""
    text = document.text
    before, start = 0, 0  # where the last sentence and this one start
    last = -1  # where the last sentence stops
    stop = text.find("。")
    while stop >= 0:
        while text[start] in "\n \u3000":
            start += 1
        length = stop - start
        same = length >= _SENTENCE and length == last - before and text.startswith(text[before:last], start)
        if same and not _whole_paragraph(text, start, stop + 1):
            yield rule.at(start, stop + 1)
        before, last, start = start, stop, stop + 1
        stop = text.find("。", start)


RULES: list[Rule] = [
    PLACEHOLDER,
    EMPTY_PAIR,
    WEB_LEFTOVER,
    ENGLISH_WORD,
    CHAT_LEFTOVER,
    MARKDOWN_LEFT,
    MOJIBAKE,
    duplicated_paragraph,
    duplicated_sentence,
    masked_text,
    *residue_docx.RULES,
    *residue_text.RULES,
]
