"""The small changes: what could be written wrongly in a room."""

import ast
from dataclasses import dataclass
import difflib
from pathlib import PurePosixPath
from typing import override

# A comparison, its neighbour and its opposite.
COMPARISONS: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
}
ARITHMETIC: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.Mult,
    ast.BitOr: ast.BitAnd,
    ast.BitAnd: ast.BitOr,
}
FUNCTIONS = {"min": "max", "max": "min", "any": "all", "all": "any"}
LOGGER = "_LOGGER"
PACKAGE = PurePosixPath("custom_components/psn_trophies")


@dataclass(frozen=True, slots=True, kw_only=True)
class Mutant:
    """One small change of a room; places are bytes."""

    path: str
    line: int
    kind: str
    start: int
    end: int
    new: str

    @property
    def place(self) -> str:
        """Return where it is."""
        return f"{PurePosixPath(self.path).relative_to(PACKAGE)}:{self.line}"

    def applied(self, source: str) -> str:
        """Return the room with the change."""
        content = source.encode()
        changed = content[: self.start] + self.new.encode() + content[self.end :]
        return changed.decode()

    def diff(self, source: str) -> str:
        """Return what it changes, as a diff shows it."""
        lines = difflib.unified_diff(
            source.splitlines(), self.applied(source).splitlines(), lineterm="", n=1
        )
        return "\n".join(list(lines)[2:])


def mutants(path: str, source: str) -> list[Mutant]:
    """Return all small changes of a room."""
    finder = _Finder(path, source)
    finder.visit(ast.parse(source))
    return finder.found


