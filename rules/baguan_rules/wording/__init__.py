"""文字关: wrong words, punctuation, numbers, faulty sentences, leftovers."""

from __future__ import annotations

from baguan.rule import Rule
from baguan_rules.wording import confusables, external, grammar, misspellings, numbers, punctuation, repetition, residue

RULES: list[Rule] = [
    *misspellings.RULES,
    *confusables.RULES,
    *repetition.RULES,
    *external.RULES,
    *punctuation.RULES,
    *numbers.RULES,
    *grammar.RULES,
    *residue.RULES,
]
