"""``baguan init``: a configuration to start from."""

from __future__ import annotations

from pathlib import Path

import click

from baguan.cli.base import Command, echo

_CONFIG = """\
# 把关的配置。各项含义见 docs/configuration.md；`baguan config show` 显示实际生效的值。

# 达到这一级别的问题使退出码为 1：error、warning 或 info
fail-on = "error"

# 选用和停用规则：编号（WZ201）、前缀（WZ2）、关口（文字关）或名称
select = ["ALL"]
ignore = []

# 跳过的路径
exclude = []

# 白名单词表：一行一词，# 起注释；词内的问题不报
vocabulary = []

[severity]
# WZ201 = "warning"   # info、warning、error 或 off

[per-file-ignores]
# "drafts/*" = ["行文关"]
"""

_PRE_COMMIT = """\
- repo: https://git.example.cn/baguan   # 换成本单位的镜像地址
  rev: v0.1.0
  hooks:
    - id: baguan
"""


@click.command(cls=Command, help="在当前目录生成 baguan.toml。")
@click.option("--force", is_flag=True, help="覆盖已有的文件")
@click.option("--print", "print_only", is_flag=True, help="只打印，不写文件")
def init(force: bool, print_only: bool) -> int:
    """Write a commented configuration."""
    from baguan.atomic import write_atomic
    from baguan.config import FILE_NAME

    if print_only:
        echo(_CONFIG)
        return 0
    target = Path.cwd() / FILE_NAME
    if target.exists() and not force:
        raise click.UsageError(f"{target} 已经存在，加 --force 覆盖")
    try:
        write_atomic(target, _CONFIG.encode("utf-8"))
    except OSError as error:
        raise click.UsageError(f"无法写入 {target}：{error.strerror}") from error
    echo(f"已生成 {target}\n\n在 .pre-commit-config.yaml 的 repos 下加入：\n\n{_PRE_COMMIT}\n")
    return 0
