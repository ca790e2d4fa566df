"""What a cell of code defines and what it needs: read from its text, never by running it."""

from __future__ import annotations

import ast
import builtins
import contextlib
import functools
import re
import symtable
import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from IPython.core.inputtransformer2 import TransformerManager

# Besides mistakes: code nested so deeply, or with so many magics, that whoever reads it gives up.
_UNREADABLE = (SyntaxError, ValueError, RuntimeError, MemoryError)
# IPython reads a cell again for each magic in it. Cells with more, or longer ones, are not looked into.
MOST_MAGICS = 50
LONGEST_WITH_MAGICS = 100_000


# `In [1]: x = 1` is a prompt to IPython and an annotation to Python.
_PROMPT = re.compile(r"^\s*In \[", re.MULTILINE)
# Where a magic, a shell escape or a question may stand.
_MAGIC = re.compile(r"^\s*[%!?,;/]|[?]\s*$|=\s*[%!]", re.MULTILINE)


@functools.lru_cache(maxsize=4096)
def without_magics(source: str) -> str:
    """The cell as plain Python: magics and shell escapes become calls of ``get_ipython()``.

    Raises:
        ValueError: it has more magics than anybody writes.
    """
    with contextlib.suppress(*_UNREADABLE), warnings.catch_warnings(action="ignore"):
        _tree(source)
        if not _PROMPT.search(source):
            # What is Python already has no magics; IPython would look at every token of it to find that out.
            return source
    if len(source) > LONGEST_WITH_MAGICS or sum(1 for _ in _MAGIC.finditer(source)) > MOST_MAGICS:
        raise ValueError("a cell with more magics than anybody writes")
    return TransformerManager().transform_cell(source)


@functools.lru_cache(maxsize=4096)
def bound(source: str) -> frozenset[str]:
    """The global names that a cell binds when it runs; none where it does not parse."""
    try:
        table = _table(without_magics(source))
        names = {one.get_name() for one in table.get_symbols() if one.is_assigned() or one.is_imported()}
        return frozenset(names | _declared_global(table))
    except _UNREADABLE:
        return frozenset()


@functools.lru_cache(maxsize=4096)
def only_defines(source: str) -> bool:
    """Whether a cell defines functions, imports and names constants, and computes nothing when it runs."""
    try:
        return all(map(_only_defines, _tree(without_magics(source)).body))
    except _UNREADABLE:
        return False


def _only_defines(statement: ast.stmt) -> bool:
    if isinstance(statement, ast.Import | ast.ImportFrom | ast.Pass):
        return True
    if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef):
        defaults = [*statement.args.defaults, *(one for one in statement.args.kw_defaults if one is not None)]
        return not statement.decorator_list and all(isinstance(one, ast.Constant) for one in defaults)
    return isinstance(statement, ast.Assign | ast.Expr) and isinstance(statement.value, ast.Constant)


@functools.lru_cache(maxsize=64)
def _tree(program: str) -> ast.Module:
    """The tree of a program, which nobody changes."""
    return ast.parse(program)


@functools.lru_cache(maxsize=64)
def _table(program: str) -> symtable.SymbolTable:
    # What Python has to say about a student's code is not for the terminal.
    with warnings.catch_warnings(action="ignore"):
        return symtable.symtable(program, "cell", "exec")


def _declared_global(table: symtable.SymbolTable) -> set[str]:
    names: set[str] = set()
    for inner in table.get_children():
        names |= {one.get_name() for one in inner.get_symbols() if one.is_declared_global() and one.is_assigned()}
        names |= _declared_global(inner)
    return names


@functools.lru_cache(maxsize=4096)
def needed(source: str) -> frozenset[str]:
    """The global names that a cell reads before it binds them, or that functions in it read; built-in ones left out."""
    try:
        return _needed(source)
    except _UNREADABLE:
        return frozenset()


