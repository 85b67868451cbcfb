"""Programs as people copy them: other names, another order, other comments, the same code."""

import ast
import builtins
import random
from pathlib import Path

PROBLEMS = Path("problems")


def accepted(problem: str) -> list[str]:
    """The accepted submissions of a problem of the library: independent solutions."""
    found = sorted(PROBLEMS.glob(f"*/{problem}/submissions/accepted/*.py"))
    assert found, f"no problem {problem}"
    return [path.read_text() for path in found]


def starter(problem: str) -> str:
    """What its editor opens with."""
    (found,) = PROBLEMS.glob(f"*/{problem}/starter.py")
    return found.read_text()


class _Renamed(ast.NodeTransformer):
    """Every name of the program's own with an underscore and a number."""

    def __init__(self, seed: int) -> None:
        self.seed = seed

    def new(self, name: str) -> str:
        return name if hasattr(builtins, name) or name == "self" else f"{name}_{self.seed}"

    def visit_Name(self, node: ast.Name) -> ast.Name:
        return ast.Name(self.new(node.id), node.ctx)

    def visit_arg(self, node: ast.arg) -> ast.arg:
        return ast.arg(self.new(node.arg), node.annotation)


def renamed(text: str, seed: int = 1) -> str:
    """Other names of variables, and a layout of its own; comments are lost."""
    return ast.unparse(ast.fix_missing_locations(_Renamed(seed).visit(ast.parse(text))))


def reordered(text: str, seed: int = 1) -> str:
    """Functions and methods in another order."""
    tree, dice = ast.parse(text), random.Random(seed)
    for node in [tree, *ast.walk(tree)]:
        if isinstance(node, ast.Module | ast.ClassDef):
            places = [n for n, child in enumerate(node.body) if isinstance(child, ast.FunctionDef)]
            bodies = [node.body[n] for n in places]
            dice.shuffle(bodies)
            for place, body in zip(places, bodies, strict=True):
                node.body[place] = body
    return ast.unparse(tree)


def commented(text: str) -> str:
    """A comment after every line, and empty lines between them."""
    return "\n\n".join(
        f"{line}  # line {n}" if line.strip() else line for n, line in enumerate(text.splitlines())
    )
