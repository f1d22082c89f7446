"""Every machine format, on one report of hostile texts: a snapshot each, and what its readers demand of it.

``BAGUAN_UPDATE_SNAPSHOTS=1`` writes the snapshots anew; look at the difference before it is committed.
"""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from urllib.parse import unquote_to_bytes, urlsplit

import jsonschema
import pytest

import baguan
from baguan.model import Basis, Severity, Strength
from baguan.record import BasisRecord, EditRecord, FileReport, FixRecord, Record, Report
from baguan.report import FORMATS, RenderOptions, render
from baguan.rule import Bad, PatternRule

DATA = Path(__file__).parent / "data"
MACHINE = ("json", "sarif", "github", "gitlab", "junit", "rdjson", "concise")

HOSTILE = "“a\"b'”<script>&]]>%0A,::error::\x1b[31m\x00\ufffe😀𠮷{0}{text}[x](1)\u202e\r\n::set-output name=x::y"
SHOWN = re.sub("[\x00\x1b\u202e]", "\ufffd", HOSTILE)  # what a message may hold of it
TEXT_PATH = "草稿/50%, 关于:某事#1 <稿>.txt"
DOCX_PATH = "./通知😀.docx"
BYTES_PATH = "\udcb9\udcab.txt"  # a name in GBK, as the system gives it

RULE = PatternRule(
    code="WZ901",
    name="wrong-word",
    severity=Severity.ERROR,
    message="“{text}”应为“{fix}”",
    basis=Basis("自拟标准 {第1版}", "1.2", Strength.MUST),
    pattern="甲",
    explanation="说明：见[附录](2)。",
    bad=[Bad("⟦甲⟧")],
    good=["乙"],
)


def record(**given):
    values = {
        "path": TEXT_PATH,
        "code": "WZ901",
        "name": "wrong-word",
        "gate": "文字关",
        "severity": "error",
        "message": "“甲”应为“乙”",
        "basis": BasisRecord("自拟标准 {第1版}", "1.2", "must"),
        "line": 3,
        "column": 5,
        "end_line": 3,
        "end_column": 6,
        "where": "第3行",
        "part": "body",
        "text": "甲",
        "excerpt": "一二三四甲六",
        "excerpt_offset": 4,
        "fix": None,
        "fingerprint": "00112233445566aa",
    }
    return Record(**{**values, **given})


def sample():
    """The report of the snapshots."""
    fix = FixRecord("“甲”改为“乙”", "safe", (EditRecord(3, 5, 3, 6, "乙"),))
    two = FixRecord("挪动", "unsafe", (EditRecord(4, 1, 4, 1, "《"), EditRecord(4, 3, 5, 1, "》\n")))
    shown = FixRecord("核对文号", "display", (EditRecord(6, 1, 6, 2, "〔2024〕"),))
    text = FileReport(
        TEXT_PATH,
        characters=1234,
        kind="statutory",
        genre="请示",
        gates={"行文关": "passed", "政策法规关": "not-applicable", "文字关": "failed", "体例格式关": "passed"},
        error_rate=24.3,
        verdict="修改后通过",
        findings=(
            record(fix=fix),
            record(
                code="WZ902", severity="warning", message=HOSTILE, line=4, column=1, end_line=5, end_column=1,
                where="第4行", text=HOSTILE, excerpt=HOSTILE, excerpt_offset=0, fix=two, fingerprint="aaaaaaaaaaaaaaaa",
            ),
            record(
                code="XW901", gate="行文关", severity="info", line=6, column=1, end_line=6, end_column=1, where="第6行",
                text="", excerpt="", excerpt_offset=0, fix=shown, fingerprint="bbbbbbbbbbbbbbbb",
            ),
        ),
        suppressed=2,
        baselined=("cccccccccccccccc",),
    )  # fmt: skip
    docx = FileReport(
        DOCX_PATH,
        characters=10,
        kind="prose",
        gates={"文字关": "failed"},
        error_rate=2000.0,
        verdict="退文",
        errors=("规则 WZ999 执行出错：ValueError: 100%\n",),
        findings=(
            record(path=DOCX_PATH, line=12, end_line=12, where="表1第2行第3列", part="table", fix=fix),
            record(
                path=DOCX_PATH, code="BG001", name="unused-suppression", gate="工具", severity="warning",
                message="忽略标记没有用上", where="第2节页面设置", part="section",
                text="", fingerprint="dddddddddddddddd",
            ),
        ),
    )  # fmt: skip
    clean = FileReport("ok.md", characters=99, kind="prose", gates={"文字关": "passed"}, verdict="通过")
    unreadable = FileReport(BYTES_PATH, errors=("第3个字节不是 UTF-8，也不是 GB18030",))
    return Report((text, docx, clean, unreadable), stale_baseline=("a.txt:WZ901:eeeeeeeeeeeeeeee",))


