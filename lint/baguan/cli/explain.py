"""``baguan explain CODE``."""

from __future__ import annotations

import click

from baguan.cli.base import Choice, Command, echo, write_machine


@click.command(cls=Command, help="解释一条规则；可用编号（WZ201）、前缀（WZ2）、关口或名称。")
@click.argument("selector", metavar="规则")
@click.option("--format", "format_name", type=Choice(("text", "json")), default="text", help="输出格式")
def explain(selector: str, format_name: str) -> None:
    """Print the page of every rule the selector means."""
    from baguan.registry import load_rules, resolve

    rules = load_rules()
    codes = resolve(rules, selector)
    chosen = [rule for rule in rules if rule.code in codes]
    if format_name == "json":
        import json

        from baguan.cli.rules import rule_to_dict

        write_machine(json.dumps([rule_to_dict(rule) for rule in chosen], ensure_ascii=False, indent=2) + "\n")
        return
    from baguan.rule_page import rule_page

    echo("\n".join(rule_page(rule) for rule in chosen))
