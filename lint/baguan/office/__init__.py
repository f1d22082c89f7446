"""What an office sets for its own procedure: the ledger, the weekly report, returning and reviewing documents.

Each is a table of the configuration; here it is checked and turned into a record.  Nothing of this is needed, or
imported, by a check that records nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from baguan.errors import ConfigError
from baguan.office.formula import DEFAULT_FORMULA, check_formula

GATES = ("行文关", "政策法规关", "文字关", "体例格式关", "文件处理关")
_BLOCKS = ("error", "warning", "none")
_COUNTINGS = ("first", "last", "all")


class OwnerRow(NamedTuple):
    """``[[ledger.units]]``: whose the documents under ``path`` are."""

    path: str
    unit: str = ""
    drafter: str = ""


class LedgerPolicy(NamedTuple):
    """``[ledger]``: where runs are recorded and what of them is kept."""

    url: str = ""
    record: bool = False
    excerpts: bool = True
    unit: str = ""
    drafter: str = ""
    units: tuple[OwnerRow, ...] = ()


class ReportPolicy(NamedTuple):
    """``[report]``: what the weekly and the quarterly report count and show."""

    office: str = ""
    formula: str = DEFAULT_FORMULA
    counting: str = "first"
    periods: int = 12
    top: int = 10
    register: str = ""


class ReturnPolicy(NamedTuple):
    """``[return]``: how documents are returned."""

    office: str = ""
    two_step: bool = True
    resubmit_days: int = 3
    salutation: str = "你单位"


class Stage(NamedTuple):
    """``[[review.stages]]``: one stage of the review.

    ``gates`` must be passed at this stage, where a finding of the level ``blocks`` (or above) stops it; ``reviewers``
    may pass it (empty: anyone); ``differs`` names stages that another person must have passed; ``final`` marks the
    签发, after which a changed text has to be reviewed again.
    """

    name: str
    gates: tuple[str, ...] = ()
    blocks: str = "error"
    reviewers: tuple[str, ...] = ()
    differs: tuple[str, ...] = ()
    final: bool = False


#: 起草、审核、签发 are the stages of the 《党政机关公文处理工作条例》, chapter 5.
DEFAULT_STAGES = (
    Stage("起草", blocks="none"),
    Stage("审核", gates=GATES, blocks="error"),
    Stage("签发", gates=("行文关", "政策法规关"), blocks="error", final=True),
)


class ReviewPolicy(NamedTuple):
    """``[review]``: the stages in their order."""

    stages: tuple[Stage, ...] = DEFAULT_STAGES


def ledger_policy(table: Mapping[str, Any]) -> LedgerPolicy:
    """The record of ``[ledger]``.

    Raises:
        ConfigError: a key or a value is wrong.
    """
    values = _values("ledger", table, LedgerPolicy)
    values["units"] = tuple(
        OwnerRow(**_values("ledger.units", row, OwnerRow, required=("path",)))
        for row in _tables("ledger.units", table.get("units", ()))
    )
    return LedgerPolicy(**values)


def report_policy(table: Mapping[str, Any]) -> ReportPolicy:
    """The record of ``[report]``.

    Raises:
        ConfigError: a key or a value is wrong, or the formula cannot be worked out.
    """
    policy = ReportPolicy(**_values("report", table, ReportPolicy))
    if policy.counting not in _COUNTINGS:
        raise ConfigError(f"report.counting 应为 {'、'.join(_COUNTINGS)} 之一")
    if policy.periods < 1 or policy.top < 1:
        raise ConfigError("report.periods 和 report.top 应为正整数")
    check_formula(policy.formula)
    return policy


def return_policy(table: Mapping[str, Any]) -> ReturnPolicy:
    """The record of ``[return]``.

    Raises:
        ConfigError: a key or a value is wrong.
    """
    policy = ReturnPolicy(**_values("return", table, ReturnPolicy))
    if policy.resubmit_days < 0:
        raise ConfigError("return.resubmit-days 不能小于 0")
    return policy


def review_policy(table: Mapping[str, Any]) -> ReviewPolicy:
    """The record of ``[review]``.

    Raises:
        ConfigError: a key or a value is wrong, or the stages contradict one another.
    """
    _values("review", table, ReviewPolicy)
    rows = _tables("review.stages", table.get("stages", ()))
    if not rows:
        return ReviewPolicy()
    stages = tuple(Stage(**_values("review.stages", row, Stage, required=("name",))) for row in rows)
    _check_stages(stages)
    return ReviewPolicy(stages)


def _check_stages(stages: tuple[Stage, ...]) -> None:
    names: list[str] = []
    for stage in stages:
        if stage.name in names:
            raise ConfigError(f"review.stages 的环节“{stage.name}”重复")
        if stage.blocks not in _BLOCKS:
            raise ConfigError(f"环节“{stage.name}”的 blocks 应为 {'、'.join(_BLOCKS)} 之一")
        for gate in stage.gates:
            if gate not in GATES:
                raise ConfigError(f"环节“{stage.name}”没有关口“{gate}”，应为 {'、'.join(GATES)} 之一")
        for other in stage.differs:
            if other not in names:
                raise ConfigError(f"环节“{stage.name}”的 differs 写了“{other}”，前面没有这个环节")
        names.append(stage.name)


_CHECKS: Mapping[str, Callable[[Mapping[str, Any]], object]] = {
    "ledger": ledger_policy,
    "report": report_policy,
    "return": return_policy,
    "review": review_policy,
}


def check_table(key: str, table: Mapping[str, Any]) -> None:
    """Check a table of the configuration.

    Raises:
        ConfigError: as the function of that table.
    """
    _CHECKS[key](table)


def _tables(key: str, value: Any) -> list[Mapping[str, Any]]:
    if not isinstance(value, (list, tuple)) or not all(isinstance(row, Mapping) for row in value):
        raise ConfigError(f"[[{key}]] 应为表的数组")
    return list(value)


def _values(key: str, table: Mapping[str, Any], record: Any, required: tuple[str, ...] = ()) -> dict[str, Any]:
    """The values of a table by field name; tables within it are left to the caller."""
    if not isinstance(table, Mapping):
        raise ConfigError(f"[{key}] 应为表")
    defaults = record._field_defaults
    names = {name.replace("_", "-"): name for name in record._fields}
    values: dict[str, Any] = {}
    for given, value in table.items():
        if given not in names:
            raise ConfigError(f"[{key}] 没有“{given}”（可用：{'、'.join(names)}）")
        name = names[given]
        if name in ("units", "stages"):
            continue
        values[name] = _value(f"{key}.{given}", value, defaults.get(name, ""))
    for name in required:
        if not values.get(name):
            raise ConfigError(f"[[{key}]] 要有 {name}")
    return values


def _value(key: str, value: Any, default: Any) -> Any:
    if isinstance(default, bool):
        if not isinstance(value, bool):
            raise ConfigError(f"{key} 应为 true 或 false")
    elif isinstance(default, int):
        if not isinstance(value, int) or isinstance(value, bool):
            raise ConfigError(f"{key} 应为整数")
    elif isinstance(default, tuple):
        items = [value] if isinstance(value, str) else value
        if not isinstance(items, (list, tuple)) or not all(isinstance(item, str) for item in items):
            raise ConfigError(f"{key} 应为字符串数组")
        return tuple(items)
    elif not isinstance(value, str):
        raise ConfigError(f"{key} 应为字符串")
    return value
