# attack: forges an exception with a megabyte of traceback for the report of each case
# packages: vault vault-class
# verdict: RE
import sys

LINE = ["/tmp/work/solution.py", 1, "f" * 20_000, "x" * 20_000]
FORGED = {"type": "T" * 9_000, "message": "m" * 9_000, "frames": [LINE] * 24}
sys.modules["_readyroom.raised"].describe = lambda *_: FORGED


def seal(token, numbers):
    raise ValueError


class Ledger:
    def __init__(self, token):
        raise ValueError
