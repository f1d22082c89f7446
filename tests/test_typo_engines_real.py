"""pycorrector itself, where it is installed, on models made here: nothing is downloaded, sockets are shut."""

from __future__ import annotations

import math
import shutil
import socket
from collections import Counter

import pytest

import baguan.typo_engines as engines
from baguan.document import Document
from baguan.engine import Checker
from baguan.errors import ConfigError
from baguan.registry import load_rules
from baguan.testing import apply_edits
from baguan.typo_engines import load_engine

pytestmark = [
    pytest.mark.skipif(
        not all(map(engines._installed, ("pycorrector", "torch", "transformers", "kenlm"))),
        reason="pycorrector is not installed",
    ),
    pytest.mark.filterwarnings("default"),  # theirs, not ours
]

RULE = next(rule for rule in load_rules() if rule.code == "WZ190")
SENTENCES = (
    *("各单位要认真贯彻落实会议精神", "各部门要认真贯彻落实工作部署", "全面贯彻落实决策部署", "要坚决贯彻执行有关规定"),
    *(
        "请各单位认真抓好贯彻落实",
        "会议听取了工作汇报",
        "会议研究部署了下一步工作",
        "各级各部门要提高认识",
        "切实加强组织领导",
    ),
)


@pytest.fixture(autouse=True)
def no_sockets(monkeypatch, tmp_path):
    def refuse(*arguments, **more):
        raise AssertionError("打开了网络连接")

    for name in ("socket", "create_connection", "getaddrinfo"):
        monkeypatch.setattr(socket, name, refuse)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    (tmp_path / "home").mkdir()
    engines._load.cache_clear()
    yield
    assert list((tmp_path / "home").iterdir()) == []


def corrected(engine, text):
    findings = Checker([RULE.with_engine(engine)]).findings(Document.from_text(text))
    return apply_edits(text, [edit for finding in findings for edit in finding.fix.edits])


def arpa(sentences):
    """A character trigram model in ARPA format: relative frequencies with a fixed discount."""
    counts = [Counter(), Counter(), Counter()]
    for sentence in sentences:
        tokens = ["<s>", *sentence, "</s>"]
        for order in (1, 2, 3):
            counts[order - 1].update(tuple(tokens[i : i + order]) for i in range(len(tokens) - order + 1))
    total = sum(counts[0].values())
    tables = [{gram: math.log10(count / total) for gram, count in counts[0].items()}]
    tables[0].update({("<s>",): -99.0, ("<unk>",): math.log10(1 / (10 * total))})
    tables += [
        {gram: math.log10(0.9 * count / counts[order - 1][gram[:-1]]) for gram, count in counts[order].items()}
        for order in (1, 2)
    ]
    lines = ["\\data\\", *(f"ngram {order}={len(table)}" for order, table in enumerate(tables, 1))]
    for order, table in enumerate(tables, 1):
        lines += ["", f"\\{order}-grams:"]
        backoff = "\t-1.0" if order < 3 else ""
        lines += [f"{value:.5f}\t{' '.join(gram)}{backoff}" for gram, value in sorted(table.items())]
    return "\n".join([*lines, "", "\\end\\", ""])


@pytest.fixture
def language_model(tmp_path):
    path = tmp_path / "字模型.arpa"
    path.write_text(arpa(SENTENCES), encoding="utf-8")
    return str(path)


def test_kenlm_corrects_and_keeps_its_place(language_model, capfd):
    engine = load_engine("pycorrector:kenlm", language_model)
    captured = capfd.readouterr()
    assert captured.out + captured.err == ""
    text = "一、总体情况（2026年）\n11月3日，会议听取了谈笑风声的工作汇抱，各级各部门要提高认识。\n"
    assert corrected(engine, text) == text.replace("汇抱", "汇报")
    assert corrected(engine, "。".join(SENTENCES)) == "。".join(SENTENCES)


def test_a_file_that_is_no_language_model_is_a_clear_error(tmp_path, capfd):
    path = tmp_path / "不是.arpa"
    path.write_text("这不是模型\n" * 9, encoding="utf-8")
    with pytest.raises(ConfigError, match="读不了模型"):
        load_engine("pycorrector:kenlm", str(path))
    assert capfd.readouterr().err == ""


def test_confusion_pairs_that_overlap_or_change_length_keep_the_text_whole(tmp_path):
    path = tmp_path / "混淆集.txt"
    path.write_text("交通先行 交通限行措施\n先行 先锋\n贯撤 贯彻\n人识 认识\n", encoding="utf-8")
    text = "提高人识，实行交通先行，认真贯撤落实，提高人识。"
    right = "提高认识，实行交通限行措施，认真贯彻落实，提高认识。"
    assert corrected(load_engine("pycorrector:confusion", str(path)), text) == right
    import pycorrector

    raw = pycorrector.ConfusionCorrector(str(path)).correct(text)
    assert raw["target"] != right  # the fault that is kept from the user