class _Finder(ast.NodeVisitor):
    """Looks for what can be changed; leaves alone what only types and logs read."""

    def __init__(self, path: str, source: str) -> None:
        """Note where each line begins."""
        self.found: list[Mutant] = []
        self._path = path
        self._content = source.encode()
        self._lines = [0]
        for line in self._content.splitlines(keepends=True):
            self._lines.append(self._lines[-1] + len(line))

    def _span(self, node: ast.expr | ast.stmt) -> tuple[int, int]:
        assert node.end_lineno is not None
        assert node.end_col_offset is not None
        return (
            self._lines[node.lineno - 1] + node.col_offset,
            self._lines[node.end_lineno - 1] + node.end_col_offset,
        )

    def _add(
        self,
        kind: str,
        node: ast.expr | ast.stmt,
        new: ast.expr | ast.stmt | str,
        last: ast.stmt | None = None,
    ) -> None:
        start, end = self._span(node)
        if last is not None:
            end = self._span(last)[1]
        if isinstance(new, ast.AST):
            text = ast.unparse(new)
            closed = isinstance(new, ast.stmt | ast.Constant)
            new = text if closed else f"({text})"
        self.found.append(
            Mutant(
                path=self._path,
                line=node.lineno,
                kind=kind,
                start=start,
                end=end,
                new=new,
            )
        )

    def _visit_all(self, nodes: list[ast.stmt]) -> None:
        for node in nodes:
            self.visit(node)

    # What is left alone

    def _visit_function(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
        for default in (*node.args.defaults, *node.args.kw_defaults):
            if default is not None:
                self.visit(default)
        self._visit_all(node.body)

    visit_FunctionDef = _visit_function  # noqa: N815 - the base class wants that name
    visit_AsyncFunctionDef = _visit_function  # noqa: N815

    @override
    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        self._visit_all(node.body)

    @override
    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        if node.value is not None:
            self.visit(node.value)

    @override
    def visit_TypeAlias(self, node: ast.TypeAlias) -> None:
        """Leave types alone."""

    @override
    def visit_JoinedStr(self, node: ast.JoinedStr) -> None:
        """Leave texts alone."""

    # What is changed

    @override
    def visit_Expr(self, node: ast.Expr) -> None:
        call = node.value.value if isinstance(node.value, ast.Await) else node.value
        if isinstance(call, ast.Call) and not _is_logging(call):
            self._add("statement left out", node, "pass")
            self.visit(node.value)

    @override
    def visit_Assign(self, node: ast.Assign) -> None:
        (target, *_) = node.targets
        if isinstance(target, ast.Name) and target.id == "__all__":
            return
        # A name that was never given a value would be noticed by anything.
        if isinstance(target, ast.Attribute | ast.Subscript):
            self._add("statement left out", node, "pass")
        self.visit(node.value)

    @override
    def visit_AugAssign(self, node: ast.AugAssign) -> None:
        self._add("statement left out", node, "pass")
        if other := ARITHMETIC.get(type(node.op)):
            new = ast.AugAssign(node.target, other(), node.value)
            self._add("arithmetic", node, new)
        self.visit(node.value)

    @override
    def visit_Raise(self, node: ast.Raise) -> None:
        self._add("statement left out", node, "pass")

    @override
    def visit_Delete(self, node: ast.Delete) -> None:
        self._add("statement left out", node, "pass")

    @override
    def visit_Break(self, node: ast.Break) -> None:
        self._add("loop", node, "continue")

    @override
    def visit_Continue(self, node: ast.Continue) -> None:
        self._add("loop", node, "break")

    @override
    def visit_Return(self, node: ast.Return) -> None:
        if node.value is None:
            self._add("statement left out", node, "pass")
            return
        # False and None mean the same to most callers, and it becomes True below.
        if not (isinstance(node.value, ast.Constant) and not node.value.value):
            self._add("nothing returned", node, "return None")
        self.visit(node.value)

    @override
    def visit_ExceptHandler(self, node: ast.ExceptHandler) -> None:
        if not isinstance(node.body[0], ast.Raise):
            self._add("raised again", node.body[0], "raise", node.body[-1])
        self._visit_all(node.body)

    def _visit_test(self, node: ast.If | ast.While | ast.IfExp) -> None:
        test = node.test
        if isinstance(test, ast.Name) and test.id == "TYPE_CHECKING":
            return
        # Those have changes of their own.
        if not isinstance(test, ast.Compare | ast.BoolOp | ast.UnaryOp | ast.Constant):
            self._add("condition", test, ast.UnaryOp(ast.Not(), test))
        self.generic_visit(node)

    visit_If = visit_While = visit_IfExp = _visit_test  # noqa: N815

    @override
    def visit_Compare(self, node: ast.Compare) -> None:
        for number, operator in enumerate(node.ops):
            for other in COMPARISONS[type(operator)]:
                operators = [*node.ops]
                operators[number] = other()
                new = ast.Compare(node.left, operators, node.comparators)
                self._add("comparison", node, new)
        self.generic_visit(node)

    @override
    def visit_BoolOp(self, node: ast.BoolOp) -> None:
        other = ast.Or() if isinstance(node.op, ast.And) else ast.And()
        self._add("and, or", node, ast.BoolOp(other, node.values))
        self.generic_visit(node)

    @override
    def visit_UnaryOp(self, node: ast.UnaryOp) -> None:
        if isinstance(node.op, ast.Not | ast.USub):
            self._add("not, minus", node, node.operand)
        self.generic_visit(node)

    @override
    def visit_BinOp(self, node: ast.BinOp) -> None:
        other = ARITHMETIC.get(type(node.op))
        if other and not _is_text(node.left) and not _is_text(node.right):
            new = ast.BinOp(node.left, other(), node.right)
            self._add("arithmetic", node, new)
        self.generic_visit(node)

    @override
    def visit_Constant(self, node: ast.Constant) -> None:
        value = node.value
        if isinstance(value, bool):
            self._add("constant", node, ast.Constant(not value))
        elif isinstance(value, int | float):
            for near in (value + 1, value - 1):
                self._add("constant", node, ast.Constant(near))

    @override
    def visit_Call(self, node: ast.Call) -> None:
        name = node.func.id if isinstance(node.func, ast.Name) else ""
        if other := FUNCTIONS.get(name):
            self._add("function", node.func, other)
        self.generic_visit(node)


def _is_logging(call: ast.Call) -> bool:
    function = call.func
    return (
        isinstance(function, ast.Attribute)
        and isinstance(function.value, ast.Name)
        and function.value.id == LOGGER
    )


def _is_text(node: ast.expr) -> bool:
    return isinstance(node, ast.JoinedStr) or (
        isinstance(node, ast.Constant) and isinstance(node.value, str)
    )
