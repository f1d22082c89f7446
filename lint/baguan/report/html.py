"""One page for a person: the documents with their marks, the findings by gate, the five gates, pictures.

The page is a single file and asks nothing of the network: its content policy allows only the style and the script
written into it, by their hash.  Everything that comes from a document or its name is escaped.
"""

from __future__ import annotations

import base64
import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from baguan.model import Gate, Severity
from baguan.record import TOOL_GATE, FileReport, GateState, Record, Report, Verdict
from baguan.report import RenderOptions
from baguan.report.advice import authority, suggestion
from baguan.report.common import place, visible
from baguan.report.html_document import paper
from baguan.report.html_pictures import pictures

if TYPE_CHECKING:
    from baguan.document import Document

_GATES = (*(gate.label for gate in Gate), TOOL_GATE)


def render(report: Report, options: RenderOptions) -> str:
    """Render the page; a document that ``options.documents`` cannot give is shown by its findings alone."""
    files = "".join(_file(number, file, options) for number, file in enumerate(report.files, 1))
    overview = _overview(report) if len(report.files) > 1 else ""
    top = f"<h1>校对报告</h1>{overview}{_filters(report)}"
    return page("校对报告", f'<header class="top">{top}</header><main id="main">{files}</main>', script=True)


def page(title: str, body: str, *, script: bool = False) -> str:
    """A whole page around ``body``, which is HTML."""
    style, code = _asset("report.css"), _asset("report.js") if script else ""
    policy = f"default-src 'none'; style-src '{_digest(style)}'; script-src '{_digest(code)}'; base-uri 'none'"
    return (
        '<!DOCTYPE html>\n<html lang="zh-CN">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}; form-action \'none\'">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{text(title)}</title>\n<style>{style}</style>\n</head>\n<body>\n"
        f'<a class="skip" href="#main">跳到正文</a>\n{body}\n<footer>由 把关 在本机生成，未联网。</footer>\n'
        + (f"<script>{code}</script>\n" if script else "")
        + "</body>\n</html>\n"
    )


def text(value: str) -> str:
    """Any string as HTML text or attribute value."""
    return escape(visible(value))


def _asset(name: str) -> str:
    return (Path(__file__).parent / "assets" / name).read_text(encoding="utf-8")


def _digest(content: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()}"


def _overview(report: Report) -> str:
    rows = "".join(
        f'<tr><td><a href="#file{number}">{text(file.path)}</a></td><td>{text(file.genre)}</td>'
        + "".join(f'<td class="number">{value}</td>' for value in _numbers(file))
        + f"<td>{_verdict(file)}</td></tr>"
        for number, file in enumerate(report.files, 1)
    )
    heads = "".join(f"<th>{name}</th>" for name in ("文件", "文种", "字数", "错误", "警告", "提示", "差错率", "结论"))
    return f"<table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"


def _numbers(file: FileReport) -> tuple[object, ...]:
    counts = (file.count(severity) for severity in reversed(Severity))
    return (file.characters, *counts, file.error_rate)


def _verdict(file: FileReport) -> str:
    if file.errors:
        return '<span class="problem">未能完整检查</span>'
    verdict = Verdict(file.verdict)
    style = "accept" if verdict is Verdict.ACCEPT else "other"
    return f'<span class="verdict {style}">{verdict.label}</span>'


def _filters(report: Report) -> str:
    if not any(file.findings for file in report.files):
        return ""
    gates = Counter(record.gate for record in report.findings)
    severities = Counter(record.severity for record in report.findings)
    levels = [(each.key, each.label, severities[each.key]) for each in reversed(Severity) if severities[each.key]]
    kinds = [(gate, gate, gates[gate]) for gate in _GATES if gates[gate]]
    groups = "".join(
        f"<fieldset><legend>{name}</legend>{''.join(_box(*box) for box in boxes)}</fieldset>"
        for name, boxes in (("级别", levels), ("关口", kinds))
    )
    search = '<label>查找 <input type="search" placeholder="编号、文字"></label>'
    hint = '<span class="meta">按 j、k 逐条查看</span>'
    return f'<div class="filters" role="search">{groups}{search}<output></output>{hint}</div>'


