"""How long a Word document of 100 pages takes to check, against what python-docx needs to read it.

    python benchmarks/docx_speed.py [--pages N] [FILE.docx]

Without a file it makes a document of so many pages: paragraphs of ordinary official prose with direct formats,
headings, a table now and then.  Both sides are measured warm, in one process, the median of several rounds, and the
work is the same: python-docx opens the file and reads text, fonts, sizes and indents of every run and paragraph;
baguan opens it, recognises the structure and runs every rule.
"""

from __future__ import annotations

import argparse
import io
import random
import statistics
import time
from collections.abc import Callable
from pathlib import Path

import docx
from docx.oxml.ns import qn
from docx.shared import Pt

from baguan.engine import Checker
from baguan.readers import read_bytes
from baguan.registry import load_rules, select_rules

LINES, CHARACTERS = 22, 28  # of a page
_SUBJECTS = ("各县（区）水利局", "市直有关部门", "各乡镇人民政府", "供水单位", "项目法人", "监理单位", "市农村供水总站")
_ACTIONS = (
    "逐处排查净化消毒设施",
    "按月开展水质检测",
    "公开检测结果",
    "落实值守制度",
    "完善应急预案",
    "核实用水户数",
    "维修老旧管网",
)
_ENDS = (
    "，并于月底前报送进展情况。",
    "，发现问题立即整改。",
    "，建立台账，逐项销号。",
    "，确保群众用水安全。",
    "，纳入年度考核。",
)


def make(pages: int) -> bytes:
    """A document of about so many pages."""
    chance = random.Random(9704)
    word = docx.Document()
    word.add_paragraph("临江市水利局关于开展农村供水水质提升行动的通知")
    word.add_paragraph("各县（区）水利局：")
    lines = 0
    while lines < pages * LINES:
        made = word.add_paragraph()
        count = chance.randint(3, 7)
        for index in range(count):
            text = (
                f"{chance.choice(_SUBJECTS)}要{chance.choice(_ACTIONS)}{chance.randint(2, 900)}次{chance.choice(_ENDS)}"
            )
            run = made.add_run(text)
            run.font.size = Pt(16)
            run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), "黑体" if index == 0 else "仿宋_GB2312")
        lines += sum(len(run.text) for run in made.runs) // CHARACTERS + 1
        if chance.random() < 0.02:
            table = word.add_table(rows=4, cols=4)
            for cell in (cell for row in table.rows for cell in row.cells):
                cell.text = str(chance.randint(1, 999))
            lines += 4
    word.add_paragraph("临江市水利局")
    word.add_paragraph("2026年3月20日")
    buffer = io.BytesIO()
    word.save(buffer)
    return buffer.getvalue()


def read_with_python_docx(data: bytes) -> int:
    """Read what a layout check would have to read; returns the number of characters."""
    word = docx.Document(io.BytesIO(data))
    paragraphs = list(word.paragraphs)
    for table in word.tables:
        for row in table.rows:
            for cell in row.cells:
                paragraphs += cell.paragraphs
    total = 0
    for paragraph in paragraphs:
        form = paragraph.paragraph_format
        for value in (form.alignment, form.first_line_indent, form.line_spacing, paragraph.style.name):
            del value
        for run in paragraph.runs:
            total += len(run.text)
            for value in (run.font.name, run.font.size, run.font.bold, run.font.color.rgb):
                del value
    for section in word.sections:
        for value in (section.page_width, section.top_margin, section.footer.paragraphs):
            del value
    return total


def read_text_only(data: bytes) -> int:
    """Open with python-docx and take the text of the paragraphs, no more."""
    return sum(len(paragraph.text) for paragraph in docx.Document(io.BytesIO(data)).paragraphs)


def median(job: Callable[[], object], rounds: int) -> float:
    """Seconds of the median of ``rounds`` runs, after one that warms up."""
    job()
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        job()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", nargs="?", type=Path)
    parser.add_argument("--pages", type=int, default=100)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    data = options.file.read_bytes() if options.file else make(options.pages)
    checker = Checker(select_rules(load_rules(), ["ALL"], []))

    def check() -> None:
        checker.findings(read_bytes(data, "文稿.docx"))

    document = read_bytes(data, "文稿.docx")
    plain = median(lambda: read_text_only(data), options.rounds)
    full = median(lambda: read_with_python_docx(data), options.rounds)
    ours = median(check, options.rounds)
    reading = median(lambda: read_bytes(data, "文稿.docx"), options.rounds)
    print(f"{len(document.text):,} characters, {len(document.blocks):,} paragraphs, {len(document.runs):,} runs")
    print(f"python-docx, text only           {plain * 1000:8.0f} ms")
    print(f"python-docx, text and formats    {full * 1000:8.0f} ms")
    print(f"baguan, reading                  {reading * 1000:8.0f} ms")
    print(f"baguan, reading and all rules    {ours * 1000:8.0f} ms")
    print(f"ratio to text only {ours / plain:.2f}, to text and formats {ours / full:.2f}")


if __name__ == "__main__":
    main()
