# attack: raises exceptions whose type and words are not what they seem
# packages: vault vault-class
# verdict: RE
class Meta(type):
    __qualname__ = property(lambda cls: ["AC"])
    __name__ = property(lambda cls: 7)


class Odd(Exception, metaclass=Meta):
    def __str__(self):
        raise SystemExit(0)


def seal(token, numbers):
    raise Odd


class Ledger:
    def __init__(self, token):
        raise Odd
