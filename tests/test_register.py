"""``baguan register``: places, time limits, the present, bad rows, configuration, output."""

from __future__ import annotations

import datetime as dt
import json
import os
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baguan.entry import FIELDS, NotATimeError, Practice, canonical, parse_moment
from baguan.entry_rule import RecordRule
from baguan.entry_table import looks_like_register, read_csv, recognise_columns
from baguan.register import check_register
from baguan.registry import load_rules
from baguan.worktime import WorkTime, parse_hours, read_calendar

FIXTURES = Path(__file__).resolve().parent.parent / "fixtures/register"
RULES = load_rules()
HEAD = "收文编号,来文单位,来文文号,标题,密级,紧急程度,收文时间,拟办意见,批示,承办单位,办理时限,办结时间"
NOW = dt.datetime(2026, 10, 12)


def found(text, practice=None, **more):
    report = check_register(text.encode(), "登记.csv", practice or Practice(now=NOW), RULES, **more)
    assert report.errors == ()
    return [(f.row, f.column, f.code, f.severity) for f in report.findings]


def timed(received, closed="", urgency="普通件", deadline="", practice=None):
    """The findings on time limits of one paper."""
    text = f"收文编号,标题,紧急程度,收文时间,办理时限,办结时间\n1,防汛通知,{urgency},{received},{deadline},{closed}\n"
    return [(code, severity) for _, _, code, severity in found(text, practice) if code in ("CL231", "CL232", "CL233")]


LATE, LATE_W = [("CL231", "error")], [("CL231", "warning")]


@pytest.mark.parametrize(
    ("urgency", "received", "closed", "expected"),
    [
        # 特急: the same working day
        ("特急", "2026-09-30 16:40", "2026-09-30 17:30", []),
        ("特急", "2026-09-30 16:40", "2026-09-30 17:31", LATE),
        ("特急", "2026-09-30 16:40", "2026-10-08 08:31", LATE),
        ("特急", "2026-09-30 17:30", "2026-10-08 17:30", []),
        ("特急", "2026-10-03 10:00", "2026-10-08 17:30", []),
        ("特急", "2026-10-03 10:00", "2026-10-09 08:30", LATE),
        ("特提", "2026-09-30 09:00", "2026-10-08", LATE),
        # 加急, 急件: half a working day
        ("加急", "2026-09-30 11:59", "2026-09-30 17:29", []),
        ("加急", "2026-09-30 11:59", "2026-09-30 17:30", LATE),
        ("急件", "2026-09-30 12:00", "2026-09-30 17:30", []),
        ("急件", "2026-09-30 17:30", "2026-10-08 12:00", []),
        ("急件", "2026-09-30 17:30", "2026-10-08 12:01", LATE),
        # 普通件: two working days, never more than three
        ("普通件", "2026-09-30 09:00", "2026-10-09 17:30", []),
        ("普通件", "2026-09-30 09:00", "2026-10-09 17:31", LATE_W),
        ("普通件", "2026-09-30 09:00", "2026-10-10 17:30", LATE_W),
        ("普通件", "2026-09-30 09:00", "2026-10-10 17:31", LATE),
        ("", "2026-09-30 09:00", "2026-10-12 09:00", LATE),
        ("平件", "2025-12-31 16:00", "2026-01-05 17:30", []),
        ("平件", "2025-12-31 16:00", "2026-01-06 10:00", LATE_W),
        ("平件", "2025-12-31 16:00", "2026-01-07 10:00", LATE),
        # without an hour nothing is called late that may not be
        ("特急", "2026-09-30", "2026-09-30", []),
        ("特急", "2026-09-30", "2026-10-08", LATE),
        ("加急", "2026-09-30", "2026-10-08", []),
        ("加急", "2026-09-30", "2026-10-09", LATE),
        ("普通件", "2026-09-30", "2026-10-09", []),
    ],
)
def test_closing_against_the_limit(urgency, received, closed, expected):
    assert timed(received, closed, urgency) == expected


