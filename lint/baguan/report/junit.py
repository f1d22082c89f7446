"""JUnit XML: a suite a file, a case a finding; a file without findings is one passing case."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from baguan.model import Severity
from baguan.record import FileReport, Record, Report
from baguan.report import RenderOptions
from baguan.report.common import basis_text, place

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

# What XML 1.0 cannot hold, not even as a character reference.
_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def render(report: Report, options: RenderOptions) -> str:
    """Render; an error or a warning fails its case, advice passes it, an unreadable file is an error."""
    from xml.etree.ElementTree import Element, indent, tostring

    root = Element("testsuites", {"name": "baguan"})
    root.extend([_suite(file) for file in report.files])
    for key in ("tests", "failures", "errors"):
        root.set(key, str(sum(int(suite.get(key, "0")) for suite in root)))
    indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(root, encoding="unicode") + "\n"


def _suite(file: FileReport) -> Element:
    from xml.etree.ElementTree import Element

    cases = list(_cases(file))
    counts = {
        "tests": len(cases),
        "failures": sum(case.find("failure") is not None for case in cases),
        "errors": sum(case.find("error") is not None for case in cases),
        "skipped": 0,
    }
    path = _legal(file.path)
    suite = Element("testsuite", {"name": path, **{key: str(count) for key, count in counts.items()}, "file": path})
    suite.extend(cases)
    return suite


def _cases(file: FileReport) -> Iterator[Element]:
    for number, message in enumerate(file.errors, 1):
        case, error = _case(file.path, f"未能完整检查 {number}" if number > 1 else "未能完整检查", "error")
        error.set("type", "unreadable-file")
        error.set("message", _legal(message))
        yield case
    for record in file.findings:
        yield _finding(record)
    if not file.errors and not file.findings:
        yield _case(file.path, "没有发现问题")[0]


def _finding(record: Record) -> Element:
    label = Severity.parse(record.severity).label
    case, inner = _case(
        record.path, f"{record.code} {place(record)}", "system-out" if record.severity == "info" else "failure"
    )
    lines = [f"{record.code} [{label}] {record.message}"]
    if record.part != "section":  # page settings stand in no line of text
        lines.append(f"{place(record)}：{record.excerpt}")
    if record.fix is not None:
        lines.append(f"改法：{record.fix.title}")
    lines.append(f"{record.gate}；依据：{basis_text(record)}")
    inner.text = _legal("\n".join(lines))
    if inner.tag == "failure":
        inner.set("type", record.severity)
        inner.set("message", _legal(f"{record.code} {record.message}"))
    return case


def _case(path: str, name: str, inner: str = "") -> tuple[Element, Element]:
    """A case and the element inside it (the case itself when there is none)."""
    from xml.etree.ElementTree import Element, SubElement

    case = Element("testcase", {"classname": _legal(path), "name": _legal(name)})
    return case, SubElement(case, inner) if inner else case


def _legal(text: str) -> str:
    return _ILLEGAL.sub("\ufffd", text)
