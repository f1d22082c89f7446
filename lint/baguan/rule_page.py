"""The page of a rule, from its declaration: shown by ``baguan explain`` and kept in ``docs/rules/``.

``python -m baguan.rule_page docs/rules`` writes one page a gate and an index; a test checks that they are current.
"""

from __future__ import annotations

import inspect
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from baguan.model import Gate, Maturity
from baguan.rule import Bad, Good, Rule
from baguan.testing import unmark

_SERIES = {
    "WZ1": "错别字", "WZ2": "标点", "WZ3": "数字", "WZ4": "语病", "WZ5": "一致", "WZ6": "残留", "WZ7": "文风",
    "TL1": "公文要素", "TL2": "版面", "TL3": "层次序数",
}  # fmt: skip
_MATURITY = {Maturity.PREVIEW: "试用（要用完整编号选用）", Maturity.STABLE: "稳定", Maturity.DEPRECATED: "将停用"}


def rule_page(rule: Rule, level: int = 1) -> str:
    """The page of a rule as Markdown, its heading at ``level``."""
    lines = [f"{'#' * level} {rule.code} {rule.name}", "", _about(rule), ""]
    lines += [f"- 关口：{rule.gate.label}" + (f"（{_SERIES[rule.series]}）" if rule.series in _SERIES else "")]
    lines += [f"- 级别：{rule.severity.label}；成熟度：{_MATURITY[rule.maturity]}；自 {rule.since} 版"]
    lines += [f"- 依据：{rule.basis}"]
    scope = _scope(rule)
    lines += [f"- 范围：{scope}"] if scope else []
    lines += [f"- 选项 `{name}`：默认 `{value}`" for name, value in rule.options.items()]
    lines += [f"- 出处：`{_module(rule)}`", ""]
    if rule.explanation:
        lines += [inspect.cleandoc(rule.explanation), ""]
    lines += ["错误示例：", "", *(_bad(example) for example in rule.bad), ""]
    lines += ["正确示例：", "", *(_good(example) for example in rule.good), ""]
    return "\n".join(lines)


def _about(rule: Rule) -> str:
    return rule.message.replace("{text}", "…").replace("{fix}", "…")


def _scope(rule: Rule) -> str:
    parts = []
    if len(rule.formats) < 3:
        parts.append("、".join(f".{name}" for name in sorted(rule.formats)))
    parts += ["、".join(sorted(kind.label for kind in rule.kinds))] if rule.kinds else []
    parts += ["、".join(sorted(rule.genres))] if rule.genres else []
    return "；".join(parts)


def _module(rule: Rule) -> str:
    """The module whose ``RULES`` hold the rule: where a newcomer should look."""
    homes = [
        name
        for name, module in list(sys.modules.items())
        if isinstance(held := getattr(module, "RULES", None), (list, tuple)) and any(rule is other for other in held)
    ]
    return max(homes, key=len, default=type(rule).__module__)


def _bad(example: Bad) -> str:
    if example.docx:
        return "- （Word 文档示例，见规则源码）"
    fixed = "" if example.fix is None else f" → {_inline(example.fix)}" if example.fix else " → （删去）"
    return f"- {_inline(example.text)}{fixed}"


def _good(example: str | Good) -> str:
    if isinstance(example, Good):
        return f"- {_inline(example.text)}" if not example.docx else "- （Word 文档示例，见规则源码）"
    return f"- {_inline(unmark(example)[0])}"


def _inline(text: str) -> str:
    shown = text.replace("\t", "→").replace("\v", "↵").replace("\u3000", "□")
    if "\n" in shown:
        return "\n\n  ```text\n" + "\n".join(f"  {line}" for line in shown.split("\n")) + "\n  ```"
    return f"`` {shown} ``" if "`" in shown else f"`{shown}`"


def pages(rules: Sequence[Rule]) -> dict[str, str]:
    """Every page of ``docs/rules/`` by file name."""
    made = {"README.md": _index(rules)}
    for gate in Gate:
        mine = [rule for rule in rules if rule.gate is gate]
        made[f"{gate.value}.md"] = f"# {gate.label}（{gate.value}）\n\n" + "\n".join(
            rule_page(rule, 2) for rule in mine
        )
    return made


def _index(rules: Iterable[Rule]) -> str:
    rows = [
        f"| [{rule.code}]({rule.gate.value}.md#{rule.code.lower()}-{rule.name}) | {rule.name} | {rule.severity.label} |"
        f" {_about(rule)} |"
        for rule in rules
    ]
    head = "# 规则一览\n\n本页由规则声明生成：`python -m baguan.rule_page docs/rules`。\n\n"
    return head + "| 编号 | 名称 | 级别 | 说明 |\n| --- | --- | --- | --- |\n" + "\n".join(rows) + "\n"


def main(arguments: Sequence[str]) -> None:
    """Write the pages into the folder named."""
    from baguan.atomic import write_atomic
    from baguan.registry import load_rules

    folder = Path(arguments[0])
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in pages(load_rules()).items():
        write_atomic(folder / name, text.encode("utf-8"))


if __name__ == "__main__":
    main(sys.argv[1:])
