# attack: returns a list nested a hundred thousand deep
# packages: vault vault-checked
# verdict: RE re.value
def seal(token, numbers):
    value = []
    for _ in range(100_000):
        value = [value]
    return value
