"""错情周报 and 季度审读: periods, figures and every format."""

from __future__ import annotations

import io
import json
import re
import zipfile
from datetime import date, timedelta
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.ledger_data import a_year, run

from baguan.errors import ConfigError
from baguan.ledger import open_ledger
from baguan.ledger.recording import LEDGER_NAME
from baguan.ledger.rows import ReturnRow
from baguan.office import ReportPolicy
from baguan.office.formula import DEFAULT_FORMULA, NAMES, score
from baguan.readers import read_bytes
from baguan.weekly import docx_report, html_report, json_report, text_report, xlsx_report
from baguan.weekly.figures import PaperLine
from baguan.weekly.period import PeriodError, days_between, quarter_of, week_containing, week_of
from baguan.weekly.pictures import bar_chart, line_chart
from baguan.weekly.statistics import NO_UNIT, Filters, gather

HOSTILE = "<script>alert(1)</script>&\"'=1+1\x01"

# --- periods


def test_a_week_runs_from_monday_to_sunday():
    week = week_of("2026-W47")
    assert (week.first, week.last) == (date(2026, 11, 16), date(2026, 11, 22))
    assert (week.label, week.days) == ("2026年第47周", "2026年11月16日至22日")
    assert week.before(1) == week_of("2026-W46")


def test_weeks_at_the_turn_of_the_year():
    assert week_of("2026-W53").first == date(2026, 12, 28)
    assert week_of("2027-W01").before(1) == week_of("2026-W53")
    assert week_of("2026-W53").days == "2026年12月28日至2027年1月3日"
    assert week_containing(date(2027, 1, 3)) == week_of("2026-W53")
    with pytest.raises(PeriodError, match="没有第53周"):
        week_of("2025-W53")


def test_quarters():
    quarter = quarter_of("2026Q4")
    assert (quarter.first, quarter.last) == (date(2026, 10, 1), date(2026, 12, 31))
    assert quarter.label == "2026年第四季度"
    assert quarter.before(1) == quarter_of("2026Q3")
    assert quarter.before(4) == quarter_of("2025Q4")
    assert quarter_of("2026Q1").before(1) == quarter_of("2025Q4")


@given(st.dates(date(1950, 1, 1), date(2100, 12, 31)), st.integers(1, 60))
def test_periods_follow_one_another_without_a_gap(day, count):
    week = week_containing(day)
    assert week.first <= day <= week.last
    assert week.before(count).last + timedelta(days=1) == week.before(count - 1).first
    quarter = quarter_of(f"{day.year}Q{(day.month + 2) // 3}")
    assert quarter.first <= day <= quarter.last
    assert quarter.before(count).last + timedelta(days=1) == quarter.before(count - 1).first


@pytest.mark.parametrize("text", ["2026-47", "W47", "2026-W0", "2026-W54", "", "0000-W01"])
def test_a_wrong_week_is_refused(text):
    with pytest.raises(PeriodError):
        week_of(text)


@pytest.mark.parametrize("text", ["2026Q5", "2026-4", "0000Q1", "Q1"])
def test_a_wrong_quarter_is_refused(text):
    with pytest.raises(PeriodError):
        quarter_of(text)


def test_days_in_the_wrong_order_are_refused():
    assert days_between("2026-11-01", "2026-11-10").before(1) == days_between("2026-10-22", "2026-10-31")
    with pytest.raises(PeriodError, match="晚于"):
        days_between("2026-11-02", "2026-11-01")
    with pytest.raises(PeriodError, match="2026-02-30"):
        days_between("2026-02-30", "2026-03-01")


# --- the formula


FIGURES = dict.fromkeys(NAMES, 0.0) | {"篇数": 10, "差错率": 4, "退文": 1, "超期": 2, "优秀": 5}


def test_the_usual_formula():
    assert score(DEFAULT_FORMULA, FIGURES) == 86.0  # 100 - 8 - 5 - 6 + 5
    assert score(DEFAULT_FORMULA, FIGURES | {"差错率": 400}) == 0
    assert score(DEFAULT_FORMULA, FIGURES | {"篇数": 0}) is None


def test_a_formula_of_ones_own():
    assert score("100 - 错误 / 篇数 * 2", FIGURES | {"错误": 20}) == 96.0
    assert score("round(-差错率 / 3, 1) + abs(-1)", FIGURES) == -0.3


@pytest.mark.parametrize(
    "formula",
    ["", "1 +", "__import__('os')", "篇数.real", "[1]", "篇数 ** 9", "lambda: 1", "open('x')", "true", "'a'", "min()",
     "差错", "9" * 600, "(" * 300 + "1" + ")" * 300, "max(1, 2, key=abs)", "1 if 1 else 2", "abs(1, 2)"],
)  # fmt: skip
def test_anything_but_arithmetic_is_refused(formula):
    with pytest.raises(ConfigError):
        score(formula, FIGURES)


