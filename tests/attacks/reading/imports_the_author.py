# attack: imports the author's modules
# packages: vault vault-checked vault-examined
# verdict: WA
import importlib
import sys


def seal(token, numbers):
    sys.path += ["/tmp", "/", "/problems", "/work", "/srv"]
    for name in (
        "reference",
        "cases",
        "checker",
        "examiner",
        "readyroom",
        "readyroom_driver",
        "simulator",
        "honest",
    ):
        try:
            print(name, vars(importlib.import_module(name)))
        except ImportError:
            pass
    return "nothing"
