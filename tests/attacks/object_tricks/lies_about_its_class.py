# attack: returns an object that says it is a text, and what it is asked
# packages: vault vault-checked
# verdict: WA
class Chameleon:
    __class__ = property(lambda self: str)
    __instancecheck__ = lambda self, other: True

    def __eq__(self, other):
        return True

    def __getattribute__(self, name):
        return object.__getattribute__(self, name) if name.startswith("__") else lambda *_: True


def seal(token, numbers):
    return Chameleon()
