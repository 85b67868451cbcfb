# attack: the generator replaces the driver and answers with nonsense
# base: vault
# file: cases.py
# verdict: IE ie.package
import sys

driver = next(module for module in sys.modules.values() if hasattr(module, "generate"))
driver.random.Random = lambda seed: None
driver._plain_case = lambda case: {"args": 5, "calls": [[[]]], "group": None}


def cases(rng):
    yield 1
