"""Word segmentation by jieba, loaded only when a rule asks for ``document.tokens``.

jieba's own cache is one file in the shared temporary folder: a second user gets a traceback, and planted
data would be loaded.  Ours lives in the user's own cache folder.
"""

from __future__ import annotations

import logging
from functools import cache
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


def tokenize(text: str) -> list[tuple[str, int, int]]:
    """Cut ``text`` into words.

    Returns:
        (word, start, end) in order, offsets in code points, without gaps.
    """
    return [(word, start, end) for word, start, end in _tokenizer().tokenize(text)]
