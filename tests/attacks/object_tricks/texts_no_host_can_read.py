# attack: returns arrays of texts and numbers that make whoever looks at them fail
# packages: vault vault-array
# verdict: RE re.value
import numpy


def seal(token, numbers):
    return numpy.frombuffer(b"\xff" * 4, dtype="<U1").reshape(())


def shares(amounts):
    return numpy.frombuffer(b"\xff" * 4 * len(amounts), dtype="<U1")