# --- the figures


@pytest.fixture
def ledger(tmp_path):
    with open_ledger(str(tmp_path / LEDGER_NAME)) as opened:
        yield opened


WEEK = week_of("2026-W47")


def fill(ledger):
    ledger.record(
        [
            run("2026-11-10", (0, 0), document="旧.docx", characters=1000),
            run("2026-11-16", (0, 1, 5), document="a.docx", characters=4000),
            run("2026-11-17", (), document="a.docx", characters=4000, recorded="2026-11-17T02"),  # mended: not counted
            run("2026-11-18", (), document="b.docx", characters=2000, unit="财务科", drafter="李明"),
            run("2026-11-22", (3, 4, 2), document="c.docx", characters=3000, unit="财务科", drafter="李明"),
            run("2026-11-23", (0,), document="later.docx"),
            run("2026-11-20", (5,), document="d.docx", characters=1000, unit="", drafter=""),
        ]
    )
    returned = ReturnRow(
        "r1", "t", "2026-11-19", "returned", "e", "h", "财务科", "请示", "", "2026-11-24", "甲", "乙", ""
    )
    ledger.add_return(returned, [])
    ledger.add_return(returned._replace(id="r2", state="withdrawn"), [])


def test_the_figures_of_a_week(ledger):
    fill(ledger)
    found = gather(ledger, WEEK, ReportPolicy(), overdue=[PaperLine("报告", "1", "综合科", "", "超期")])
    assert found.total == (4, 10_000, 4, 1, 2, 2)
    assert found.total.rate == 5.0
    assert found.previous == (1, 1000, 2, 0, 0, 0)
    assert [line.name for line in found.units] == ["财务科", "综合科", NO_UNIT]
    finance, general, _ = found.units
    assert (finance.tally.faults, finance.tally.rate, finance.returned, finance.overdue) == (3, 6.0, 1, 0)
    assert finance.score == 88.0  # 100 - 2 * 6 - 5 + 10 * 1 / 2
    assert (general.tally.rate, general.returned, general.overdue, general.score) == (5.0, 0, 1, 87.0)
    gates = {line.gate: (line.errors, line.warnings, line.infos, line.documents) for line in found.gates}
    assert gates["文字关"] == (1, 1, 2, 1)
    assert gates["文件处理关"] == (0, 0, 0, 0)
    assert [(line.code, line.found) for line in found.rules] == [
        (code, 1) for code in ("TL101", "WZ101", "WZ204", "XW201", "ZC101")
    ]
    assert {line.title for line in found.clean} == {"关于b的通知", "关于d的通知"}
    assert [(line.unit, line.note) for line in found.returned] == [("财务科", "已退文")]


def test_which_check_of_a_document_counts(ledger):
    fill(ledger)
    counts = {
        counting: gather(ledger, WEEK, ReportPolicy(counting=counting)).total[:3]
        for counting in ("first", "last", "all")
    }
    assert counts == {"first": (4, 10_000, 4), "last": (4, 10_000, 3), "all": (5, 14_000, 4)}


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (Filters(unit="财务科"), (2, 5000, 3, 0, 0, 1)),
        (Filters(unit=NO_UNIT), (1, 1000, 0, 0, 1, 1)),
        (Filters(drafter="王立"), (1, 4000, 1, 1, 1, 0)),
        (Filters(gate="文字关"), (4, 10_000, 1, 1, 2, 2)),
        (Filters(rules=("WZ1", "ZC")), (4, 10_000, 2, 0, 0, 2)),
        (Filters(unit="财务科", gate="政策法规关"), (2, 5000, 1, 0, 0, 1)),
        (Filters(unit="没有"), (0, 0, 0, 0, 0, 0)),
    ],
)
def test_filters(ledger, filters, expected):
    fill(ledger)
    found = gather(ledger, WEEK, ReportPolicy(), filters=filters)
    assert found.total == expected
    if filters.gate or filters.rules:
        assert sum(line.errors + line.warnings for line in found.gates) == found.total.faults


def test_the_trend_has_every_period(ledger):
    for batch in a_year(2000, weeks=20):
        ledger.record(batch)
    found = gather(ledger, WEEK, ReportPolicy(periods=12))
    assert [point.period for point in found.trend] == [WEEK.before(count) for count in range(11, -1, -1)]
    assert all(point.tally.documents for point in found.trend)
    alone = gather(ledger, WEEK.before(5), ReportPolicy(periods=1))
    assert alone.total == found.trend[6].tally
    quarter = gather(ledger, quarter_of("2026Q4"), ReportPolicy(periods=2))
    inside = ledger.runs("2026-10-01", "2026-12-31")
    assert quarter.total.documents == len(inside)
    assert quarter.total.faults == sum(row.errors + row.warnings for row in inside)


