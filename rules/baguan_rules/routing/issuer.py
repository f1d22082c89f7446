"""Who issues the document: one number, and one name in header, title and signature."""

from __future__ import annotations

from typing import TYPE_CHECKING

from baguan.lazy import compile_pattern, lazy_pattern
from baguan.model import Basis, Severity, Strength
from baguan.outline import ElementName, Kind
from baguan.rule import Bad, Rule, document_rule
from baguan_rules.routing.parts import part, text_of, title, title_issuer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from baguan.document import Document
    from baguan.model import Finding
    from baguan.rule import DocumentRule

_STATUTORY = frozenset({Kind.STATUTORY})


_UNIT_END = lazy_pattern(r"(?:政府|委|委员会|局|厅|部|院|公司|集团|学校|大学|中心|会|室|府)$")


@document_rule(
    code="XW217",
    name="several-document-numbers",
    severity=Severity.WARNING,
    message="联合行文只使用主办机关的一个发文字号",
    basis=Basis("《党政机关公文处理工作条例》", "第九条（五）", Strength.MUST),
    explanation="只查版头的发文字号行，正文引用的文号不计。",
    kinds=_STATUTORY,
    bad=[
        Bad(
            "青溪县水利局文件\n青水〔2025〕8号\n⟦青财〔2025〕12号⟧\n关于做好防汛资金管理的通知\n各乡镇人民政府：\n请做好管理。\n"
            "青溪县水利局\n青溪县财政局\n2025年8月20日\n"
        )
    ],
    good=[
        "青溪县水利局文件\n青水〔2025〕8号\n关于做好防汛资金管理的通知\n各乡镇人民政府：\n"
        "根据《管理办法》（青财〔2025〕12号），请做好管理。\n青溪县水利局\n青溪县财政局\n2025年8月20日\n"
    ],
)
def several_document_numbers(document: Document, rule: DocumentRule) -> Iterator[Finding]:
    """Flag a second number in the header."""
    structure = document.structure
    start = structure.first(ElementName.TITLE)
    numbers = [one for one in structure.all(ElementName.DOCUMENT_NUMBER) if start is None or one.start < start.start]
    for element in numbers[1:]:
        yield rule.at(element.start, element.end)


def _plain(name: str) -> str:
    """A name without what may be written short or long."""
    name = compile_pattern(r"[（(][^（）()]*[）)]|[·\s]").sub("", name.removesuffix("文件"))
    for long, short in (
        ("中国共产党", "中共"),
        ("人民政府", "政府"),
        ("委员会", "委"),
        ("办公厅", "办"),
        ("办公室", "办"),
        ("管理局", "局"),
    ):
        name = name.replace(long, short)
    return name


def _shortens(short: str, long: str) -> bool:
    """Whether ``short`` may be an abbreviation of ``long``: its characters in that order, with the same last one."""
    rest = iter(long)
    return bool(short) and short[-1:] == long[-1:] and all(character in rest for character in short)


def same_issuer(one: str, other: str) -> bool:
    first, second = _plain(one), _plain(other)
    return "×" in first + second or _shortens(first, second) or _shortens(second, first)


