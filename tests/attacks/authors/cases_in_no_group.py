# attack: a case names a group of markup
# base: vault
# file: cases.py
# verdict: IE ie.package
from readyroom import Case


def cases(rng):
    yield Case(args=("open", [1, 2, 3]), group="<script>alert(1)</script>\x1b[2J")
