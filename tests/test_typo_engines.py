"""External engines: what they say is checked before it becomes a finding; what is missing is a clear error."""

from __future__ import annotations

import os
import sys
import types

import pytest
from hypothesis import given
from hypothesis import strategies as st

import baguan.typo_engines as engines
from baguan.config import Settings
from baguan.document import Document
from baguan.engine import Checker
from baguan.errors import ConfigError
from baguan.model import Applicability, Severity
from baguan.registry import load_rules
from baguan.runner import _workers
from baguan.testing import apply_edits
from baguan.typo_engines import ENGINES, Suggestion, check_engine, engine_signature, load_engine
from baguan.typo_engines.rule import sentences

RULE = next(rule for rule in load_rules() if rule.code == "WZ190")


class Fake:
    """An engine that says what it is told: (wrong, right, probability) wherever the wrong word stands."""

    label = "假引擎"

    def __init__(self, *pairs, extra=()):
        self.pairs, self.extra, self.seen = pairs, extra, []

    def suggest(self, sentences):
        self.seen += sentences
        return [
            [
                Suggestion(start, start + len(pair[0]), pair[1], *pair[2:])
                for pair in self.pairs
                for start in range(len(sentence))
                if sentence.startswith(pair[0], start)
            ]
            + [Suggestion(*item) for item in self.extra]
            for sentence in sentences
        ]


def found(text, *pairs, extra=(), words=(), **options):
    document = Document.from_text(text)
    document.known_words = frozenset(words)
    rule = RULE.with_engine(Fake(*pairs, extra=extra)).with_options(options)
    return Checker([rule]).findings(document)


def fixed(text, findings):
    return apply_edits(text, [edit for finding in findings for edit in finding.fix.edits])


def test_offsets_are_those_of_the_document():
    text = "关于工作的通知\n\n各单位：\n一要提高人识；二要认真贯撤落实。\n到会人识不足。"
    findings = found(text, ("人识", "认识"), ("贯撤", "贯彻"))
    assert [text[finding.start : finding.end] for finding in findings] == ["人识", "贯撤", "人识"]
    assert fixed(text, findings) == text.replace("人识", "认识").replace("贯撤", "贯彻")
    assert {finding.fix.applicability for finding in findings} == {Applicability.UNSAFE}
    assert {finding.severity for finding in findings} == {Severity.WARNING}
    assert findings[0].message == "“人识”疑是“认识”之误（假引擎）"


@pytest.mark.parametrize("text", ["他提出“提高人识”。", "学习《提高人识手册》。", "‘人识’一词有误。"])
def test_inside_quotes_and_titles_it_is_advice(text):
    assert [finding.severity for finding in found(text, ("人识", "认识"))] == [Severity.INFO]


def test_of_overlapping_and_repeated_opinions_one_stays():
    text = "认真贯撤落实。"
    pairs = [
        ("撤", "彻", 0.8),
        ("贯撤", "贯彻", 0.9),
        ("撤落", "彻落", 0.8),
        ("贯撤", "贯彻", 0.9),
        ("贯撤", "灌撤", 0.9),
    ]
    findings = found(text, *pairs)
    assert len(findings) == 1
    assert fixed(text, findings) == "认真贯彻落实。"


def test_the_surer_of_two_opinions_stays():
    text = "认真贯撤落实。"
    assert fixed(text, found(text, ("贯撤落", "贯车落", 0.75), ("撤", "彻", 0.99))) == "认真贯彻落实。"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("三十", "二十"),
        ("十", "时"),
        ("人", "[UNK]"),
        ("人", "n"),
        ("2026", "二零二六"),
        ("，", "、"),
        ("人", "人"),
        ("人", ""),
    ],
)
def test_what_an_engine_cannot_know_is_not_reported(old, new):
    assert found("2026年招收三十人，即日起报名。", (old, new)) == []


def test_a_change_beside_a_numeral_is_reported():
    assert len(found("一但发现，立即报告。", ("一但", "一旦"))) == 1