def _needed(source: str) -> frozenset[str]:
    text = without_magics(source)
    body, table = _tree(text).body, _table(text)
    found = _global_inside(table) - bound(source)
    so_far: set[str] = set()
    globals_inside = bool(_declared_global(table))
    for statement in body:
        # In `x = x + 1` and in `x += 1` the old x is read first.
        own = bound(ast.unparse(statement)) if globals_inside else _bound_by(statement)
        at_once = isinstance(statement, ast.Assign | ast.AugAssign | ast.AnnAssign | ast.Expr)
        found |= _read(statement) - so_far - (frozenset() if at_once else own)
        so_far |= own
    return frozenset(name for name in found if not hasattr(builtins, name))


@functools.lru_cache(maxsize=4096)
def read_in_functions(source: str) -> frozenset[str]:
    """The global names that functions of a cell read when they are called; built-in ones left out."""
    try:
        found = _global_inside(_table(without_magics(source)))
    except _UNREADABLE:
        return frozenset()
    return frozenset(name for name in found if not hasattr(builtins, name))


@functools.lru_cache(maxsize=4096)
def changed_in_functions(source: str) -> frozenset[str]:
    """The global names that functions of a cell may change: set anew, by an item, or by a method."""
    try:
        text = without_magics(source)
        tree, table = _tree(text), _table(text)
    except _UNREADABLE:
        return frozenset()
    functions = [one for one in ast.walk(tree) if isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef)]
    touched = {name for one in functions for node in ast.walk(one) if (name := _touched(node))}
    return frozenset(_declared_global(table) | (touched & _global_inside(table)))


def _touched(node: ast.AST) -> str:
    """The name whose item is set or deleted here, or whose method is called."""
    if isinstance(node, ast.Subscript) and not isinstance(node.ctx, ast.Load):
        at = node.value
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        at = node.func.value
    else:
        return ""
    return at.id if isinstance(at, ast.Name) else ""


def _bound_by(statement: ast.AST) -> set[str]:
    """The names that a statement binds in its own scope."""
    return _over(statement, _binds)


def _over(statement: ast.AST, look: Callable[[ast.AST], tuple[set[str], Sequence[ast.AST]]]) -> set[str]:
    """The names that ``look`` finds at a node and at the parts that it names: a sum of a thousand terms is deep."""
    found: set[str] = set()
    waiting = [statement]
    while waiting:
        names, parts = look(waiting.pop())
        found |= names
        waiting += parts
    return found


def _binds(node: ast.AST) -> tuple[set[str], Sequence[ast.AST]]:
    if isinstance(node, ast.Name):
        return (set() if isinstance(node.ctx, ast.Load) else {node.id}), ()
    if isinstance(node, ast.alias):
        return {node.asname or node.name.partition(".")[0]} - {"*"}, ()
    names = {getattr(node, "name", None), getattr(node, "rest", None)} if isinstance(node, _NAMING) else set()
    parts: list[ast.AST] = list(ast.iter_child_nodes(node))
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Lambda):
        # Its body is a scope of its own; what stands around it is not.
        parts = [*getattr(node, "decorator_list", []), *getattr(node, "bases", []), *getattr(node, "keywords", [])]
        parts += [default for default in _defaults(node) if default is not None]
    elif isinstance(node, ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp):
        # Its variables are its own, but `:=` binds outside.
        parts = [part.target for part in ast.walk(node) if isinstance(part, ast.NamedExpr)]
    return {name for name in names if name is not None}, parts


# Statements and patterns that bind a name which is no node of its own.
_NAMING = (
    *(ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.ExceptHandler),
    *(ast.MatchAs, ast.MatchStar, ast.MatchMapping),
)


def _defaults(node: ast.AST) -> list[ast.expr | None]:
    arguments = getattr(node, "args", None)
    return [*arguments.defaults, *arguments.kw_defaults] if arguments else []


def _read(statement: ast.AST) -> set[str]:
    """The names that a statement reads when it runs, outside of functions that it defines."""
    return _over(statement, _reads)


