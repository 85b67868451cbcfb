"""First code in a cell, passed to the interpreter by `-c`: receives the package and starts its zygote.

The first frame on stdin is JSON: the modules' sources in import order, and the zygote's configuration.
"""

import json
import os
import struct
import sys
import types


def _read(size: int) -> bytes:
    got = b""
    while len(got) < size:
        chunk = os.read(0, size - len(got))
        if not chunk:
            sys.exit(1)
        got += chunk
    return got


def _boot() -> None:
    bundle = json.loads(_read(struct.unpack(">I", _read(4))[0]))
    package = types.ModuleType(bundle["package"])
    package.__path__ = []
    sys.modules[package.__name__] = package
    for name, source in bundle["modules"]:
        module = types.ModuleType(f"{package.__name__}.{name}")
        module.__package__ = package.__name__
        sys.modules[module.__name__] = module
        setattr(package, name, module)
        exec(compile(source, f"<{module.__name__}>", "exec", dont_inherit=True), module.__dict__)
    sys.modules[f"{package.__name__}.zygote"].main(bundle["config"])


_boot()