@pytest.mark.parametrize("extra", [(-1, 1, "甲"), (3, 3, "甲"), (5, 4, "甲"), (6, 99, "甲")])
def test_a_place_outside_the_sentence_is_passed_over(extra):
    assert found("认真落实工作。", extra=[extra]) == []


def test_a_longer_word_that_stands_there_already_is_left_alone():
    assert found("此事不能不了了之。", ("不了", "不了了之")) == []
    text = "此事不能不了。"
    assert fixed(text, found(text, ("不了", "不了了之"))) == "此事不能不了了之。"


def test_probability_below_the_option_is_passed_over():
    assert found("提高人识。", ("人识", "认识", 0.6)) == []
    assert len(found("提高人识。", ("人识", "认识", 0.6), **{"minimum-probability": 0.5})) == 1
    assert found("提高人识。", ("人识", "认识", 0.8), **{"minimum-probability": 0.9}) == []


def test_words_of_the_user_and_of_the_document_are_left_alone():
    assert found("由人识公司承办。", ("人识", "认识"), words=["人识公司"]) == []
    assert len(found("由人识公司承办，要提高人识。", ("人识", "认识"), words=["人识公司"])) == 1
    assert found("人识科技股份公司（以下简称人识科技）成立。人识科技负责承办。", ("人识", "认识")) == []
    assert found("刘人识同志到会。会后，刘人识走访了群众。", ("人识", "认识")) == []


def test_it_is_never_an_error():
    assert RULE.with_severity(Severity.ERROR).severity is Severity.WARNING
    assert RULE.with_severity(Severity.INFO).severity is Severity.INFO


def test_own_pairs_work_without_an_engine_and_may_be_anything(baguan, tmp_path):
    (tmp_path / "baguan.toml").write_text('[rules.WZ190.confusion]\n"二十局" = "二十一局"\n', encoding="utf-8")
    (tmp_path / "稿.txt").write_text("由二十局承建，二十一局配合。\n", encoding="utf-8")
    result = baguan("check", "--as", "prose", "--format", "concise", "稿.txt")
    assert result.out.count("WZ190") == 1
    assert "二十一局" in result.out


def test_a_wrong_pair_is_a_clear_error(baguan, tmp_path):
    (tmp_path / "baguan.toml").write_text('[rules.WZ190.confusion]\n"二十局" = 21\n', encoding="utf-8")
    (tmp_path / "稿.txt").write_text("由二十局承建。\n", encoding="utf-8")
    result = baguan("check", "稿.txt")
    assert result.code == 2
    assert "二十局" in result.err


@given(st.text(alphabet="一二贯撤。；！\n\v，、 a1\ufffc𠮷", max_size=400))
def test_sentences_hold_every_chinese_character_once_and_are_short(text):
    places = []
    for start, sentence in sentences(text):
        assert text[start : start + len(sentence)] == sentence
        assert 0 < len(sentence) <= 120
        assert not set(sentence) & set("\n\v\ufffc")
        places += range(start, start + len(sentence))
    assert len(places) == len(set(places))
    missed = set(range(len(text))) - set(places)
    assert not any(text[place] in "一二贯撤𠮷" for place in missed)


def test_a_long_sentence_is_cut_at_a_comma():
    text = "甲" * 70 + "，" + "乙" * 200
    assert [len(sentence) for _, sentence in sentences(text)] == [71, 120, 80]


# --- the adapter, against a module that behaves as pycorrector 1.1.4 was seen to


def answer(sentence, errors):
    return {"source": sentence, "target": "不可信", "errors": errors}


class FakeCorrector:
    answers: dict[str, list] = {}  # noqa: RUF012 - set by each test

    def __init__(self, language_model_path):
        self.path = language_model_path
        print("loading …")
        if self.path.endswith(".bad"):
            raise OSError("Cannot read model\nsecond line")

    def check_corrector_initialized(self):
        pass

    def check_detector_initialized(self):
        pass

    def correct(self, clause):
        return answer(clause, self.answers.get(clause, []))


class FakeConfusionCorrector:
    def __init__(self, pairs):
        self.pairs = pairs

    def correct(self, sentence):
        return answer(
            sentence,
            [
                (wrong, right, start)
                for start in range(len(sentence))
                for wrong, right in self.pairs.items()
                if sentence.startswith(wrong, start)
            ],
        )


