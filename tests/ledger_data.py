"""Runs for tests of the ledger and of what is made from it."""

from __future__ import annotations

import random
from datetime import date, timedelta

from baguan.ledger.rows import FindingRow, Run, RunRow
from baguan.ledger.store import new_id

UNITS = ("综合科", "财务科", "人事科", "信息科")
FAULTS = (
    ("WZ101", "misspelling", "文字关", "error", "“贯撤”应为“贯彻”", "认真贯撤落实", "改为“贯彻”"),
    ("WZ204", "halfwidth-punctuation", "文字关", "warning", "汉字之间用全角标点", "各单位,各部门", "改为“，”"),
    (
        "TL101",
        "brackets",
        "体例格式关",
        "error",
        "发文字号的年份应当用六角括号“〔〕”括入",
        "临水(2026)21号",
        "改为“〔2026〕”",
    ),
    ("ZC101", "repealed-law", "政策法规关", "error", "《合同法》已经废止", "依据《合同法》", ""),
    ("XW201", "request-in-report", "行文关", "error", "报告不得夹带请示事项", "以上报告，请批示。", ""),
    ("WZ701", "long-sentence", "文字关", "info", "句子较长", "……", ""),
)


def finding(index: int = 0, *, place: str = "第3段") -> FindingRow:
    """A finding."""
    code, name, gate, severity, message, excerpt, suggestion = FAULTS[index % len(FAULTS)]
    basis = ("GB/T 15834—2011", "5.1", "must")
    return FindingRow(code, name, gate, severity, message, *basis, place, 3, 5, excerpt, suggestion, f"{index:016x}")


def run(
    day: str = "2026-11-18",
    faults: tuple[int, ...] = (),
    *,
    document: str = "通知.docx",
    unit: str = "综合科",
    drafter: str = "王立",
    characters: int = 1000,
    recorded: str = "",
    title: str = "",
) -> Run:
    """A run with the findings of those indexes."""
    findings = tuple(finding(index) for index in faults)
    levels = [row.severity for row in findings]
    row = RunRow(
        id=new_id(),
        recorded=recorded or f"{day}T01:00:00.000000+00:00",
        day=day,
        document=document,
        unit=unit,
        drafter=drafter,
        title=title or f"关于{document.partition('.')[0]}的通知",
        number="临水〔2026〕21号",
        kind="statutory",
        genre="通知",
        characters=characters,
        errors=levels.count("error"),
        warnings=levels.count("warning"),
        infos=levels.count("info"),
        verdict="通过" if not levels else "修改后通过",
        gates="{}",
        version="0.1.0",
        content_hash="",
        findings=len(findings),
    )
    return Run(row, findings)


def a_year(findings: int, weeks: int = 52, end: date = date(2026, 11, 22)) -> list[list[Run]]:
    """``findings`` findings spread over the weeks before ``end``, a batch a week."""
    rng = random.Random(5)
    per_week = findings // weeks
    batches = []
    for week in range(weeks):
        left = per_week + (findings - per_week * weeks if week == weeks - 1 else 0)
        batch = []
        while left:
            size = min(left, rng.randint(0, 12))
            left -= size
            day = end - timedelta(days=7 * (weeks - 1 - week) + rng.randint(0, 6))
            batch.append(
                run(
                    day.isoformat(),
                    tuple(rng.randrange(len(FAULTS)) for _ in range(size)),
                    document=f"{week}-{len(batch)}.docx",
                    unit=rng.choice(UNITS),
                    drafter=f"起草人{rng.randrange(20)}",
                    characters=rng.randint(400, 5000),
                )
            )
        batches.append(batch)
    return batches
