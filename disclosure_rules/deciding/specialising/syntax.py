"""Python syntax trees into functions: how programs are put together and compiled.

Templates are fixed texts of the modules here, parsed once. What a policy says joins a tree only
as a name that is bound to the value: no text of a policy is ever part of a program's source.
"""

from __future__ import annotations

import ast
from functools import cache
from types import FunctionType
from typing import TYPE_CHECKING, Any, TypeAlias, cast

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Part: TypeAlias = ast.expr | list[ast.stmt]

TRUE = ast.Constant(True)  # noqa: FBT003 - the constant itself
FALSE = ast.Constant(False)  # noqa: FBT003 - the constant itself


@cache
def _parsed(template: str) -> tuple[ast.stmt, ...]:
    return tuple(ast.parse(template).body)


def expression(template: str, /, **parts: ast.expr) -> ast.expr:
    """Return the expression that a template is with its names replaced by the parts."""
    (statement,) = _parsed(template)
    return cast("ast.expr", _filled(cast("ast.Expr", statement).value, parts))


def statements(template: str, /, **parts: Part) -> list[ast.stmt]:
    """Return the statements that a template is; a name alone in a line stands for statements."""
    return _block(_parsed(template), parts)


def _block(body: Iterable[ast.stmt], parts: Mapping[str, Part]) -> list[ast.stmt]:
    filled: list[ast.stmt] = []
    for statement in body:
        if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Name):
            part = parts.get(statement.value.id)
            if isinstance(part, list):
                filled.extend(part)
                continue
        filled.append(cast("ast.stmt", _filled(statement, parts)))
    return filled


def _filled(node: ast.AST, parts: Mapping[str, Part]) -> ast.AST:
    """Return a node with the parts in it; what has none in it is shared, since nothing changes."""
    if isinstance(node, ast.Name):
        part = parts.get(node.id)
        if isinstance(part, ast.Name) and isinstance(node.ctx, ast.Store):
            return ast.Name(part.id, node.ctx)
        return node if part is None else cast("ast.expr", part)
    fields: dict[str, object] = {}
    changed = False
    for field in node._fields:
        value = filled = getattr(node, field)
        if isinstance(value, list) and value:
            if isinstance(value[0], ast.stmt):
                # A place for statements that stays empty is not worth a line.
                filled = _block(value, parts) or ([ast.Pass()] if field == "body" else [])
                changed = True
            elif isinstance(value[0], ast.expr):
                filled = [_filled(below, parts) for below in value]
                changed = changed or any(a is not b for a, b in zip(value, filled, strict=True))
            elif isinstance(value[0], ast.excepthandler):
                filled = [_filled(below, parts) for below in value]
                changed = True
        elif isinstance(value, ast.expr):
            filled = _filled(value, parts)
            changed = changed or filled is not value
        fields[field] = filled
    return type(node)(**fields) if changed else node


def number(value: int) -> ast.expr:
    """Return a number of our own as a constant."""
    return ast.Constant(value)


def both(parts: Iterable[ast.expr]) -> ast.expr:
    """Return the expression that every part is true."""
    return _joined(ast.And(), parts, neutral=TRUE, settling=FALSE)


def either(parts: Iterable[ast.expr]) -> ast.expr:
    """Return the expression that some part is true."""
    return _joined(ast.Or(), parts, neutral=FALSE, settling=TRUE)


def _joined(
    operator: ast.boolop, parts: Iterable[ast.expr], *, neutral: ast.expr, settling: ast.expr
) -> ast.expr:
    kept: list[ast.expr] = []
    for part in parts:
        if part is settling:
            return settling
        if part is neutral:
            continue
        if isinstance(part, ast.BoolOp) and isinstance(part.op, type(operator)):
            kept.extend(part.values)
        else:
            kept.append(part)
    if not kept:
        return neutral
    return kept[0] if len(kept) == 1 else ast.BoolOp(operator, kept)


