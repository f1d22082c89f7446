"""The statistical channel: tables, scanner, scorer, rules."""

from __future__ import annotations

import random

import pytest

from baguan.document import Document
from baguan.engine import Checker
from baguan.model import Applicability, Severity
from baguan.spelling.channel import BLOCK, LONGEST, Channel, _blocks, sentence_of
from baguan.spelling.context import REACH, Context
from baguan.spelling.model import FIRST, Model, ModelError
from baguan.spelling.scan import Scanner
from baguan.spelling.scorer import Scorer
from baguan_rules.wording import spelling

DATA = spelling._DATA


@pytest.fixture(scope="module")
def model() -> Model:
    return Model(DATA / "spelling.bin")


@pytest.fixture(scope="module")
def context() -> Context:
    return Context(DATA / "spelling_context.bin")


def key(model: Model, text: str) -> int:
    value = 0
    for place, character in enumerate(text):
        value ^= model.keys[place][model.ids[character]]
    return value


def test_frequent_ngrams_are_known_and_strangers_are_not(model):
    known = ["我们", "国务院", "中华人民", "经济社会", "人民政府"]
    assert all(model.level(key(model, text)) >= 8 for text in known)
    chance = random.Random(1)
    strangers = ["".join(chance.choices(model.characters[3000:], k=4)) for _ in range(20000)]
    assert sum(model.level(key(model, text)) > 0 for text in strangers) <= 15  # one in 4,096 by design


def test_levels_of_many_agree_with_one(model):
    keys = [key(model, text) for text in ("发展", "展发", "贯彻落实", "龘龘龘", "的")]
    assert model.levels(keys) == [model.level(one) for one in keys]


@pytest.mark.parametrize(("wrong", "right"), [("治", "制"), ("休", "体"), ("自", "白"), ("跟", "根"), ("今", "经")])
def test_candidates_by_sound_and_shape(model, wrong, right):
    kinds, _, _ = model.candidates(model.ids[wrong])
    assert model.ids[right] in kinds
    assert model.ids[wrong] not in kinds


def test_a_word_of_like_sound_is_a_candidate_for_two_characters(model):
    one, two = (model.ids[character] for character in "身披")
    assert tuple(model.ids[character] for character in "审批") in model.homophones(one, two)
    assert (two, one) in model.homophones(one, two)


def test_every_character_of_unicode_has_an_id(model):
    assert model.ids["𠮷"] < FIRST
    assert model.ids["\ufffc"] == 0
    assert model.ids["\v"] == 0


@pytest.mark.parametrize("text", ["", "\n", "字", "𠮷野家\ufffc\v", "错" * 500, "a1，。" * 40, "\n\n制治\n\n"])
def test_any_text_is_read(text):
    for suspect in spelling.channel().suspects(text, 1.0, 0.0, -2.0):
        assert 0 <= suspect.start < suspect.end <= len(text)
        assert text[suspect.start : suspect.end] != suspect.new


def test_reading_does_not_depend_on_what_stands_in_other_lines():
    line = "各地要严格落实安全生产责任治，坚决防范重特大事故发生。"
    alone = spelling.channel().suspects(line, 1.0, 0.0, 0.0)
    (after,) = (s for s in spelling.channel().suspects("会议通知。\n" + line, 1.0, 0.0, 0.0) if s.new == alone[0].new)
    assert after.margin == pytest.approx(alone[0].margin, abs=0.3)  # the network looks seven characters about
    assert after.start == alone[0].start + len("会议通知。\n")


def test_a_fault_that_hides_another_is_mended_first():
    text = "依法追究有关人员的行政责认和形事责任。"
    assert [s.new for s in spelling.channel().suspects(text, 1.0, 0.0, 0.5)] == ["任", "刑"]


def test_quoted_and_repeated_words_are_hints():
    checker = Checker(spelling.RULES)
    quoted = checker.findings(Document.from_text("公司设立“职工书物”。"))
    assert [(f.code, f.severity) for f in quoted] == [("WZ111", Severity.INFO)]
    fault = checker.findings(Document.from_text("依法追究有关人员的行政责任和形事责任。"))
    assert [(f.code, f.severity) for f in fault] == [("WZ110", Severity.WARNING)]
    assert fault[0].fix is not None
    assert fault[0].fix.applicability is Applicability.UNSAFE


def test_a_long_text_with_few_sure_faults_asks_for_more():
    assert spelling.threshold(1.0, 50, 0) < spelling.threshold(1.0, 5000, 0) < spelling.threshold(1.0, 50000, 0)
    assert spelling.threshold(1.0, 5000, 5) < spelling.threshold(1.0, 5000, 1)


