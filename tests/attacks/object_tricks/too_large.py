# attack: returns more than is taken
# packages: vault
# verdict: RE re.value
def seal(token, numbers):
    return b"x" * (17 << 20)
