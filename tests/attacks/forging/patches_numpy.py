# attack: replaces what compares arrays
# packages: vault-array
# verdict: WA
import numpy

numpy.allclose = numpy.array_equal = numpy.isclose = lambda *_, **__: True
numpy.testing = type("testing", (), {"assert_allclose": staticmethod(lambda *_, **__: None)})
numpy.frombuffer = lambda *_, **__: 1


def shares(amounts):
    return numpy.zeros(len(amounts))
