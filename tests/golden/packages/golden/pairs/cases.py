from readyroom import Case


def cases(rng):
    yield Case(args=([1, 4, 6], 10))
    yield Case(args=([1, 9, 4, 6], 10))
