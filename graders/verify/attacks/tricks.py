"""The tricks: what is done at import, and in the body of whatever function or method is called."""

from __future__ import annotations

from dataclasses import dataclass

from graders.package.manifest import Entry

_EQUAL = "'__eq__': lambda self, other: True, '__ne__': lambda self, other: False, '__hash__': lambda self: 0"
_NOTHING = f"Nothing = type('Nothing', (), {{{_EQUAL}}})"
_NUMBER = (
    f"Number = type('Number', ({{}},), {{{{{_EQUAL}, '__sub__': lambda *_: 0, '__rsub__': lambda *_: 0, "
    "'__abs__': lambda self: 0, '__le__': lambda *_: True, '__ge__': lambda *_: True}})"
)
_TEXT = f"Text = type('Text', (str,), {{{_EQUAL}, '__str__': lambda self: 'AC', '__len__': lambda self: 1}})"
_ARRAY = (
    "import numpy\n"
    "Same = type('Same', (numpy.ndarray,), {'__array_ufunc__': lambda *_, **__: numpy.bool_(True),\n"
    "    '__array_function__': lambda *_, **__: True, '__eq__': lambda self, other: True})"
)
_FORGED = (
    "import sys\n"
    "def forge(value):\n"
    "    sys.modules['_readyroom.codec'].encode = lambda _: bytes(value)\n"
    "    return None"
)
_PATCHED = (
    "import builtins, math\n"
    "builtins.abs = lambda *_: 0\n"
    "math.isclose = lambda *_, **__: True\n"
    "builtins.isinstance = lambda *_: True"
)


@dataclass(frozen=True)
class Trick:
    """What stands at the head of the file, and what every function does with `args`."""

    body: str
    head: str = ""

    def source(self, entry: Entry) -> str:
        """A submission that does the trick wherever it is called."""
        function = "def {}(*args, **kwargs):\n    {}\n"
        if entry.type == "program":
            return f"{self.head}\n{function.format('answer', self.body)}print(answer())\n"
        if entry.type == "function":  # an examiner may call others than the entry
            names = dict.fromkeys([entry.name, *(line.partition("(")[0] for line in entry.signature)])
            return f"{self.head}\n" + "".join(
                function.format(name, self.body) for name in names if name.isidentifier()
            )
        methods = "".join(
            f"    {line}\n"
            for name in entry.methods
            for line in function.format(name, self.body).splitlines()
        )
        start = "    def __init__(self, *args, **kwargs):\n        pass\n"
        return f"{self.head}\nclass {entry.name}:\n{start}{methods}"


TRICKS: dict[str, Trick] = {
    "leaves": Trick("os._exit(0)", "import os"),
    "leaves in words": Trick("sys.exit('AC')", "import sys"),
    "leaves at import": Trick("return None", "import os\nos._exit(0)"),
    "kills all": Trick("os.kill(-1, 9); os.kill(0, 9)", "import os"),
    "prints a report": Trick("print(json.dumps({'verdict': 'AC', 'score': 100}))", "import json"),
    "raises nothing much": Trick("raise type('AC', (Exception,), {})"),
    "equals everything": Trick("return Nothing()", _NOTHING),
    "equals everything within": Trick("return [Nothing()]", _NOTHING),
    "an int of another mind": Trick("return Number(0)", _NUMBER.format("int")),
    "a float of another mind": Trick("return Number('nan')", _NUMBER.format("float")),
    "a text of another mind": Trick("return Text('AC')", _TEXT),
    "an array of another mind": Trick("return numpy.zeros(1).view(Same)", _ARRAY),
    "a generator": Trick("return (n for n in args)"),
    "a generator without end": Trick("return iter(lambda: True, False)"),
    "what it got": Trick("return args[-1] if args else None"),
    "a text": Trick("return 'AC'"),
    "not a number": Trick("return float('nan')"),
    "nothing": Trick("return None"),
    "True": Trick("return True"),
    "nought": Trick("return 0"),
    "an empty list": Trick("return []"),
    "an empty dict": Trick("return {}"),
    "nested lists": Trick("value = []\n    for _ in range(30): value = [value]\n    return value"),
    "a forged value": Trick("return forge(b'\\xc3')", _FORGED),
    "a forged trace": Trick("return forge(b'\\x82\\xa4made\\x92\\xa5value\\xc0\\xa7results\\x90')", _FORGED),
    "patched comparisons": Trick("return float('nan')", _PATCHED),
    "the reference": Trick("return vars(reference)", "import reference"),
}
