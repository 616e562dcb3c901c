"""Finds assertions about measured time in a test's source: they fail on a busy machine, whatever the code does.

A reading of a clock is a point; the difference of two is a span. A point may be held against another point: that is an
order of events, or the end of a hung test. A span may be held against nothing, and a point against no fixed bound;
neither may a function hand a span to its callers, where nobody would know it for one. Names are followed through a
function with the functions inside it, and through the functions of the same file.
"""

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import IntEnum


class Kind(IntEnum):
    """What an expression has to do with a clock; of several the largest counts."""

    OTHER = 0
    POINT = 1
    SPAN = 2
    VERDICT = 3


_CLOCKS = {"time", "monotonic", "perf_counter", "process_time", "thread_time"}
_CLOCKS |= {f"{name}_ns" for name in _CLOCKS}
_USED = {"ru_utime", "ru_stime"}
_PASSED_ON = {"abs", "min", "max", "sum", "round", "float", "int", "sorted", "list", "tuple", "median", "mean"}
_ORDERS = (ast.Lt, ast.LtE, ast.Gt, ast.GtE)
_KEPT = {"append", "add", "extend", "insert", "put"}


def timed_assertions(tree: ast.Module) -> list[tuple[int, str]]:
    """Line and fault of each, in order."""
    returned: dict[str, Kind] = {}
    functions = [node for node in tree.body if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))]
    functions += [
        node
        for one in tree.body
        if isinstance(one, ast.ClassDef)
        for node in one.body
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
    ]
    readers = [_Reader(node, returned) for node in functions]
    while sum(reader.follow() for reader in readers):
        pass
    return sorted({fault for reader in readers for fault in reader.faults()})


@dataclass
class _Reader:
    """One function of the file, with those inside it."""

    function: ast.FunctionDef | ast.AsyncFunctionDef
    returned: dict[str, Kind]
    known: dict[str, Kind] = field(default_factory=dict)

    def follow(self) -> bool:
        """Whether another look at the assignments found something new."""
        before = dict(self.known), dict(self.returned)
        for node in ast.walk(self.function):
            for target, kind in self._given(node):
                self.known[target] = max(kind, self.known.get(target, Kind.OTHER))
        for name, kind in self._returns(self.function):
            self.returned[name] = max(kind, self.returned.get(name, Kind.OTHER))
        return before != (self.known, self.returned)

    def faults(self) -> Iterator[tuple[int, str]]:
        for node in ast.walk(self.function):
            if isinstance(node, ast.Assert) and self._kind(node.test) is Kind.VERDICT:
                yield node.lineno, f"{ast.unparse(node.test)} holds a measured time against a bound"
            if isinstance(node, ast.Assign) and self._kind(node.value) is Kind.SPAN:
                for target in node.targets:
                    if isinstance(target, ast.Attribute):
                        yield node.lineno, f"{ast.unparse(target)} keeps a measured time for others"
        for node in _own(self.function):
            if isinstance(node, (ast.Return, ast.Yield)) and node.value and self._kind(node.value) is Kind.SPAN:
                yield node.lineno, f"{self.function.name} hands a measured time to its callers"

    def _given(self, node: ast.AST) -> Iterator[tuple[str, Kind]]:
        """What a statement or expression puts into names."""
        if isinstance(node, ast.Assign):
            for target in node.targets:
                yield from self._unpacked(target, node.value)
        elif isinstance(node, (ast.AnnAssign, ast.AugAssign, ast.NamedExpr)) and node.value is not None:
            yield ast.unparse(node.target), self._kind(node.value)
        elif isinstance(node, (ast.For, ast.AsyncFor, ast.comprehension)):
            yield from self._unpacked(node.target, node.iter)
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in _KEPT:
            yield ast.unparse(node.func.value), max(map(self._kind, node.args), default=Kind.OTHER)

    def _unpacked(self, target: ast.expr, value: ast.expr) -> Iterator[tuple[str, Kind]]:
        if not isinstance(target, (ast.Tuple, ast.List)):
            yield ast.unparse(target), self._kind(value)
        elif isinstance(value, (ast.Tuple, ast.List)) and len(value.elts) == len(target.elts):
            for one, its in zip(target.elts, value.elts, strict=True):
                yield from self._unpacked(one, its)
        else:
            for one in target.elts:
                yield ast.unparse(one), self._kind(value)

    def _returns(self, function: ast.FunctionDef | ast.AsyncFunctionDef) -> Iterator[tuple[str, Kind]]:
        for node in _own(function):
            if isinstance(node, (ast.Return, ast.Yield)) and node.value is not None:
                yield function.name, self._kind(node.value)
            elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
                yield from self._returns(node)

    def _kind(self, node: ast.AST) -> Kind:
        if isinstance(node, (ast.Name, ast.Attribute)):
            return self._of_name(node)
        if isinstance(node, ast.Call):
            return self._of_call(node)
        if isinstance(node, ast.BinOp):
            left, right = self._kind(node.left), self._kind(node.right)
            return Kind.SPAN if isinstance(node.op, ast.Sub) and right is not Kind.OTHER else max(left, right)
        if isinstance(node, ast.Compare):
            return self._of_comparison(node)
        if isinstance(node, (ast.Lambda, ast.FormattedValue)):
            return Kind.OTHER
        return max(map(self._kind, ast.iter_child_nodes(node)), default=Kind.OTHER)

    def _of_name(self, node: ast.Name | ast.Attribute) -> Kind:
        known = self.known.get(ast.unparse(node), Kind.OTHER)
        if isinstance(node, ast.Name):
            return known
        return Kind.POINT if node.attr in _USED else max(known, self._kind(node.value))

    def _of_call(self, node: ast.Call) -> Kind:
        whole = ast.unparse(node.func)
        owner, _, name = whole.rpartition(".")
        if name in _CLOCKS and not node.args and (owner in {"", "time", "loop"} or owner.endswith("_loop()")):
            return Kind.POINT
        if whole.startswith("timeit."):
            return Kind.SPAN
        if name in _PASSED_ON:
            return max(map(self._kind, node.args), default=Kind.OTHER)
        return self.returned.get(whole, Kind.OTHER)

    def _of_comparison(self, node: ast.Compare) -> Kind:
        kinds = [self._kind(one) for one in (node.left, *node.comparators)]
        is_order = any(isinstance(op, _ORDERS) for op in node.ops)
        is_timed = max(kinds) >= Kind.SPAN or (kinds.count(Kind.POINT) == 1 and Kind.OTHER in kinds)
        return Kind.VERDICT if Kind.VERDICT in kinds or (is_order and is_timed) else Kind.OTHER


def _own(function: ast.AST) -> Iterator[ast.AST]:
    """The nodes of a function; of the functions inside it only themselves."""
    for node in ast.iter_child_nodes(function):
        yield node
        if not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)):
            yield from _own(node)
