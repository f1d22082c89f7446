"""The statistical channel: tables, scanner, scorer, rules."""

from __future__ import annotations

import random
from itertools import pairwise

import numpy as np
import pytest

from baguan.document import Document
from baguan.engine import Checker
from baguan.model import Applicability, Severity
from baguan.spelling.candidates import Proposals, doubles, ranks, singles
from baguan.spelling.channel import BLOCK, LONGEST, Channel, Least, _blocks, sentence_of
from baguan.spelling.confusions import Confusions
from baguan.spelling.context import REACH, Context
from baguan.spelling.look import PAD
from baguan.spelling.model import FIRST, SWAP, Model, ModelError, code_points
from baguan.spelling.scan import Scanner
from baguan.spelling.scorer import Scorer
from baguan_rules.wording import spelling

DATA = spelling._DATA
LEAST = Least(certain=1.0, companion=0.0, possible=0.0, particle=1.0, slip=2.0)


@pytest.fixture(scope="module")
def model() -> Model:
    return Model(DATA / "spelling.bin")


@pytest.fixture(scope="module")
def context() -> Context:
    return Context(DATA / "spelling_context.bin")


def level(model: Model, text: str) -> int:
    """The level of one n-gram."""
    ids = model.encode(code_points(text))
    return int(model.levels(model.hashes(ids, len(text)))[0])


def test_frequent_ngrams_are_known_and_strangers_are_not(model):
    known = ["我们", "国务院", "中华人民", "经济社会", "人民政府"]
    assert all(level(model, text) >= 8 for text in known)
    chance = random.Random(1)
    strangers = ["".join(chance.choices(model.characters[3000:], k=4)) for _ in range(5000)]
    strangers += ["".join(chance.choices(model.characters[3000:], k=3)) for _ in range(5000)]
    assert sum(level(model, text) > 0 for text in strangers) <= 10  # one in 4,096 by design


def test_ngrams_are_hashed_along_the_last_axis(model):
    ids = model.encode(code_points("贯彻落实发展"))
    one = model.hashes(ids, 3)
    assert len(one) == 4
    assert (model.hashes(np.stack((ids, ids[::-1])), 3)[0] == one).all()


@pytest.mark.parametrize(("wrong", "right"), [("治", "制"), ("休", "体"), ("自", "白"), ("跟", "根"), ("今", "经")])
def test_candidates_by_sound_and_shape(model, wrong, right):
    kinds = model.kinds(model.ids[wrong])
    assert model.ids[right] in kinds
    assert model.ids[wrong] not in kinds
    found = model.candidates(model.ids[wrong])
    assert dict(zip(found.ids.tolist(), found.kinds.tolist(), strict=True)) == kinds


def test_a_word_of_like_sound_is_a_candidate_for_two_characters(model):
    one, two = (model.ids[character] for character in "身披")
    assert tuple(model.ids[character] for character in "审批") in model.homophones(one, two)
    assert (two, one) in model.homophones(one, two)


def test_every_character_of_unicode_has_an_id(model):
    assert model.ids["𠮷"] < FIRST
    assert model.ids["\ufffc"] == 0
    assert model.ids["\v"] == 0


def test_a_text_is_encoded_as_its_characters_are(model):
    text = "按照〔2024〕5号《通知》，“𠮷”野·家：ａ%\ufffc\v\ud800㐀豈\uffff"
    assert model.encode(code_points(text)).tolist() == [model.ids[character] for character in text]


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
    quoted = checker.findings(Document.from_text("新建的社区服务中心设立了“职工书物”，方便借阅。"))
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


def place(model: Model, text: str, at: int) -> tuple[np.ndarray, np.ndarray]:
    """The ids of a text with what the network needs on either side, and where the character stands there."""
    return model.encode(code_points("\n" * REACH + text + "\n" * REACH)), np.array([at + REACH])


def test_the_network_prefers_what_belongs_there(model, context):
    ids, at = place(model, "各地要严格落实安全生产责任治，坚决防范重特大事故发生。", 13)
    hidden = np.repeat(context.hidden(ids, at), 3, 0)
    right, wrong, odd = context.score(hidden, np.array([model.ids[character] for character in "制治猫"]))
    assert right > wrong + 2
    assert right > odd + 5
    assert context.fits(ids, at)[0] == pytest.approx(wrong, abs=1e-4)


def test_one_score_is_a_column_of_all(model, context):
    ids, _ = place(model, "全国人民代表大会常务委员会审议通过了关于加强经济工作监督的决定。", 0)
    places = np.arange(REACH, len(ids) - REACH - 1)
    hidden = context.hidden(ids, places)
    scores = context.scores(hidden)
    columns = context.numbers[ids[places]]
    assert scores[np.arange(len(places)), columns] == pytest.approx(context.score(hidden, ids[places]), abs=1e-3)
    best = context.best(scores)
    assert best.min() >= FIRST
    assert (best == ids[places]).mean() > 0.5


def proposals(scanner: Scanner, text: str, *, double: bool = False) -> tuple[Proposals, int]:
    """What is proposed where ``text`` has a bar (two characters from there with ``double``), and that place."""
    at = text.index("|")
    look = scanner.look(text.replace("|", ""))
    places = np.array([at + PAD])
    if double:
        return doubles(look, places), at
    return singles(look, places, look.fits(places), look.phrases()), at


def test_candidates_for_one_character_fit_better_than_it_does(model, context):
    found, _ = proposals(Scanner(model, context), "各地要严格落实安全生产责任|治，坚决防范重特大事故发生。")
    assert model.ids["制"] in found.new[:, 0]
    assert (found.fits >= found.old_fits[found.groups])[found.phrases == 0].all()


