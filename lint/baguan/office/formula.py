"""The formula of the 考核 score: arithmetic over a few named figures, worked out without ``eval``."""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Mapping
from typing import Any

from baguan.errors import ConfigError

#: What a formula may name; the text is shown beside the formula.
NAMES: Mapping[str, str] = {
    "篇数": "统计期内检查的公文篇数",
    "字数": "总字数",
    "错误": "错误级问题数",
    "警告": "警告级问题数",
    "提示": "提示级问题数",
    "差错率": "每万字的错误和警告处数",
    "退文": "被退文件数",
    "超期": "超期办理件数",
    "优秀": "没有错误和警告的公文篇数",
}
DEFAULT_FORMULA = "max(0, min(100, 100 - 2 * 差错率 - 5 * 退文 - 3 * 超期 + 10 * 优秀 / 篇数))"

_OPERATORS: Mapping[type, Callable[[Any, Any], Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}
_FUNCTIONS: Mapping[str, Callable[..., Any]] = {"min": min, "max": max, "round": round, "abs": abs}
_LONGEST = 500


def check_formula(formula: str) -> None:
    """Check that a formula can be worked out.

    Raises:
        ConfigError: it cannot; the message says where.
    """
    score(formula, dict.fromkeys(NAMES, 1.0))


def score(formula: str, figures: Mapping[str, float]) -> float | None:
    """Work out a formula.

    Args:
        formula: of numbers, the names in ``NAMES``, ``+ - * /``, brackets and ``min max round abs``.
        figures: the value of every name.

    Returns:
        The value to one decimal; ``None`` when it divides by zero.

    Raises:
        ConfigError: it holds anything else.
    """
    if len(formula) > _LONGEST:
        raise ConfigError(f"考核公式太长（超过{_LONGEST}字）")
    try:
        tree = ast.parse(formula.strip(), mode="eval")
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise ConfigError(f"考核公式“{formula}”不合语法") from error
    try:
        return round(float(_value(tree.body, figures)), 1) + 0.0  # no “-0.0”
    except (ZeroDivisionError, OverflowError):
        return None
    except TypeError as error:
        raise ConfigError(f"考核公式“{formula}”的函数参数有误") from error


def _value(node: ast.expr, figures: Mapping[str, float]) -> float:
    if isinstance(node, ast.Constant) and isinstance(node.value, (int, float)) and not isinstance(node.value, bool):
        return float(node.value)
    if isinstance(node, ast.Name):
        if node.id not in figures:
            raise ConfigError(f"考核公式里没有“{node.id}”，可用：{'、'.join(NAMES)}")
        return float(figures[node.id])
    if isinstance(node, ast.BinOp) and type(node.op) in _OPERATORS:
        result: float = _OPERATORS[type(node.op)](_value(node.left, figures), _value(node.right, figures))
        return result
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        return -_value(node.operand, figures)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and not node.keywords:
        function = _FUNCTIONS.get(node.func.id)
        if function is not None and node.args:
            arguments: list[Any] = [_value(argument, figures) for argument in node.args]
            if function is round and len(arguments) > 1:
                arguments[1] = int(arguments[1])
            return float(function(*arguments))
    raise ConfigError(f"考核公式只能用数、{'、'.join(NAMES)}、+ - * / 和 {'、'.join(_FUNCTIONS)}")
