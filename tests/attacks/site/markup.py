# attack: prints, returns and raises markup, and calls its classes by it
# packages: vault vault-checked vault-class
# verdict: WA
# verdict vault-class: RE
import sys

MARKUP = (
    "</script></pre><script>alert(1)</script><img src=x onerror='alert(1)'>{{ 7 * 7 }}<svg/onload=alert(1)>"
)


class Evil(Exception):
    pass


class Shown:
    def __repr__(self):
        return MARKUP


Evil.__qualname__ = Evil.__name__ = Shown.__qualname__ = MARKUP


def seal(token, numbers):
    print(MARKUP)
    print(MARKUP, file=sys.stderr)
    if len(numbers) == 3:
        return MARKUP
    if len(numbers) == 4:
        return Shown()
    raise Evil(MARKUP)


class Ledger:
    def __init__(self, token):
        print(MARKUP)
        raise Evil(MARKUP)
