# attack: the generator yields cases without end
# base: vault
# file: cases.py
# verdict: IE ie.package
from readyroom import Case


def cases(rng):
    while True:
        yield Case(args=("open", [1] * 1000))