@document_rule(
    code="XW218",
    name="issuer-differs-from-signature",
    severity=Severity.WARNING,
    message="发文机关署名与发文机关标志（或标题中的发文机关）不一致",
    basis=Basis("《党政机关公文处理工作条例》", "第九条（四）（十一）", Strength.MUST),
    explanation="全称和规范化简称视为一致；联合行文、负责人签署的不查；版记的印发机关通常是办公厅（室），不在此列。",
    kinds=_STATUTORY,
    bad=[
        Bad(
            "青溪县水利局文件\n青水〔2025〕8号\n关于做好防汛工作的通知\n各股室：\n请做好防汛工作。\n⟦青溪县应急管理局⟧\n2025年8月20日\n"
        ),
        Bad("青溪县水利局关于做好防汛工作的通知\n各股室：\n请做好防汛工作。\n⟦青溪县人民政府⟧\n2025年8月20日\n"),
    ],
    good=[
        "青溪县政府文件\n青政〔2025〕8号\n关于做好防汛工作的通知\n各乡镇：\n请做好防汛工作。\n青溪县人民政府\n2025年8月20日\n",
        "青溪县水利局文件\n青水〔2025〕8号\n关于做好防汛工作的通知\n各股室：\n请做好防汛工作。\n青溪县水利局\n青溪县财政局\n2025年8月20日\n",
        "中共青溪县委文件\n青发〔2025〕8号\n关于做好防汛工作的通知\n各乡镇：\n请做好防汛工作。\n中国共产党青溪县委员会\n2025年8月20日\n",
        "青溪县发改局关于做好防汛工作的通知\n各股室：\n请做好防汛工作。\n青溪县发展和改革局\n2025年8月20日\n",
    ],
)
def issuer_differs(document: Document, rule: DocumentRule) -> Iterator[Finding]:
    """Flag a signature that is neither the issuer of the header nor that of the title."""
    element = document.structure.first(ElementName.SIGNATURE)
    if element is None or "\n" in document.text[element.start : element.end]:
        return
    signature = part(document, ElementName.SIGNATURE).text
    mark = text_of(document, ElementName.ISSUER_MARK)
    head = title_issuer(title(document).text)
    names = [name for name in (mark, head) if name and not name.endswith(("令", "纪要", "公告", "公报"))]
    if not names or not _UNIT_END.search(signature):
        return
    if " " in document.text[element.start : element.end].strip() or "　" in document.text[element.start : element.end]:
        return
    if not any(same_issuer(name, signature) for name in names):
        yield rule.at(element.start, element.end)


@document_rule(
    code="XW222",
    name="number-year-differs-from-date",
    severity=Severity.WARNING,
    message="发文字号的年份与成文日期的年份不一致",
    basis=Basis("《党政机关公文处理工作条例》", "第九条（五）（十二）", Strength.MUST),
    explanation="多为套用旧稿没有改全。年底签发、次年初编号的相差一年，只提示。",
    kinds=_STATUTORY,
    bad=[
        Bad(
            "青溪县水利局文件\n青水⟦〔2024〕⟧8号\n关于做好防汛工作的通知\n各股室：\n请做好防汛工作。\n青溪县水利局\n2025年8月20日\n"
        ),
        Bad(
            "青溪县水利局文件\n青水⟦〔2026〕⟧1号\n关于做好防汛工作的通知\n各股室：\n请做好防汛工作。\n青溪县水利局\n2025年12月30日\n"
        ),
    ],
    good=[
        "青溪县水利局文件\n青水〔2025〕8号\n关于做好防汛工作的通知\n各股室：\n请做好防汛工作。\n青溪县水利局\n2025年8月20日\n",
        "青溪县水利局文件\n青水〔××××〕8号\n关于做好防汛工作的通知\n各股室：\n请做好防汛工作。\n青溪县水利局\n2025年8月20日\n",
    ],
)
def number_year_differs(document: Document, rule: DocumentRule) -> Iterator[Finding]:
    """Flag a year in the number that is not that of the date of issue."""
    number = document.structure.first(ElementName.DOCUMENT_NUMBER)
    date = document.structure.first(ElementName.DATE)
    if number is None or date is None:
        return
    said = compile_pattern(r"[〔\[［【（(]\s?((?:19|20)\d{2})年?\s?[〕\]］】）)]").search(
        document.text[number.start : number.end]
    )
    day = compile_pattern(r"((?:19|20)\d{2})\s?年\s?(\d{1,2})\s?月").match(document.text[date.start : date.end])
    if said is None or day is None or said[1] == day[1]:
        return
    turn = int(said[1]) == int(day[1]) + 1 and day[2] in ("11", "12")
    message = f"发文字号的年份是{said[1]}年，成文日期却在{day[1]}年，请核对"
    yield rule.at(
        number.start + said.start(),
        number.start + said.end(),
        message=message,
        severity=Severity.INFO if turn else None,
    )


RULES: list[Rule] = [several_document_numbers, issuer_differs, number_year_differs]
