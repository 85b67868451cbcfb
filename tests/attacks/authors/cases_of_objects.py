# attack: the generator yields what cannot leave its cell
# base: vault
# file: cases.py
# verdict: IE ie.package
from readyroom import Case


def cases(rng):
    yield Case(args=("open", {1, 2, 3}))
    yield Case(args=("open", [object()]), group="hidden")
