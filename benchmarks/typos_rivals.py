"""pycorrector's offline engines, each behind one function: a sentence in, the corrected sentence out.

They are called through ``baguan.typo_engines`` where it has them, which drops what pycorrector garbles after a change
of length: pycorrector at its best.  ``proper`` (idioms and names that come with pycorrector) is its only engine that
corrects anything without a model: its confusion-set engine fails when it is given no set.
"""

from __future__ import annotations

import contextlib
import importlib
import io
import os
import tempfile
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from baguan.errors import ConfigError
from baguan.typo_engines import EXTRA, Engine, load_engine

LEAST_PROBABILITY = 0.7  # pycorrector's own default for MacBERT


class Rival(NamedTuple):
    """An engine: what it is called, what it makes of a sentence."""

    name: str
    correct: Callable[[str], str]


def rivals(kenlm: Path | None, confusion: Path | None, macbert: Path | None, say: Callable[[str], None]) -> list[Rival]:
    """The engines that can be had here; ``say`` is told why another cannot."""
    found = []
    wishes: list[Callable[[], Rival]] = [proper]
    for path, make in ((kenlm, by_kenlm), (confusion, by_confusion), (macbert, by_macbert)):
        if path:
            wishes.append(_with(make, path))
    for wish in wishes:
        try:
            found.append(wish())
        except ConfigError as error:
            say(f"不比较：{error}")
    return found


def _with(make: Callable[[Path], Rival], path: Path) -> Callable[[], Rival]:
    return lambda: make(path)


def by_kenlm(path: Path) -> Rival:
    """The character language model with sets of similar characters."""
    return Rival("pycorrector:kenlm", _apply(load_engine("pycorrector:kenlm", str(path))))


def by_confusion(path: Path) -> Rival:
    """A table of wrong and right words."""
    return Rival("pycorrector:confusion", _apply(load_engine("pycorrector:confusion", str(path))))


def by_macbert(path: Path) -> Rival:
    """A BERT that was trained to correct."""
    return Rival("pycorrector:macbert", _apply(load_engine("pycorrector:macbert", str(path))))


def proper() -> Rival:
    """The names and idioms that come with pycorrector.

    Raises:
        ConfigError: pycorrector cannot be imported.
    """
    os.environ.setdefault("PYCORRECTOR_DATA_DIR", tempfile.mkdtemp(prefix="pycorrector-"))
    for variable in ("HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE"):
        os.environ[variable] = "1"
    try:
        with _silence():
            corrector = importlib.import_module("pycorrector").ProperCorrector()
            importlib.import_module("loguru").logger.disable("pycorrector")
            corrector.correct("先用一句把词典载入。")
    except ImportError as error:
        raise ConfigError(f"pycorrector 无法载入（{error}），请先安装：{EXTRA}") from error
    return Rival("pycorrector:proper", lambda sentence: str(corrector.correct(sentence)["target"]))


def _apply(engine: Engine | None) -> Callable[[str], str]:
    """Make a sentence of an engine's suggestions: the first of those that overlap."""
    assert engine is not None

    def correct(sentence: str) -> str:
        made, end = "", 0
        for suggestion in sorted(engine.suggest([sentence])[0], key=lambda s: (s.start, -s.probability)):
            if suggestion.start >= end and suggestion.probability >= LEAST_PROBABILITY:
                made += sentence[end : suggestion.start] + suggestion.text
                end = suggestion.end
        return made + sentence[end:]

    return correct


@contextlib.contextmanager
def _silence() -> Iterator[None]:
    with (
        warnings.catch_warnings(),
        contextlib.redirect_stdout(io.StringIO()),
        contextlib.redirect_stderr(io.StringIO()),
    ):
        warnings.simplefilter("ignore")
        yield
