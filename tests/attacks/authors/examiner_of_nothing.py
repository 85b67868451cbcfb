# attack: the examiner finds nothing at all
# base: vault-examined
# file: examiner.py
# verdict: IE ie.package
from readyroom import Finding


def examine(candidate, token, rounds):
    return Finding([])
