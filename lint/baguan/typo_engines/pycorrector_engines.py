"""pycorrector's offline engines, kept from harming the user.

What was seen in pycorrector 1.1.4 and does not get past this module:

- it does not import without torch, and importing it makes a folder in the user's home;
- a missing language model is downloaded (2.9 GB), a missing BERT is asked for at Hugging Face;
- loading prints to the terminal from Python, from C++ and by progress bars;
- pairs of unequal length: ``target`` is cut at the old offsets and comes out garbled, and in the kenlm engine every
  later decision of that clause is taken on shifted text.  Only the list of pairs is read here, each checked against
  the sentence, and what follows a change of length in a clause is dropped;
- pairs that overlap or are given twice (the rule keeps one);
- MacBERT: characters of the output are counted off against those of the input, so that a number, a Latin word or the
  padding of a batch shifts the correction to another character.  Here every token is placed by the tokenizer's own
  offsets.
"""

from __future__ import annotations

import contextlib
import importlib
import io
import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from baguan.errors import ConfigError, DocumentError
from baguan.lazy import lazy_pattern
from baguan.readers.decoding import decode
from baguan.typo_engines import EXTRA, Suggestion
from baguan.userdirs import cache_dir

_CLAUSE = lazy_pattern(r"[\u4e00-\u9fa5a-zA-Z0-9+#&]+")  # as pycorrector cuts: its language model sees no more at once
_HAN = lazy_pattern(r"[\u3400-\u9fff]")
_BATCH = 32
_TOKENS = 510


class KenlmEngine:
    """pycorrector's ``Corrector``: a character n-gram model with sets of similar characters."""

    label = "pycorrector:kenlm"

    def __init__(self, corrector: Any) -> None:
        """``corrector``: pycorrector's, its model loaded."""
        self._corrector = corrector

    def suggest(self, sentences: Sequence[str]) -> list[list[Suggestion]]:
        """Ask clause by clause."""
        return [list(self._sentence(sentence)) for sentence in sentences]

    def _sentence(self, sentence: str) -> Iterator[Suggestion]:
        for match in _CLAUSE.finditer(sentence):
            clause, offset = match[0], match.start()
            if len(clause) < 2 or not _HAN.search(clause):
                continue
            for start, end, right in _pairs(clause, self._corrector.correct(clause)):
                yield Suggestion(offset + start, offset + end, right)
                if end - start != len(right):
                    break


class ConfusionEngine:
    """pycorrector's ``ConfusionCorrector``: a table of wrong and right words."""

    label = "pycorrector:confusion"

    def __init__(self, corrector: Any) -> None:
        """``corrector``: pycorrector's, its table loaded."""
        self._corrector = corrector

    def suggest(self, sentences: Sequence[str]) -> list[list[Suggestion]]:
        """Every pair of the table that stands in a sentence."""
        return [
            [Suggestion(*pair) for pair in _pairs(sentence, self._corrector.correct(sentence))]
            for sentence in sentences
        ]


def _pairs(sentence: str, answer: Any) -> Iterator[tuple[int, int, str]]:
    """The pairs of an answer that really stand in the sentence: (start, end, right)."""
    for wrong, right, start in sorted(answer["errors"], key=lambda error: error[2]):
        if wrong and right and wrong != right and sentence.startswith(wrong, start):
            yield start, start + len(wrong), right


class MacBertEngine:
    """pycorrector's ``MacBertCorrector``: its tokenizer and model, read token by token."""

    label = "pycorrector:macbert"

    def __init__(self, corrector: Any) -> None:
        """``corrector``: pycorrector's, its model loaded.

        Raises:
            ValueError: the tokenizer knows no Chinese, or more than the model; loading does not notice either.
        """
        self._tokenizer, self._model = corrector.tokenizer, corrector.model
        tokens = self._tokenizer.get_vocab()
        if len(tokens) > self._model.config.vocab_size or not any(map(_HAN.match, tokens)):
            raise ValueError(f"词表（{len(tokens)} 项）与模型（{self._model.config.vocab_size} 项）不符，或没有汉字")
        self._special = frozenset(self._tokenizer.all_special_tokens)

    def suggest(self, sentences: Sequence[str]) -> list[list[Suggestion]]:
        """The likeliest character at every place where it is not the one written, with its probability."""
        found: list[list[Suggestion]] = []
        for first in range(0, len(sentences), _BATCH):
            found += self._batch(list(sentences[first : first + _BATCH]))
        return found

    def _batch(self, sentences: list[str]) -> list[list[Suggestion]]:
        torch = importlib.import_module("torch")
        inputs = self._tokenizer(
            sentences,
            padding=True,
            truncation=True,
            max_length=_TOKENS,
            return_offsets_mapping=True,
            return_tensors="pt",
        )
        offsets = inputs.pop("offset_mapping").tolist()
        with torch.no_grad():
            logits = self._model(**inputs.to(self._model.device)).logits
        best = torch.softmax(logits, dim=-1).max(dim=-1)
        return [
            list(self._sentence(*row))
            for row in zip(sentences, offsets, best.indices.tolist(), best.values.tolist(), strict=True)
        ]

    def _sentence(
        self, sentence: str, offsets: list[list[int]], ids: list[int], probabilities: list[float]
    ) -> Iterator[Suggestion]:
        tokens = self._tokenizer.convert_ids_to_tokens(ids)
        for (start, end), token, probability in zip(offsets, tokens, probabilities, strict=True):
            single = end - start == 1 and len(token) == 1 and token not in self._special
            if single and token != sentence[start] and _HAN.match(token) and _HAN.match(sentence[start]):
                yield Suggestion(start, end, token, probability)


