# attack: looks for the seed of the fresh cases in the state of every generator
# packages: vault vault-checked
# verdict: WA
import random
import sys

import numpy


def seal(token, numbers):
    print(random.getstate()[1][:5], numpy.random.get_state()[1][:5])
    print([arg for arg in sys.argv], sys.orig_argv, sys.flags)
    for name, module in list(sys.modules.items()):
        for word in ("seed", "SEED", "rng", "_seed"):
            if type(getattr(module, word, None)) in (int, str):
                print(name, word, getattr(module, word))
    return "nothing"
