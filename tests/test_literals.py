"""Both ways of finding literals find the same."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from baguan.literals import LiteralFinder

WORDS = st.lists(st.text(alphabet="甲乙丙𠮷", min_size=1, max_size=9), min_size=1, max_size=12, unique=True)


@given(WORDS, st.text(alphabet="甲乙丙𠮷\n", max_size=60))
@settings(max_examples=150, derandomize=True)
def test_grams_automaton_and_plain_search_agree(words, text):
    expected = sorted(
        (word, start, start + len(word)) for word in words for start in range(len(text)) if text.startswith(word, start)
    )
    finder = LiteralFinder(words)
    assert sorted(finder.find(text)) == expected
    long = LiteralFinder(words)
    list(long.find("丁" * 40_000))
    assert sorted(long.find(text)) == expected
