from readyroom import Case

SOURCE = "cnry-source-cases"


def _case(rng, size):
    token = f"cnry-token-{rng.getrandbits(48):012x}"
    return Case(
        args=(token, [rng.randrange(1000) for _ in range(size)]), group="hidden", note=f"note of {token}"
    )


def cases(rng):
    yield Case(args=("open", [1, 2, 3]))
    for size in (4, 5, 6):
        yield _case(rng, size)


def fresh(rng):
    for size in (7, 8):
        yield _case(rng, size)