@pytest.fixture
def pycorrector(monkeypatch):
    """A ``pycorrector`` that is not the real one, with what it needs."""
    module = types.ModuleType("pycorrector")
    module.Corrector, module.ConfusionCorrector = FakeCorrector, FakeConfusionCorrector
    monkeypatch.setattr(FakeCorrector, "answers", {})
    for name in ("torch", "transformers", "kenlm"):
        monkeypatch.setitem(sys.modules, name, types.ModuleType(name))
    monkeypatch.setitem(sys.modules, "pycorrector", module)
    for name in ("HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE", "HF_DATASETS_OFFLINE", "HF_HUB_DISABLE_TELEMETRY"):
        monkeypatch.setenv(name, "0")
    for name in ("TRANSFORMERS_VERBOSITY", "PYCORRECTOR_DATA_DIR"):
        monkeypatch.setenv(name, "x")
        monkeypatch.delenv(name)
    engines._load.cache_clear()
    yield module
    engines._load.cache_clear()


def kenlm(tmp_path, name="模型.arpa"):
    (tmp_path / name).write_text("\\data\\\n", encoding="utf-8")
    return str(tmp_path / name)


def test_kenlm_pairs_are_placed_in_the_sentence(pycorrector, tmp_path):
    FakeCorrector.answers = {
        "各单位要贯撤落实": [("贯撤", "贯彻", 4), ("贯撤", "贯彻", 4)],
        "提高人识": [("人识", "认识", 2), ("人识", "认识", 0), ("乙", "丙", 77)],
    }
    engine = load_engine("pycorrector:kenlm", kenlm(tmp_path))
    text = "各单位要贯撤落实，提高人识。"
    assert engine.suggest([text]) == [[Suggestion(4, 6, "贯彻"), Suggestion(4, 6, "贯彻"), Suggestion(11, 13, "认识")]]
    findings = Checker([RULE.with_engine(engine)]).findings(Document.from_text(text))
    assert fixed(text, findings) == "各单位要贯彻落实，提高认识。"


def test_kenlm_decisions_after_a_change_of_length_are_dropped(pycorrector, tmp_path):
    clause = "周一起交通先行并请错风出行"
    FakeCorrector.answers = {
        clause: [("交通先行", "交通限行措施", 3), ("错风", "错锋", 9)],
        "要贯撤落实": [("贯撤", "贯彻", 1)],
    }
    text = f"{clause}，要贯撤落实。"
    engine = load_engine("pycorrector:kenlm", kenlm(tmp_path))
    findings = Checker([RULE.with_engine(engine)]).findings(Document.from_text(text))
    assert fixed(text, findings) == "周一起交通限行措施并请错风出行，要贯彻落实。"


def test_loading_prints_nothing_and_shuts_the_network(pycorrector, tmp_path, capfd):
    load_engine("pycorrector:kenlm", kenlm(tmp_path))
    assert os.environ["HF_HUB_OFFLINE"] == os.environ["TRANSFORMERS_OFFLINE"] == "1"
    assert os.environ["PYCORRECTOR_DATA_DIR"].startswith(os.environ["BAGUAN_CACHE_DIR"])
    captured = capfd.readouterr()
    assert captured.err == ""


def test_an_engine_is_kept_until_its_model_changes(pycorrector, tmp_path):
    model = kenlm(tmp_path)
    engine = load_engine("pycorrector:kenlm", model)
    assert load_engine("pycorrector:kenlm", model) is engine
    os.utime(model, ns=(1, 1))
    assert load_engine("pycorrector:kenlm", model) is not engine


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_confusion_pairs_of_any_encoding_and_length(pycorrector, tmp_path, encoding):
    table = "# 本单位\n交通先行 交通限行措施\n先行 先锋   # 叠在上一条里\n正确 正确\n人识\t认识\n"
    (tmp_path / "混淆集.txt").write_bytes(table.encode(encoding))
    engine = load_engine("pycorrector:confusion", str(tmp_path / "混淆集.txt"))
    text = "提高人识，实行交通先行，正确引导。"
    findings = Checker([RULE.with_engine(engine)]).findings(Document.from_text(text))
    assert fixed(text, findings) == "提高认识，实行交通限行措施，正确引导。"


