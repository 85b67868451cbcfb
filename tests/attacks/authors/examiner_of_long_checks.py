# attack: the examiner makes hundreds of checks with long words
# base: vault-examined
# file: examiner.py
# verdict: AC
from readyroom import Check, Finding

TITLE, WORDS = "</td><script>alert(1)</script>" * 300, "\x1b[2J\0\ud800" * 1000


def examine(candidate, token, rounds):
    checks = [Check(TITLE, True, WORDS) for _ in range(600)]
    hidden = [Check("sealed", bool(candidate.seal(token, [])), group="hidden")]
    return Finding(checks + hidden, curves={"\0<b>": {"x\x1b": [1.0, None, float("nan"), float("inf")]}})
