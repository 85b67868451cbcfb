# attack: returns an object whose class and looks are no valid text
# packages: vault vault-checked vault-examined
# verdict: WA
class Odd:
    def __repr__(self):
        return "\ud800\0\udfff"


Odd.__qualname__ = "\0\ud800"
Odd.__module__ = "\udfff"


def seal(token, numbers):
    return Odd()