@pytest.mark.parametrize(
    ("deadline", "closed", "expected"),
    [
        ("2026-10-20", "2026-10-20 17:30", []),
        ("2026-10-20", "2026-10-21", LATE),
        ("10月20日前", "2026-10-20", []),
        ("10月20日前", "2026-10-21 08:30", LATE),
        ("1个工作日", "2026-10-08 17:30", []),
        ("1个工作日", "2026-10-08 17:31", LATE),
        ("2026-10-08 12:00", "2026-10-08 12:00", []),
        ("2026-10-08 12:00", "2026-10-08 12:01", LATE),
    ],
)
def test_the_deadline_in_the_register_comes_first(deadline, closed, expected):
    practice = Practice(now=dt.datetime(2026, 11, 20))
    assert timed("2026-09-30 09:00", closed, "普通件", deadline, practice) == expected


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("2026-10-08 00:00", []),
        ("2026-10-09 00:00", [("CL233", "info")]),  # due at the close of this day
        ("2026-10-09 17:30", [("CL233", "info")]),
        ("2026-10-09 17:31", [("CL232", "warning")]),
        ("2026-10-10 17:30", [("CL232", "warning")]),
        ("2026-10-10 17:31", [("CL232", "error")]),
    ],
)
def test_an_open_paper_as_the_days_pass(now, expected):
    practice = Practice(now=dt.datetime.fromisoformat(now))
    assert timed("2026-09-30 09:00", practice=practice) == expected


def test_limits_hours_and_warning_time_are_the_units_own():
    practice = Practice(
        now=dt.datetime(2026, 10, 8, 10),
        worktime=WorkTime(sessions=parse_hours(["09:00-12:00", "13:00-18:00"])),
        limits={"普通件": ("5个工作日",), "火急": ("1小时",)},
        due_soon="4小时",
    )
    assert timed("2026-09-30 09:00", "2026-10-13 18:00", practice=practice) == []
    assert timed("2026-09-30 09:00", "2026-10-14 18:00", practice=practice) == LATE
    assert timed("2026-09-30 17:30", "2026-10-08 09:30", "火急", practice=practice) == []
    assert timed("2026-09-30 17:30", "2026-10-08 09:31", "火急", practice=practice) == LATE
    assert timed("2026-10-08 09:30", "", "加急", practice=practice) == [("CL233", "info")]


def test_row_and_column_count_data_rows_and_name_the_column():
    text = (
        f"收文登记簿,,,\n{HEAD}\n1,县水利局,,防汛通知,,,2026-09-30,,,,,2026-10-08\n\n2,,,抗旱,,,昨天,,,,,2026-10-08\n"
    )
    report = check_register(text.encode(), "登记.csv", Practice(now=NOW), RULES)
    assert [(f.row, f.line, f.column, f.code) for f in report.findings] == [
        (3, 5, "来文单位", "CL201"),  # the empty row counts
        (3, 5, "收文时间", "CL203"),
    ]
    assert report.rows == 2


def test_the_column_is_named_as_the_register_names_it():
    text = "登记号,发文机关,文件标题,签收日期\n1,县水利局,防汛通知,上周\n"
    assert found(text) == [(1, "签收日期", "CL203", "error")]


@pytest.mark.parametrize("field", FIELDS)
def test_every_name_of_a_column_is_known(field):
    for name in (field, *FIELDS[field]):
        for spelt in (name, f" {name[0]} {name[1:]}　", f"*{name}：", f"{name}（必填）"):
            assert canonical(spelt) == field


def test_the_more_usual_of_two_columns_is_taken():
    assert recognise_columns(["登记日期", "收文日期", "标题"], {})["收文时间"] == 1
    assert recognise_columns(["文号", "来文文号", "标题"], {})["来文文号"] == 1
    assert recognise_columns(["收文编号", "发文字号", "标题"], {})["来文文号"] == 1
    outgoing = recognise_columns(["文号", "发文单位", "标题", "签发人", "签发时间"], {})
    assert outgoing["发文字号"] == 0
    assert "来文单位" not in outgoing


def test_own_names_and_required_fields_from_the_configuration(baguan, tmp_path):
    (tmp_path / "baguan.toml").write_text(
        '[register]\nrequired = ["收文编号", "承办单位"]\n[register.columns]\n'
        '"收文编号" = ["流水"]\n"承办单位" = "谁办"\n',
        encoding="utf-8",
    )
    (tmp_path / "a.csv").write_text("流水,标题,谁办\n1,防汛通知,\n", encoding="utf-8")
    result = baguan("register", "a.csv", "--format", "json")
    findings = json.loads(result.out)["findings"]
    assert [(f["row"], f["column"], f["code"]) for f in findings] == [(1, "谁办", "CL201")]


