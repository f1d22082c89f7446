"""Which rules exist, and which of them a selection means."""

from __future__ import annotations

import contextlib
import importlib
import os
import sys
from collections.abc import Iterable, Sequence
from functools import cache
from typing import TYPE_CHECKING

from baguan.errors import ConfigError, RuleError
from baguan.model import Gate, Maturity

if TYPE_CHECKING:
    from baguan.rule import Rule

ENTRY_POINT_GROUP = "baguan.rules"
BUILT_IN = "baguan_rules"


@cache
def load_rules() -> tuple[Rule, ...]:
    """Every rule: the built-in ones and those of installed plug-ins, sorted by code.

    Raises:
        RuleError: a plug-in cannot be loaded, or two rules share a code or a name.
    """
    rules: list[Rule] = list(importlib.import_module(BUILT_IN).all_rules())
    rules += _plugin_rules()
    for attribute in ("code", "name"):
        seen: dict[str, Rule] = {}
        for rule in rules:
            other = seen.setdefault(getattr(rule, attribute), rule)
            if other is not rule:
                raise RuleError(f"规则 {other.code}（{other.name}）与 {rule.code}（{rule.name}）重复")
    return tuple(sorted(rules, key=lambda rule: rule.code))


@cache
def has_plugins() -> bool:
    """Whether an installed package declares rules of its own.

    Looking for the words in the metadata folders costs a tenth of ``importlib.metadata``, on every start.
    """
    marker = f"[{ENTRY_POINT_GROUP}]".encode()
    for folder in dict.fromkeys(sys.path):
        if os.path.isfile(folder):
            return True  # a zipped folder: let importlib.metadata look into it
        try:
            names = [name for name in os.listdir(folder or ".") if name.endswith((".dist-info", ".egg-info"))]
        except OSError:
            continue
        for name in names:
            with contextlib.suppress(OSError), open(os.path.join(folder, name, "entry_points.txt"), "rb") as stream:
                if marker in stream.read():
                    return True
    return False


def _plugin_rules() -> list[Rule]:
    if not has_plugins():
        return []
    from importlib.metadata import entry_points

    rules: list[Rule] = []
    for entry in entry_points(group=ENTRY_POINT_GROUP):
        try:
            loaded = entry.load()
            rules += loaded() if callable(loaded) else loaded
        except Exception as error:
            raise RuleError(f"规则插件 {entry.name}（{entry.value}）无法载入：{error}") from error
    return rules


def select_rules(rules: Sequence[Rule], select: Iterable[str], ignore: Iterable[str]) -> list[Rule]:
    """The rules that ``select`` takes and ``ignore`` leaves.

    A selector is ``ALL``, a code (``WZ201``), a prefix (``WZ2``), a gate (``文字关``) or a rule's name.  The
    closer selector wins (a code over a prefix over ``ALL``); between equals ``ignore`` wins.  A preview rule is
    taken only by its code or name.

    Raises:
        ConfigError: a selector means no rule; the message says what was probably meant.
    """
    wanted = [(selector, resolve(rules, selector)) for selector in select]
    unwanted = [(selector, resolve(rules, selector)) for selector in ignore]
    chosen = []
    for rule in rules:
        plus = max((_closeness(s, rule) for s, codes in wanted if rule.code in codes), default=-1)
        minus = max((_closeness(s, rule) for s, codes in unwanted if rule.code in codes), default=-1)
        if plus > minus and (rule.maturity is not Maturity.PREVIEW or plus == _EXACT):
            chosen.append(rule)
    return chosen


_EXACT = 9


def _closeness(selector: str, rule: Rule) -> int:
    if selector in (rule.code, rule.name):
        return _EXACT
    if selector.upper() == "ALL":
        return 0
    return len(selector) if rule.code.startswith(selector) else 2  # a gate's label equals its prefix


def resolve(rules: Sequence[Rule], selector: str) -> frozenset[str]:
    """The codes a selector means.

    Raises:
        ConfigError: it means none.
    """
    if selector.upper() == "ALL":
        return frozenset(rule.code for rule in rules)
    codes = frozenset(
        rule.code
        for rule in rules
        if rule.code.startswith(selector) or selector == rule.name or selector == rule.gate.label
    )
    if not selector or not codes:
        raise ConfigError(f"没有规则“{selector}”{did_you_mean(selector, selectors(rules))}")
    return codes


def selectors(rules: Sequence[Rule]) -> list[str]:
    """Everything a selector may be, apart from prefixes."""
    return [*(rule.code for rule in rules), *(rule.name for rule in rules), *(gate.label for gate in Gate), "ALL"]


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """``，是否想写“…”？`` when something close is known, otherwise nothing."""
    from difflib import get_close_matches

    candidates = list(known)
    close = get_close_matches(word, candidates, 9, 0.6) or get_close_matches(word.upper(), candidates, 9, 0.6)
    if not close:
        return ""
    best = max(close, key=lambda candidate: _shared_prefix(word, candidate))  # of the closest, what begins alike
    return f"，是否想写“{best}”？"


def _shared_prefix(one: str, other: str) -> int:
    pairs = zip(one, other, strict=False)
    return next((index for index, (mine, theirs) in enumerate(pairs) if mine != theirs), min(len(one), len(other)))
