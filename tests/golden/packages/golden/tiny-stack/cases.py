from readyroom import Case


def cases(rng):
    yield Case(args=(2,), calls=[("push", 7), ("push", 8), ("items",), ("push", 9), ("pop",)])
    yield Case(args=(0,), calls=[("push", 1)], group="bounds", note="no room at all")
    yield Case(args=(-1,), calls=[("items",)], group="bounds", note="a size below zero")
    calls = [("push", value) for value in range(20)] + [("pop",)] * 21 + [("items",)]
    yield Case(args=(20,), calls=calls, group="bounds", note="emptied")