@pytest.mark.parametrize(
    ("toml", "told"),
    [
        ("colums = {}", "是否想写“columns”"),
        ('required = ["收文遍号"]', "是否想写“收文编号”"),
        ('hours = ["8-12"]', "工作时间"),
        ('due-soon = "马马虎虎"', "due-soon"),
        ('limits = {"特急" = "尽快"}', "特急"),
        ('limits = {"特急" = 3}', "特急"),
        ('columns = {"收文编号" = ["号"], "来文文号" = ["号"]}', "给了两项"),
        ("calendar = 3", "应为字符串"),
    ],
)
def test_a_faulty_configuration_is_refused_with_its_line(baguan, tmp_path, toml, told):
    (tmp_path / "baguan.toml").write_text(f"[register]\n{toml}\n", encoding="utf-8")
    (tmp_path / "a.csv").write_text("收文编号,标题\n1,防汛通知\n", encoding="utf-8")
    result = baguan("register", "a.csv")
    assert result.code == 2
    assert told in result.err
    assert "baguan.toml" in result.err


def test_a_calendar_for_an_unpublished_year(baguan, tmp_path):
    text = "收文编号,来文单位,标题,紧急程度,收文时间,办结时间\n1,甲,通知,特急,2099-01-01 09:00,2099-01-05 09:00\n"
    (tmp_path / "a.csv").write_text(text, encoding="utf-8")
    (tmp_path / "假.csv").write_text("2099-01-01,休\n2099-01-02,休\n2099-01-03,班\n", encoding="utf-8")
    without = json.loads(baguan("register", "a.csv", "--today", "2099-12-01", "--format", "json").out)["findings"]
    assert [(f["code"], f["column"]) for f in without] == [("CL239", "收文时间")]
    assert "2099年" in without[0]["message"]
    options = ("register", "a.csv", "--today", "2099-12-01", "--format", "json")
    given = json.loads(baguan(*options, "--calendar", "假.csv").out)["findings"]
    assert [(f["code"], f["column"]) for f in given] == [("CL231", "办结时间")]
    (tmp_path / "baguan.toml").write_text('[register]\ncalendar = "假.csv"\n', encoding="utf-8")
    assert json.loads(baguan(*options).out)["findings"] == given
    refused = baguan("register", "a.csv", "--calendar", "没有.csv")
    assert refused.code == 2
    assert "没有.csv" in refused.err


BAD_ROWS = f"""{HEAD}
1,县水利局,青水〔2026〕1号,防汛通知,,普通件,2026-02-30,,,,,
2,县水利局,青水〔2026〕2号,"没有收尾,,普通件,2026-09-30,,,,,2026-10-08
3,县水利局,青水〔2026〕3号,抗旱通知,,普通件,=TODAY(),,,,,2026-10-08
4,县水利局,青水〔2026〕4号,植树通知,,普通件,2026-09-30,,,,,#REF!
5,县水利局,青水〔2026〕5号,防火通知,,普通件,2026-09-30,,,,,2026-10-08,多的
6,县水利局,青水〔2026〕6号,春耕通知,,普通件,2026-09-30,,,,,2026-10-12 09:00
"""


def test_bad_rows_are_named_and_the_others_are_checked():
    rows = found(BAD_ROWS, Practice(now=dt.datetime(2026, 10, 13)))
    assert (1, "收文时间", "CL203", "error") in rows
    assert (2, "", "CL204", "warning") in rows
    assert (3, "收文时间", "CL205", "warning") in rows
    assert (4, "办结时间", "CL205", "warning") in rows
    assert (5, "", "CL204", "warning") in rows
    assert (6, "办结时间", "CL231", "error") in rows
    assert not [row for row in rows if row[0] == 4 and row[2] == "CL232"], "an error value is not an open paper"


def test_a_missing_column_is_named_and_the_others_are_checked():
    rows = found("收文编号,标题,收文时间,办结时间\n1,防汛通知,2026-09-30,2026-09-29\n")
    assert rows == [(0, "来文单位", "CL202", "warning"), (1, "办结时间", "CL221", "error")]


