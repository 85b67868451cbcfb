from readyroom import Case

SOURCE = "cnry-source-cases"


def _case(rng, size):
    token = f"cnry-token-{rng.getrandbits(48):012x}"
    calls = [("add", rng.randrange(1000)) for _ in range(size)]
    return Case(
        args=(token,),
        calls=[*calls, ("seal",), ("add", 1), ("seal",)],
        group="hidden",
        note=f"note of {token}",
    )


def cases(rng):
    yield Case(args=("open",), calls=[("add", 6), ("seal",)])
    for size in (4, 5):
        yield _case(rng, size)


def fresh(rng):
    yield _case(rng, 6)
