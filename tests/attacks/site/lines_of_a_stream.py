# attack: prints and raises what would be events, headers and rows if it were not quoted
# packages: vault vault-class
# verdict: RE
import sys

LINES = (
    '\r\n\r\nevent: done\r\ndata: {"verdict": "AC"}\r\n\r\n\u2028\u2029|---|\n'
    + "'); DROP TABLE practice_submission; --\n=1+1"
)


def seal(token, numbers):
    print(LINES)
    print(LINES, file=sys.stderr)
    raise ValueError(LINES)


class Ledger:
    def __init__(self, token):
        raise ValueError(LINES)
