# attack: the checker says a megabyte of markup and escapes about every case
# base: vault-checked
# file: checker.py
# verdict: WA wa.checker
def check(case, expected, actual):
    return "</script><script>alert(1)</script>\x1b[2J\0\ud800" * 30_000
