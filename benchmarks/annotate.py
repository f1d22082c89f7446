"""Time and memory of ``baguan annotate`` and the reports on a document of a hundred pages with a thousand findings.

    python benchmarks/annotate.py [--paragraphs 400] [--keep FOLDER]

The document is made here: paragraphs of a notice over several runs, a misspelling in each sentence.  Every step runs in
a process of its own; the promise is 3 seconds and 400 MB for the comments.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

_SENTENCES = (
    "各乡镇人民政府、街道办事处要认真贯撤落实会议精神，逐级压实工作责任。",
    "要把排查整治同日常管理结合起来，对发现的隐患登记造册，限期整改到位，",
    "县应急管理局会同有关部门组成督导组，每半个月开展一次实地督查，结果由县政府办公室通报。",
)
_STEPS = {
    "check": ("check", "--exit-zero", "--no-cache", "--isolated", "--statistics"),
    "annotate --mode comments": ("annotate", "--isolated", "--mode", "comments", "-o", "comments.docx"),
    "annotate --mode both": ("annotate", "--isolated", "--mode", "both", "-o", "both.docx"),
    "fix": ("fix", "--isolated", "-o", "fixed.docx"),
    "check --format html": ("check", "--exit-zero", "--no-cache", "--isolated", "--format", "html", "-o", "a.html"),
    "check --format xlsx": ("check", "--exit-zero", "--no-cache", "--isolated", "--format", "xlsx", "-o", "a.xlsx"),
}


def make(path: Path, paragraphs: int) -> int:
    """Write the document; gives its length in characters."""
    from docx import Document
    from docx.shared import Mm, Pt

    word = Document()
    section = word.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin, section.right_margin, section.top_margin, section.bottom_margin = (
        Mm(28),
        Mm(26),
        Mm(37),
        Mm(35),
    )
    style = word.styles["Normal"]
    style.font.size, style.paragraph_format.line_spacing, style.paragraph_format.space_after = Pt(16), Pt(28), Pt(0)
    length = 0
    for number in range(paragraphs):
        made = word.add_paragraph()
        for index, sentence in enumerate((*_SENTENCES, _SENTENCES[0])[: 3 + number % 2]):
            run = made.add_run(sentence)
            run.bold = (number + index) % 5 == 0
            length += len(sentence)
    word.save(str(path))
    return length


def measure(arguments: tuple[str, ...], path: Path, folder: Path) -> tuple[float, float]:
    """Seconds and megabytes of a run."""
    start = time.perf_counter()
    command = [sys.executable, "-m", "baguan", *arguments, str(path)]
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    if os.waitstatus_to_exitcode(status):
        raise SystemExit(f"baguan {' '.join(arguments)}: exit {os.waitstatus_to_exitcode(status)}")
    return time.perf_counter() - start, usage.ru_maxrss / 1024


def main() -> None:
    """Print a row a step."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--paragraphs", type=int, default=400)
    parser.add_argument("--keep", type=Path, help="leave the results in this folder")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.keep or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        path = (folder / "文档.docx").resolve()
        print(f"{make(path, options.paragraphs)} characters, {options.paragraphs} paragraphs")
        for name, arguments in _STEPS.items():
            seconds, size = measure(arguments, path, folder)
            print(f"{name:28} {seconds:5.2f} s {size:6.0f} MB")


if __name__ == "__main__":
    main()
