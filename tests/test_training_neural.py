"""The neural training code on a network of a moment: it learns, goes on, and the exported file says what torch says."""

from __future__ import annotations

import lzma
import random

import pytest

torch = pytest.importorskip("torch")
np = pytest.importorskip("numpy")
for name in ("onnx", "onnxscript", "onnxruntime", "jieba"):
    pytest.importorskip(name)

from training.neural import export, faults, text  # noqa: E402
from training.neural.network import Network, Shape  # noqa: E402
from training.neural.train import Plan, Trainer  # noqa: E402

pytestmark = pytest.mark.filterwarnings("default")  # theirs, not ours

FIRST, COUNT = 8, 40
SHAPE = Shape(FIRST + COUNT, width=32, layers=2, heads=2)
CPU = torch.device("cpu")


def generated(size: int, seed: int):
    """Ids in which each character is followed by one of two others, with a boundary now and then."""
    chance = random.Random(seed)
    found, at = [], 0
    while len(found) < size:
        found.append(FIRST + at)
        at = (at * 3 + chance.choice((1, 7))) % COUNT
        if chance.random() < 0.05:
            found.append(0)
    return torch.tensor(found[:size], dtype=torch.int16)


@pytest.fixture
def sets():
    """A character may be taken for its two neighbours, a word of two for one other word."""
    size = SHAPE.characters
    others = torch.zeros(size, faults.KINDS, dtype=torch.long)
    odds = torch.zeros(size, faults.KINDS)
    for number in range(FIRST, size):
        near = [FIRST + (number - FIRST + step) % COUNT for step in (1, 2)]
        others[number] = torch.tensor(near[:1] + near[1:] * (faults.KINDS - 1))
        odds[number] = torch.tensor([0.5] + [1.0] * (faults.KINDS - 1))
    one, two = FIRST, FIRST + 1
    key = one << faults.BITS | two
    words = torch.full((1, faults.WORDS), (FIRST + 20) << faults.BITS | (FIRST + 21))
    return faults.Sets(others, odds, torch.tensor([key]), words, torch.ones(1, faults.WORDS))


def trainer(sets, **plan):
    torch.set_num_threads(1)
    return Trainer(SHAPE, Plan(batch=16, rate=5e-3, **plan), generated(20_000, 1), generated(2_000, 2), sets, CPU)


def test_faults_are_those_of_the_sets(sets, monkeypatch):
    monkeypatch.setattr(faults, "ANY", 0.0)
    seeds = torch.Generator().manual_seed(3)
    ids = text.windows(generated(20_000, 1), 400, SHAPE.padding, seeds)
    ids[0, :2] = torch.tensor([FIRST, FIRST + 1])
    read = faults.corrupt(ids, sets, SHAPE.mask, seeds)
    assert torch.equal(read[ids < FIRST], ids[ids < FIRST])
    assert torch.equal(read[ids == SHAPE.padding], ids[ids == SHAPE.padding])
    hidden = read == SHAPE.mask
    own = (ids >= FIRST) & (ids < SHAPE.mask)
    assert 0.03 < hidden.sum() / own.sum() < 0.05
    wrong = (read != ids) & ~hidden
    steps = (read[wrong] - ids[wrong]) % COUNT
    assert set(steps.tolist()) <= {1, 2, 20}
    assert {1, 2} <= set(steps.tolist())
    untouched = (~wrong).all(1).float().mean()
    assert 0.2 < untouched < 0.6  # those meant to be clean, and those in which chance put nothing


def test_words_are_replaced_as_a_whole(sets, monkeypatch):
    monkeypatch.setattr(faults, "MASKED", 0.0)
    monkeypatch.setattr(faults, "RATES", (0.1, 0.1))
    monkeypatch.setattr(faults, "word_share", lambda: 1.0)
    ids = torch.tensor([FIRST, FIRST + 1, 0] * 40).repeat(8, 1)
    read = faults.corrupt(ids, sets, SHAPE.mask, torch.Generator().manual_seed(1))
    pairs = {tuple(pair) for pair in read.view(-1, 3)[:, :2].tolist()}
    assert pairs == {(FIRST, FIRST + 1), (FIRST + 20, FIRST + 21)}


def test_the_same_number_gives_the_same_batch(sets):
    one, two = trainer(sets, steps=4), trainer(sets, steps=4)
    for first, second in zip(one.batch(one.text, 7), two.batch(two.text, 7), strict=True):
        assert torch.equal(first, second)
    assert not torch.equal(one.batch(one.text, 7)[0], one.batch(one.text, 8)[0])


