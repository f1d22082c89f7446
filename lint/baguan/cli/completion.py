"""``baguan completion SHELL``."""

from __future__ import annotations

import click

from baguan.cli.base import Choice, Command, echo


@click.command(cls=Command, help='输出补全脚本，例如：eval "$(baguan completion bash)"')
@click.argument("shell", type=Choice(("bash", "zsh", "fish")))
def completion(shell: str) -> None:
    """Print click's completion script for a shell."""
    from click.shell_completion import get_completion_class

    from baguan.cli import cli

    made = get_completion_class(shell)
    if made is None:
        raise click.UsageError(f"不支持 {shell}")
    echo(made(cli, {}, "baguan", "_BAGUAN_COMPLETE").source() + "\n")
