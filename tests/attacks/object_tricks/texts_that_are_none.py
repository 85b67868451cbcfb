# attack: returns, prints and raises texts that no database takes
# packages: vault vault-checked vault-class
# verdict: WA
# verdict vault-class: RE
class Odd(Exception):
    pass


Odd.__qualname__ = "\0\ud800"


def seal(token, numbers):
    print("\0", "\ud800")
    if token == "open":
        return {"\ud800\0": "\udfff"}
    raise Odd("\0\ud800")


class Ledger:
    def __init__(self, token):
        self.token = token

    def add(self, number):
        pass

    def seal(self):
        print("\0")
        raise Odd("\0\ud800")


seal.__qualname__ = "\0"
