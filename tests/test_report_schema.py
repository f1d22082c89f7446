"""The documented JSON schema: real reports obey it, it names every field there is, and the pages name them too."""

from __future__ import annotations

import copy
import dataclasses
import json
import re
from pathlib import Path

import jsonschema
import pytest

import baguan
from baguan.model import Applicability, Gate, Severity, Strength
from baguan.outline import Kind
from baguan.record import (
    SCHEMA,
    TOOL_GATE,
    BasisRecord,
    EditRecord,
    FileReport,
    FixRecord,
    GateState,
    Record,
    Report,
    Verdict,
)
from baguan.report import FORMATS, RenderOptions, render, render_bytes

DOCS = Path(__file__).parent.parent / "docs"
PUBLISHED = json.loads((DOCS / "report.schema.json").read_text("utf-8"))

TEXTS = {
    "请示.txt": (
        "某市财政局关于追加经费的请示\n\n市人民政府：\n\n"
        "　　各单位要认真学习、贯撤落实，不要的的按步就班。\n\n妥否，请批示。\n"
    ),
    "稿.md": (
        "# 通知\n\n“甲”、“乙”已截止目前，，完成\n\n| 名称 | 说明 |\n|---|---|\n| 甲 | 按步就班、等 |\n\n"
        "<!-- baguan: disable-next-line -->\n好。\n"
    ),
    "空白.txt": "　\n\n",
}


