# attack: writes to stdout without end
# packages: vault vault-checked vault-examined
# verdict: OLE
import sys


def seal(token, numbers):
    while True:
        sys.stdout.write("x" * 10_000 + "\\n")
