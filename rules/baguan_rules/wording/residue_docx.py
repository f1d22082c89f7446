"""残留 that only a Word file holds: tracked changes, comments, hidden text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from baguan.document import MarkKind
from baguan.model import Basis, Finding, Severity, Strength
from baguan.rule import Bad, DocumentRule, Good, Rule, document_rule

if TYPE_CHECKING:
    from baguan.document import Document, Mark

_PRACTICE = Basis("公文定稿惯例", "", Strength.PRACTICE)
_DOCX = frozenset({"docx"})


def _first(rule: DocumentRule, marks: Iterable[Mark], message: str) -> Iterator[Finding]:
    """One finding for all the marks, on the first; ``message`` is told their number."""
    found = list(marks)
    if found:
        yield rule.at(found[0].start, found[0].end, message=message.format(count=len(found)))


@document_rule(
    code="WZ621",
    name="tracked-changes-left",
    severity=Severity.WARNING,
    message="文中留有修订痕迹",
    basis=_PRACTICE,
    explanation="送审、会签时带修订痕迹是正常的；定稿和印发前要全部接受或拒绝，否则收文单位能看到改动过程。",
    formats=_DOCX,
    bad=[
        Bad(
            docx='<w:p><w:r><w:t>会议研究</w:t></w:r><w:ins w:id="1" w:author="甲" w:date="2025-01-02T03:04:05Z">'
            "<w:r><w:t>⟦决定⟧</w:t></w:r></w:ins><w:r><w:t>事项</w:t></w:r></w:p>"
        ),
        Bad(
            docx='<w:p><w:r><w:t>会议</w:t></w:r><w:del w:id="1" w:author="甲" w:date="2025-01-02T03:04:05Z">'
            "<w:r><w:delText>原则</w:delText></w:r></w:del><w:r><w:t>同意</w:t></w:r></w:p>"
        ),
    ],
    good=[Good(docx="<w:p><w:r><w:t>会议决定事项</w:t></w:r></w:p>")],
)
def tracked_changes(document: Document, rule: DocumentRule) -> Iterator[Finding]:
    """Flag the first tracked insertion or deletion and count them."""
    marks = document.marks_of(MarkKind.INSERTION, MarkKind.DELETION)
    yield from _first(rule, marks, "文中留有{count}处修订痕迹，定稿前应接受或拒绝全部修订")


@document_rule(
    code="WZ622",
    name="comments-left",
    severity=Severity.WARNING,
    message="文中留有批注",
    basis=_PRACTICE,
    explanation="送审、会签时的批注，定稿和印发前要处理完并删除。写给本工具的批注（baguan: …）不算。",
    formats=_DOCX,
    bad=[
        Bad(
            docx='<w:p><w:commentRangeStart w:id="0"/><w:r><w:t>⟦三季度⟧</w:t></w:r><w:commentRangeEnd w:id="0"/>'
            '<w:r><w:commentReference w:id="0"/></w:r></w:p>',
            parts={
                "comments.xml": '<w:comment w:id="0" w:author="甲"><w:p><w:r><w:t>请核</w:t></w:r></w:p></w:comment>'
            },
        )
    ],
    good=[
        Good(docx="<w:p><w:r><w:t>三季度</w:t></w:r></w:p>"),
        Good(
            docx='<w:p><w:commentRangeStart w:id="0"/><w:r><w:t>三季度</w:t></w:r><w:commentRangeEnd w:id="0"/>'
            '<w:r><w:commentReference w:id="0"/></w:r></w:p>',
            parts={
                "comments.xml": '<w:comment w:id="0" w:author="甲"><w:p><w:r><w:t>baguan: ignore WZ201 引文</w:t></w:r>'
                "</w:p></w:comment>"
            },
        ),
    ],
)
def comments_left(document: Document, rule: DocumentRule) -> Iterator[Finding]:
    """Flag the first comment and count them."""
    marks = (mark for mark in document.marks_of(MarkKind.COMMENT) if not mark.value.lstrip().startswith("baguan"))
    yield from _first(rule, marks, "文中留有{count}条批注，定稿前应处理并删除")


@document_rule(
    code="WZ623",
    name="hidden-text-left",
    severity=Severity.WARNING,
    message="文中有隐藏文字",
    basis=_PRACTICE,
    explanation="隐藏文字在屏幕和打印件上看不见，电子件发出后却能被显示出来。",
    formats=_DOCX,
    bad=[
        Bad(
            docx="<w:p><w:r><w:t>公开内容</w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>内部口径</w:t></w:r>"
            "<w:r><w:t>。</w:t></w:r></w:p>"
        )
    ],
    good=[Good(docx="<w:p><w:r><w:t>公开内容。</w:t></w:r></w:p>")],
)
def hidden_text(document: Document, rule: DocumentRule) -> Iterator[Finding]:
    """Flag the first hidden stretch and count them."""
    marks = (mark for mark in document.marks_of(MarkKind.HIDDEN) if mark.value.strip())
    yield from _first(rule, marks, "文中有{count}处隐藏文字，请删除或取消隐藏")


RULES: list[Rule] = [tracked_changes, comments_left, hidden_text]