def test_a_damaged_table_is_named(tmp_path):
    path = tmp_path / "spelling.bin"
    with pytest.raises(ModelError, match="无法读取"):
        Model(path)
    path.write_bytes(b"something else\n")
    with pytest.raises(ModelError, match="版本不符"):
        Model(path)
    path.write_bytes((DATA / "spelling.bin").read_bytes()[:100_000])
    with pytest.raises(ModelError, match="不完整"):
        Model(path)
    path.write_bytes(b"baguan-spelling 1\tcharacters 40 0\n" + b"\0" * 40)
    with pytest.raises(ModelError, match="不完整"):
        Model(path)
    with pytest.raises(ModelError, match="不完整"):
        Scorer.load(DATA / "spelling.bin")


def test_a_damaged_network_is_named(tmp_path):
    path = tmp_path / "spelling_context.bin"
    whole = (DATA / "spelling_context.bin").read_bytes()
    path.write_bytes(whole[:5000])
    with pytest.raises(ModelError, match="不完整"):
        Context(path)
    path.write_bytes(whole.replace(b"vectors ", b"Vectors ", 1))
    with pytest.raises(ModelError, match="不完整"):
        Context(path)


def place(model: Model, text: str, at: int) -> tuple[list[int], int]:
    """The ids of a text with what the network needs on either side, and where the character stands there."""
    return [model.ids[character] for character in "\n" * REACH + text + "\n" * REACH], at + REACH


def test_the_network_prefers_what_belongs_there(model, context):
    ids, at = place(model, "各地要严格落实安全生产责任治，坚决防范重特大事故发生。", 13)
    hidden = context.hidden(ids, at)
    right, wrong, odd = (context.score(hidden, model.ids[character]) for character in "制治猫")
    assert right > wrong + 2
    assert right > odd + 5


def test_the_rough_look_finds_what_the_close_one_rates_best(model, context):
    found = 0
    text = "全国人民代表大会常务委员会审议通过了关于加强经济工作监督的决定。"
    for at in range(len(text) - 1):
        ids, where = place(model, text, at)
        hidden = context.hidden(ids, where)
        best, alike = context.likely(hidden, range(FIRST, FIRST + 2000), 2)
        assert best >= FIRST
        assert len(alike) == 2
        rated = max(range(FIRST, FIRST + 2000), key=lambda number: context.score(hidden, number))
        found += rated in alike
    assert found >= 0.9 * (len(text) - 1)


def test_what_is_no_character_is_never_proposed(model, context):
    ids, at = place(model, "", 0)
    best, alike = context.likely(context.hidden([*ids, 0], at), range(FIRST), 3)
    assert best >= FIRST
    assert alike == []


def test_the_sentence_around_a_place():
    text = "第一句。第二句；\n第三句"
    assert [text[slice(*sentence_of(text, at))] for at in (0, 4, 9)] == ["第一句", "第二句", "第三句"]


@pytest.mark.parametrize("line", [80, BLOCK // 2, 5 * BLOCK])
def test_blocks_are_bounded_and_lose_nothing(line):
    text = ("字" * (line - 1) + "\n") * (6 * BLOCK // line)
    blocks = list(_blocks(text))
    assert "".join(block for _, block in blocks) == text
    assert all(text.startswith(block, start) and len(block) <= 2 * BLOCK for start, block in blocks)


def test_a_sentence_without_end_is_bounded():
    start, end = sentence_of("字" * (10 * LONGEST), 5 * LONGEST)
    assert (start, end) == (4 * LONGEST, 6 * LONGEST)


@pytest.mark.parametrize(
    ("text", "short"), [("三、重报要求", True), ("一\n三、重报要求\n二", True), ("一二重四五六七八", False)]
)
def test_short_lines(text, short):
    at = text.index("重")
    assert spelling.on_short_line(text, at, at + 1) is short


def test_a_careless_sentence_has_its_neighbours_reported():
    text = "依法追究有关人员的行政责认和形事责任。"
    sure = spelling.channel().suspects(text, 1.0, -0.3, -0.3)
    assert {suspect.new for suspect in sure} >= {"任", "刑"}


def test_words_of_the_user_and_of_the_document_are_meant():
    checker = Checker(spelling.RULES)
    fault = "各地要严格落实安全生产责任治，坚决防范重特大事故发生。"
    assert [finding.code for finding in checker.findings(Document.from_text(fault))] == ["WZ110"]
    document = Document.from_text(fault)
    document.known_words = frozenset({"责任治"})
    assert checker.findings(document) == []
    defined = "本办法由市责任治工作办公室（以下简称责任治）解释。" + fault
    assert not [f for f in checker.findings(Document.from_text(defined)) if f.code == "WZ110"]


def test_without_a_scorer_of_particles_none_are_found(model, context):
    channel = Channel(Scanner(model, context), Scorer.load(DATA / "spelling_scorer.bin"))
    assert channel.particles("全县经济社会发展取得地成绩来之不易。", 0.0) == []


def test_trees_are_walked_by_threshold():
    scorer = Scorer([0, -3], [1], [0.5], [-1], [-2], [1.0, 2.0, 4.0])
    assert scorer.margin([9.0, 0.5]) == 5.0
    assert scorer.margin([9.0, 0.6]) == 6.0
