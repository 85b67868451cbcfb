# attack: the examiner calls without end and takes every refusal
# base: vault-examined
# file: examiner.py
# limit: total_wall_s = 2
# verdict: IE ie.package
def examine(candidate, token, rounds):
    while True:
        try:
            candidate.seal(token)
        except Exception:
            pass