def _reads(node: ast.AST) -> tuple[set[str], Sequence[ast.AST]]:
    if isinstance(node, ast.Name):
        return ({node.id} if isinstance(node.ctx, ast.Load) else set()), ()
    parts: list[ast.AST] = list(ast.iter_child_nodes(node))
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        parts = [*node.decorator_list, *node.args.defaults, *(d for d in node.args.kw_defaults if d is not None)]
    elif isinstance(node, ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp):
        # Only this is read outside of it; the rest, symtable knows.
        parts = [node.generators[0].iter]
    elif isinstance(node, ast.Lambda):
        parts = [*node.args.defaults]
    names = {node.target.id} if isinstance(node, ast.AugAssign) and isinstance(node.target, ast.Name) else set()
    return names, parts


def _global_inside(table: symtable.SymbolTable) -> set[str]:
    names: set[str] = set()
    for inner in table.get_children():
        names |= {one.get_name() for one in inner.get_symbols() if one.is_global() and one.is_referenced()}
        names |= _global_inside(inner)
    return names


@functools.lru_cache(maxsize=4096)
def imports(source: str) -> tuple[str, ...]:
    """The statements of a cell by which global names come to stand for modules or what is in them.

    They are found in blocks as well (``try: import numpy as np``), in functions that declare the name global, and in
    assignments of one such name to another (``np = numpy``).
    """
    try:
        return _imports(source)
    except _UNREADABLE:
        return ()


def _imports(source: str) -> tuple[str, ...]:
    body = _tree(without_magics(source)).body
    found: list[str] = ["from pylab import *"] if _PYLAB.search(source) else []
    known: set[str] = set()
    for node in _statements(body):
        if isinstance(node, ast.Import | ast.ImportFrom):
            found.append(ast.unparse(node))
            known |= {one.asname or one.name.partition(".")[0] for one in node.names}
        elif isinstance(node, ast.Assign) and isinstance(node.value, ast.Name) and node.value.id in known:
            found.append(ast.unparse(node))
            known |= {target.id for target in node.targets if isinstance(target, ast.Name)}
    return tuple(found)


_PYLAB = re.compile(r"^%pylab\b", re.MULTILINE)


def _statements(body: list[ast.stmt]) -> Iterator[ast.stmt]:
    """Those that run in the cell's own scope, and the imports of functions that make their names global."""
    for node in body:
        if isinstance(node, ast.FunctionDef):
            shared = {name for part in ast.walk(node) if isinstance(part, ast.Global) for name in part.names}
            for part in ast.walk(node):
                if isinstance(part, ast.Import | ast.ImportFrom):
                    names = {one.asname or one.name.partition(".")[0] for one in part.names}
                    if names <= shared:
                        yield part
            continue
        yield node
        for block in ("body", "orelse", "finalbody"):
            if not isinstance(node, ast.ClassDef | ast.AsyncFunctionDef):
                yield from _statements(getattr(node, block, []))
        for handler in getattr(node, "handlers", []):
            yield from _statements(handler.body)


@functools.lru_cache(maxsize=4096)
def imported(source: str) -> frozenset[str]:
    """The global names that such statements bind."""
    return frozenset().union(*map(bound, imports(source)))


@functools.lru_cache(maxsize=4096)
def packages(source: str) -> frozenset[str]:
    """The top-level packages that a cell imports, anywhere in it."""
    try:
        tree = _tree(without_magics(source))
    except _UNREADABLE:
        return frozenset()
    names = [one.name for node in ast.walk(tree) if isinstance(node, ast.Import) for one in node.names]
    names += [node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module]
    return frozenset(name.partition(".")[0] for name in names)


def packages_of(cells: Iterable[dict[str, Any]]) -> frozenset[str]:
    """The top-level packages that the code cells of a notebook import."""
    return frozenset().union(*(packages(cell["source"]) for cell in cells if cell["cell_type"] == "code"))
