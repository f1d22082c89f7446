"""文字关: wrong words, punctuation, numbers, faulty sentences, leftovers."""

from __future__ import annotations

from baguan.rule import Rule
from baguan_rules.wording import confusables, misspellings, numbers, punctuation

RULES: list[Rule] = [*misspellings.RULES, *confusables.RULES, *punctuation.RULES, *numbers.RULES]
