# attack: the generator yields more cases than anybody can run
# base: vault
# file: cases.py
# verdict: IE ie.package
from readyroom import Case


def cases(rng):
    for number in range(20_000):
        yield Case(args=("open", [number]))