def test_a_hundred_thousand_rows():
    rows = [HEAD]
    rows += [
        f"〔2026〕{n}号,水利局,青水〔2026〕{n}号,防汛通知{n},,普通件,2026-09-30,,,,,2026-10-{12 if n == 77_777 else 8}"
        for n in range(1, 100_001)
    ]
    report = check_register("\n".join(rows).encode(), "登记.csv", Practice(now=NOW), RULES)
    assert report.rows == 100_000
    assert [(f.row, f.column, f.code) for f in report.findings] == [(77_777, "办结时间", "CL231")]


@pytest.mark.parametrize("delimiter", [",", "\t", ";", "，"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_how_offices_save_csv(delimiter, encoding, newline):
    text = f"{HEAD}\n1,县水利局,,防汛通知,,普通件,2026-09-30,,,,,2026-09-29\n".replace(",", delimiter)
    report = check_register(text.replace("\n", newline).encode(encoding), "登记.csv", Practice(now=NOW), RULES)
    assert [(f.row, f.column, f.code) for f in report.findings] == [(1, "办结时间", "CL221")]


def test_quoted_cells_keep_commas_quotes_and_lines():
    text = '收文编号,标题\n1,"防汛、抗旱,""两防""\n工作"\n2,"x"y,z\n'
    rows = list(read_csv(text))
    assert [[cell.text for cell in row.cells] for row in rows] == [
        ["收文编号", "标题"],
        ["1", '防汛、抗旱,"两防"\n工作'],
        ["2", "xy", "z"],
    ]
    assert [row.line for row in rows] == [1, 2, 4]
    assert all(
        text[c.start : c.end].replace('""', '"').startswith(c.text[:1]) for row in rows for c in row.cells if c.text
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-10-08", "2026-10-08"),
        ("2026/10/8 9:05", "2026-10-08 09:05"),
        ("2026.10.08 09:05:30", "2026-10-08 09:05"),
        ("2026年10月8日上午9时5分", "2026-10-08 09:05"),
        ("2026年10月8日下午3点半", "2026-10-08 15:30"),
        ("2026年10月8日（周四）", "2026-10-08"),
        ("２０２６－１０－０８", "2026-10-08"),
        ("20261008", "2026-10-08"),
        ("2026-10-08T09:05:00+08:00", "2026-10-08 09:05"),
        ("2026-10-08T01:05:00Z", "2026-10-08 09:05"),
        ("2026-10-08 24:00", "2026-10-08 23:59"),
        ("2026-10-08 9:05 PM", "2026-10-08 21:05"),
        ("2026-10-08 中午12时", "2026-10-08 12:00"),
    ],
)
def test_dates_as_people_write_them(text, expected):
    assert str(parse_moment(text)) == expected


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("昨天", "不是日期"),
        ("2026-02-30", "没有这一天"),
        ("10月8日", "没有写年份"),
        ("46303", "2026-10-08"),
        ("2026-10-08 25:00", "没有这个时间"),
        ("2026-10-08 很晚", "时间部分"),
        ("2026-10", "不是日期"),
        ("9999-12-31", "年份有误"),
        ("0206-10-08", "年份有误"),
    ],
)
def test_what_is_no_date_says_why(text, told):
    with pytest.raises(NotATimeError, match=told):
        parse_moment(text)


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("请领导阅示", {"CL241"}),
        ("请某某领导阅", {"CL241"}),
        ("拟请阅处", {"CL241"}),
        ("呈张县长批示。", {"CL241"}),
        ("来文要求8月底前报送总结。建议由县防汛办主办、县水利局配合，8月25日前报送。请张县长阅示。", set()),
        ("按《防汛条例》要求，请县水利局、县财政局研究提出意见，8月25日前报送，请张县长阅示。", {"CL242"}),
        ("请县水利局主办，8月25日前报送。", {"CL243"}),
        ("同意，请县水利局按来文要求办理，8月25日前报送，请张县长阅示。", {"CL244"}),
    ],
)
def test_proposals(text, codes):
    rows = found(f'收文编号,标题,拟办意见\n1,防汛通知,"{text}"\n')
    assert {code for _, column, code, _ in rows if column == "拟办意见"} == codes


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("同意。张明 2026年8月20日", ""),
        ("同意。张明 2026.8.20", ""),
        ("请县水利局阅处。（李建国，2026-08-20）", ""),
        ("同意。张明二〇二六年八月二十日", ""),
        ("同意。张明", "没有日期"),
        ("同意。2026年8月20日", "没有姓名"),
        ("同意。张明 8月20日", "缺年份"),
        ("同意", "没有姓名和日期"),
        ("圈阅", "没有姓名和日期"),
    ],
)
def test_instructions(text, missing):
    report = check_register(f"收文编号,标题,批示\n1,防汛通知,{text}\n".encode(), "a.csv", Practice(now=NOW), RULES)
    told = [f.message for f in report.findings if f.code == "CL251"]
    assert len(told) == bool(missing)
    assert all(missing in message for message in told)


