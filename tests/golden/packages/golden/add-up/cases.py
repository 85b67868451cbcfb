from readyroom import Case


def cases(rng):
    yield Case(args=([3, 1, 2],))
    yield Case(args=([],), kwargs={"start": -1}, raises="ValueError")
    yield Case(args=([],), group="small", note="empty")
    for size in (1, 5, 9):
        yield Case(args=([rng.randrange(100) for _ in range(size)],), kwargs={"start": 7}, group="small")
    yield Case(args=([-4, -9, -2],), group="negative", note="all below zero")


def fresh(rng):
    yield Case(args=([-rng.randrange(1, 50) for _ in range(6)],), group="negative", note="drawn for you")


def validate(args, calls):
    if not all(type(number) is int for number in args[0]):
        raise ValueError("numbers must be a list of whole numbers")