def negated(part: ast.expr) -> ast.expr:
    """Return the expression that a part is not true."""
    if part is TRUE:
        return FALSE
    if part is FALSE:
        return TRUE
    if isinstance(part, ast.UnaryOp) and isinstance(part.op, ast.Not):
        return part.operand
    return ast.UnaryOp(ast.Not(), part)


def at(name: str, position: int) -> ast.expr:
    """Return `name[position]`."""
    return ast.Subscript(ast.Name(name, ast.Load()), number(position), ast.Load())


def assigned(name: str, value: ast.expr) -> ast.stmt:
    """Return `name = value`."""
    return ast.Assign([ast.Name(name, ast.Store())], value)


def guarded(code: ast.expr, body: list[ast.stmt]) -> list[ast.stmt]:
    """Return what is done where an expression is true."""
    if code is FALSE:
        return []
    return body if code is TRUE else statements("if CODE: BODY", CODE=code, BODY=body)


class Names:
    """The names that a program uses: numbered ones of its own, and what they are bound to."""

    def __init__(self, **runtime: object) -> None:
        """Start with what programs call by names of our own."""
        self.bound: dict[str, object] = dict(runtime)
        self._constants: dict[int, str] = {}
        self._count = 0

    def constant(self, value: object) -> ast.expr:
        """Return the name that a value is bound to."""
        # The value is kept alive by its binding, so that its identity is its own.
        name = self._constants.get(id(value))
        if name is None:
            name = self._constants[id(value)] = self.fresh("c")
            self.bound[name] = value
        return ast.Name(name, ast.Load())

    def fresh(self, prefix: str) -> str:
        """Return a name that nothing else has."""
        self._count += 1
        return f"{prefix}{self._count}"


class _Source:
    """Shows the source of a program in tracebacks; made only when one is printed."""

    def __init__(self, tree: ast.Module) -> None:
        self._tree = tree

    def get_source(self, _name: str) -> str:
        return ast.unparse(self._tree)


def compiled(body: list[ast.stmt], names: Names, title: str) -> FunctionType:
    """Return the last function of a body, compiled.

    Args:
        body: Functions.
        names: What they refer to.
        title: What tracebacks call the program's source.
    """
    tree = ast.Module(body, [])
    _number_lines(body, 1)
    # A traceback asks the namespace's loader for the source: see `linecache.lazycache`.
    namespace = {**names.bound, "__name__": title, "__loader__": _Source(tree)}
    exec(compile(tree, title, "exec"), namespace)  # noqa: S102 - a tree of our own making
    made = namespace[cast("ast.FunctionDef", body[-1]).name]
    assert isinstance(made, FunctionType)  # noqa: S101 - that is what was compiled
    return made


def rebound(function: FunctionType, **bound: object) -> FunctionType:
    """Return a compiled function that refers to something else by some names."""
    namespace = {**function.__globals__, **bound}
    return FunctionType(function.__code__, namespace, function.__name__)


def _number_lines(body: list[ast.stmt], line: int) -> int:
    """Place each statement on the line that `ast.unparse` writes it on; return the next line."""
    for statement in body:
        if isinstance(statement, ast.FunctionDef) and line > 1:
            line += 1  # an empty line stands before a function
        _place(statement, line)
        line = _number_lines(getattr(statement, "body", []), line + 1)
        for handler in getattr(statement, "handlers", []):
            _place(handler, line)
            line = _number_lines(handler.body, line + 1)
        below = getattr(statement, "orelse", [])
        if below:
            chained = isinstance(statement, ast.If) and isinstance(below[0], ast.If)
            line = _number_lines(below, line if chained and len(below) == 1 else line + 1)
    return line


def _place(node: Any, line: int) -> None:
    """Place a node, and what stands on its line with it."""
    node.lineno = node.end_lineno = line
    node.col_offset = node.end_col_offset = 0
    for field in node._fields:
        value = getattr(node, field, None)
        if isinstance(value, (ast.expr, ast.arguments)):
            _place(value, line)
        elif isinstance(value, list):
            for part in value:
                if isinstance(part, (ast.expr, ast.arg, ast.comprehension, ast.keyword)):
                    _place(part, line)
