"""Patterns are compiled late, kept between runs, and a damaged store does no harm."""

from __future__ import annotations

import copy
import os
from pathlib import Path

import pytest

from baguan import lazy


@pytest.fixture(autouse=True)
def fresh(monkeypatch):
    for function in (lazy.compile_pattern, lazy._kept, lazy._file):
        function.cache_clear()
    monkeypatch.setattr(lazy, "_new", {})
    yield
    for function in (lazy.compile_pattern, lazy._kept, lazy._file):
        function.cache_clear()


def forget():
    lazy.compile_pattern.cache_clear()
    lazy._kept.cache_clear()


def store():
    return Path(os.environ["BAGUAN_CACHE_DIR"]) / "patterns"


def test_nothing_is_compiled_before_it_is_used():
    pattern = lazy.lazy_pattern("(")
    copy.copy(pattern)
    with pytest.raises(Exception, match="missing"):
        pattern.search("x")


def test_a_kept_pattern_does_what_the_compiled_one_does():
    import regex

    source, text = r"(?P<at>(?<=甲{1,3})[一-龥]{2,4})(?!\p{Han})|第(?:一|二)[章节]", "甲甲乙丙丁。第二章\n甲子"
    lazy.compile_pattern(source, regex.MULTILINE)
    lazy.keep_patterns()
    forget()
    kept = lazy.compile_pattern(source, regex.MULTILINE)
    assert lazy._new == {}, "应来自缓存"
    fresh_one = regex.compile(source, regex.MULTILINE)
    assert [m.span() for m in kept.finditer(text)] == [m.span() for m in fresh_one.finditer(text)]
    assert kept.groupindex == fresh_one.groupindex
    assert kept.search(text)["at"] == fresh_one.search(text)["at"]


@pytest.mark.parametrize("damage", [b"", b"not marshal", b"\xe9\x01\x00\x00\x00", None])
def test_a_damaged_store_is_passed_over(damage):
    lazy.compile_pattern("甲+")
    lazy.keep_patterns()
    (file,) = store().iterdir()
    if damage is None:
        import marshal

        damage = marshal.dumps({("甲+", 0): ("甲+", "not a number")})
    file.write_bytes(damage)
    forget()
    assert lazy.compile_pattern("甲+").fullmatch("甲甲")


@pytest.mark.skipif(os.name == "nt", reason="POSIX modes")
def test_the_store_is_private():
    lazy.compile_pattern("乙+")
    lazy.keep_patterns()
    (file,) = store().iterdir()
    assert store().stat().st_mode & 0o077 == 0
    assert file.stat().st_mode & 0o077 == 0


def test_no_place_for_a_store_is_no_error(monkeypatch):
    monkeypatch.setenv("BAGUAN_CACHE_DIR", "/dev/null/nowhere")
    with pytest.raises(NotADirectoryError):
        lazy._file()
    assert lazy.compile_pattern("丙+").search("丙")
    lazy.keep_patterns()
