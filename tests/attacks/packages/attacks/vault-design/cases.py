from readyroom import Case


def cases(rng):
    yield Case(args=({"traffic": {"rate": 100}, "requests": 1000, "seed": 5},))
