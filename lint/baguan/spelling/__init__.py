"""The statistical channel for wrong characters: a character model, a network, candidates, scorers.

All places of a text are read together, as arrays (numpy).

The tables are built by ``training`` (see ``docs/model-card.md``); this package maps them into memory and knows no rule.
"""
