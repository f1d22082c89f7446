"""Run the examples of rules: the contract that every rule, built in or from a plug-in, must keep.

A plug-in's whole test is::

    import pytest
    from baguan.testing import cases, check_case

    @pytest.mark.parametrize("case", cases([MY_RULE]), ids=str)
    def test_examples(case):
        check_case(case)

The contract: a bad example gives exactly one finding per ⟦…⟧, with exactly that span; the fix gives exactly
the fixed text; the fixed text is clean; fixing twice changes nothing; a good example gives no finding.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from baguan.document import Document
from baguan.model import Edit, Finding, Maturity
from baguan.rule import Bad, Good, LexiconRule, Rule
from baguan.structure import recognise

OPEN, CLOSE = "⟦", "⟧"
_CODE = re.compile(r"[A-Z]{2}\d{3}\Z")
_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*\Z")


@dataclass(frozen=True, slots=True)
class Case:
    """One example of one rule."""

    rule: Rule
    example: Bad | Good
    index: int

    def __str__(self) -> str:
        kind = "bad" if isinstance(self.example, Bad) else "good"
        return f"{self.rule.code}-{kind}{self.index}"


def cases(rules: Iterable[Rule]) -> list[Case]:
    """Every example of every rule."""
    found = []
    for rule in rules:
        found += [Case(rule, bad, index) for index, bad in enumerate(rule.bad, 1)]
        goods = (Good(good) if isinstance(good, str) else good for good in rule.good)
        found += [Case(rule, good, index) for index, good in enumerate(goods, 1)]
    return found


def check_case(case: Case) -> None:
    """Run one example.

    Raises:
        AssertionError: the example does not do what it says; the message tells what was found.
    """
    rule = case.rule.with_options(case.example.options) if case.example.options else case.rule
    document, expected = build(case.example)
    if not rule.applies_to(document):
        found: list[Finding] = []
    else:
        found = list(rule.check(document))
    spans = sorted((finding.start, finding.end) for finding in found)
    for finding in found:
        assert finding.code == rule.code, f"{case}：结果的编号是 {finding.code}"
        assert 0 <= finding.start <= finding.end <= len(document.text), f"{case}：范围越界"
        assert finding.message, f"{case}：没有说明"
        assert "{" not in finding.message, f"{case}：说明没有填好：{finding.message}"
    seen = [(document.text[start:end], start, end) for start, end in spans]
    if isinstance(case.example, Good):
        assert not spans, f"{case}：正确示例被误报：{seen}"
        return
    if expected is None:
        assert len(spans) == 1, f"{case}：应报一处，实报 {seen}"
    else:
        assert spans == expected, f"{case}：应报 {[(document.text[s:e], s, e) for s, e in expected]}，实报 {seen}"
    _check_fix(case, rule, document, found)


def _check_fix(case: Case, rule: Rule, document: Document, found: Sequence[Finding]) -> None:
    example = case.example
    assert isinstance(example, Bad)
    edits = [edit for finding in found if finding.fix for edit in finding.fix.edits]
    if example.fix is None:
        assert not edits, f"{case}：给出了改法，示例却没有写 fix：{apply_edits(document.text, edits)!r}"
        return
    fixed = apply_edits(document.text, edits)
    assert fixed == example.fix, f"{case}：应改为 {example.fix!r}，实改为 {fixed!r}"
    again = _bind(Document.from_text(fixed), example.kind)
    left = [finding for finding in rule.check(again) if rule.applies_to(again)]
    assert not left, f"{case}：改后的文本又被报：{[fixed[f.start : f.end] for f in left]}"


def build(example: Bad | Good) -> tuple[Document, list[tuple[int, int]] | None]:
    """The document of an example and the spans that ⟦…⟧ mark (``None`` when it marks none)."""
    if example.docx:
        from baguan.readers.docx import read_docx

        document = read_docx(package(example.docx, example.parts))
        text, spans = unmark(document.text)
        if not spans:
            return _bind(document, example.kind), None
        clean = read_docx(package(_strip(example.docx), {k: _strip(v) for k, v in example.parts.items()}))
        assert clean.text == text, "去掉标记后文本不一致"
        return _bind(clean, example.kind), spans
    text, spans = unmark(example.text)
    return _bind(Document.from_text(text), example.kind), (spans or None)


def _bind(document: Document, kind: str) -> Document:
    document.requested_kind = kind
    document.recogniser = recognise
    return document


def _strip(xml: str) -> str:
    return xml.replace(OPEN, "").replace(CLOSE, "")


def unmark(marked: str) -> tuple[str, list[tuple[int, int]]]:
    """Take ⟦…⟧ out of a text; return the text and the spans."""
    parts, spans, length = [], [], 0
    for index, piece in enumerate(re.split(f"[{OPEN}{CLOSE}]", marked)):
        if index % 2:
            spans.append((length, length + len(piece)))
        parts.append(piece)
        length += len(piece)
    return "".join(parts), spans


def apply_edits(text: str, edits: Iterable[Edit]) -> str:
    """Apply edits that do not overlap; the same edit given twice counts once."""
    for edit in sorted(set(edits), reverse=True):
        text = text[: edit.start] + edit.text + text[edit.end :]
    return text


def check_declaration(rule: Rule) -> None:
    """Check what a declaration must hold besides examples that work.

    Raises:
        AssertionError: something is missing; the message names it.
    """
    assert _CODE.match(rule.code), f"{rule.code}：编号应为两个大写字母加三位数字"
    assert rule.gate, f"{rule.code}：编号不属于五个关口"
    assert _NAME.match(rule.name), f"{rule.code}：名称 {rule.name} 应为小写英文短横线形式"
    assert rule.message, f"{rule.code}：缺说明"
    assert rule.basis.source, f"{rule.code}：缺依据"
    assert rule.bad, f"{rule.code}：至少要有一个错误示例"
    assert rule.good, f"{rule.code}：至少要有一个正确示例"
    assert rule.maturity in Maturity, f"{rule.code}：成熟度有误"
    if rule.token_level and not isinstance(rule, LexiconRule) and rule.literals:
        for bad in rule.bad:
            plain = unmark(bad.text)[0]
            assert bad.docx or any(literal in plain for literal in rule.literals), (
                f"{rule.code}：示例里没有锚定词，规则不会运行：{plain}"
            )


_CONTENT_TYPES = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/>
<Override PartName="/word/document.xml"
 ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>
</Types>"""
_RELS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE_RELS = "http://schemas.openxmlformats.org/package/2006/relationships"
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_PART_TYPES = ("styles", "numbering", "settings", "comments", "footnotes", "endnotes", "header", "footer", "theme")