# --- the formats


def hostile(ledger):
    bad = run("2026-11-18", (0, 1, 2, 3, 4), unit=HOSTILE, drafter=HOSTILE, title=HOSTILE)
    findings = tuple(row._replace(excerpt=HOSTILE, message=HOSTILE, suggestion=HOSTILE) for row in bad.findings)
    ledger.record([bad._replace(findings=findings)])
    return gather(
        ledger, WEEK, ReportPolicy(office="某局"), overdue=[PaperLine(HOSTILE, HOSTILE, HOSTILE, "", HOSTILE)]
    )


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.addresses: list[str] = []

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.addresses += [value or "" for name, value in attrs if name in ("src", "href", "xlink:href", "style")]
        assert not any(name.startswith("on") for name, _ in attrs)


def test_the_page_is_self_contained_and_escapes(ledger):
    page = html_report.render(hostile(ledger)).decode()
    tags = _Tags()
    tags.feed(page)
    assert tags.addresses == []
    assert not {"script", "link", "img", "iframe", "object", "base"} & set(tags.tags)
    assert tags.tags.count("svg") == 3
    assert "url(" not in page
    assert "@import" not in page
    assert not re.search(r"https?://(?!www\.w3\.org/2000/svg)", page)
    assert "&lt;script&gt;" in page


def test_the_workbook_takes_anything_and_holds_no_formula(ledger):
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.load_workbook(io.BytesIO(xlsx_report.render(hostile(ledger))))
    assert book.sheetnames[0] == "总览"
    assert {"分单位", "高频错情", "错例", "趋势", "优秀公文", "退文", "超期文件", "考核公式"} <= set(book.sheetnames)
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert not any(cell.data_type == "f" for cell in cells)
    sheet = book["分单位"]
    assert [cell.value for cell in sheet[1]][:3] == ["单位", "篇数", "字数"]
    assert sheet["B2"].value == 1


def test_a_text_that_looks_like_a_formula_stays_a_text(ledger):
    openpyxl = pytest.importorskip("openpyxl")
    ledger.record([run("2026-11-18", (0,), unit="=HYPERLINK(1)")])
    book = openpyxl.load_workbook(io.BytesIO(xlsx_report.render(gather(ledger, WEEK, ReportPolicy()))))
    cell = book["分单位"]["A2"]
    assert (cell.value, cell.data_type) == ("=HYPERLINK(1)", "s")


def test_the_json_says_all(ledger):
    fill(ledger)
    shown = json.loads(json_report.render(gather(ledger, WEEK, ReportPolicy(office="某局"))))
    assert shown["title"] == "某局2026年第47周错情周报"
    assert shown["period"] == {"kind": "week", "label": "2026年第47周", "from": "2026-11-16", "to": "2026-11-22"}
    assert shown["total"]["faults"] == 5
    assert len(shown["trend"]) == 12
    assert shown["formula"] == DEFAULT_FORMULA
    assert shown["units"][0]["score"] == 88.0
    assert shown["rules"][0]["examples"][0]["excerpt"]


def test_the_text_is_brief(ledger):
    fill(ledger)
    text = text_report.render(gather(ledger, WEEK, ReportPolicy())).decode()
    assert "共检查公文4篇、1万字，发现错情5处" in text
    assert "上周差错率为每万字20处，本期下降15处" in text


def clean(data: bytes, tmp_path):
    from baguan.config import load_settings
    from baguan.runner import FileChecker

    for kind in (None, "statutory"):
        settings = load_settings(tmp_path, isolated=True, overrides={"as": kind})
        report = FileChecker(settings).check_bytes(data, "周报.docx")
        assert [(each.code, each.where, each.message) for each in report.findings] == []
        assert report.errors == ()


@pytest.mark.parametrize("period", [WEEK, quarter_of("2026Q4"), days_between("2026-11-20", "2026-11-23")])
def test_the_word_report_passes_its_own_check(ledger, tmp_path, period):
    for batch in a_year(1500, weeks=6, end=date(2026, 11, 22)):
        ledger.record(batch)
    fill(ledger)
    overdue = [PaperLine("关于校车安全的报告", "临教〔2026〕2号", "综合科", "", "超过3个工作日")]
    found = gather(ledger, period, ReportPolicy(office="临江市人民政府办公室"), overdue=overdue)
    data = docx_report.render(found, made=date(2026, 11, 23))
    clean(data, tmp_path)
    text = read_bytes(data, "a.docx").text
    for words in (
        "一、总体情况",
        "考核分的计算公式",
        "高频错情",
        "优秀公文",
        "超期办理情况",
        "临江市人民政府办公室\n2026年11月23日",
    ):
        assert words in text
    assert "贯撤" in text