@pytest.mark.parametrize(
    ("sentence", "right"),
    [("现场作业令人|膛目结舌，污水横流。", "瞠"), ("有的干部自吹自|雷，群众很反感。", "擂")],
)
def test_what_makes_an_idiom_is_a_candidate_however_rare_it_is(model, context, sentence, right):
    found, at = proposals(Scanner(model, context), sentence)
    assert found.phrases[found.new[:, 0] == model.ids[right]].tolist() == [2]
    mended = sentence[:at] + right + sentence[at + 2 :]
    assert at + PAD not in Scanner(model, context).look(mended).phrases().places


def test_three_characters_of_a_phrase_tell_the_fourth(model):
    ids = model.encode(code_points("实事求是贯彻落实"))
    for start, idiom in ((0, True), (4, False)):
        part = ids[start : start + 4]
        (key,) = model.hashes(part, 4)
        for place, number in enumerate(part.tolist()):
            others = np.array([key ^ model.keys[place][number]])
            assert [found.tolist() for found in model.fourth(others)] == [[number], [idiom]]
    chance = np.random.default_rng(1).integers(0, 1 << 60, 100_000, dtype=np.uint64)
    assert (model.fourth(chance)[0] > 0).sum() <= 20  # one in 32,768 by design


def test_candidates_for_two_characters_are_words_and_the_two_swapped(model, context):
    found, _ = proposals(Scanner(model, context), "认真贯|落彻实党中央决策部署。", double=True)
    swapped = [model.ids[character] for character in "彻落"]
    assert (found.new == swapped).all(1).tolist().count(True) == 1
    assert found.kinds[(found.new == swapped).all(1)].tolist() == [SWAP]


@pytest.mark.parametrize(
    ("text", "start", "end", "new"),
    [
        ("各级各部门要认真贯落实党中央、国务院决策部署。", 9, 9, "彻"),
        ("要切实提高高政治站位，增强大局意识。", 5, 6, ""),
    ],
)
def test_dropped_and_added_characters(text, start, end, new):
    (slip,) = spelling.channel().read("前文。\n" + text, LEAST).slips
    assert (slip.start - 4, slip.end - 4, slip.new) == (start, end, new)


def test_a_dropped_character_is_shown_with_its_neighbours():
    text = "各级各部门要认真贯落实党中央、国务院决策部署。"
    (finding,) = Checker([spelling.DROPPED_OR_ADDED]).findings(Document.from_text(text))
    assert text[finding.start : finding.end] == "贯落"
    assert finding.message == "“贯落”疑有漏字，疑应为“贯彻落”"
    assert finding.fix is not None
    assert [(edit.start, edit.end, edit.text) for edit in finding.fix.edits] == [(9, 9, "彻")]


def test_a_word_that_the_user_writes_so_has_no_slip():
    document = Document.from_text("各级各部门要认真贯落实党中央、国务院决策部署。")
    document.known_words = frozenset({"贯落实"})
    assert Checker([spelling.DROPPED_OR_ADDED]).findings(document) == []


def test_of_a_slip_and_a_wrong_character_the_surer_is_told():
    text = "各级各部门要认真贯落实党中央、国务院决策部署，依法追究有关人员的行政责认。"
    found = spelling.channel().read(text, LEAST)
    spans = sorted((s.start, s.end) for part in found for s in part)
    assert all(end + 2 <= start for (_, end), (start, _) in pairwise(spans))


def test_ranks_count_from_the_start_of_each_group():
    assert ranks(np.array([0, 0, 0, 2, 5, 5])).tolist() == [0, 1, 2, 0, 0, 1]
    assert ranks(np.array([], np.intp)).tolist() == []


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


def test_what_people_confuse_is_known(model):
    confusions = Confusions.load(DATA / "spelling_scorer.bin")
    pairs = ["己已", "未末", "即既", "拨拔", "人民", "睿弋"]
    written, meant = (np.array([model.ids[pair[place]] for pair in pairs]) for place in (0, 1))
    levels = confusions.levels(written, meant).tolist()
    assert min(levels[:4]) >= 2
    assert levels[-1] == 0


def test_a_damaged_list_of_confusions_is_named(tmp_path):
    path = tmp_path / "spelling_scorer.bin"
    path.write_bytes(b"baguan-spelling 1\tconfused 40 8\n".ljust(60, b"\0"))
    with pytest.raises(ModelError, match="不完整"):
        Confusions.load(path)


def test_trees_are_walked_by_threshold():
    scorer = Scorer([0, -3], [1], [0.5], [-1], [-2], [1.0, 2.0, 4.0])
    rows = np.array([[9.0, 0.5], [9.0, 0.6]], np.float32)
    assert scorer.margins(rows).tolist() == [5.0, 6.0]
    assert scorer.margins(rows[:0]).tolist() == []


@pytest.mark.parametrize("child", [1, -4])
def test_a_tree_with_a_missing_node_is_refused(child):
    with pytest.raises(IndexError):
        Scorer([0], [1], [0.5], [child], [-2], [1.0, 2.0, 4.0])


def test_many_careless_sentences_are_read_like_one():
    text = "依法追究有关人员的行政责认和形事责任。"
    alone = spelling.channel().suspects(text, 1.0, -0.3, -0.3)
    together = spelling.channel().suspects("\n\n".join([text] * 3), 1.0, -0.3, -0.3)
    assert len(together) == 3 * len(alone)
    for number, suspect in enumerate(together):
        one = alone[number % len(alone)]
        shift = number // len(alone) * (len(text) + 2)
        assert (suspect.start, suspect.end, suspect.new) == (one.start + shift, one.end + shift, one.new)
