# attack: the checker computes without end
# base: vault-checked
# file: checker.py
# verdict: IE ie.package
def check(case, expected, actual):
    while True:
        pass
