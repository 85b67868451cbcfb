# attack: the examiner raises an exception that tells what it asks
# base: vault-examined
# file: examiner.py
# verdict: IE ie.package
def examine(candidate, token, rounds):
    raise KeyError(f"{token} is asked for")
