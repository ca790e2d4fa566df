"""Small changes of a right answer, made by a program: the tests should notice every one of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import cast

import libcst as cst
from libcst import matchers as m
from libcst.metadata import MetadataWrapper, PositionProvider


@dataclass(frozen=True)
class Mutant:
    """A changed answer: which operator changed what into what, on which line of the solution cell."""

    operator: str
    line: int
    before: str
    after: str
    code: str

    @property
    def name(self) -> str:
        """How a bank that explains it calls it."""
        return f"{self.operator}: {self.before} → {self.after}"


Change = tuple[str, cst.CSTNode]


def _expression(text: str) -> cst.BaseExpression:
    return cst.parse_expression(text)


def _text(node: cst.CSTNode) -> str:
    return cst.Module(body=[]).code_for_node(node)


# Smaller decimals are tolerances: no sum of floating-point numbers meets one exactly.
TOLERANCE = 1e-5
# Their first two arguments may change places.
COMMUTATIVE = {
    "add",
    "allclose",
    "array_equal",
    "equal",
    "hypot",
    "isclose",
    "logaddexp",
    "max",
    "maximum",
    "min",
    "minimum",
    "multiply",
}


def _constants(node: cst.CSTNode) -> Iterator[Change]:
    """A number: one more; a decimal: a hundredth more, or a thousand times a tolerance."""
    if isinstance(node, cst.Integer):
        yield "constant", _expression(str(node.evaluated_value + 1))
    if isinstance(node, cst.Float):
        factor = 1000 if abs(node.evaluated_value) <= TOLERANCE else 1.01
        yield "constant", _expression(repr(node.evaluated_value * factor))


COMPARISONS = {
    cst.LessThan: cst.LessThanEqual,
    cst.LessThanEqual: cst.LessThan,
    cst.GreaterThan: cst.GreaterThanEqual,
    cst.GreaterThanEqual: cst.GreaterThan,
    cst.Equal: cst.NotEqual,
    cst.NotEqual: cst.Equal,
}


def _comparisons(node: cst.CSTNode) -> Iterator[Change]:
    """A comparison: with or without equality."""
    if isinstance(node, cst.ComparisonTarget) and (other := COMPARISONS.get(type(node.operator))):
        right = node.comparator
        if isinstance(right, cst.Float) and abs(right.evaluated_value) <= TOLERANCE:
            return
        yield "comparison", node.with_changes(operator=other())


OPERATORS: dict[type[cst.BaseBinaryOp], Callable[[], cst.BaseBinaryOp]] = {
    cst.Add: cst.Subtract,
    cst.Subtract: cst.Add,
    cst.Multiply: cst.Divide,
    cst.Divide: cst.Multiply,
    cst.Power: cst.Multiply,
    cst.MatrixMultiply: cst.Multiply,
}


def _operators(node: cst.CSTNode) -> Iterator[Change]:
    """An operation: its counterpart, and each operand alone (a dropped term or factor)."""
    if isinstance(node, cst.BinaryOperation) and (other := OPERATORS.get(type(node.operator))):
        yield "operation", node.with_changes(operator=other())
        if isinstance(node.operator, cst.Add | cst.Subtract | cst.Multiply | cst.Divide):
            yield "dropped term", _bracketed(node.left)
            yield "dropped term", _bracketed(node.right)


def _bracketed(node: cst.BaseExpression) -> cst.BaseExpression:
    return node if node.lpar else node.with_changes(lpar=[cst.LeftParen()], rpar=[cst.RightParen()])


def _signs(node: cst.CSTNode) -> Iterator[Change]:
    """A minus or a `not` is lost."""
    if isinstance(node, cst.UnaryOperation) and isinstance(node.operator, cst.Minus | cst.Not):
        yield "lost sign", _bracketed(node.expression)


def _logic(node: cst.CSTNode) -> Iterator[Change]:
    """`and` for `or`."""
    if isinstance(node, cst.BooleanOperation):
        yield "logic", node.with_changes(operator=cst.Or() if isinstance(node.operator, cst.And) else cst.And())


REDUCTIONS = {"mean": "sum", "sum": "mean", "max": "min", "min": "max", "maximum": "minimum", "minimum": "maximum"}
OTHERS = REDUCTIONS | {
    "log": "log2",
    "log1p": "log",
    "expm1": "exp",
    "var": "std",
    "std": "var",
    "sin": "cos",
    "cos": "sin",
    "argmax": "argmin",
    "argmin": "argmax",
    "zeros": "ones",
    "ones": "zeros",
    "zeros_like": "ones_like",
    "ones_like": "zeros_like",
    "floor": "ceil",
    "ceil": "floor",
}


def _calls(node: cst.CSTNode) -> Iterator[Change]:
    """A call: the first two arguments swapped, a neighbouring function, another axis, an ε in a logarithm or a root."""
    if not isinstance(node, cst.Call):
        return
    plain = [arg for arg in node.args if arg.keyword is None and not arg.star]
    if len(plain) >= 2 and plain[:2] == list(node.args[:2]):
        first, second, *rest = node.args
        swapped = [first.with_changes(value=second.value), second.with_changes(value=first.value), *rest]
        name = _text(node.func).rpartition(".")[2]
        if _text(first.value) != _text(second.value) and name not in COMMUTATIVE:
            yield "swapped arguments", node.with_changes(args=swapped)
    if isinstance(node.func, cst.Attribute):
        name = node.func.attr.value
        if name in OTHERS:
            renamed = node.func.with_changes(attr=cst.Name(OTHERS[name]))
            yield "reduction" if name in REDUCTIONS else "other function", node.with_changes(func=renamed)
        if name in ("log", "sqrt") and len(plain) == 1:
            moved = plain[0].with_changes(value=_expression(f"({_text(plain[0].value)}) + 1e-8"))
            yield "ε", node.with_changes(args=[moved, *node.args[1:]])
    for position, arg in enumerate(node.args):
        if arg.keyword and arg.keyword.value in ("axis", "dim") and isinstance(arg.value, cst.Integer):
            other = [*node.args]
            other[position] = arg.with_changes(value=cst.Integer("1" if arg.value.value == "0" else "0"))
            yield "axis", node.with_changes(args=other)
        if arg.keyword and arg.keyword.value == "dtype" and m.matches(arg.value, m.Name("float")):
            other = [*node.args]
            other[position] = arg.with_changes(value=_expression("np.float32"))
            yield "dtype", node.with_changes(args=other)
        if arg.keyword and arg.keyword.value in ("keepdims", "keepdim", "ddof", "bias", "unbiased"):
            yield "dropped argument", node.with_changes(args=[*node.args[:position], *node.args[position + 1 :]])


RULES: tuple[Callable[[cst.CSTNode], Iterator[Change]], ...] = (
    _constants,
    _comparisons,
    _operators,
    _signs,
    _logic,
    _calls,
)


class _Collector(cst.CSTVisitor):
    METADATA_DEPENDENCIES = (PositionProvider,)

    def __init__(self, lines: set[int]) -> None:
        self.lines = lines
        self.found: list[tuple[str, int, cst.CSTNode, cst.CSTNode]] = []

    def on_visit(self, node: cst.CSTNode) -> bool:
        if m.matches(node, m.Annotation() | m.SimpleStatementLine(body=[m.Expr(value=m.SimpleString())])):
            return False
        if m.matches(node, m.Raise()):
            return False  # what an error says is nobody's business
        for rule in RULES:
            for operator, changed in rule(node):
                line = self.get_metadata(PositionProvider, node).start.line
                if line in self.lines:
                    self.found.append((operator, line, node, changed))
        return True


def mutants(code: str, lines: set[int]) -> list[Mutant]:
    """Every mutant of a solution cell that changes one of these lines (from 1)."""
    wrapper = MetadataWrapper(cst.parse_module(code), unsafe_skip_copy=True)
    collector = _Collector(lines)
    wrapper.visit(collector)
    found: dict[str, Mutant] = {}
    for operator, line, node, changed in collector.found:
        text = cast(cst.Module, wrapper.module.deep_replace(node, changed)).code
        if text != code:
            found.setdefault(text, Mutant(operator, line, _text(node).strip(), _text(changed).strip(), text))
    return list(found.values())