OPTIONS = RenderOptions(rules={"WZ901": RULE})


@pytest.fixture(autouse=True)
def fixed_version(monkeypatch):
    monkeypatch.setattr(baguan, "__version__", "9.9.9")


def strict(text):
    """Decode JSON as the standard says it is: no NaN, no key twice."""

    def pairs(items):
        assert len({key for key, _ in items}) == len(items)
        return dict(items)

    def constant(name):
        raise AssertionError(name)

    return json.loads(text, object_pairs_hook=pairs, parse_constant=constant)


def test_every_format_but_those_for_people_is_tested_here():
    assert {*MACHINE, "text", "html", "xlsx", "docx-report"} == set(FORMATS)  # see test_html_report.py


@pytest.mark.parametrize("name", MACHINE)
def test_snapshot(name):
    path = DATA / "report" / f"{name}.txt"
    data = render(name, sample(), OPTIONS).encode("utf-8", "backslashreplace")
    if os.environ.get("BAGUAN_UPDATE_SNAPSHOTS"):
        path.write_bytes(data)
    assert data == path.read_bytes()


@pytest.mark.parametrize("name", sorted({*MACHINE} - {"json"}))
def test_output_can_be_encoded(name):
    text = render(name, sample(), OPTIONS)
    assert text.encode("utf-8").decode("utf-8") == text
    assert text.endswith("\n")


@pytest.mark.parametrize("name", MACHINE)
def test_an_empty_report(name):
    text = render(name, Report(()), RenderOptions())
    if name in ("github", "concise"):
        assert text == ""
    elif name == "junit":
        assert junit(text).get("tests") == "0"
    else:
        strict(text)


# concise


def test_concise_is_one_line_each():
    lines = render("concise", sample(), OPTIONS).split("\n")[:-1]
    assert len(lines) == 7
    findings = [
        re.fullmatch(r"(.+?\.(?:txt|docx)):(\d+):(\d+): ([A-Z]{2}\d{3}) \[(错误|警告|提示)\] .+", line)
        for line in lines
    ]
    assert [bool(match) for match in findings] == [True, True, True, False, True, True, False]
    assert findings[1].group(1, 2, 3, 4, 5) == (TEXT_PATH, "4", "1", "WZ902", "警告")
    assert lines[-1] == "��.txt: 错误：第3个字节不是 UTF-8，也不是 GB18030"


def test_concise_cannot_drive_a_terminal():
    text = render("concise", sample(), OPTIONS)
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]", text)


# GitHub


def commands(text):
    """Read workflow commands as the runner does."""
    found = []
    for line in re.split("\r\n|\r|\n", text)[:-1]:
        match = re.fullmatch(r"::(\w+) (.*?)::(.*)", line)
        assert match, line
        properties = dict(item.split("=", 1) for item in match[2].split(","))
        decoded = {key: undo(value, {"%3A": ":", "%2C": ","}) for key, value in properties.items()}
        found.append((match[1], decoded, undo(match[3], {})))
    return found


def undo(text, more):
    escapes = {"%25": "%", "%0D": "\r", "%0A": "\n", **more}
    return re.sub("|".join(escapes), lambda match: escapes[match[0]], text)


def test_github_commands_come_back():
    found = commands(render("github", sample(), OPTIONS))
    assert [name for name, _, _ in found] == ["error", "warning", "notice", "error", "error", "warning", "error"]
    assert found[0][1] == {
        "file": TEXT_PATH, "line": "3", "col": "5", "endLine": "3", "endColumn": "6", "title": "WZ901 wrong-word",
    }  # fmt: skip
    assert found[1][1] == {"file": TEXT_PATH, "line": "4", "endLine": "4", "title": "WZ902 wrong-word"}
    assert found[1][2] == SHOWN
    assert found[4][1] == {"file": "通知😀.docx", "title": "WZ901 wrong-word"}
    assert found[4][2] == "表1第2行第3列：“甲”应为“乙”"
    assert found[6][1]["title"] == "把关：未能完整检查"


def test_github_properties_cannot_end_early():
    path = "a::error::b,line=9%2C.txt"
    report = Report((FileReport(path, characters=9, findings=(record(path=path),)),))
    ((name, properties, message),) = commands(render("github", report, OPTIONS))
    assert (name, properties["file"], properties["line"], message) == ("error", path, "3", "“甲”应为“乙”")