def _box(value: str, label: str, count: int) -> str:
    return f'<label><input type="checkbox" value="{text(value)}" checked> {text(label)} {count}</label>'


def _file(number: int, file: FileReport, options: RenderOptions) -> str:
    parts = [f'<section class="file" id="file{number}"><h2>{text(file.path)}</h2>']
    parts += [f'<p class="problem">未能完整检查：{text(message)}</p>' for message in file.errors]
    if file.characters or not file.errors:
        document = options.documents(file.path) if options.documents is not None else None
        parts += [_facts(file), _gates(file), pictures(file, document), _columns(number, file, document)]
    return "".join([*parts, "</section>"])


def _facts(file: FileReport) -> str:
    characters, errors, warnings, infos, rate = _numbers(file)
    facts = [
        ("结论", _verdict(file)),
        ("差错率", f"{rate}／万字"),
        ("错误", errors),
        ("警告", warnings),
        ("提示", infos),
        ("字数", characters),
        *([("文种", text(file.genre))] if file.genre else []),
    ]
    hidden = f"<span>另有 {file.suppressed} 处被标记忽略，{len(file.baselined)} 处在基线中</span>"
    shown = "".join(f"<span>{name} <b>{value}</b></span>" for name, value in facts)
    reasons = "；".join(f"{text(each.reason)}（{text(each.clause)}）" for each in file.reasons)
    returned = f'<p class="problem">退文理由：{reasons}</p>' if reasons else ""
    return f'<div class="facts">{shown}{hidden if file.suppressed or file.baselined else ""}</div>{returned}'


def _gates(file: FileReport) -> str:
    marks = {GateState.PASSED: "✓ ", GateState.FAILED: "✗ ", GateState.NOT_APPLICABLE: "— "}
    items = []
    for name, value in file.gates.items():
        state = GateState(value)
        count = sum(record.gate == name for record in file.findings)
        told = f"（{count} 处）" if count else ""
        items.append(f'<li class="gate {state.value}">{marks[state]}{text(name)} {state.label}{told}</li>')
    return f'<ul class="gates" aria-label="五个关口">{"".join(items)}</ul>'


def _columns(number: int, file: FileReport, document: Document | None) -> str:
    side = "".join(_group(number, file, gate) for gate in _GATES) or "<p>没有发现问题。</p>"
    notes = f'<aside class="side" aria-label="问题清单">{side}</aside>'
    if document is None:
        return notes
    return f'<div class="columns">{paper(document, file.findings, number)}{notes}</div>'


def _group(number: int, file: FileReport, gate: str) -> str:
    notes = [_note(number, index, record) for index, record in enumerate(file.findings, 1) if record.gate == gate]
    if not notes:
        return ""
    return f'<section class="group"><h3>{text(gate)} {len(notes)} 处</h3><ol>{"".join(notes)}</ol></section>'


def _note(number: int, index: int, record: Record) -> str:
    return (
        f'<li class="note {record.severity}" id="n{number}-{index}" data-severity="{record.severity}" '
        f'data-gate="{text(record.gate)}"><p><a href="#m{number}-{index}"><span class="badge">{index} '
        f"{Severity.parse(record.severity).label}</span> {text(place(record))}</a> "
        f'<span class="meta">{text(record.code)}</span></p>{"".join(_lines(record))}</li>'
    )


def _lines(record: Record) -> Iterator[str]:
    yield f"<p>{text(record.message)}</p>"
    if record.part != "section":
        yield f"<p><q>{_excerpt(record)}</q></p>"
    if record.fix is not None:
        yield f"<p>建议：{text(suggestion(record))}</p>"
    yield f'<p class="meta">依据：{text(authority(record))}</p>'


def _excerpt(record: Record) -> str:
    start = record.excerpt_offset
    end = start + len(record.text)
    cuts: Sequence[str] = (record.excerpt[:start], record.excerpt[start:end], record.excerpt[end:])
    before, own, after = (text(each) for each in cuts)
    before = before.lstrip()  # an indent is no part of what is quoted
    return f"{before}<b>{own}</b>{after}" if own else before + after
