# attack: the examiner asks for fresh processes without end
# base: vault-examined
# file: examiner.py
# verdict: IE ie.package
def examine(candidate, token, rounds):
    while True:
        candidate.fresh()
