# attack: the generator computes without end
# base: vault
# file: cases.py
# verdict: IE ie.package
def cases(rng):
    while True:
        pass
