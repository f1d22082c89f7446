"""Personal data that must not stand in a document to be published."""

from __future__ import annotations

from typing import TYPE_CHECKING

from baguan.lazy import lazy_pattern
from baguan.model import Basis, Severity, Strength
from baguan.outline import ElementName
from baguan.rule import Bad, DocumentRule, Rule, document_rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from baguan.document import Document
    from baguan.model import Finding

_LAW = Basis("《中华人民共和国个人信息保护法》", "", Strength.PRACTICE)
_OPEN_GENRES = frozenset({"公告", "通告", "公报", "命令"})
_OPEN = lazy_pattern(r"公示|公告|通告|公布|公开|名单|名册|花名册")
_PUBLIC_NOTE = lazy_pattern(r"此件(?:主动|依申请)?(?:公开|可公开|公布)")
_NOT_PUBLIC = lazy_pattern(r"此件(?:不予公开|不公开)|不予公开")


def to_be_published(document: Document) -> bool:
    """Whether a document says that it will be made public: by its 文种, its title or its 附注."""
    if _NOT_PUBLIC.search(document.text):
        return False
    structure = document.structure
    if structure.genre in _OPEN_GENRES or _PUBLIC_NOTE.search(document.text):
        return True
    title = structure.first(ElementName.TITLE)
    return title is not None and _OPEN.search(document.text[title.start : title.end]) is not None


def _level(document: Document) -> Severity:
    return Severity.WARNING if to_be_published(document) else Severity.INFO


_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_IDENTITY = lazy_pattern(
    r"(?<![\dA-Za-z])[1-8]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXxＸ](?![\dA-Za-z])"
)


def valid_identity(number: str) -> bool:
    """Whether the last character of an 18-digit identity number is its check digit (GB 11643)."""
    total = sum(int(digit) * weight for digit, weight in zip(number[:17], _WEIGHTS, strict=True))
    return "10X98765432"[total % 11] == number[17].upper().replace("Ｘ", "X")


_NAMES = "关于补助对象的公示\n现将名单公示如下。\n张某，{}。\n青溪县民政局\n2025年8月20日\n"


@document_rule(
    code="ZC701",
    name="identity-number",
    severity=Severity.WARNING,
    message="公开的文件不应出现完整的身份证号，可隐去中间若干位",
    basis=_LAW,
    explanation=(
        "十八位、出生日期合理、末位校验码正确的号码才算身份证号。标题是公示、名单、公告，或者附注写“此件公开发布”的是警告，其他文件只提示。"
    ),
    anchors=tuple(f"{year}{month}" for year in range(1900, 2035) for month in "01"),  # year and month of birth
    bad=[
        Bad(_NAMES.format("身份证号⟦11010519491231002X⟧")),
        Bad("办理人员的证件号为⟦440524198001010013⟧，请核对。"),
    ],
    good=[
        _NAMES.format("身份证号110105********002X"),
        _NAMES.format("编号110105194912310021"),  # the check digit is wrong
        "统一社会信用代码911101051949123100",
    ],
)
def identity_number(document: Document, rule: DocumentRule) -> Iterator[Finding]:
    """Numbers of eighteen digits whose check digit is right."""
    found = [match for match in _IDENTITY.finditer(document.text) if valid_identity(match[0])]
    level = _level(document) if found else None
    for match in found:
        yield rule.at(*match.span(), severity=level)


_PHONE = lazy_pattern(r"(?<![\d\-—.A-Za-z])1[3-9]\d[ \-]?\d{4}[ \-]?\d{4}(?![\d.]|-\d)")
_CONTACT = lazy_pattern(r"联系|咨询|电话|热线|举报|报名|监督|值班|传真|手机|邮箱|客服|办公室|来电|拨打|客服")
_PEOPLE = lazy_pattern(r"申请人|当事人|户主|补助对象|获奖|受助|身份证|住址|家庭|本人|学生|患者|考生|姓名")


