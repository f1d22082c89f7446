"""What builds the statistical channel: the tables, the made faults, the rows to learn from."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from training import confusions, fuse, scorer, synthetic, tables

from baguan.spelling import model as run_time
from baguan.spelling.confusions import MOST, Confusions
from baguan.spelling.model import FIRST, PHRASE, Model, code_points
from baguan_rules.wording import spelling


@pytest.fixture(scope="module")
def model() -> Model:
    return Model(spelling._DATA / "spelling.bin")


@pytest.mark.parametrize("form", [fuse.LEVELS, fuse.CHARACTERS])
def test_a_table_gives_each_key_its_value_and_knows_most_strangers(form):
    chance = np.random.default_rng(3)
    keys = np.unique(chance.integers(0, 1 << fuse.HASH_BITS, 300_000, dtype=np.uint64))
    values = chance.integers(1, 1 << min(form.value_bits, 13), len(keys)).astype(np.uint16)
    if form is fuse.LEVELS:
        values %= 16
    table = fuse.build(keys, values, fuse.Form(form.value_bits, form.print_bits, form.slot, 1.25))
    assert len(table.slots) < 1.4 * len(keys)
    found = run_time._slots(table.slots, keys) ^ (
        fuse.prints(keys, form.print_bits) << np.uint64(form.value_bits)
    ).astype(form.slot)
    assert (found == values).all()


def test_keys_of_one_hash_are_refused():
    with pytest.raises(fuse.PeelError):
        fuse.build(np.full(200_000, 7, np.uint64), np.ones(200_000, np.uint8))


def test_phrases_are_idioms_and_words_that_name_nothing(tmp_path: Path):
    (tmp_path / "chengyu_5w.txt").write_text("瞠目结舌\n冰冻三尺，非一日之寒\n", encoding="utf-8")
    (tmp_path / "THUOCL_chengyu.txt").write_text("实事求是\t123\n", encoding="utf-8")
    characters = sorted(set("瞠目结舌实事求是贯彻落实北京大学欧阳修"))
    ids = {character: number for number, character in enumerate(characters, FIRST)}
    found = tables.phrases(ids, tmp_path)
    assert found["瞠目结舌"][0]
    assert found["实事求是"][0]
    assert not found["贯彻落实"][0]
    assert "北京大学" not in found
    assert {len(word) for word in found} == {PHRASE}


def test_made_faults_keep_the_length_and_touch_phrases_too(model):
    pairs = Counter({(model.ids["撤"], model.ids["彻"]): 3})
    corrupter = synthetic.Corrupter(model, 7, pairs)
    sentence = "各级党组织要坚持实事求是，认真贯彻落实党中央决策部署。"
    made = [corrupter.corrupt(sentence) for _ in range(200)]
    assert {len(one) for one in made} == {len(sentence)}
    assert sum(one != sentence for one in made) > 190
    assert sum("贯撤" in one for one in made) > 40  # the only pair that is confused
    assert Counter(sentence[start : start + PHRASE] for start in corrupter._phrases(sentence))["实事求是"] == 1
    assert not corrupter._phrases("。，")


def test_pairs_are_counted_in_words_and_in_the_sentences_of_other_folds(model, tmp_path: Path):
    lexicon = tmp_path / "misspellings.tsv"
    words = "人材市场\t人才市场\tS\n部署\t布署|安排\tS\n即然\t既然\tS\n即使如此\t既是这样\tS\n"
    lexicon.write_text("wrong\tright\tflag\n" + words, encoding="utf-8")
    pairs = [("即往不咎，即来之", "既往不咎，既来之"), ("没有错", "没有错"), ("少一个", "少了一个")]
    for name in confusions.SETS:
        text = "".join(f"{source}\t{target}\n" for source, target in pairs)
        (tmp_path / f"{name}.tsv").write_text(text, encoding="utf-8")
    counted = confusions.count(model, lexicon, tmp_path)
    ids = model.ids
    pair = ids["即"], ids["既"]
    assert counted.lexicon == {(ids["材"], ids["才"]): 1, (ids["部"], ids["布"]): 1, pair: 1}  # of one wrong character
    seen = scorer.fold_of(pairs[0][1])
    assert counted.without(None)[pair] == 1 + len(confusions.SETS)  # once a sentence
    assert [counted.without(fold)[pair] for fold in range(scorer.FOLDS)] == [
        1 if fold == seen else 1 + len(confusions.SETS) for fold in range(scorer.FOLDS)
    ]


def test_confusions_are_packed_by_level():
    pairs = Counter({(7, 9): 1, (7, 8): 3, (300, 2): 1000})
    found = confusions.confusions(pairs)
    written, meant = np.array([7, 7, 300, 2, 0, 65535]), np.array([9, 8, 2, 300, 0, 65535])
    assert found.levels(written, meant).tolist() == [1, 2, MOST, 0, 0, 0]
    packed = confusions.sections(pairs)
    assert np.frombuffer(packed["confused"], "u4").tolist() == [7 << 16 | 8, 7 << 16 | 9, 300 << 16 | 2]
    assert Confusions().levels(written, meant).tolist() == [0] * 6
    with pytest.raises(ValueError, match="unequal"):
        Confusions([1, 2], [1])


def test_rows_of_unchecked_text_that_look_like_faults_are_left_out():
    pytest.importorskip("lightgbm")
    chance = np.random.default_rng(5)
    values = chance.normal(size=(8000, 3)).astype(np.float32)
    labels = (values[:, 0] > 0).astype(int)
    folds = np.where(np.arange(8000) < 6000, -1, 0)
    noisy = np.flatnonzero((values[:, 0] > 1) & (np.arange(8000) % 20 == 0))  # faults nobody marked
    labels[noisy] = 0
    rows = scorer.Rows([values], labels.tolist(), [1.0] * 8000, folds.tolist())
    kept, their_labels, _, their_folds = rows.trusted().arrays()
    wrong = (kept[:, 0] > 1) & (their_labels == 0)
    assert (folds[noisy] == -1).any()
    assert not wrong[their_folds == -1].any()
    assert wrong[their_folds == 0].sum() == (folds[noisy] == 0).sum()  # what was checked stays
    assert (their_labels == 1).sum() == (labels == 1).sum()


def test_ids_of_the_tables_are_those_of_run_time(model):
    assert (tables.zobrist(len(model.unigrams)) == model.keys).all()
    assert model.encode(code_points("制")).tolist() == [model.ids["制"]]