def test_it_learns_and_the_exported_files_say_the_same(sets, tmp_path):
    taught = trainer(sets, steps=120)
    said = []
    taught.run(tmp_path / "a.checkpoint.pt", said.append)
    before, after = taught.progress.history[0][3], taught.progress.history[-1][3]
    assert taught.progress.step == 120
    assert after < 0.6 * before
    assert said[-1].startswith("step 120 ")
    ids = taught.batch(taught.sample, 99)[1][:5].numpy()
    places = np.flatnonzero((ids >= FIRST) & (ids < SHAPE.characters))
    whole, small = tmp_path / "a.onnx", tmp_path / "b.onnx"
    export.export(taught.network, whole)
    export.quantise(whole, small)
    exact, near = (export.compare(taught.network, path, ids, places) for path in (whole, small))
    assert exact.wrong < 1e-3
    assert exact.right < 1e-3
    assert exact.same == 1.0
    assert near.wrong < 0.5
    assert near.same > 0.95
    assert small.stat().st_size < whole.stat().st_size
    import onnx

    quantised = {node.op_type for node in onnx.load(small).graph.node}
    assert "MatMulInteger" in quantised


def test_padding_and_company_change_nothing(tmp_path):
    torch.manual_seed(4)
    path = tmp_path / "a.onnx"
    export.export(Network(SHAPE), path)
    ids = generated(20, 5).numpy().astype(np.int64)
    session = export.session(path)
    wrong, right = session.run(None, {"ids": ids[None], "places": np.arange(20)})
    both = np.full((2, 50), SHAPE.padding, np.int64)
    both[0, :50], both[1, :20] = generated(50, 6), ids
    padded, beside = session.run(None, {"ids": both, "places": np.arange(50, 70)})
    assert np.allclose(wrong[0], padded[1, :20], atol=1e-4)
    assert np.allclose(right, beside, atol=1e-4)
    assert np.allclose(np.exp(right).sum(-1), 1.0, atol=1e-4)


def test_a_resumed_run_ends_where_an_unbroken_one_does(sets, tmp_path):
    unbroken = trainer(sets, steps=6)
    for _ in range(6):
        unbroken.step()
    first = trainer(sets, steps=6)
    for _ in range(3):
        first.step()
    path = tmp_path / "c.pt"
    first.save(path)
    second = trainer(sets, steps=6)
    second.load(path)
    for _ in range(3):
        second.step()
    assert second.progress.step == 6
    for one, two in zip(unbroken.network.parameters(), second.network.parameters(), strict=True):
        assert torch.allclose(one, two, atol=1e-6)


def test_a_checkpoint_of_another_network_is_refused(sets, tmp_path):
    path = tmp_path / "c.pt"
    trainer(sets, steps=2).save(path)
    with pytest.raises(ValueError, match="another network"):
        trainer(sets, steps=2, seed=1).load(path)


def test_one_command_makes_model_card_and_checkpoint(tmp_path, capsys):
    from training.build import OUT
    from training.neural.__main__ import main

    from baguan.spelling.model import Model

    characters = Model(OUT / "spelling.bin").characters
    data = tmp_path / "data"
    for folder in ("corpus", "lists", "sentences", "clean"):
        (data / folder).mkdir(parents=True)
    for level, part in ((1, characters), (2, ""), (3, "")):
        (data / "lists" / f"tgscc_level{level}.txt").write_text(part, encoding="utf-8")
    chance = random.Random(1)
    parts = ("各部门要", "贯彻落实", "会议精神", "研究部署", "安全生产", "加强领导", "认真做好", "有关工作")
    lines = ["".join(chance.choices(parts, k=12)) + "。" for _ in range(600)]
    (data / "corpus" / "a.txt.xz").write_bytes(lzma.compress("\n".join(lines).encode()))
    right = "各级各部门务必切实增强责任感和紧迫感，认真贯彻落实。"
    pairs = f"{right.replace('彻', '撤')}\t{right}\n{right}\t{right}\n"
    (data / "sentences" / "official_errors.tsv").write_text(pairs, encoding="utf-8")
    out = tmp_path / "model.onnx"
    small = ("--width", "16", "--layers", "1", "--heads", "2", "--batch", "4")
    arguments = ["--data", str(data), "--out", str(out), "--device", "cpu", "--sentences", "6", *small]
    assert main([*arguments, "--steps", "2"]) == 0
    assert main([*arguments, "--steps", "3", "--resume"]) == 0
    assert {path.name for path in tmp_path.glob("model.*")} == {"model.onnx", "model.card.md", "model.checkpoint.pt"}
    card = (tmp_path / "model.card.md").read_text(encoding="utf-8")
    assert f"{out.stat().st_size:,} 字节" in card
    assert "- 3 步，每步 4 段" in card
    assert "| official_errors | 0 |" in card
    assert "step 3 " in capsys.readouterr().out
