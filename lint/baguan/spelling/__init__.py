"""The statistical channel for wrong characters: a character model, candidates and a scorer, in pure Python.

The tables are built by ``training`` (see ``docs/model-card.md``); this package maps them into memory and knows no rule.
"""
