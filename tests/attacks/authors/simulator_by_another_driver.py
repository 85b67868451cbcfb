# attack: the simulator replaces the driver and answers with nonsense
# base: vault-design
# file: simulator.py
# verdict: IE ie.package
import sys

driver = next(module for module in sys.modules.values() if hasattr(module, "generate"))


class Invalid(Exception):
    where = {}
    why = 5


driver.InvalidDesign = Invalid


def simulate(design, case):
    raise Invalid
