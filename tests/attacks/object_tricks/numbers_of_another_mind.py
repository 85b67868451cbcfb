# attack: returns subclasses of int, float and bool that equal anything
# packages: vault-array
# verdict: WA
class Number(float):
    __eq__ = __le__ = __ge__ = lambda self, other: True
    __sub__ = __rsub__ = __abs__ = lambda self, *_: 0.0
    __float__ = lambda self: 0.5


class Whole(int):
    __eq__ = lambda self, other: True
    __int__ = __index__ = lambda self: 7


def shares(amounts):
    return [Number(9)] * len(amounts) if len(amounts) % 2 else [Whole(9)] * len(amounts)
