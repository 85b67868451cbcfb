# attack: the examiner asks for fresh processes without end
# base: vault-examined
# file: examiner.py
# limit: total_wall_s = 2
# verdict: IE ie.package
def examine(candidate, token, rounds):
    while True:
        candidate.fresh()
