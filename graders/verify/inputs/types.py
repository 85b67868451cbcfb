"""Types as a signature declares them, as far as they say what a value must look like."""

from __future__ import annotations

import ast
from dataclasses import dataclass

from graders.package.manifest import Entry

PLAIN = ("int", "float", "str", "bool", "None", "list", "tuple", "dict", "bytes")


@dataclass(frozen=True)
class Type:
    """A type by name with its parts; `any` is what cannot be told, `union` one of its parts."""

    name: str
    parts: tuple[Type, ...] = ()

    @property
    def choices(self) -> tuple[Type, ...]:
        """The types that a value may have."""
        return self.parts if self.name == "union" else (self,)

    def takes(self, *names: str) -> bool:
        """Whether a value may have one of these types, or that cannot be told."""
        return any(choice.name in (*names, "any") for choice in self.choices)


ANY = Type("any")


def parameters(entry: Entry, name: str) -> list[Type]:
    """The types of the parameters of the entry or of a method; none for a signature in words."""
    try:
        function = ast.parse(f"def {entry.signature_of(name)}: ...").body[0]
    except SyntaxError:
        return []
    if not isinstance(function, ast.FunctionDef):
        return []
    return [read(argument.annotation) for argument in (*function.args.posonlyargs, *function.args.args)]


def read(node: ast.expr | None) -> Type:
    """The type that an annotation names."""
    match node:
        case ast.Name(id=name) if name in PLAIN:
            return Type(name)
        case ast.Constant(value=None):
            return Type("None")
        case ast.BinOp(left=left, op=ast.BitOr(), right=right):
            return Type("union", (*read(left).choices, *read(right).choices))
        case ast.Subscript(value=ast.Name(id=name), slice=inner) if name in PLAIN:
            parts = inner.elts if isinstance(inner, ast.Tuple) else [inner]
            if any(isinstance(part, ast.Constant) and part.value is ... for part in parts):
                return Type(name)
            return Type(name, tuple(read(part) for part in parts))
    return ANY
