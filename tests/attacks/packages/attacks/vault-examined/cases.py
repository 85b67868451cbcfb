from readyroom import Case

SOURCE = "cnry-source-cases"


def cases(rng):
    yield Case(args=("open", 2))
    yield Case(args=(f"cnry-token-{rng.getrandbits(48):012x}", 3), group="hidden")
