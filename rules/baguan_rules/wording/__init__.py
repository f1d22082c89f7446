"""文字关: wrong words, punctuation, numbers, faulty sentences, leftovers."""

from __future__ import annotations

from baguan.rule import Rule
from baguan_rules.wording import (
    confusables,
    consistency,
    external,
    grammar,
    misspellings,
    numbers,
    punctuation,
    repetition,
    residue,
    spelling,
    style,
)

RULES: list[Rule] = [
    *misspellings.RULES,
    *confusables.RULES,
    *repetition.RULES,
    *external.RULES,
    *spelling.RULES,
    *punctuation.RULES,
    *numbers.RULES,
    *grammar.RULES,
    *consistency.RULES,
    *residue.RULES,
    *style.RULES,
]