def closed(schema):
    """The schema with every object closed: nothing a report holds may go undocumented."""
    if isinstance(schema, list):
        return [closed(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    other = {key: closed(value) for key, value in schema.items()}
    if other.get("type") == "object" and "properties" in other:
        other["additionalProperties"] = False
    return other


def validate(report):
    data = json.loads(render("json", report, RenderOptions()))
    jsonschema.Draft202012Validator.check_schema(PUBLISHED)
    jsonschema.Draft202012Validator(closed(PUBLISHED)).validate(data)
    return data


@pytest.fixture(scope="module")
def real():
    """Reports of the real rules."""
    return Report(
        tuple(baguan.check_text(text, path=path, format=path[-3:].strip(".")) for path, text in TEXTS.items())
    )


def test_real_reports_obey(real):
    data = validate(real)
    assert len(data["files"]) == len(TEXTS)
    assert data["findings"], "the texts hold faults"
    assert any(finding["fix"] for finding in data["findings"])


def test_reports_of_files_obey(tmp_path):
    import docx

    good, broken = tmp_path / "好.docx", tmp_path / "坏.docx"
    document = docx.Document()
    document.add_paragraph("各单位要认真学习、贯撤落实。")
    document.add_table(1, 1).cell(0, 0).text = "按步就班"
    document.save(str(good))
    broken.write_bytes(b"PK\x03\x04 nothing")
    report = Report(tuple(baguan.check_file(path) for path in (good, broken, tmp_path / "没有.txt")), ("a:b:c",))
    data = validate(report)
    assert [bool(file["errors"]) for file in data["files"]] == [False, True, True]


def test_real_reports_render_in_every_format(real):
    rules = {rule.code: rule for rule in baguan.load_rules()}
    for name in FORMATS:
        assert render_bytes(name, real, RenderOptions(rules=rules))
    log = json.loads(render("sarif", real, RenderOptions(rules=rules)))
    schema = json.loads((Path(__file__).parent / "data/schemas/sarif-2.1.0-rtm.5.json").read_text("utf-8"))
    jsonschema.Draft4Validator(schema).validate(log)


def record(**given):
    values = {
        "path": "a.txt",
        "code": "WZ201",
        "name": "some-fault",
        "gate": "文字关",
        "severity": "info",
        "message": "有误",
        "basis": BasisRecord("标准", "", "must"),
        "line": 1,
        "column": 1,
        "end_line": 1,
        "end_column": 2,
        "where": "第1行",
        "part": "body",
        "text": "甲",
        "excerpt": "甲",
        "excerpt_offset": 0,
        "fix": FixRecord("改", "safe", (EditRecord(1, 1, 1, 2, ""),)),
        "fingerprint": "0123456789abcdef",
    }
    return Record(**{**values, **given})


def report_of(**given):
    return Report((FileReport("a.txt", characters=1, findings=(record(**given),)),))


@pytest.mark.parametrize(
    "given",
    [
        {"line": 0},
        {"column": 0},
        {"severity": "fatal"},
        {"gate": "别的关"},
        {"code": "WZ1"},
        {"message": ""},
        {"fingerprint": ""},
        {"part": "margin"},
        {"fix": FixRecord("改", "maybe", (EditRecord(1, 1, 1, 2, ""),))},
        {"fix": FixRecord("改", "safe", ())},
        {"basis": BasisRecord("标准", "", "usual")},
    ],
    ids=str,
)
def test_wrong_reports_do_not_obey(given):
    validate(report_of())
    with pytest.raises(jsonschema.ValidationError):
        validate(report_of(**given))


def test_a_field_more_is_allowed_for_readers_of_the_published_schema():
    data = copy.deepcopy(json.loads(render("json", report_of(), RenderOptions())))
    data["findings"][0]["new"] = data["new"] = 1
    jsonschema.Draft202012Validator(PUBLISHED).validate(data)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft202012Validator(closed(PUBLISHED)).validate(data)


def fields(kind):
    return getattr(kind, "_fields", None) or [field.name for field in dataclasses.fields(kind)]


@pytest.mark.parametrize(
    ("kind", "place", "apart"),
    [
        (Record, "finding", set()),
        (FileReport, "file", {"findings"}),
        (FixRecord, "fix", set()),
        (EditRecord, "edit", set()),
    ],
)
def test_the_schema_names_every_field_and_requires_it(kind, place, apart):
    described = PUBLISHED["$defs"][place]
    names = set(fields(kind)) - apart | ({"reasons"} if kind is FileReport else set())  # a property, worked out
    assert set(described["properties"]) == names
    assert set(described["required"]) == names


def test_the_schema_names_every_value():
    finding, file = (PUBLISHED["$defs"][place]["properties"] for place in ("finding", "file"))
    gates = {gate.label for gate in Gate}
    assert PUBLISHED["properties"]["schema"]["const"] == SCHEMA
    assert PUBLISHED["$id"].endswith(f":{SCHEMA}")
    assert set(finding["severity"]["enum"]) == {severity.key for severity in Severity}
    assert set(finding["gate"]["enum"]) == {*gates, TOOL_GATE}
    assert set(finding["basis"]["properties"]["strength"]["enum"]) == {strength.value for strength in Strength}
    assert set(PUBLISHED["$defs"]["fix"]["properties"]["applicability"]["enum"]) == {a.value for a in Applicability}
    assert set(file["kind"]["enum"]) == {"", *(kind.value for kind in Kind)}
    assert set(file["verdict"]["enum"]) == {"", *(verdict.value for verdict in Verdict)}
    assert set(file["gates"]["propertyNames"]["enum"]) == gates
    assert set(file["gates"]["additionalProperties"]["enum"]) == {state.value for state in GateState}


def test_the_page_explains_every_field():
    page = (DOCS / "json-schema.md").read_text("utf-8")
    rows = {name for row in re.findall(r"^\| (`.+?) \|", page, re.MULTILINE) for name in re.findall(r"`(\w+)`", row)}
    inside = set(re.findall(r"`(\w+)`", page))
    assert {*fields(Record), *fields(FixRecord), *fields(FileReport)} - {"findings"} <= rows
    assert {*PUBLISHED["properties"]} <= rows
    assert {*fields(BasisRecord), *fields(EditRecord)} <= inside


def test_the_example_of_the_page_obeys():
    page = (DOCS / "json-schema.md").read_text("utf-8")
    example = json.loads(re.search(r"```json\n(.*?)```", page, re.DOTALL)[1])
    jsonschema.Draft202012Validator(closed(PUBLISHED)).validate(example)
    (finding,) = example["findings"]
    offset = finding["excerpt_offset"]
    assert finding["excerpt"][offset:].startswith(finding["text"])
    assert finding["column"] == offset + 1
    assert finding["end_column"] - finding["column"] == len(finding["text"])


def test_the_page_of_formats_names_them_all():
    page = (DOCS / "formats.md").read_text("utf-8")
    for name in FORMATS:
        assert f"`{name}`" in page