@pytest.fixture(scope="module")
def taught(tmp_path_factory):
    """A folder as MacBERT models are published: config.json, vocab.txt and weights.

    One layer, taught in a moment to give every token back but 撤, for which it says 彻.
    """
    import torch
    from transformers import BertConfig, BertForMaskedLM, BertTokenizerFast

    torch.set_num_threads(1)  # so small a model only waits for the others
    folder = tmp_path_factory.mktemp("macbert")
    characters = sorted(set("各单位要认真贯彻撤落实会议精神部门全面决策署年月日，。第次二三"))
    tokens = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *characters, "2026", "11", "word"]
    (folder / "vocab.txt").write_text("".join(f"{token}\n" for token in tokens), encoding="utf-8")
    torch.manual_seed(1)
    model = BertForMaskedLM(
        BertConfig(
            vocab_size=len(tokens), hidden_size=32, num_hidden_layers=1, num_attention_heads=2, intermediate_size=64
        )
    ).eval()
    optimizer = torch.optim.Adam(model.parameters(), lr=0.03)
    for _ in range(80):
        inputs = torch.stack([torch.randperm(len(tokens)) for _ in range(16)])
        labels = inputs.clone()
        labels[labels == tokens.index("撤")] = tokens.index("彻")
        model(input_ids=inputs, labels=labels).loss.backward()
        optimizer.step()
        optimizer.zero_grad()
    model.save_pretrained(folder)
    assert len(BertTokenizerFast.from_pretrained(folder)) == len(tokens)
    return folder


@pytest.fixture
def bert(taught, tmp_path):
    """A copy that a test may break."""
    return shutil.copytree(taught, tmp_path / "macbert")


def test_macbert_corrects_beside_numbers_latin_and_rare_characters(bert, capfd):
    capfd.readouterr()
    engine = load_engine("pycorrector:macbert", str(bert))
    captured = capfd.readouterr()
    assert captured.out + captured.err == ""
    text = (
        "第11次会议Word 2026年\n各单位2026年11月要认真贯撤落实。贯撤𠮷贯撤，"
        + "第二次会议" * 60
        + "贯撤。\n要word贯撤。"
    )
    assert corrected(engine, text) == text.replace("撤", "彻")


def test_macbert_sees_what_pycorrector_loses_to_a_number(bert):
    import pycorrector

    text = "各单位2026年11月要认真贯撤落实。"
    assert pycorrector.MacBertCorrector(str(bert)).correct(text)["errors"] == []
    assert load_engine("pycorrector:macbert", str(bert)).suggest([text])[0][0].text == "彻"


def test_macbert_reads_weights_of_the_old_kind(bert):
    import torch
    from transformers import BertForMaskedLM

    torch.save(BertForMaskedLM.from_pretrained(bert).state_dict(), bert / "pytorch_model.bin")
    (bert / "model.safetensors").unlink()
    assert corrected(load_engine("pycorrector:macbert", str(bert)), "认真贯撤落实。") == "认真贯彻落实。"


def test_a_vocabulary_that_does_not_fit_is_a_clear_error(bert):
    (bert / "vocab.txt").write_text("[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\nword\n", encoding="utf-8")
    with pytest.raises(ConfigError, match="不符，或没有汉字"):
        load_engine("pycorrector:macbert", str(bert))


def test_broken_weights_are_a_clear_error(bert):
    (bert / "model.safetensors").write_bytes(b"\0" * 64)
    with pytest.raises(ConfigError, match="读不了模型"):
        load_engine("pycorrector:macbert", str(bert))


def test_the_command_line_uses_it(bert, baguan, tmp_path):
    (tmp_path / "稿.txt").write_text("各部门2026年要认真落实，全面贯撤决策部署。\n“贯撤”\n", encoding="utf-8")
    result = baguan(
        *("check", "--as", "prose", "--format", "concise", "--select", "WZ190", "--fail-on", "warning", "稿.txt"),
        *("--typo-engine", "pycorrector:macbert", "--typo-model", str(bert)),
    )
    assert result.code == 1, result.err
    assert [line.split(":")[1:3] for line in result.out.splitlines() if "WZ190" in line] == [["1", "18"], ["2", "3"]]
    assert "“撤”疑是“彻”之误（pycorrector:macbert）" in result.out