def test_numbers_by_year_and_series():
    head = "收文编号,来文单位,标题,收文时间\n"
    rows = found(
        head
        + "1,甲,通知,2025-12-30\n2,甲,通报,2025-12-31\n1,甲,函,2026-01-04\n3,甲,报告,2026-01-05\n2,甲,请示,2026-01-06\n"
        + "3,乙,意见,2026-01-07\n4,乙,纪要（作废）,2026-01-08\n4,乙,决定,2026-01-08\n7,乙,公告,2026-01-09\n"
    )
    assert [row for row in rows if row[2] in ("CL211", "CL213")] == [
        (6, "收文编号", "CL211", "error"),
        (9, "收文编号", "CL213", "info"),
    ]


@pytest.mark.parametrize("path", sorted(FIXTURES.glob("*.csv")), ids=lambda path: path.name)
def test_the_registers_of_the_fixtures(path):
    report = check_register(path.read_bytes(), path.name, Practice(now=NOW), RULES)
    assert report.errors == ()
    lines = [f"{f.row}\t{f.column}\t{f.severity}\t{f.code}" for f in report.findings]
    expected = path.with_name(path.name + ".expected.tsv")
    if os.environ.get("BAGUAN_UPDATE_FIXTURES"):
        expected.write_text("\n".join(["row\tcolumn\tseverity\tcode", *lines]) + "\n", encoding="utf-8")
    assert ["row\tcolumn\tseverity\tcode", *lines] == expected.read_text(encoding="utf-8").splitlines()


def test_json(baguan, tmp_path):
    (tmp_path / "a.csv").write_bytes((FIXTURES / "收文登记.csv").read_bytes())
    result = baguan("register", "a.csv", "--today", "2026-10-12", "--format", "json")
    table = json.loads(result.out)
    assert result.code == 1
    assert table["schema"] == 1
    assert table["files"][0]["rows"] == 9
    assert table["files"][0]["sheets"][0]["columns"]["收文时间"] == "收文时间"
    first = table["findings"][0]
    assert {
        "path",
        "row",
        "column",
        "line",
        "code",
        "name",
        "gate",
        "severity",
        "message",
        "basis",
        "fingerprint",
    } <= set(first)
    assert set(first["basis"]) == {"source", "clause", "strength"}
    assert len({f["fingerprint"] for f in table["findings"]}) == len(table["findings"])


def test_text_and_exit_codes(baguan, tmp_path):
    good = "收文编号,来文单位,标题,收文时间,办结时间\n1,县水利局,防汛通知,2026-09-30,2026-10-08\n"
    (tmp_path / "good.csv").write_text(good, encoding="utf-8")
    (tmp_path / "bad.csv").write_text(good.replace("2026-10-08", "2026-09-29"), encoding="utf-8")
    (tmp_path / "none.csv").write_text("甲,乙\n1,2\n", encoding="utf-8")
    assert baguan("register", "good.csv", "--today", "2026-10-08").code == 0
    bad = baguan("register", "bad.csv")
    assert bad.code == 1
    assert "bad.csv:2: 第1行“办结时间”: CL221 [错误]" in bad.out
    assert "检查 1 个登记簿，1 行：错误 1，警告 0，提示 0" in bad.out
    assert baguan("register", "bad.csv", "--exit-zero").code == 0
    assert baguan("register", "bad.csv", "--ignore", "CL221").code == 0
    both = baguan("register", "none.csv", "bad.csv")
    assert both.code == 2
    assert "找不到表头" in both.out
    assert "CL221" in both.out
    missing = baguan("register", "没有.csv")
    assert missing.code == 2
    assert "文件不存在" in missing.out
    assert baguan("register", "bad.csv", "--today", "昨天").code == 2
    assert baguan("register", "bad.csv", "-o", "bad.csv").code == 2
    assert baguan("register").code == 2


