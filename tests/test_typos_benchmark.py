"""The arithmetic of ``benchmarks/typos.py``, against counts made by hand."""

from __future__ import annotations

import importlib.util
import math
import sys
from pathlib import Path

import pytest

BENCHMARKS = Path(__file__).parent.parent / "benchmarks"


def load(name):
    spec = importlib.util.spec_from_file_location(name, BENCHMARKS / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module


@pytest.fixture(autouse=True)
def forgotten(monkeypatch):
    """What is loaded here stands neither on the path nor among the modules afterwards."""
    monkeypatch.setattr(sys, "path", list(sys.path))
    yield
    for name in ("typos", "typos_score", "typos_rivals", "typos_arpa"):
        sys.modules.pop(name, None)


@pytest.fixture
def scoring():
    return load("typos_score")


@pytest.fixture
def benchmark():
    return load("typos")


def always(kind):
    return lambda wrong, right: kind


def test_changes_of_one_length_are_single_characters(scoring):
    assert scoring.changes("人名共和国", "人民共合国") == [(1, 2, "民"), (3, 4, "合")]
    assert scoring.changes("相同", "相同") == []


def test_changes_of_length_are_an_insertion_or_a_deletion(scoring):
    assert scoring.changes("贯落实会议精神", "贯彻落实会议精神") == [(1, 1, "彻")]
    assert scoring.changes("贯彻彻落实会议", "贯彻落实会议") in ([(1, 2, "")], [(2, 3, "")])
    assert scoring.changes("一人名和国", "人民和国") == [(0, 1, ""), (2, 3, "民")]


@pytest.mark.parametrize(
    ("source", "target", "kinds"),
    [
        ("贯撤落实", "贯彻落实", ["形近"]),
        ("落贯彻实", "贯落彻实", ["换位"]),
        ("身披事项", "审批事项", ["词"]),
        ("贯落实会议精神", "贯彻落实会议精神", ["漏字"]),
        ("贯彻彻落实会议精神", "贯彻落实会议精神", ["多字"]),
        ("贯撤落实好会义", "贯彻落实好会议", ["形近", "形近"]),
        ("没有错", "没有错", []),
    ],
)
def test_kinds_of_faults(scoring, source, target, kinds):
    assert [kind for kind, _ in scoring.faults(source, target, always("形近"))] == kinds


def test_a_stretch_of_another_length_is_of_no_kind(scoring):
    assert [kind for kind, _ in scoring.faults("由甲单位负责办理", "由乙丙丁单位负责办理", always("形近"))] == ["其他"]


def test_the_figures_of_six_sentences(scoring):
    score = scoring.Score()
    items = [
        ("贯撤落实", "贯彻落实", "贯彻落实"),  # mended
        ("贯撤落实会义", "贯彻落实会议", "贯彻落实会义"),  # one of two
        ("身披事项", "审批事项", "身批事项"),  # half a word
        ("人名政府", "人民政府", "人名政俯"),  # the wrong place
        ("没有错字", "没有错字", "没有措字"),  # false alarm
        ("也没有错", "也没有错", "也没有错"),
    ]
    for item in items:
        score.count(*item, always("同音"))
    assert (score.sentences, score.faulty, score.flagged, score.false, score.right) == (6, 4, 5, 1, 1)
    assert (score.wanted, score.edits, score.met) == (6, 5, 3)
    precision, recall, f1, false, character_precision, character_recall = score.rates()
    assert (precision, recall, false) == (1 / 5, 1 / 4, 1 / 2)
    assert math.isclose(f1, 2 * 0.2 * 0.25 / 0.45)
    assert (character_precision, character_recall) == (3 / 5, 3 / 6)
    assert score.kinds == {"同音": 4, "词": 1}
    assert score.mended == {"同音": 2, "词": 0}
    assert score.characters == 4 * 5 + 6


def test_what_is_said_without_a_correction_counts_as_flagged(scoring):
    score = scoring.Score()
    score.count("没有错字", "没有错字", "没有错字", always("同音"), said=True)
    score.count("贯撤落实", "贯彻落实", "贯撤落实", always("同音"), said=True)
    assert (score.flagged, score.false, score.right, score.edits) == (2, 1, 0, 0)
    assert score.rates()[:4] == (0.0, 0.0, 0.0, 1.0)


def test_nothing_read_gives_zeros(scoring):
    assert scoring.Score().rates() == (0.0,) * 6
    assert scoring.Score().speed() == 0.0


def test_a_subset_is_spread_evenly(benchmark):
    pairs = [(str(n), str(n)) for n in range(10)]
    assert [a for a, _ in benchmark.some(pairs, 4)] == ["0", "2", "5", "7"]
    assert benchmark.some(pairs, 0) == benchmark.some(pairs, 10) == pairs


def test_made_sentences_have_one_fault_each(benchmark):
    right = [(f"第{n}次会议研究部署安全生产工作。",) * 2 for n in range(30)]
    kinds = [
        kind
        for source, target in benchmark.made([right], 30)
        for kind, _ in sys.modules["typos_score"].faults(source, target, always("同音"))
    ]
    assert {kind: kinds.count(kind) for kind in ("换位", "漏字", "多字")} == {"换位": 10, "漏字": 10, "多字": 10}


def test_rivals_count_on_the_same_sentences_and_their_mistakes_are_listed(benchmark, monkeypatch):
    monkeypatch.setattr(benchmark, "alike", always("同音"))
    alarms = []
    rival = benchmark.Rival("甲", lambda sentence: sentence.replace("撤", "彻").replace("和", "合"))
    pairs = [("贯撤落实", "贯彻落实"), ("撤消和平", "撤消和平"), ("人名和平", "人民和平")]
    score = benchmark.theirs("集", pairs, rival, alarms)
    assert (score.right, score.flagged, score.false) == (1, 3, 1)
    assert alarms == [
        "误报\t甲\t集\t[撤→彻]消和平",
        "误报\t甲\t集\t撤消[和→合]平",
        "误改\t甲\t集\t人名[和→合]平",
    ]
    block = benchmark.Block("集", "甲", score)
    assert "| 集 | 甲 | 3（2） | 0.333 | 0.500 | 0.400 | 100.00% |" in "\n".join(benchmark.main_table([block]))
    assert "| 集 | 甲 | 1/2 |" in "\n".join(benchmark.kind_table([block]))


def test_without_pycorrector_a_clear_message(benchmark, monkeypatch):
    for name in ("pycorrector", "kenlm", "torch"):
        monkeypatch.setitem(sys.modules, name, None)
    said = []
    monkeypatch.setenv("PYCORRECTOR_DATA_DIR", "无")
    assert benchmark.rivals(Path("没有.arpa"), None, None, said.append) == []
    assert len(said) == 2
    assert all(line.startswith("不比较：") and "pip install 'baguan[pycorrector]'" in line for line in said)


def test_the_language_model_of_the_comparison_sums_to_one():
    module = load("typos_arpa")
    text = module.arpa(module.count(["贯彻落实", "贯彻执行", "落实会议", "贯彻落实"]))
    tables, order = {1: {}, 2: {}, 3: {}}, 0
    for line in text.splitlines():
        if line.endswith("-grams:"):
            order = int(line[1])
        elif "\t" in line:
            value, gram, *backoff = line.split("\t")
            tables[order][tuple(gram.split())] = (10 ** float(value), 10 ** float(backoff[0]) if backoff else 1.0)

    def probability(gram):
        if gram in tables[len(gram)]:
            return tables[len(gram)][gram][0]
        weight = tables[len(gram) - 1].get(gram[:-1], (0.0, 1.0))[1]
        return weight * probability(gram[1:])

    words = [gram for (gram,) in tables[1] if gram != "<s>"]
    for history in [(), ("贯",), ("贯", "彻"), ("<s>", "贯"), ("会", "贯")]:
        assert sum(probability((*history, word)) for word in words) == pytest.approx(1.0, abs=1e-3)


def test_other_engines_read_some_paragraphs_of_clean_texts(benchmark, tmp_path: Path):
    (tmp_path / "甲.txt").write_text("第一段。\n\n第二段。\n", encoding="utf-8")
    (tmp_path / "乙.txt").write_text("第三段。\n第四段。\n", encoding="utf-8")
    read: list[str] = []
    other = benchmark.Rival("别家", lambda text: read.append(text) or text)
    alarms: list[str] = []
    lines = benchmark.prose(tmp_path, benchmark.Checker([]), alarms, [other], 2)
    assert read == ["第三段。", "第一段。"]
    assert "21 字，每百万字警告 0.0" in lines[0]
    assert lines[1].startswith("  别家 读其中的段落每秒")
    assert alarms == []
    (tmp_path / "空").mkdir()
    assert benchmark.prose(tmp_path / "空", benchmark.Checker([]), alarms) == [f"{tmp_path / '空'}：没有 .txt 文件"]
