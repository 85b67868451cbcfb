# attack: the examiner draws curves of what is no number
# base: vault-examined
# file: examiner.py
# verdict: IE ie.package
from readyroom import Check, Finding


def examine(candidate, token, rounds):
    return Finding([Check("drawn", True)], curves={"\0": {"x": [10**400, "a", None]}})