def load_macbert(model: str) -> MacBertEngine:
    """Load a MacBERT model from its folder.

    Raises:
        ConfigError: pycorrector cannot be imported, or the folder holds no such model.
    """
    with _loading("pycorrector:macbert", model):
        return MacBertEngine(_import("pycorrector").MacBertCorrector(os.path.abspath(model)))


def load_kenlm(model: str) -> KenlmEngine:
    """Load a kenlm language model.

    Raises:
        ConfigError: pycorrector cannot be imported, or the file is no such model.
    """
    with _loading("pycorrector:kenlm", model):
        corrector = _import("pycorrector").Corrector(language_model_path=os.path.abspath(model))
        corrector.check_corrector_initialized()
        corrector.check_detector_initialized()
        return KenlmEngine(corrector)


def load_confusion(model: str) -> ConfusionEngine:
    """Load a table of pairs: ``错词 正词`` a line, ``#`` starts a comment, UTF-8 or GB 18030.

    Raises:
        ConfigError: pycorrector cannot be imported, or the file holds no pairs.
    """
    pairs = _read_pairs(Path(model))
    with _loading("pycorrector:confusion", model):
        return ConfusionEngine(_import("pycorrector").ConfusionCorrector(pairs))


def _read_pairs(path: Path) -> dict[str, str]:
    try:
        text = decode(path.read_bytes()).text
    except (OSError, DocumentError) as error:
        raise ConfigError(f"混淆集 {path} 无法读取：{error}") from error
    pairs = {}
    for number, line in enumerate(text.split("\n"), 1):
        cells = line.split("#", 1)[0].split()
        if len(cells) == 1:
            raise ConfigError(f"{path}:{number}（{line.strip()}）：混淆集每行应为“错词 正词”")
        if cells and cells[0] != cells[1]:
            pairs[cells[0]] = cells[1]
    if not pairs:
        raise ConfigError(f"混淆集 {path} 里没有一对“错词 正词”")
    return pairs


def _import(name: str) -> Any:
    """Import a package with the network shut and its data folder in our own cache."""
    os.environ.setdefault("TRANSFORMERS_VERBOSITY", "error")
    for variable in ("HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE", "HF_DATASETS_OFFLINE", "HF_HUB_DISABLE_TELEMETRY"):
        os.environ[variable] = "1"
    with contextlib.suppress(OSError):
        os.environ.setdefault("PYCORRECTOR_DATA_DIR", str(cache_dir("pycorrector")))
        importlib.import_module("jieba").dt.tmp_dir = str(cache_dir("jieba-pycorrector"))
    module = importlib.import_module(name)
    with contextlib.suppress(ImportError):
        importlib.import_module("loguru").logger.disable(name)
    return module


@contextlib.contextmanager
def _loading(engine: str, model: str) -> Iterator[None]:
    """Silence what loading prints, and turn what goes wrong into one Chinese sentence."""
    import warnings

    try:
        with _silence(), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    except ImportError as error:
        raise ConfigError(f"错别字引擎 {engine} 无法载入：{error}；请先安装：{EXTRA}") from error
    except Exception as error:
        reason = str(error).strip().split("\n")[0] or type(error).__name__
        raise ConfigError(
            f"错别字引擎 {engine} 读不了模型 {model}（文件不全、损坏或不是这种模型）：{reason}"
        ) from error


class _Nowhere(io.TextIOBase):
    """Takes everything; never closed, because loggers made while loading keep it."""

    def write(self, text: str) -> int:
        return len(text)


@contextlib.contextmanager
def _silence() -> Iterator[None]:
    """Send both standard streams, also those of C++ code, to nowhere."""
    kept: list[tuple[int, int]] = []
    _flush()
    try:
        with open(os.devnull, "wb") as nowhere, contextlib.suppress(OSError):
            for number in (1, 2):
                kept.append((number, os.dup(number)))
                os.dup2(nowhere.fileno(), number)
        with contextlib.redirect_stdout(_Nowhere()), contextlib.redirect_stderr(_Nowhere()):
            yield
    finally:
        _flush()
        for number, copy in kept:
            os.dup2(copy, number)
            os.close(copy)


def _flush() -> None:
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError, ValueError, AttributeError):  # closed, or none at all
            stream.flush()