def test_severity_and_minimum_severity_from_the_configuration(baguan, tmp_path):
    (tmp_path / "a.csv").write_text("收文编号,来文单位,标题,收文时间\n1,,防汛通知,昨天\n", encoding="utf-8")
    (tmp_path / "baguan.toml").write_text(
        'minimum-severity = "warning"\n[severity]\nCL203 = "info"\n', encoding="utf-8"
    )
    result = baguan("register", "a.csv", "--format", "json")
    assert [f["code"] for f in json.loads(result.out)["findings"]] == ["CL201"]


def test_a_broken_rule_is_reported_and_the_others_run():
    class Broken(RecordRule):
        def problems(self, table, practice):
            raise RuntimeError("坏了")

    sample = next(rule for rule in RULES if rule.code == "CL221")
    broken = Broken(
        **{name: getattr(sample, name) for name in ("code", "name", "severity", "message", "basis", "bad", "good")}
    )
    text = "收文编号,标题,收文时间,办结时间\n1,防汛通知,2026-09-30,2026-09-29\n"
    report = check_register(text.encode(), "a.csv", Practice(now=NOW), [broken, sample])
    assert [f.code for f in report.findings] == ["CL221"]
    assert "坏了" in report.errors[0]


def test_a_text_that_is_no_register_is_none():
    assert looks_like_register(f"{HEAD}\n")
    assert not looks_like_register("关于标题,时间,地点的说明\n")
    assert not looks_like_register("标题")
    assert not looks_like_register("")


ODD = [
    "", "/", "同上", "=A1", "#REF!", "特急", "加急", "普通件", "火速", "2026-09-30", "2026-09-30 11:59",
    "2099-01-01 9:00", "9999-12-31", "0001-01-01", "昨天", "2月30日前", "2个工作日", "400个工作日", "尽快",
    "〔2026〕1号",
    "000", "请领导阅示", "同意。张明 2026年8月20日", '"', "a\nb", "\x00", "😀", "1e400", "=", "-", "半天", "已办结",
    "未办结", "县水利局、县财政局办理",
]  # fmt: skip


@given(
    st.lists(st.sampled_from(list(FIELDS)), min_size=2, max_size=10, unique=True),
    st.lists(st.lists(st.sampled_from(ODD), max_size=11), max_size=8),
)
def test_no_cell_breaks_a_rule(columns, rows):
    # Written by hand: before Python 3.11 the csv module refuses to write a NUL.
    lines = [",".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in [columns, *rows]]
    report = check_register("\n".join(lines).encode(), "登记.csv", Practice(now=NOW), RULES)
    assert all("执行出错" not in error for error in report.errors)
    assert all(finding.message and 0 <= finding.row <= len(rows) * 3 for finding in report.findings)


PAGE = (Path(__file__).resolve().parent.parent / "docs/register.md").read_text(encoding="utf-8")


def test_the_page_shows_the_json_as_it_is(baguan, tmp_path):
    (tmp_path / "a.csv").write_text("收文编号,来文单位,标题,收文时间\n1,,通知,2026-09-30\n", encoding="utf-8")
    made = json.loads(baguan("register", "a.csv", "--format", "json", "--today", "2026-10-09").out)
    shown = json.loads(PAGE.split("```json\n")[1].split("```")[0])
    assert list(shown) == list(made)
    assert set(shown["files"][0]) == set(made["files"][0])
    assert set(shown["findings"][0]) == set(made["findings"][0])
    assert shown["today"] == made["today"]


def test_the_pages_configuration_is_valid(tmp_path):
    from baguan.config import load_settings

    blocks = [block.split("```")[0] for block in PAGE.split("```toml\n")[1:]]
    (tmp_path / "baguan.toml").write_text(blocks[1], encoding="utf-8")
    assert load_settings(tmp_path).register["limits"]["限时件"] == "1个工作日"
    (tmp_path / "假.toml").write_text(blocks[0], encoding="utf-8")
    assert read_calendar(tmp_path / "假.toml").is_workday(dt.date(2027, 2, 14))


@pytest.mark.parametrize("name", re.findall(r"[\u4e00-\u9fff]+", PAGE.split("| --- | --- |\n")[1].split("\n\n")[0]))
def test_the_names_of_columns_on_the_page_are_known(name):
    assert canonical(name)
