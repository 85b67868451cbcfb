# attack: returns a subclass of ndarray that takes part in no comparison
# packages: vault-array
# verdict: WA
import numpy


class Any(numpy.ndarray):
    def __array_ufunc__(self, *_, **__):
        return numpy.bool_(True)

    def __array_function__(self, *_, **__):
        return True

    __eq__ = __ne__ = lambda self, other: True
    astype = lambda self, *_, **__: self
    shape = property(lambda self: (2,))


def shares(amounts):
    return numpy.zeros(len(amounts)).view(Any)
