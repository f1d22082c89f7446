"""附注 and 版记, and what the standard of 2012 took out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from baguan.lazy import compile_pattern
from baguan.model import Applicability, Basis, Edit, Fix, Severity, Strength
from baguan.outline import ElementName
from baguan.rule import Bad, DocumentRule, Rule, document_rule
from baguan_rules.layout.common import STANDARD, STATUTORY, is_old

if TYPE_CHECKING:
    from collections.abc import Iterator

    from baguan.document import Document
    from baguan.model import Finding

_TEXT = "关于开展检查的通知\n各科室：\n请按要求办理。\n某市财政局\n2024年5月6日\n"


@document_rule(
    code="TL131",
    name="copy-to-end-mark",
    severity=Severity.WARNING,
    message="抄送机关的最后一个机关名称后应当标句号",
    basis=Basis(STANDARD, "7.4.2", Strength.MUST),
    kinds=STATUTORY,
    bad=[Bad(_TEXT + "抄送：甲局，乙局⟦⟧", fix=_TEXT + "抄送：甲局，乙局。")],
    good=[_TEXT + "抄送：甲局，乙局。", _TEXT + "主送：甲局，乙局。"],
)
def copy_to_end(document: Document, rule: DocumentRule) -> Iterator[Finding]:
    """No full stop at the end of 抄送."""
    for element in document.structure.all(ElementName.COPY_TO):
        text = document.text[element.start : element.end].rstrip()
        if text[-1:] in "。：:" or is_old(document):
            continue
        end = element.start + len(text)
        start = end - 1 if text[-1] in "；，、.;," else end
        fix = Fix("抄送末尾加句号", (Edit(start, end, "。"),), Applicability.UNSAFE)
        yield rule.at(start, end, fix=fix)


@document_rule(
    code="TL132",
    name="print-date-padded",
    severity=Severity.ERROR,
    message="印发日期的月、日不编虚位（1不编为01）",
    basis=Basis(STANDARD, "7.4.3", Strength.MUST),
    kinds=STATUTORY,
    bad=[
        Bad(
            _TEXT + "抄送：甲局。\n某市财政局办公室　2024年⟦05⟧月⟦07⟧日印发",
            fix=_TEXT + "抄送：甲局。\n某市财政局办公室　2024年5月7日印发",
        )
    ],
    good=[
        _TEXT + "抄送：甲局。\n某市财政局办公室　2024年5月7日印发",
        _TEXT + "抄送：甲局。\n某市财政局办公室　2024年10月20日印发",
    ],
)
def print_date_padded(document: Document, rule: DocumentRule) -> Iterator[Finding]:
    """A leading zero in the date of printing."""

    for element in document.structure.all(ElementName.PRINTER):
        for match in compile_pattern(r"(?<=[年月]\s?)0(\d)(?=\s?[月日])").finditer(
            document.text, element.start, element.end
        ):
            if not is_old(document):
                fix = Fix(f"“{match[0]}”改为“{match[1]}”", (Edit(*match.span(), match[1]),), Applicability.DISPLAY)
                yield rule.at(*match.span(), fix=fix)


@document_rule(
    code="TL133",
    name="subject-words",
    severity=Severity.WARNING,
    message="2012年起公文版记不再标注主题词",
    basis=Basis(STANDARD, "前言", Strength.MUST),
    kinds=STATUTORY,
    anchors=("主题词",),
    bad=[Bad(_TEXT + "⟦主题词：⟧安全　检查　通知")],
    good=[
        _TEXT + "抄送：甲局。",
        "关于检查的通知\n各科室：\n请办理。\n某局\n2009年5月6日\n主题词：安全　通知",
        "关于检查的通知\n各科室：\n论文要写明摘要和\n主题词：不超过五个。\n某局\n2024年5月6日",
    ],
)
def subject_words(document: Document, rule: DocumentRule) -> Iterator[Finding]:
    """A line 主题词： below the 成文日期."""
    import regex

    date = document.structure.first(ElementName.DATE)
    if date is None or is_old(document):
        return
    for match in compile_pattern(r"^[ \t\u3000]*(?P<at>主[ \u3000]?题[ \u3000]?词[：:])", regex.MULTILINE).finditer(
        document.text, date.end
    ):
        yield rule.at(*match.span("at"))


@document_rule(
    code="TL134",
    name="page-without-text-note",
    severity=Severity.WARNING,
    message="不再标“此页无正文”，可以调整行距、字距解决",
    basis=Basis(STANDARD, "7.3.5.5", Strength.PRACTICE),
    kinds=STATUTORY,
    anchors=("此页无正文", "本页无正文"),
    bad=[Bad("关于开展检查的通知\n各科室：\n请按要求办理。\n⟦（此页无正文）⟧\n某市财政局\n2024年5月6日")],
    good=[
        _TEXT,
        "关于检查的通知\n各科室：\n不得标注“此页无正文”。\n某局\n2024年5月6日",
    ],
)
def page_without_text(document: Document, rule: DocumentRule) -> Iterator[Finding]:
    """The note of the old standard, alone on its line."""
    import regex

    pattern = compile_pattern(r"^[ \t\u3000]*(?P<at>[（(]?[此本]页无正文[）)]?)[ \t\u3000]*$", regex.MULTILINE)
    for match in pattern.finditer(document.text):
        if not is_old(document):
            yield rule.at(*match.span("at"))


@document_rule(
    code="TL135",
    name="note-brackets",
    severity=Severity.WARNING,
    message="附注应当加全角圆括号",
    basis=Basis(STANDARD, "7.3.6", Strength.MUST),
    kinds=STATUTORY,
    bad=[Bad(_TEXT + "⟦(联系人：李某，电话：12345)⟧", fix=_TEXT + "（联系人：李某，电话：12345）")],
    good=[_TEXT + "（联系人：李某，电话：12345）", _TEXT + "（此件公开发布）"],
)
def note_brackets(document: Document, rule: DocumentRule) -> Iterator[Finding]:
    """Half-width brackets around the 附注."""
    for element in document.structure.all(ElementName.NOTE):
        text = document.text[element.start : element.end]
        edits = []
        if text.startswith("("):
            edits.append(Edit(element.start, element.start + 1, "（"))
        if text.endswith(")"):
            edits.append(Edit(element.end - 1, element.end, "）"))
        if edits:
            fix = Fix("附注用全角圆括号", tuple(edits), Applicability.SAFE)
            yield rule.at(element.start, element.end, fix=fix)


@document_rule(
    code="TL136",
    name="signature-or-date-missing",
    severity=Severity.INFO,
    message="没有认出发文机关署名或者成文日期，定稿时请补上",
    basis=Basis("《党政机关公文处理工作条例》", "第九条", Strength.MUST),
    explanation="只在有发文字号或者发文机关标志的公文上提示；命令、纪要、决议、公报除外。",
    kinds=STATUTORY,
    bad=[Bad("某财发〔2024〕3号\n关于开展检查的通知\n各科室：\n请按要求办理⟦。⟧")],
    good=[
        "某财发〔2024〕3号\n" + _TEXT,
        "关于开展检查的通知\n各科室：\n请按要求办理。",
    ],
)
def signature_missing(document: Document, rule: DocumentRule) -> Iterator[Finding]:
    """A document with a header but no sign-off; the last character of the body is flagged."""
    structure = document.structure
    body = structure.first(ElementName.BODY)
    formal = structure.first(ElementName.DOCUMENT_NUMBER) or structure.first(ElementName.ISSUER_MARK)
    if body is None or formal is None or structure.genre in {"命令", "令", "纪要", "决议", "公报", "公告"}:
        return
    missing = [name.value for name in (ElementName.SIGNATURE, ElementName.DATE) if structure.first(name) is None]
    if missing and body.end > body.start:
        yield rule.at(body.end - 1, body.end, message=f"没有认出{'和'.join(missing)}，定稿时请补上")


@document_rule(
    code="TL137",
    name="typed-page-number",
    severity=Severity.WARNING,
    message="正文里打着页码，应当用自动页码",
    basis=Basis(STANDARD, "7.5", Strength.MUST),
    kinds=STATUTORY,
    anchors=("页",),
    bad=[Bad("关于开展检查的通知\n各科室：\n请按要求办理。\n⟦第1页 共3页⟧\n某市财政局\n2024年5月6日")],
    good=[
        _TEXT,
        "关于开展检查的通知\n各科室：\n资料第1页共3处有误。\n某市财政局\n2024年5月6日",
    ],
)
def typed_page_number(document: Document, rule: DocumentRule) -> Iterator[Finding]:
    """A line of the body that is nothing but a page number; the first one stands for all."""
    import regex

    pattern = compile_pattern(
        r"^[ \t\u3000]*(?P<at>[-—－]?\s?第\s?\d{1,3}\s?页\s?[，,/]?\s?共\s?\d{1,3}\s?页\s?[-—－]?)[ \t\u3000]*$",
        regex.MULTILINE,
    )
    found = [match for match in pattern.finditer(document.text) if document.block_at(match.start()).part == "body"]
    if found:
        more = f"（全文共{len(found)}处）" if len(found) > 1 else ""
        yield rule.at(*found[0].span("at"), message=rule.message + more)


@document_rule(
    code="TL138",
    name="print-run-note",
    severity=Severity.INFO,
    message="2012年起版记没有“共印×份”这一要素",
    basis=Basis(STANDARD, "7.4", Strength.PRACTICE),
    kinds=STATUTORY,
    anchors=("共印",),
    bad=[Bad(_TEXT + "抄送：甲局。\n⟦（共印50份）⟧")],
    good=[_TEXT, "关于印制手册的通知\n各科室：\n手册共印50份。\n某局\n2024年5月6日"],
)
def print_run(document: Document, rule: DocumentRule) -> Iterator[Finding]:
    """The print run, alone on its line or in brackets at its end."""
    import regex

    pattern = compile_pattern(
        r"[（(]共印[\d×\s]{1,6}份[）)]|^[ \t\u3000]*共印[\d×\s]{1,6}份[ \t\u3000]*$", regex.MULTILINE
    )
    date = document.structure.first(ElementName.DATE)
    if date is not None and not is_old(document):
        for match in pattern.finditer(document.text, date.end):
            yield rule.at(*match.span())


RULES: list[Rule] = [
    copy_to_end,
    print_date_padded,
    subject_words,
    page_without_text,
    note_brackets,
    signature_missing,
    typed_page_number,
    print_run,
]
