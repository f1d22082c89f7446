"""``baguan rules``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from baguan.cli.base import Choice, Command, echo, write_machine

if TYPE_CHECKING:
    from baguan.rule import Rule


@click.command(cls=Command, help="列出规则；给出编号、前缀、关口或名称时只列这些。")
@click.argument("selectors", nargs=-1, metavar="[规则]...")
@click.option("--format", "format_name", type=Choice(("text", "json")), default="text", help="输出格式")
def rules(selectors: tuple[str, ...], format_name: str) -> None:
    """List rules."""
    from baguan.registry import load_rules, select_rules

    known = load_rules()
    chosen = select_rules(known, selectors, ()) if selectors else known
    if format_name == "json":
        import json

        write_machine(json.dumps([rule_to_dict(rule) for rule in chosen], ensure_ascii=False, indent=2) + "\n")
        return
    from baguan.model import Gate

    for gate in Gate:
        mine = [rule for rule in chosen if rule.gate is gate]
        if mine:
            echo(f"{gate.label}（{gate.value}，{len(mine)} 条）\n")
            echo("".join(f"  {rule.code} [{rule.severity.label}] {rule.name}：{_about(rule)}\n" for rule in mine))
    echo(f"共 {len(chosen)} 条规则\n")


def _about(rule: Rule) -> str:
    return rule.message.replace("{text}", "…").replace("{fix}", "…")


def rule_to_dict(rule: Rule) -> dict[str, Any]:
    """A rule as plain data, for programs."""
    return {
        "code": rule.code,
        "name": rule.name,
        "gate": rule.gate.label,
        "severity": rule.severity.key,
        "message": rule.message,
        "basis": {
            "source": rule.basis.source,
            "clause": rule.basis.clause,
            "strength": rule.basis.strength.value,
        },
        "explanation": rule.explanation,
        "formats": sorted(rule.formats),
        "kinds": sorted(kind.value for kind in rule.kinds),
        "genres": sorted(rule.genres),
        "options": dict(rule.options),
        "maturity": rule.maturity.value,
        "since": rule.since,
    }