def test_a_docx_without_its_extension_has_no_lines():
    """Standard input, or a file without an extension: only the place in words tells that a line is a paragraph."""
    report = Report((FileReport("-", characters=9, findings=(record(path="-", where="第3段"),)),))
    ((_, properties, message),) = commands(render("github", report, OPTIONS))
    assert set(properties) == {"file", "title"}
    assert message == "第3段：“甲”应为“乙”"


def test_a_cell_of_a_markdown_table_has_a_line():
    report = Report((FileReport("a.md", characters=9, findings=(record(path="a.md", where="表1第2行第3列"),)),))
    ((_, properties, message),) = commands(render("github", report, OPTIONS))
    assert (properties["line"], properties["col"]) == ("3", "5")
    assert message == "“甲”应为“乙”"


# GitLab


def test_gitlab_entries():
    entries = strict(render("gitlab", sample(), OPTIONS))
    assert [entry["severity"] for entry in entries] == [
        "major", "minor", "info", "critical", "major", "minor", "critical",
    ]  # fmt: skip
    for entry in entries:
        assert set(entry) == {"description", "check_name", "fingerprint", "severity", "location"}
        assert entry["description"]
        assert set(entry["location"]) == {"path", "lines"}
        assert entry["location"]["lines"]["begin"] >= 1
        assert not entry["location"]["path"].startswith("./")
    assert entries[0]["location"] == {"path": TEXT_PATH, "lines": {"begin": 3, "end": 3}}
    assert entries[1]["description"] == f"WZ902 {SHOWN}"


def test_gitlab_fingerprints_are_unique_in_the_report():
    twin = FileReport("a.txt", findings=(record(path="a.txt"), record(path="a.txt")), errors=("坏", "坏"))
    report = Report((twin, FileReport("b.txt", findings=(record(path="b.txt"),), errors=("坏",))))
    marks = [entry["fingerprint"] for entry in strict(render("gitlab", report, OPTIONS))]
    assert len(marks) == len(set(marks)) == 6


def test_gitlab_fingerprints_do_not_depend_on_the_line():
    marks = [
        strict(render("gitlab", Report((FileReport("a.txt", findings=(record(path="a.txt", line=line),)),)), OPTIONS))
        for line in (3, 30)
    ]
    assert marks[0][0]["fingerprint"] == marks[1][0]["fingerprint"]


# JUnit


def junit(text):
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    root = etree.fromstring(text.encode(), parser)
    schema = etree.XMLSchema(etree.parse(str(DATA / "schemas/junit-10.xsd"), parser))
    schema.assertValid(root)
    return root


def test_junit_counts_and_cases():
    root = junit(render("junit", sample(), OPTIONS))
    assert [root.get(key) for key in ("tests", "failures", "errors")] == ["8", "4", "2"]
    assert [suite.get("name") for suite in root] == [TEXT_PATH, DOCX_PATH, "ok.md", "��.txt"]
    kinds = [[child.tag for child in case] for case in root.iter("testcase")]
    assert kinds == [["failure"], ["failure"], ["system-out"], ["error"], ["failure"], ["failure"], [], ["error"]]
    for suite in root:
        names = [case.get("name") for case in suite]
        assert len(names) == len(set(names)) == int(suite.get("tests"))
        assert int(suite.get("failures")) == len(suite.findall("testcase/failure"))
        assert int(suite.get("errors")) == len(suite.findall("testcase/error"))


def test_junit_keeps_what_xml_can_hold():
    root = junit(render("junit", sample(), OPTIONS))
    failure = root.find("testsuite/testcase[2]/failure")
    expected = re.sub("[\x00\x1b\ufffe]", "\ufffd", HOSTILE)
    assert failure.get("message") == f"WZ902 {expected}"
    assert failure.text.startswith(f"WZ902 [警告] {expected}".replace("\r\n", "\n"))


# SARIF


def sarif(report, options=OPTIONS):
    log = strict(render("sarif", report, options))
    schema = strict((DATA / "schemas/sarif-2.1.0-rtm.5.json").read_text("utf-8"))
    jsonschema.Draft4Validator(schema).validate(log)
    return log["runs"][0]


def test_the_sarif_schema_is_in_force():
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft4Validator(strict((DATA / "schemas/sarif-2.1.0-rtm.5.json").read_text("utf-8"))).validate(
            {"version": "2.1.0", "runs": [{"tool": {"driver": {"name": "x"}}, "columnKind": "bytes"}]}
        )