def test_the_word_report_of_nothing_and_of_anything(ledger, tmp_path):
    empty = gather(ledger, WEEK, ReportPolicy(office="某局"))
    clean(docx_report.render(empty, made=date(2026, 11, 23)), tmp_path)
    assert "没有检查公文的记录" in text_report.render(empty).decode()
    clean(docx_report.render(hostile(ledger), made=date(2026, 11, 23)), tmp_path)


def test_the_word_report_opens_with_python_docx(ledger):
    from docx import Document

    fill(ledger)
    data = docx_report.render(gather(ledger, WEEK, ReportPolicy()), made=date(2026, 11, 23))
    assert len(Document(io.BytesIO(data)).tables) >= 3
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        assert package.testzip() is None
        assert "w:bookmark" not in package.read("word/document.xml").decode()


# --- pictures


@given(st.lists(st.tuples(st.text(max_size=8), st.one_of(st.none(), st.floats(0, 1e7))), max_size=30))
def test_pictures_are_well_formed(points):
    from lxml import etree

    points = [("".join(c for c in name if c.isprintable()), value) for name, value in points]
    etree.fromstring(line_chart("走势<&", points, "处"))
    bars = [(name, [("error", value or 0.0), ("warning", 1.0)]) for name, value in points]
    etree.fromstring(bar_chart("关口", bars, "处"))


def test_a_period_without_a_check_interrupts_the_line():
    picture = line_chart("走势", [("1", 1.0), ("2", 2.0), ("3", None), ("4", 1.0), ("5", 3.0)], "处")
    assert picture.count("<polyline") == 2
    assert picture.count("<circle") == 4


# --- the command


def test_the_command_writes_every_format(baguan, tmp_path, ledger):
    fill(ledger)
    pytest.importorskip("openpyxl")
    for suffix in ("html", "docx", "xlsx", "json", "txt"):
        result = baguan("report", "--week", "2026-W47", "-o", f"周报.{suffix}", "--date", "2026-11-23")
        assert (result.code, result.err) == (0, "")
        assert (tmp_path / f"周报.{suffix}").stat().st_size > 500
    assert baguan("check", "周报.docx").code == 0
    assert json.loads(baguan("report", "--week", "2026-W47", "--format", "json").out)["total"]["documents"] == 4
    assert "第四季度" in baguan("report", "--quarter", "2026Q4").out
    assert "11月20日至23日" in baguan("report", "--from", "2026-11-20", "--to", "2026-11-23").out


def test_the_command_takes_overdue_papers_from_the_register(baguan, tmp_path, ledger):
    pytest.importorskip("chinese_calendar")
    fill(ledger)
    (tmp_path / "收文.csv").write_text(
        "收文编号,来文单位,来文文号,标题,紧急程度,收文时间,拟办意见,承办单位,办理时限,办结时间\n"
        "1,市财政局,临财〔2026〕1号,关于拨付资金的请示,普通,2026-11-10,请财务科主办,财务科,2026-11-12,2026-11-18\n"
        "2,市教育局,临教〔2026〕2号,关于校车安全的报告,特急,2026-11-17 09:00,请综合科主办,综合科、财务科,2026-11-17,\n"
        "3,市财政局,临财〔2026〕3号,关于预算的函,普通,2026-11-02 09:00,请财务科主办,财务科,2026-11-04,2026-11-06\n"
        "4,市文旅局,临文〔2026〕3号,关于节庆活动的函,普通,2026-11-20 09:00,请综合科主办,综合科,2026-11-24,2026-11-20\n",
        encoding="utf-8",
    )
    command = ("report", "--week", "2026-W47", "--register", "收文.csv", "--format", "json")
    shown = json.loads(baguan(*command).out)
    assert [(line["number"], line["unit"]) for line in shown["overdue"]] == [
        ("临财〔2026〕1号", "财务科"),
        ("临教〔2026〕2号", "综合科"),
    ]
    assert {line["name"]: line["overdue"] for line in shown["units"]}["综合科"] == 1


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--week", "2026-47"), "2026-W47"),
        (("--week", "2026-W47", "--quarter", "2026Q4"), "只能用一种"),
        (("--to", "2026-11-01"), "--from"),
        (("--format", "docx"), "-o"),
        (("--register", "无.csv"), "无.csv"),
    ],
)
def test_wrong_arguments(baguan, ledger, arguments, said):
    result = baguan("report", *arguments)
    assert result.code == 2
    assert said in result.err


def test_without_a_ledger(baguan):
    result = baguan("report")
    assert result.code == 2
    assert "没有台账" in result.err
