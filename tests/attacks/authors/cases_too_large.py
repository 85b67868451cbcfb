# attack: the generator yields values larger than are taken
# base: vault
# file: cases.py
# verdict: IE ie.package
from readyroom import Case


def cases(rng):
    yield Case(args=("open" * 20_000_000, [1]))
