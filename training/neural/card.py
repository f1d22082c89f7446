"""The card that stands beside a model: what it is, how it was made, what was measured."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from pathlib import Path

from training.neural.evaluate import Measured
from training.neural.export import Agreement
from training.neural.text import LENGTH
from training.neural.train import Trainer


def write(
    path: Path, model: Path, trainer: Trainer, agreement: tuple[Agreement, Agreement], measured: Sequence[Measured]
) -> None:
    """Write the card of ``model`` to ``path``; ``agreement`` of the float file and of the int8 file."""
    shape, plan, progress = trainer.shape, trainer.plan, trainer.progress
    parameters = sum(parameter.numel() for parameter in trainer.network.parameters())
    lines = [
        f"# {model.name} 模型说明",
        "",
        f"- 日期：{datetime.date.today().isoformat()}",
        f"- 结构：{shape.layers} 层，宽 {shape.width}，{shape.heads} 头，{shape.characters} 个编号",
        f"- 参数：{parameters:,} 个",
        f"- 文件：int8 ONNX，{model.stat().st_size:,} 字节",
        "- 输入 ids、places，输出 wrong（错字的对数几率）、right（各字的对数概率）",
        f"- 训练：{len(trainer.text):,} 字，设备 {trainer.device}，{progress.seconds:.0f} 秒",
        f"- {progress.step:,} 步，每步 {plan.batch} 段，每段 {LENGTH} 字",
        f"- 随机数种子 {plan.seed}，学习率 {plan.rate}，权重衰减 {plan.decay}",
        "- 与 torch 相比："
        + "；".join(
            f"{name} 对数几率最多差 {a.wrong:.4f}，首选字相同 {a.same:.2%}"
            for name, a in zip(("单精度", "int8"), agreement, strict=True)
        ),
        "",
        "## 损失",
        "",
        "| 步 | 秒 | 训练 | 留出 |",
        "|---|---|---|---|",
        *(
            f"| {step:,} | {seconds:.0f} | {'' if step == 0 else f'{loss:.3f}'} | {held:.3f} |"
            for step, seconds, loss, held in progress.history
        ),
        "",
        "## 指标（int8 文件，单独使用，句子级严格口径）",
        "",
        "| 集 | 界限 | 句准确率 | 句召回率 | F1 | 误报率 | 字准确率 | 字召回率 | 字/秒（单线程） |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    for one in measured:
        for threshold, score in one.rows.items():
            cells = " | ".join(f"{value:.3f}" for value in score.rates())
            lines.append(f"| {one.name} | {threshold:g} | {cells} | {one.speed:,.0f} |")
    lines += [
        "",
        "## 候选排序（错字处，正字排在全部候选和原字之前的比例）",
        "",
        "| 集 | 处 | 排第一 |",
        "|---|---|---|",
        *(f"| {one.name} | {one.rankable} | {one.ranked / one.rankable:.3f} |" for one in measured if one.rankable),
    ]
    path.write_text("\n".join([*lines, ""]), encoding="utf-8")
