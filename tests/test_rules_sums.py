"""Recomputed sums, rates, shares, totals and periods: whatever is right passes, whatever is wrong is found."""

from __future__ import annotations

import datetime
from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from baguan.document import Document
from baguan.readers.docx import read_docx
from baguan.readers.markdown import read_markdown
from baguan.testing import package
from baguan_rules.wording.numbers import RULES

BY_CODE = {rule.code: rule for rule in RULES}
figures = st.integers(min_value=2, max_value=5000)


def check(code, text):
    return list(BY_CODE[code].check(Document.from_text(text)))


def rounded(value, places):
    return Decimal(value).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


@given(st.lists(figures, min_size=2, max_size=5), st.integers(min_value=-40, max_value=40))
def test_parts_that_leave_nothing_over_make_up_the_total(parts, off):
    total = sum(parts) + off
    assume(total > 0)
    names = [*["土建", "设备", "设计", "监理"][: len(parts) - 1], "其他"]
    items = "、".join(f"{name}{part}件" for name, part in zip(names, parts, strict=True))
    assert bool(check("WZ337", f"共受理{total}件，其中{items}。")) is (off != 0)


@given(st.lists(st.integers(min_value=101, max_value=9999), min_size=2, max_size=5))
def test_rounded_parts_pass(hundredths):
    """Each part rounded to one place may be off by half of it; the total is rounded once."""
    parts = [rounded(Decimal(part) / 100, 1) for part in hundredths]
    total = rounded(Decimal(sum(hundredths)) / 100, 1)
    names = [*["土建", "设备", "设计", "监理"][: len(parts) - 1], "其他"]
    items = "，".join(f"{name}{part}亿元" for name, part in zip(names, parts, strict=True))
    assert not check("WZ337", f"总投资{total}亿元，其中：{items}。")


@given(figures, figures, st.sampled_from(["增长", "增加", "提高"]))
def test_the_rate_that_follows_from_two_counts_passes(low, high, word):
    assume(high > low)
    rate = rounded(Decimal(high - low) / low * 100, 1)
    assert not check("WZ338", f"企业由{low}户{word}到{high}户，{word}{rate}%。")


@given(st.integers(min_value=50, max_value=5000), figures, st.sampled_from([Decimal(-9), Decimal(9), Decimal(30)]))
def test_a_rate_off_by_points_is_found(low, high, off):
    assume(high > low * 1.2)
    rate = rounded(Decimal(high - low) / low * 100 + off, 1)
    # both figures may be rounded to the unit, which moves the rate by at most this much
    assume(abs(off) > Decimal(high + low) / (low * (low - 1)) * 50 + 1)
    assert check("WZ338", f"企业由{low}户增加到{high}户，增长{rate}%。")


@given(st.integers(min_value=1, max_value=100_000), st.sampled_from([2, 4, 8]))
def test_doubling(low, times):
    words = {2: "一", 4: "两", 8: "三"}
    assert not check("WZ339", f"户数由{low}户增加到{low * times}户，翻了{words[times]}番。")


@given(figures, figures)
def test_the_share_that_follows_passes(part, total):
    assume(part < total)
    share = rounded(Decimal(part) / total * 100, 1)
    assert not check("WZ340", f"共受理{total}件，其中电话投诉{part}件，占{share}%。")
    wrong = share + 5
    assert check("WZ340", f"共受理{total}件，其中电话投诉{part}件，占{wrong}%。")


@given(st.dates(datetime.date(2001, 1, 1), datetime.date(2060, 1, 1)), st.integers(1, 120), st.integers(-3, 4))
def test_days_of_a_period_follow_the_calendar(start, days, off):
    end = start + datetime.timedelta(days=days)
    said = days + off
    assume(said > 0)
    text = f"整治自{start.year}年{start.month}月{start.day}日至{end.year}年{end.month}月{end.day}日，为期{said}天。"
    assert bool(check("WZ345", text)) is (off not in (0, 1))


def table(rows):
    row = "<w:tr>{}</w:tr>".format
    cell = "<w:tc><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:tc>".format
    return "<w:tbl>" + "".join(row("".join(map(cell, r))) for r in rows) + "</w:tbl><w:p/>"


@given(st.lists(st.tuples(figures, figures), min_size=2, max_size=6), st.integers(-3, 3))
def test_total_row_of_a_word_table(rows, off):
    first, second = (sum(column) for column in zip(*rows, strict=True))
    cells = [("单位", "户数", "人数"), *((f"甲{n}", *row) for n, row in enumerate(rows)), ("合计", first, second + off)]
    document = read_docx(package(table(cells)))
    found = list(BY_CODE["WZ342"].check(document))
    assert [document.text[f.start : f.end] for f in found] == ([str(second + off)] if off else [])


def test_total_row_of_a_markdown_table():
    text = "| 单位 | 户数 |\n| --- | --- |\n| 甲镇 | 12 |\n| 乙镇 | 15 |\n| 合计 | 28 |\n"
    document = read_markdown(text)
    (found,) = BY_CODE["WZ342"].check(document)
    assert document.text[found.start : found.end] == "28"
    assert "27" in found.message


@pytest.mark.parametrize(
    "rows",
    [
        [("单位", "户数"), ("甲", "1"), ("合计", "9")],  # one row is no sum
        [("单位", "户数"), ("甲", "1"), ("乙", "约2"), ("合计", "9")],
        [("单位", "户数"), ("甲", "1"), ("合计", "1"), ("乙", "2"), ("丙", "3"), ("合计", "9")],
        [("单位", "户数"), ("甲", "1"), ("乙",), ("合计", "9")],
        [("序号", "单位"), ("1", "甲"), ("2", "乙"), ("合计", "")],
    ],
)
def test_tables_that_cannot_be_added_up(rows):
    assert not list(BY_CODE["WZ342"].check(read_docx(package(table(rows)))))


@given(st.lists(st.tuples(figures, figures), min_size=3, max_size=6), st.integers(-3, 3))
def test_total_column_of_a_word_table(rows, off):
    """One wrong row among rows that add up is found; the row of totals keeps its own sums."""
    sums = [sum(row) for row in rows]
    wrong = [sums[0] + off, *sums[1:]]
    cells = [("单位", "男", "女", "合计"), *((f"甲{n}", *row, wrong[n]) for n, row in enumerate(rows))]
    document = read_docx(package(table(cells)))
    found = list(BY_CODE["WZ342"].check(document))
    assert [document.text[f.start : f.end] for f in found] == ([str(wrong[0])] if off else [])