def package(body: str, parts: Mapping[str, str] | None = None) -> bytes:
    """A .docx whose ``w:body`` is ``body`` (prefixes ``w`` and ``r`` are declared).

    ``parts`` maps a part name under ``word/`` (``footer1.xml``, ``comments.xml``) to the *inside* of its root
    element, or to a whole document when it starts with ``<?xml``.  The relation id of ``footer1.xml`` is ``footer1``.
    """
    import io
    import zipfile

    names = {f"word/{name}": content for name, content in (parts or {}).items()}
    relations = "".join(
        f'<Relationship Id="{stem}" Type="{_RELS}/{_relation_type(stem)}" Target="{stem}.xml"/>'
        for stem in (name.removeprefix("word/").removesuffix(".xml") for name in names)
    )
    namespaces = f'xmlns:w="{_WORD}" xmlns:r="{_RELS}"'
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", _CONTENT_TYPES)
        archive.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{_PACKAGE_RELS}"><Relationship Id="rId1" Type="{_RELS}/officeDocument"'
            ' Target="word/document.xml"/></Relationships>',
        )
        archive.writestr("word/document.xml", f"<w:document {namespaces}><w:body>{body}</w:body></w:document>")
        archive.writestr(
            "word/_rels/document.xml.rels", f'<Relationships xmlns="{_PACKAGE_RELS}">{relations}</Relationships>'
        )
        for name, content in names.items():
            archive.writestr(name, content if content.startswith("<?xml") else _root(name, content, namespaces))
    return buffer.getvalue()


def _relation_type(stem: str) -> str:
    return next((kind for kind in _PART_TYPES if stem.startswith(kind)), stem)


def _root(name: str, content: str, namespaces: str) -> str:
    kind = _relation_type(name.removeprefix("word/").removesuffix(".xml"))
    tag = {"header": "hdr", "footer": "ftr"}.get(kind, kind)
    return f"<w:{tag} {namespaces}>{content}</w:{tag}>"
