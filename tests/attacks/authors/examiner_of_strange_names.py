# attack: the examiner calls what is no function of a candidate's
# base: vault-examined
# file: examiner.py
# verdict: IE ie.package
from readyroom import Check, Finding


def examine(candidate, token, rounds):
    for name in ("\0\ud800", "x" * 1_000_000, "seal.__globals__", "<script>"):
        candidate._ask(name, *[[1]] * 1000)
    return Finding([Check("called", True)])