@document_rule(
    code="ZC702",
    name="private-phone-number",
    severity=Severity.WARNING,
    message="公开的文件不应出现个人手机号（联系方式除外），可隐去中间四位",
    basis=_LAW,
    explanation="只查要公开的文件；同一段写明联系、咨询、举报、报名、监督等用途的不报。",
    anchors=("13", "14", "15", "16", "17", "18", "19"),
    bad=[Bad(_NAMES.format("住址：河东镇，⟦13800138000⟧"))],
    good=[
        _NAMES.format("住河东镇，138****8000"),
        "关于补助对象的公示\n现将名单公示如下。\n监督电话：13800138000。\n青溪县民政局\n2025年8月20日\n",
        "关于检查的通知\n各股室：\n家庭电话13800138000。\n青溪县民政局\n2025年8月20日\n",
    ],
)
def private_phone_number(document: Document, rule: DocumentRule) -> Iterator[Finding]:
    """Mobile numbers of a document to be published that are no contact."""
    found = list(_PHONE.finditer(document.text))
    if not found or not to_be_published(document):
        return
    for match in found:
        block = document.block_at(match.start())
        paragraph = document.block_text(block)
        if _CONTACT.search(paragraph) or (not block.table and not _PEOPLE.search(paragraph)):
            continue
        yield rule.at(*match.span())


_CARD = lazy_pattern(r"(?<![\d\-—.A-Za-z])(?:6[2-9]|5[1-5]|4\d|35)\d{2}[ ]?(?:\d{4}[ ]?){2,3}\d{1,4}(?![\d.A-Za-z])")
_UNIT_ACCOUNT = lazy_pattern(
    r"(?:户名|开户名|账户名|收款人|收款单位|单位名称)[^。；]{0,30}(?:局|委|厅|公司|中心|学校|医院|会|所|站|府)"
)
_CARD_SAID = lazy_pattern(r"卡号|银行卡|账号|帐号|账户|帐户|存折|一卡通|社保卡")


def luhn(number: str) -> bool:
    """Whether a card number ends in its check digit."""
    total = 0
    for place, digit in enumerate(reversed(number)):
        value = int(digit) * (1 + place % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


@document_rule(
    code="ZC703",
    name="bank-card-number",
    severity=Severity.WARNING,
    message="公开的文件不应出现完整的个人银行卡号，可只留末四位",
    basis=_LAW,
    explanation=(
        "十六至十九位、开头是银行卡的号段、末位校验码正确，而且同段提到卡号、账号的才报；同段写明开户名称是单位的不报。"
        "要公开的文件是警告，其他只提示。"
    ),
    anchors=("卡号", "银行卡", "账号", "帐号", "账户", "帐户", "存折", "一卡通", "社保卡"),
    bad=[
        Bad(_NAMES.format("银行卡号⟦6222021234567890128⟧")),
        Bad("请将补助款打入本人账户⟦6228480402564890018⟧。"),
    ],
    good=[
        _NAMES.format("银行卡号6222021234567890120"),  # the check digit is wrong
        _NAMES.format("银行卡号尾号0128"),
        "户名：青溪县财政局，开户行：某银行，账号：6222021234567890128。",
    ],
)
def bank_card_number(document: Document, rule: DocumentRule) -> Iterator[Finding]:
    """Card numbers whose check digit is right, in a paragraph that speaks of a card or an account."""
    level = None
    for match in _CARD.finditer(document.text):
        digits = match[0].replace(" ", "")
        if not 16 <= len(digits) <= 19 or not luhn(digits):
            continue
        paragraph = document.block_text(document.block_at(match.start()))
        if not _CARD_SAID.search(paragraph) or _UNIT_ACCOUNT.search(paragraph):
            continue
        level = level or _level(document)
        yield rule.at(*match.span(), severity=level)


RULES: list[Rule] = [identity_number, private_phone_number, bank_card_number]
