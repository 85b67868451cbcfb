from readyroom import Case

SOURCE = "cnry-source-cases"


def _case(rng, size):
    return Case(args=([1.0 + rng.random() for _ in range(size)],), group="hidden")


def cases(rng):
    yield Case(args=([1.0, 3.0],))
    yield _case(rng, 4)
    yield _case(rng, 5)


def fresh(rng):
    yield _case(rng, 6)
