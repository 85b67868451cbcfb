# attack: returns NaN and infinities, which no tolerance may let pass
# packages: vault-array
# verdict: WA
import numpy


def shares(amounts):
    value = {2: numpy.nan, 4: numpy.inf, 5: -numpy.inf}.get(len(amounts), numpy.nan)
    return numpy.full(len(amounts), value)
