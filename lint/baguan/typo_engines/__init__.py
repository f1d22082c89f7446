"""External engines for 错别字: which exist, what each needs, and how one is made.

An engine is chosen by the user (``--typo-engine``) and reads a model that the user put on this machine; nothing is
downloaded.  This module is cheap to import: an engine's own module, and the heavy packages behind it, are imported
when the engine is made.
"""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple, Protocol

from baguan.errors import ConfigError

NONE = "none"


class Suggestion(NamedTuple):
    """An engine's opinion on ``sentence[start:end]``: it should read ``text``.

    ``probability`` is the engine's own, 1.0 where it has none.
    """

    start: int
    end: int
    text: str
    probability: float = 1.0


class Engine(Protocol):
    """What an engine offers.

    ``label`` names it to a person.
    """

    label: str

    def suggest(self, sentences: Sequence[str]) -> Sequence[Sequence[Suggestion]]:
        """The suggestions for each sentence, offsets in code points of that sentence."""


class EngineInfo(NamedTuple):
    """What an engine needs: ``factory`` (``module:function``), packages, and its model in words.

    ``files``: for a model that is a folder, the files it must hold, alternatives separated by ``|``.
    """

    factory: str
    packages: tuple[str, ...]
    model: str
    files: tuple[str, ...] = ()


_ADAPTERS = "baguan.typo_engines.pycorrector_engines"
EXTRA = "pip install 'baguan[pycorrector]'"

#: The engines by the name that ``--typo-engine`` takes.
ENGINES: Mapping[str, EngineInfo] = {
    "pycorrector:macbert": EngineInfo(
        f"{_ADAPTERS}:load_macbert",
        ("pycorrector", "torch", "transformers"),
        "MacBERT 纠错模型的目录，内有 config.json、vocab.txt（或 tokenizer.json）和"
        " model.safetensors（或 pytorch_model.bin）",
        ("config.json", "vocab.txt|tokenizer.json", "model.safetensors|pytorch_model.bin|model.safetensors.index.json"),
    ),
    "pycorrector:kenlm": EngineInfo(
        f"{_ADAPTERS}:load_kenlm",
        ("pycorrector", "torch", "kenlm"),
        "按字训练的 kenlm 语言模型文件（.klm、.bin 或 .arpa）",
    ),
    "pycorrector:confusion": EngineInfo(
        f"{_ADAPTERS}:load_confusion",
        ("pycorrector", "torch"),
        "混淆集文本文件，每行“错词 正词”，# 起注释",
    ),
}
ENGINE_NAMES = (NONE, *ENGINES)


def check_engine(name: str, model: str) -> None:
    """See, without importing anything heavy, whether the packages and the model of an engine are there.

    Args:
        name: of ``ENGINE_NAMES``.
        model: the path of its model.

    Raises:
        ConfigError: something is missing; the message says what to install or what to put where.
    """
    if name == NONE:
        return
    info = ENGINES[name]
    missing = [package for package in info.packages if not _installed(package)]
    if missing:
        raise ConfigError(f"错别字引擎 {name} 缺少软件包 {'、'.join(missing)}，请先安装：{EXTRA}")
    hint = "把关不下载模型，请先把它放到本机"
    if not model:
        raise ConfigError(f"错别字引擎 {name} 需要模型：请用 --typo-model 或配置项 typo-model 指明{info.model}；{hint}")
    path = Path(model)
    if not path.exists():
        raise ConfigError(f"错别字引擎 {name} 的模型不存在：{model}；此处应为{info.model}；{hint}")
    if path.is_dir() is not bool(info.files):
        kind = "目录" if info.files else "文件"
        raise ConfigError(f"错别字引擎 {name} 的模型应是{kind}：{model}；此处应为{info.model}")
    absent = [names for names in info.files if not any((path / file).is_file() for file in names.split("|"))]
    if absent:
        lacking = "、".join(names.split("|")[0] for names in absent)
        raise ConfigError(f"错别字引擎 {name} 的模型目录 {model} 里没有 {lacking}；此处应为{info.model}")


def _installed(package: str) -> bool:
    import importlib.util

    if package in sys.modules:
        return sys.modules[package] is not None
    return importlib.util.find_spec(package) is not None


def engine_signature(name: str, model: str) -> str:
    """Changes when the engine, its packages or the files of its model change; for the key of the cache."""
    if name == NONE:
        return ""
    from importlib.metadata import PackageNotFoundError, version

    parts = [name, os.path.abspath(model)]
    for package in ENGINES[name].packages:
        try:
            parts.append(f"{package}={version(package)}")
        except PackageNotFoundError:
            parts.append(package)
    for path in _files(Path(model)):
        status = path.stat()
        parts.append(f"{path.name}:{status.st_size}:{status.st_mtime_ns}")
    return "|".join(parts)


def _files(model: Path) -> Iterator[Path]:
    if not model.is_dir():
        yield model
        return
    yield from sorted(path for path in model.iterdir() if path.is_file())


def load_engine(name: str, model: str) -> Engine | None:
    """Make an engine; ``None`` for ``none``.  An engine is kept: a second call for the same model is free.

    Raises:
        ConfigError: a package or the model is missing or broken; the message says what to do.
    """
    check_engine(name, model)
    return None if name == NONE else _load(name, model, engine_signature(name, model))


@lru_cache(maxsize=1)
def _load(name: str, model: str, signature: str) -> Engine:
    module, function = ENGINES[name].factory.split(":")
    engine: Engine = getattr(importlib.import_module(module), function)(model)
    return engine
