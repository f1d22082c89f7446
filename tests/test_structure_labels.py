"""The fixtures against the labels made by hand, and what the routing fixtures must hold."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

import pytest

import baguan
from baguan.outline import GENRES

ROOT = Path(__file__).resolve().parent.parent
FIXTURES = ROOT / "fixtures"


def load_benchmark():
    spec = importlib.util.spec_from_file_location("structure_benchmark", ROOT / "benchmarks" / "structure.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def test_every_element_is_recognised_in_the_labelled_fixtures() -> None:
    scores, differences, count = load_benchmark().compare()
    assert count >= 40
    assert len(scores) >= 20
    low = {name for name, score in scores.items() if min(score.precision, score.recall) < 0.95}
    assert not low, [row for row in differences if row[1] in low]


@pytest.mark.parametrize("folder", ["good", "bad"])
def test_every_genre_has_a_fixture(folder) -> None:
    genres = {baguan.check_file(path).genre for path in (FIXTURES / folder).glob("行文-*.txt")}
    assert genres == set(GENRES)


#: What was planted in the mixed document: line, code, why.
PLANTED = [
    (5, "TL101"),  # [2026]
    (5, "XW211"),  # no 签发人
    (7, "XW101"),  # 请示报告
    (11, "ZC101"),  # 《合同法》, repealed
    (11, "XW302"),  # 你县, said to a superior
    (11, "WZ101"),  # 贯撤
    (11, "WZ102"),  # 布署
    (11, "XW121"),  # 报告如下 in a request
    (15, "ZC201"),  # 国土资源局
    (15, "ZC103"),  # a law title that misses a character
    (17, "TL301"),  # 三、 after 一、
    (19, "WZ307"),  # 30 February
    (21, "ZC301"),  # two of the four 意识 swapped
    (25, "TL122"),  # a semicolon behind the name of an attachment
    (28, "XW206"),  # no contact
    (30, "XW213"),  # a copy to subordinates
]


def test_the_mixed_document_yields_what_was_planted_and_nothing_else() -> None:
    report = baguan.check_file(FIXTURES / "bad" / "行文-混合差错.txt")
    assert [(record.line, record.code) for record in report.findings] == PLANTED
    assert report.verdict == "退文"
    assert [reason.number for reason in report.reasons] == [1, 8, 9, 12, 15, 4, 7, 11, 0]
