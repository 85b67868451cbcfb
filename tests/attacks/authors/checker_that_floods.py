# attack: the checker writes and remembers without end
# base: vault-checked
# file: checker.py
# tries: the walls
# verdict: IE ie.package
import sys

seen = []


def check(case, expected, actual):
    while True:
        seen.append(bytearray(1 << 20))
        print("x" * 10_000, file=sys.stderr)