@pytest.mark.parametrize(
    ("table", "message"),
    [("人识\n", ":1（人识）"), ("# 空\n\n", "没有一对"), ("甲 乙\n甲乙丙\n", ":2（甲乙丙）"), ("\0\0\0", "无法读取")],
)
def test_a_faulty_table_is_a_clear_error(pycorrector, tmp_path, table, message):
    (tmp_path / "混淆集.txt").write_text(table, encoding="utf-8")
    with pytest.raises(ConfigError, match=message):
        load_engine("pycorrector:confusion", str(tmp_path / "混淆集.txt"))


def test_a_model_that_cannot_be_read_is_a_clear_error(pycorrector, tmp_path):
    with pytest.raises(ConfigError, match=r"读不了模型.*Cannot read model$"):
        load_engine("pycorrector:kenlm", kenlm(tmp_path, "模型.bad"))


@pytest.mark.usefixtures("pycorrector")
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_broken_table_ends_the_run_with_2(baguan, tmp_path, jobs):
    for number in range(3):
        (tmp_path / f"{number}.txt").write_text("好。\n", encoding="utf-8")
    (tmp_path / "混淆集.dat").write_text("甲\n", encoding="utf-8")
    chosen = ("--typo-engine", "pycorrector:confusion", "--typo-model", "混淆集.dat")
    result = baguan("check", "--jobs", jobs, *chosen, "0.txt", "1.txt", "2.txt")
    assert result.code == 2
    assert "混淆集.dat:1" in result.err
    assert "Traceback" not in result.err


def test_a_package_that_does_not_import_is_a_clear_error(pycorrector, tmp_path, monkeypatch):
    del pycorrector.Corrector
    finder = types.SimpleNamespace(
        find_spec=lambda *arguments: (_ for _ in ()).throw(ImportError("No module named 'six'"))
    )
    monkeypatch.delitem(sys.modules, "pycorrector")
    monkeypatch.setattr(engines, "_installed", lambda name: True)
    monkeypatch.setattr(sys, "meta_path", [finder, *sys.meta_path])
    with pytest.raises(
        ConfigError, match=r"无法载入：No module named 'six'；请先安装：pip install 'baguan\[pycorrector\]'"
    ):
        load_engine("pycorrector:kenlm", kenlm(tmp_path))


@pytest.mark.parametrize("name", ENGINES)
def test_a_missing_package_is_named(name, monkeypatch):
    package = ENGINES[name].packages[-1]
    monkeypatch.setattr(engines, "_installed", lambda asked: asked != package)
    with pytest.raises(ConfigError, match=rf"缺少软件包 {package}，请先安装：pip install 'baguan\[pycorrector\]'"):
        check_engine(name, "")


def test_what_is_installed_is_seen_without_importing_it():
    assert engines._installed("this")
    assert not engines._installed("no_such_package_here")
    assert "this" not in sys.modules


@pytest.mark.usefixtures("pycorrector")
@pytest.mark.parametrize("name", ENGINES)
def test_a_missing_model_says_what_to_put_where(name, baguan, tmp_path):
    (tmp_path / "稿.txt").write_text("好。\n", encoding="utf-8")
    result = baguan("check", "--typo-engine", name, "稿.txt")
    assert result.code == 2
    assert "--typo-model" in result.err
    assert ENGINES[name].model in result.err
    assert "不下载" in result.err
    result = baguan("check", "--typo-engine", name, "--typo-model", "没有", "稿.txt")
    assert result.code == 2
    assert "模型不存在：没有" in result.err
    assert ENGINES[name].model in result.err


