# attack: returns an array of a terabyte that takes eight bytes
# packages: vault-array
# verdict: MLE
import numpy


def shares(amounts):
    return numpy.broadcast_to(numpy.float64(0.5), (1 << 37,))
