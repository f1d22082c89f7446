"""The marks in the header that decide how a paper is handled: urgency and secrecy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from baguan.lazy import lazy_pattern
from baguan.model import Basis, Severity, Strength
from baguan.outline import ElementName, Kind
from baguan.rule import Bad, Rule, document_rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from baguan.document import Document
    from baguan.model import Finding
    from baguan.rule import DocumentRule

_REGULATION = "《党政机关公文处理工作条例》"
_SECRECY_LAW = "《中华人民共和国保守国家秘密法》（2024年修订）"
_STATUTORY = frozenset({Kind.STATUTORY})
_DOCUMENT = (
    "青溪县水利局文件\n青水〔2025〕8号\n关于做好防汛工作的通知\n各股室：\n请做好防汛工作。\n"
    "青溪县水利局\n2025年8月20日\n"
)
_ALLOWED = lazy_pattern(r"(?:紧急程度[：:])?(?:特急|加急|特提|平急)")


@document_rule(
    code="CL105",
    name="irregular-urgency-mark",
    severity=Severity.WARNING,
    message="公文的紧急程度分“特急”“加急”（电报分“特提”“特急”“加急”“平急”），没有其他等级",
    basis=Basis(_REGULATION, "第九条（三）", Strength.MUST),
    explanation="“急件”“平件”是单位登记用语，不标在版头。只查版头单独成行的标注，正文不查。",
    kinds=_STATUTORY,
    bad=[Bad(f"⟦急件⟧\n{_DOCUMENT}"), Bad(f"⟦紧急⟧\n{_DOCUMENT}")],
    good=[f"特急\n{_DOCUMENT}", f"加急\n{_DOCUMENT}", "关于做好紧急转移工作的通知\n各股室：\n情况紧急，请做好准备。\n"],
)
def irregular_urgency_mark(document: Document, rule: DocumentRule) -> Iterator[Finding]:
    """Flag a mark of urgency that the regulation does not know."""
    for element in document.structure.all(ElementName.URGENCY):
        word = document.text[element.start : element.end]
        if not _ALLOWED.fullmatch("".join(word.split())):
            message = f"紧急程度没有“{word}”，公文分“特急”“加急”（电报分“特提”“特急”“加急”“平急”）"
            yield rule.at(element.start, element.end, message=message)


@document_rule(
    code="CL106",
    name="classified-document",
    severity=Severity.WARNING,
    message="版头标有密级：涉密公文不得在非涉密设备上存储、处理，请确认这台设备和网络符合保密要求",
    basis=Basis(_SECRECY_LAW, "第三十一条", Strength.MUST),
    explanation="检出即提示。只认版头单独标注的密级，正文里的“秘密”“机密”是普通词；确为格式示例、解密件的可以忽略。",
    bad=[Bad(f"⟦机密★1年⟧\n{_DOCUMENT}"), Bad(f"000001\n⟦秘密⟧\n{_DOCUMENT}")],
    good=[_DOCUMENT, "关于加强保密工作的通知\n各股室：\n国家秘密分为绝密、机密、秘密三级。\n机密\n"],
)
def classified_document(document: Document, rule: DocumentRule) -> Iterator[Finding]:
    """Flag the secrecy mark of the header."""
    element = document.structure.first(ElementName.SECRECY)
    if element:
        yield rule.at(element.start, element.end)


_PUBLIC = lazy_pattern(r"此件(?:主动)?公开(?:发布)?|公开方式[：:]主动公开|公开属性[：:]主动公开")


@document_rule(
    code="CL107",
    name="classified-yet-public",
    severity=Severity.ERROR,
    message="版头标有密级，附注又写公开发布，两者矛盾；涉密公文公开前应当先解密",
    basis=Basis("《中华人民共和国政府信息公开条例》", "第十四条", Strength.MUST),
    explanation="依法确定为国家秘密的政府信息不予公开。只看版头的密级标识和单独成行的公开标注。",
    bad=[Bad(f"秘密★1年\n{_DOCUMENT}（⟦此件公开发布⟧）\n")],
    good=[
        f"{_DOCUMENT}（此件公开发布）\n",
        f"秘密★1年\n{_DOCUMENT}（此件发至股室）\n",
        "秘密★1年\n关于公开标注的通知\n各股室：\n可以公开的写“此件公开发布”，不能公开的不写。\n青溪县水利局\n2025年8月20日\n",
    ],
)
def classified_yet_public(document: Document, rule: DocumentRule) -> Iterator[Finding]:
    """Flag a mark of publication on a classified document."""
    if document.structure.first(ElementName.SECRECY) is None:
        return
    text = document.text
    for match in _PUBLIC.finditer(text):
        low, high = text.rfind("\n", 0, match.start()) + 1, text.find("\n", match.end())
        line = text[low : high if high >= 0 else len(text)].strip(" \t\u3000（）()。")
        if line == match.group():
            yield rule.at(match.start(), match.end())


_TERM = lazy_pattern(r"(绝密|机密|秘密)[^★☆*]*[★☆*]\s*(\d{1,3})\s*年")
_LIMITS = {"绝密": 30, "机密": 20, "秘密": 10}


@document_rule(
    code="CL108",
    name="secrecy-term-too-long",
    severity=Severity.WARNING,
    message="保密期限超过上限：绝密级一般不超过30年，机密级不超过20年，秘密级不超过10年",
    basis=Basis(_SECRECY_LAW, "第二十条", Strength.MUST),
    explanation="法律留有“除另有规定外”的余地，请核对定密依据。",
    bad=[Bad(f"⟦秘密★20年⟧\n{_DOCUMENT}")],
    good=[f"秘密★10年\n{_DOCUMENT}", f"绝密★30年\n{_DOCUMENT}", f"机密★启用前\n{_DOCUMENT}"],
)
def secrecy_term_too_long(document: Document, rule: DocumentRule) -> Iterator[Finding]:
    """Flag a term of secrecy beyond that of its level."""
    for element in document.structure.all(ElementName.SECRECY):
        match = _TERM.search(document.text[element.start : element.end])
        if match and int(match[2]) > _LIMITS[match[1]]:
            message = f"{match[1]}级的保密期限除另有规定外不超过{_LIMITS[match[1]]}年，这里标了{int(match[2])}年"
            yield rule.at(element.start, element.end, message=message)


@document_rule(
    code="CL109",
    name="classified-without-copy-number",
    severity=Severity.WARNING,
    message="涉密公文应当标注份号（一般用6位阿拉伯数字，标在密级上一行）",
    basis=Basis(_REGULATION, "第九条（一）", Strength.MUST),
    kinds=_STATUTORY,
    bad=[Bad(f"⟦⟧机密★1年\n{_DOCUMENT}")],
    good=[f"000001\n机密★1年\n{_DOCUMENT}", _DOCUMENT],
)
def classified_without_copy_number(document: Document, rule: DocumentRule) -> Iterator[Finding]:
    """Flag a classified document whose copies are not numbered."""
    element = document.structure.first(ElementName.SECRECY)
    if element and document.structure.first(ElementName.COPY_NUMBER) is None:
        yield rule.at(element.start, element.start)


RULES: list[Rule] = [
    irregular_urgency_mark,
    classified_document,
    classified_yet_public,
    secrecy_term_too_long,
    classified_without_copy_number,
]
