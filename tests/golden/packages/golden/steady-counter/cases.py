from readyroom import Case


def cases(rng):
    yield Case(args=([1, 2],))
    yield Case(args=([5, 5, 5],), group="state")