@pytest.mark.usefixtures("pycorrector")
def test_a_model_of_the_wrong_kind_is_a_clear_error(tmp_path):
    file = kenlm(tmp_path)
    with pytest.raises(ConfigError, match="应是文件"):
        check_engine("pycorrector:kenlm", str(tmp_path))
    with pytest.raises(ConfigError, match="应是目录"):
        check_engine("pycorrector:macbert", file)
    (tmp_path / "config.json").write_text("{}", encoding="utf-8")
    with pytest.raises(ConfigError, match=r"里没有 vocab.txt、model.safetensors；"):
        check_engine("pycorrector:macbert", str(tmp_path))
    for name in ("vocab.txt", "pytorch_model.bin"):
        (tmp_path / name).write_text("", encoding="utf-8")
    check_engine("pycorrector:macbert", str(tmp_path))


@pytest.mark.usefixtures("pycorrector")
def test_the_command_line_and_the_configuration_choose_an_engine(baguan, tmp_path):
    (tmp_path / "数据").mkdir()
    (tmp_path / "数据/混淆集.txt").write_text("提高人识 提高认识\n", encoding="utf-8")
    (tmp_path / "稿.txt").write_text("要提高人识。\n", encoding="utf-8")
    call = ("check", "--as", "prose", "--format", "concise", "--select", "WZ190", "--fail-on", "warning", "稿.txt")
    assert baguan(*call).code == 0
    chosen = baguan(*call, "--typo-engine", "pycorrector:confusion", "--typo-model", "数据/混淆集.txt")
    assert (chosen.code, chosen.out.count("WZ190")) == (1, 1)
    (tmp_path / "baguan.toml").write_text(
        'typo-engine = "pycorrector:confusion"\ntypo-model = "数据/混淆集.txt"\n', encoding="utf-8"
    )
    assert baguan(*call).code == 1
    assert baguan(*call, "--typo-engine", "none").code == 0


def test_an_unknown_engine_is_refused_with_a_hint(baguan, tmp_path):
    (tmp_path / "稿.txt").write_text("好。\n", encoding="utf-8")
    result = baguan("check", "--typo-engine", "pycorrector:kenml", "稿.txt")
    assert result.code == 2
    assert "是否想写“pycorrector:kenlm”" in result.err
    (tmp_path / "baguan.toml").write_text('\ntypo-engine = "pycorector:macbert"\n', encoding="utf-8")
    result = baguan("check", "稿.txt")
    assert result.code == 2
    assert "baguan.toml:2" in result.err
    assert "是否想写“pycorrector:macbert”" in result.err


@pytest.mark.usefixtures("pycorrector")
def test_a_changed_model_is_not_answered_from_the_cache(baguan, tmp_path):
    model = tmp_path / "混淆集.txt"
    model.write_text("甲乙 丙丁\n", encoding="utf-8")
    (tmp_path / "稿.txt").write_text("要提高人识。\n", encoding="utf-8")
    call = (
        *("check", "--as", "prose", "--format", "concise", "稿.txt"),
        *("--typo-engine", "pycorrector:confusion", "--typo-model", "混淆集.txt"),
    )
    assert "WZ190" not in baguan(*call).out
    model.write_text("人识 认识\n", encoding="utf-8")
    assert "WZ190" in baguan(*call).out


def test_the_signature_follows_every_file_of_a_model(tmp_path):
    for name in ("config.json", "vocab.txt"):
        (tmp_path / name).write_text("{}", encoding="utf-8")
    first = engine_signature("pycorrector:macbert", str(tmp_path))
    assert engine_signature("pycorrector:macbert", str(tmp_path)) == first
    os.utime(tmp_path / "vocab.txt", ns=(5, 5))
    assert engine_signature("pycorrector:macbert", str(tmp_path)) != first
    assert engine_signature("none", "") == ""


def test_with_an_engine_one_process_works_unless_more_are_asked_for(tmp_path):
    paths = [str(tmp_path / f"{number}.txt") for number in range(8)]
    for path in paths:
        with open(path, "w", encoding="utf-8") as stream:
            stream.write("甲" * 30_000)
    assert _workers(paths, Settings(typo_engine="pycorrector:kenlm")) == 1
    assert _workers(paths, Settings(typo_engine="pycorrector:kenlm", jobs=2)) == 2
    assert _workers(paths, Settings()) == min(os.cpu_count() or 1, 8)
