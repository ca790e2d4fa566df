"""What a cell of code defines and what it needs: read from its text, never by running it."""

from __future__ import annotations

import ast
import builtins
import functools
import symtable

from IPython.core.inputtransformer2 import TransformerManager

# Besides mistakes: code nested so deeply, or with so many magics, that the parser gives up.
_UNREADABLE = (SyntaxError, ValueError, RuntimeError, MemoryError)


@functools.lru_cache(maxsize=4096)
def without_magics(source: str) -> str:
    """The cell as plain Python: magics and shell escapes become calls of ``get_ipython()``."""
    return TransformerManager().transform_cell(source)


@functools.lru_cache(maxsize=4096)
def bound(source: str) -> frozenset[str]:
    """The global names that a cell binds when it runs; none where it does not parse."""
    try:
        table = symtable.symtable(without_magics(source), "cell", "exec")
    except _UNREADABLE:
        return frozenset()
    names = {one.get_name() for one in table.get_symbols() if one.is_assigned() or one.is_imported()}
    return frozenset(names | _declared_global(table))


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
        text = without_magics(source)
        body, table = ast.parse(text).body, symtable.symtable(text, "cell", "exec")
    except _UNREADABLE:
        return frozenset()
    found = _global_inside(table) - bound(source)
    so_far: set[str] = set()
    for statement in body:
        # In `x = x + 1` and in `x += 1` the old x is read first.
        own = bound(ast.unparse(statement))
        at_once = isinstance(statement, ast.Assign | ast.AugAssign | ast.AnnAssign | ast.Expr)
        found |= _read(statement) - so_far - (frozenset() if at_once else own)
        so_far |= own
    return frozenset(name for name in found if not hasattr(builtins, name))


def _read(node: ast.AST) -> set[str]:
    """The names that a statement reads when it runs, outside of functions that it defines."""
    if isinstance(node, ast.Name):
        return {node.id} if isinstance(node.ctx, ast.Load) else set()
    parts: list[ast.AST] = list(ast.iter_child_nodes(node))
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        parts = [*node.decorator_list, *node.args.defaults, *(d for d in node.args.kw_defaults if d is not None)]
    elif isinstance(node, ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp):
        # Only this is read outside of it; the rest, symtable knows.
        parts = [node.generators[0].iter]
    elif isinstance(node, ast.Lambda):
        parts = [*node.args.defaults]
    names = {node.target.id} if isinstance(node, ast.AugAssign) and isinstance(node.target, ast.Name) else set()
    return names.union(*map(_read, parts))


def _global_inside(table: symtable.SymbolTable) -> set[str]:
    names: set[str] = set()
    for inner in table.get_children():
        names |= {one.get_name() for one in inner.get_symbols() if one.is_global() and one.is_referenced()}
        names |= _global_inside(inner)
    return names


@functools.lru_cache(maxsize=4096)
def imports(source: str) -> str:
    """The import statements at the top level of a cell, as a program; "" where there are none."""
    try:
        body = ast.parse(without_magics(source)).body
    except _UNREADABLE:
        return ""
    kept = [node for node in body if isinstance(node, ast.Import | ast.ImportFrom)]
    return "\n".join(map(ast.unparse, kept))


def imported(source: str) -> frozenset[str]:
    """The global names that the import statements at the top level of a cell bind."""
    return bound(imports(source)) if imports(source) else frozenset()
