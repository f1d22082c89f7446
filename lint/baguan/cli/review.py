"""``baguan review``: the stages of review of a document."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from baguan.cli.base import Choice, Group, echo, write_machine

if TYPE_CHECKING:
    from baguan.config import Settings
    from baguan.ledger.recording import Identity
    from baguan.office import Stage
    from baguan.record import FileReport

_LEDGER = click.option("--ledger", "given", default="", metavar="台账", help="台账文件或 postgresql:// 地址")
_CONFIG = click.option("--config", "config_file", type=click.Path(), metavar="文件", help="用这个配置文件")
_STAGE = click.option("--stage", "stage_name", required=True, metavar="环节", help="环节名称，见 baguan review stages")
_BY = click.option("--by", "reviewer", required=True, metavar="人", help="审核人")


class _Work(NamedTuple):
    settings: Settings
    stages: tuple[Stage, ...]
    report: FileReport
    identity: Identity


@click.group(cls=Group, help="审核环节：哪些已通过、由谁通过、改动后是否须重审。")
def review() -> None:
    """The group; it does nothing by itself."""


def _settings(config_file: str | None) -> Settings:
    from baguan.config import load_settings

    return load_settings(Path.cwd(), config=Path(config_file) if config_file else None)


def _stages(settings: Settings) -> tuple[Stage, ...]:
    from baguan.office import review_policy

    return review_policy(settings.review).stages


def _work(path: str, config_file: str | None) -> _Work:
    """Read and check the document.

    Raises:
        DocumentError: it cannot be read or fully checked.
    """
    from baguan.errors import DocumentError
    from baguan.ledger.recording import identify
    from baguan.readers import read_file
    from baguan.runner import FileChecker

    settings = _settings(config_file)
    try:
        document, _ = read_file(Path(path))
    except DocumentError as error:
        raise DocumentError(f"{path}：{error}", error.kind) from error
    report = FileChecker(settings).check_document(document)
    if report.errors:
        raise DocumentError(f"{path}：{'；'.join(report.errors)}")
    return _Work(settings, _stages(settings), report, identify(document, settings))


@review.command("stages", help="列出本单位的审核环节。")
@_CONFIG
def stages(config_file: str | None) -> int:
    """The configured stages."""
    names = {"error": "有错误不得通过", "warning": "有警告不得通过", "none": "不查关口"}
    for number, stage in enumerate(_stages(_settings(config_file)), 1):
        parts = [names[stage.blocks]]
        parts += [f"关口：{'、'.join(stage.gates)}"] if stage.gates and stage.blocks != "none" else []
        parts += [f"审核人：{'、'.join(stage.reviewers)}"] if stage.reviewers else []
        parts += [f"与{'、'.join(stage.differs)}不能同一人"] if stage.differs else []
        parts += ["签发后改动须重审"] if stage.final else []
        echo(f"{number}. {stage.name}（{'；'.join(parts)}）\n")
    return 0


@review.command("status", help="显示文稿通过了哪些环节；全部通过则退出码为 0，否则为 1。")
@click.argument("path", metavar="文件")
@click.option("--format", "format_name", type=Choice(("text", "json")), default="text", help="输出格式")
@_LEDGER
@_CONFIG
def status(path: str, format_name: str, given: str, config_file: str | None) -> int:
    """Which stages the text as it is now has passed."""
    from baguan.cli import EXIT_CLEAN, EXIT_FINDINGS
    from baguan.ledger.recording import open_for
    from baguan.review import LABELS, advice, blocked_by, blocking, complete, states

    work = _work(path, config_file)
    with open_for(work.settings, given) as ledger:
        rows = ledger.reviews(work.identity.document, work.identity.content_hash)
    found = states(work.stages, rows, work.identity.content_hash)
    waiting = next((each.stage for each in found if each.state != "passed"), None)
    held = blocking(work.report, waiting) if waiting else []
    if format_name == "json":
        _write_json(work, [each.to_dict() for each in found], advice(found), [record.code for record in held])
    else:
        echo(f"{path}（内容校验值 {work.identity.content_hash[:12]}）\n")
        for each in found:
            who = f"（{each.row.reviewer}，{each.row.recorded[:10]}，{each.row.content_hash[:12]}）" if each.row else ""
            echo(f"  {each.stage.name}：{LABELS[each.state]}{who}\n")
        echo(advice(found) + "\n")
        if held and waiting:
            echo(f"“{waiting.name}”不能通过，有{len(held)}处问题：\n")
            echo("".join(f"  {line}\n" for line in blocked_by(held)))
    return EXIT_CLEAN if complete(found) else EXIT_FINDINGS


def _write_json(work: _Work, found: list[dict[str, Any]], words: str, held: list[str]) -> None:
    import json

    shown = {
        "document": work.identity.document,
        "content_hash": work.identity.content_hash,
        "complete": all(each["state"] == "passed" for each in found),
        "stages": found,
        "advice": words,
        "blocked_by": held,
    }
    write_machine(json.dumps(shown, ensure_ascii=False, indent=2) + "\n")


@review.command("pass", help="记录某一环节通过。")
@click.argument("path", metavar="文件")
@_STAGE
@_BY
@click.option("--comment", default="", metavar="意见", help="审核意见")
@click.option("--override", default="", metavar="理由", help="关口有问题仍予通过，写明理由")
@_LEDGER
@_CONFIG
def passed(
    path: str, stage_name: str, reviewer: str, comment: str, override: str, given: str, config_file: str | None
) -> int:
    """Record that a stage is passed, unless the unit's rules forbid it."""
    from baguan.cli import EXIT_CLEAN, EXIT_FINDINGS
    from baguan.ledger.recording import open_for
    from baguan.review import OVERRIDE, PASS, blocked_by, blocking, obstacles, states

    work = _work(path, config_file)
    stage = _stage(work.stages, stage_name)
    held = blocking(work.report, stage)
    with open_for(work.settings, given) as ledger:
        rows = ledger.reviews(work.identity.document, work.identity.content_hash)
        problems = obstacles(states(work.stages, rows, work.identity.content_hash), stage, reviewer)
        if held and not override:
            problems.append(f"须过的关口有{len(held)}处问题（确需通过，用 --override 写明理由）")
            problems += [f"  {line}" for line in blocked_by(held)]
        if not problems:
            decision = OVERRIDE if held else PASS
            ledger.add_review(_row(work, stage_name, decision, reviewer, override if held else comment))
    if problems:
        echo(f"“{stage_name}”不能通过：\n" + "".join(f"  {line}\n" for line in problems))
        return EXIT_FINDINGS
    echo(f"“{stage_name}”已通过（{reviewer}，内容校验值 {work.identity.content_hash[:12]}）\n")
    return EXIT_CLEAN


