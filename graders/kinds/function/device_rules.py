"""What a problem that asks for a device must be, and what its cases.py must have."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from graders.diagnostics import Diagnostics
from graders.package.model import Package
from graders.package.tables import locate

TOML, CASES = "problem.toml", "cases.py"
TIMED = ("timed", "cost")
"""Functions of cases.py that timed calls need: an input for each, and what it must at least do."""


def check_device(package: Package, diagnostics: Diagnostics) -> None:
    """Report a device that the problem cannot use, and generators that take a size though there is none, or the other way round."""
    device = package.manifest.device
    try:
        body = ast.parse(package.files.get(CASES, b"")).body
    except (
        SyntaxError,
        ValueError,
        MemoryError,
        RecursionError,
    ):  # which is said of every file that is no Python
        return
    defined = {node.name: node for node in body if isinstance(node, ast.FunctionDef)}
    wanted = ["rng", "size"] if device else ["rng"]
    for name in ("cases", "fresh"):
        node = defined.get(name)
        if node and not _takes(node, len(wanted)):
            diagnostics.error(f"is to be called as {name}({', '.join(wanted)})", CASES, node.lineno)
    for field, words in _misfits(package, set(defined)) if device else ():
        line = locate(package.files[TOML].decode(), ("device", field))
        diagnostics.error(f"device.{field}: {words}", TOML, line)


def _misfits(package: Package, defined: set[str]) -> Iterator[tuple[str, str]]:
    manifest, device = package.manifest, package.manifest.device
    assert device is not None
    if manifest.kind != "function" or manifest.image != "torch" or manifest.entry.type != "function":
        yield "wants", 'only a function in the image "torch" can use one'
    if package.growths:
        yield "wants", "growth is measured in seconds of the processor; leave scaling.toml out"
    if device.repeats and package.has_examiner:
        yield "repeats", "an examiner says what is timed: candidate.costs(bytes=…) before a call"
    elif device.repeats:
        for name in TIMED:
            if name not in defined:
                yield "repeats", f"cases.py has no function {name}"


def _takes(node: ast.FunctionDef, count: int) -> bool:
    """Whether a function can be called with so many arguments by place."""
    most = len(node.args.posonlyargs) + len(node.args.args)
    least = most - len(node.args.defaults)
    return least <= count and (count <= most or node.args.vararg is not None)