def test_sarif_rules():
    run = sarif(sample())
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == ["BG001", "WZ901", "WZ902", "XW901"]
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
    rule = rules[1]
    assert rule["name"] == "WrongWord"
    assert rule["shortDescription"] == {"text": "“…”应为“…”"}
    assert rule["fullDescription"] == {"text": "说明：见\\[附录\\](2)。"}
    assert rule["help"]["text"].startswith("依据：自拟标准 {{第1版}} 1.2（应当）\n")
    assert rule["defaultConfiguration"] == {"level": "error"}
    assert rule["properties"]["tags"] == ["文字关"]
    assert rules[0]["shortDescription"] == {"text": "忽略标记没有用上"}
    assert "explain" not in rules[0]["help"]["text"]


def test_sarif_results():
    run = sarif(sample())
    assert run["columnKind"] == "unicodeCodePoints"
    results = run["results"]
    assert [result["level"] for result in results] == ["error", "warning", "note", "error", "warning"]
    place = results[0]["locations"][0]["physicalLocation"]
    assert place["region"] == {"startLine": 3, "startColumn": 5, "endLine": 3, "endColumn": 6}
    assert results[0]["partialFingerprints"] == {"baguanSentenceHash/v1": "00112233445566aa"}
    message = results[1]["message"]["text"]
    assert message.replace("{{", "{").replace("}}", "}").replace("\\[x\\]", "[x]") == SHOWN
    assert not re.search(r"(?<!\{)\{\w*\}(?!\})", message)
    assert results[3]["locations"][0]["logicalLocations"] == [{"fullyQualifiedName": "表1第2行第3列", "kind": "table"}]


def test_sarif_fixes_only_where_a_program_may_apply_them():
    results = sarif(sample())["results"]
    assert ["fixes" in result for result in results] == [True, True, False, False, False]  # display; .docx; none
    fix = results[1]["fixes"][0]
    assert fix["properties"] == {"applicability": "unsafe"}
    assert fix["artifactChanges"][0]["replacements"] == [
        {
            "deletedRegion": {"startLine": 4, "startColumn": 1, "endLine": 4, "endColumn": 1},
            "insertedContent": {"text": "《"},
        },
        {
            "deletedRegion": {"startLine": 4, "startColumn": 3, "endLine": 5, "endColumn": 1},
            "insertedContent": {"text": "》\n"},
        },
    ]


def test_sarif_uris_name_the_files():
    run = sarif(sample())
    uris = [artifact["location"]["uri"] for artifact in run["artifacts"]]
    for uri, path in zip(uris, (TEXT_PATH, "通知😀.docx", "ok.md", BYTES_PATH), strict=True):
        parts = urlsplit(uri)
        assert uri.isascii()
        assert (parts.scheme, parts.netloc, parts.query, parts.fragment) == ("", "", "", "")
        assert unquote_to_bytes(parts.path) == path.encode("utf-8", "surrogateescape")
    for result in run["results"]:
        artifact = result["locations"][0]["physicalLocation"]["artifactLocation"]
        assert uris[artifact["index"]] == artifact["uri"]


def test_sarif_paths_are_relative_to_the_root(tmp_path):
    inside, outside = tmp_path / "子 目录" / "a.txt", tmp_path.parent / "\udcb9b.txt"
    report = Report((FileReport(str(inside), characters=1), FileReport(str(outside), characters=1)))
    run = sarif(report, RenderOptions(root=str(tmp_path)))
    uris = [artifact["location"]["uri"] for artifact in run["artifacts"]]
    assert uris[0] == "%E5%AD%90%20%E7%9B%AE%E5%BD%95/a.txt"
    assert uris[1].startswith("file:///")
    assert uris[1].endswith("/%B9b.txt")


def test_sarif_tells_of_unreadable_files():
    invocation = sarif(sample())["invocations"][0]
    assert invocation["executionSuccessful"] is False
    assert invocation["exitCode"] == 2
    notes = invocation["toolExecutionNotifications"]
    assert [note["level"] for note in notes] == ["error", "error"]
    assert notes[1]["message"]["text"] == "第3个字节不是 UTF-8，也不是 GB18030"
    assert notes[1]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "%B9%AB.txt"
    clean = sarif(Report((FileReport("ok.md", characters=99, verdict="通过"),)))
    assert clean["invocations"] == [{"executionSuccessful": True}]
    assert clean["results"] == []
