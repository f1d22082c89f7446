"""What a title should hold: the issuer, 关于, and title marks around the name of a regulation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from baguan.lazy import lazy_pattern
from baguan.model import Applicability, Basis, Edit, Fix, Severity, Strength
from baguan.outline import ElementName, Kind
from baguan.rule import Bad, Rule, document_rule
from baguan_rules.routing.parts import has_header, title

if TYPE_CHECKING:
    from collections.abc import Iterator

    from baguan.document import Document
    from baguan.model import Finding
    from baguan.rule import DocumentRule

_STATUTORY = frozenset({Kind.STATUTORY})
_PRACTICE = Basis("公文写作惯例")
_BODY = "各科室：\n现印发给你们，请遵照执行。\n青溪县水利局\n2025年8月20日\n"


@document_rule(
    code="XW117",
    name="title-without-issuer",
    severity=Severity.INFO,
    message="标题由发文机关名称、事由和文种组成，没有版头的公文，标题不宜省去发文机关",
    basis=Basis("《党政机关公文处理工作条例》", "第九条（七）", Strength.MUST),
    explanation="有发文机关标志的公文，标题省去机关名称是常见做法，不报；只提示，不算差错。",
    kinds=_STATUTORY,
    genres=frozenset({"通知", "通报", "决定", "意见", "请示", "报告", "批复", "函", "通告", "公告"}),
    bad=[Bad("⟦关于⟧做好2025年防汛工作的通知\n" + _BODY)],
    good=[
        "青溪县水利局关于做好2025年防汛工作的通知\n" + _BODY,
        "青溪县水利局文件\n青水〔2025〕8号\n关于做好2025年防汛工作的通知\n" + _BODY,
    ],
)
def title_without_issuer(document: Document, rule: DocumentRule) -> Iterator[Finding]:
    """Flag a title that begins with 关于 where no 版头 names the issuer."""
    line = title(document)
    if line.text.startswith("关于") and not has_header(document):
        yield rule.at(line.offsets[0], line.offsets[1] + 1)


_VERSION = lazy_pattern(
    r"》(?P<note>[（(](?:试行|暂行|草案|修订稿|征求意见稿)[）)])(?=的?(?:通知|公告|函|决定|令|命令)$)"
)


@document_rule(
    code="XW118",
    name="version-note-outside-title-marks",
    severity=Severity.WARNING,
    message="“（试行）”等是文件名称的一部分，放在书名号之内",
    basis=_PRACTICE,
    kinds=_STATUTORY,
    bad=[
        Bad(
            "青溪县水利局关于印发《河道采砂管理办法⟦》（试行）⟧的通知\n" + _BODY,
            fix="青溪县水利局关于印发《河道采砂管理办法（试行）》的通知\n" + _BODY,
        )
    ],
    good=["青溪县水利局关于印发《河道采砂管理办法（试行）》的通知\n" + _BODY],
)
def version_note_outside(document: Document, rule: DocumentRule) -> Iterator[Finding]:
    """Flag a closing title mark that stands before the note."""
    line = title(document)
    match = _VERSION.search(line.text)
    if match:
        start, end = line.span(match)
        note = match["note"]
        fix = Fix(f"改为“{note}》”", (Edit(start, end, f"{note}》"),), Applicability.UNSAFE)
        yield rule.at(start, end, message=f"“{note}”是文件名称的一部分，放在书名号之内", fix=fix)


_REGULATION = lazy_pattern(
    r"(?<=(?:印发|公布|发布))(?P<name>[^《》]{2,40}(?:办法|规定|条例|细则|规则)(?:[（(](?:试行|暂行)[）)])?)(?=的(?:通知|决定|公告)$)"
)


@document_rule(
    code="XW119",
    name="regulation-without-title-marks",
    severity=Severity.INFO,
    message="标题中的法规、规章和规范性文件名称一般加书名号",
    basis=_PRACTICE,
    explanation="方案、要点、计划、名单、意见等加不加书名号两可，不查。",
    kinds=_STATUTORY,
    bad=[
        Bad(
            "青溪县水利局关于印发⟦河道采砂管理办法⟧的通知\n" + _BODY,
            fix="青溪县水利局关于印发《河道采砂管理办法》的通知\n" + _BODY,
        )
    ],
    good=[
        "青溪县水利局关于印发《河道采砂管理办法》的通知\n" + _BODY,
        "青溪县水利局关于印发2025年防汛工作方案的通知\n" + _BODY,
    ],
)
def regulation_without_marks(document: Document, rule: DocumentRule) -> Iterator[Finding]:
    """Flag the name of a regulation that is not in title marks."""
    line = title(document)
    match = _REGULATION.search(line.text)
    if match:
        start, end = line.span(match, "name")
        edits = (Edit(start, start, "《"), Edit(end, end, "》"))
        yield rule.at(start, end, fix=Fix("加书名号", edits, Applicability.UNSAFE))


_ABOUT = lazy_pattern(r"关于|转发|印发|批转|公布|发布")


@document_rule(
    code="XW120",
    name="title-without-about",
    severity=Severity.INFO,
    message="标题的事由一般用“关于……的”引出",
    basis=_PRACTICE,
    kinds=_STATUTORY,
    genres=frozenset({"通知", "请示", "批复", "通报"}),
    bad=[Bad("⟦青溪县水利局防汛工作通知⟧\n" + _BODY)],
    good=[
        "青溪县水利局关于防汛工作的通知\n" + _BODY,
        "青溪县水利局转发市水利局防汛工作意见的通知\n" + _BODY,
        "通知\n" + _BODY,
    ],
)
def title_without_about(document: Document, rule: DocumentRule) -> Iterator[Finding]:
    """Flag a title of more than its 文种 without 关于."""
    element = document.structure.first(ElementName.TITLE)
    text = title(document).text
    if element and not _ABOUT.search(text) and len(text) > len(document.structure.genre) + 4:
        yield rule.at(element.start, element.end)


RULES: list[Rule] = [title_without_issuer, version_note_outside, regulation_without_marks, title_without_about]
