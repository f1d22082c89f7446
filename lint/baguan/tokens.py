"""Word segmentation by jieba, loaded only when a rule asks for ``document.tokens``.

jieba's own cache is one file in the shared temporary folder: a second user gets a traceback, and planted
data would be loaded.  Ours lives in the user's own cache folder.
"""

from __future__ import annotations

import logging
from collections.abc import Set
from functools import cache, lru_cache
from typing import Any

from baguan.userdirs import cache_dir


@cache
def _tokenizer() -> Any:
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # jieba imports pkg_resources and has invalid escapes
        import jieba
    jieba.setLogLevel(logging.ERROR)
    tokenizer = jieba.Tokenizer()
    try:
        tokenizer.tmp_dir = str(cache_dir("jieba"))
    except OSError:
        tokenizer.tmp_dir = None  # no place for a cache: jieba builds its table anew
    tokenizer.initialize()
    return tokenizer


@lru_cache(maxsize=1)  # a run has one vocabulary, and jieba's table takes tens of megabytes
def _taught(words: frozenset[str]) -> Any:
    """A tokenizer that also knows ``words``; jieba's own table is copied, not read again."""
    base = _tokenizer()
    tokenizer = type(base)()
    tokenizer.FREQ, tokenizer.total, tokenizer.initialized = dict(base.FREQ), base.total, True
    for word in sorted(words):
        tokenizer.add_word(word)
    return tokenizer


def tokenize(text: str, words: Set[str] = frozenset()) -> list[tuple[str, int, int]]:
    """Cut ``text`` into words.

    Args:
        text: what to cut.
        words: words of the user that jieba should not cut.

    Returns:
        (word, start, end) in order, offsets in code points, without gaps.
    """
    tokenizer = _taught(frozenset(words)) if words else _tokenizer()
    return [(word, start, end) for word, start, end in tokenizer.tokenize(text)]