@review.command("reject", help="记录某一环节不通过。")
@click.argument("path", metavar="文件")
@_STAGE
@_BY
@click.option("--reason", required=True, metavar="理由", help="不通过的理由")
@_LEDGER
@_CONFIG
def reject(path: str, stage_name: str, reviewer: str, reason: str, given: str, config_file: str | None) -> int:
    """Record that a stage is not passed."""
    from baguan.ledger.recording import open_for
    from baguan.review import REJECT

    work = _work(path, config_file)
    stage = _stage(work.stages, stage_name)
    if stage.reviewers and reviewer not in stage.reviewers:
        raise click.UsageError(f"“{stage_name}”由{'、'.join(stage.reviewers)}审核，{reviewer}不在其中")
    with open_for(work.settings, given) as ledger:
        ledger.add_review(_row(work, stage_name, REJECT, reviewer, reason))
    echo(f"“{stage_name}”未通过（{reviewer}）：{reason}\n")
    return 0


def _stage(stages: tuple[Stage, ...], name: str) -> Stage:
    stage = next((stage for stage in stages if stage.name == name), None)
    if stage is None:
        from baguan.registry import did_you_mean

        names = [stage.name for stage in stages]
        raise click.UsageError(f"没有环节“{name}”（有：{'、'.join(names)}）{did_you_mean(name, names)}")
    return stage


def _row(work: _Work, stage: str, decision: str, reviewer: str, comment: str) -> Any:
    from baguan import __version__
    from baguan.ledger.rows import ReviewRow
    from baguan.ledger.store import new_id, now
    from baguan.model import Severity

    return ReviewRow(
        id=new_id(),
        recorded=now(),
        document=work.identity.document,
        content_hash=work.identity.content_hash,
        stage=stage,
        decision=decision,
        reviewer=reviewer,
        comment=comment,
        errors=work.report.count(Severity.ERROR),
        warnings=work.report.count(Severity.WARNING),
        version=__version__,
    )
