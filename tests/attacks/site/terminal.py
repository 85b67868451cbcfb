# attack: prints, returns and raises what commands a terminal: titles, colours, a moved cursor, links, answers
# packages: vault vault-checked vault-class
# verdict: WA
# verdict vault-class: RE
import sys

ESCAPES = (
    "\x1b]0;accepted\x07\x1b[2J\x1b[1;1H\x1b[32mAccepted\x1b[0m\x1b]8;;http://example.org\x1b\\link\x1b]8;;\x1b\\"
    "\x1b[6n\x1b]52;c;Y25yeQ==\x07\r\x08\x0b\x0c\x7f\x9b31m\x9d0;x\x9c\u202eCA\u202c\u2066\u2069"
)


class Evil(Exception):
    pass


class Shown:
    def __repr__(self):
        return ESCAPES


Evil.__qualname__ = Evil.__name__ = Shown.__qualname__ = ESCAPES


def seal(token, numbers):
    print(ESCAPES)
    print(ESCAPES, file=sys.stderr)
    if len(numbers) == 3:
        return Shown()
    raise Evil(ESCAPES)


class Ledger:
    def __init__(self, token):
        print(ESCAPES)
        raise Evil(ESCAPES)
