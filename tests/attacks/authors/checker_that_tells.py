# attack: the checker raises an exception that tells what was expected
# base: vault-checked
# file: checker.py
# verdict: IE ie.package
def check(case, expected, actual):
    if case.args[0] != "open":
        raise ValueError(f"{case.args} gives {expected}")
    return True
