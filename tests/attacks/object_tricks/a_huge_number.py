# attack: returns numbers of a million digits
# packages: vault vault-array
# verdict: WA
def seal(token, numbers):
    return 1 << 4_000_000


def shares(amounts):
    return [1 << 4_000_000] * len(amounts)
