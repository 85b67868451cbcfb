# attack: returns arrays of objects, of records, of dates, of extended precision, and of no elements
# packages: vault-array
# verdict: WA
import numpy


class Same:
    def __eq__(self, other):
        return True


def shares(amounts):
    size = len(amounts)
    if size == 2:
        return numpy.array([Same()] * size, dtype=object)
    if size == 4:
        return numpy.zeros(size, dtype=[("a", "f8"), ("b", "O")])
    if size == 5:
        return numpy.array(["NaT"] * size, dtype="datetime64[s]")
    return numpy.zeros((0, 1 << 40, size), dtype=numpy.longdouble)
