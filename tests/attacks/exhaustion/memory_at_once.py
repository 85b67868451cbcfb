# attack: takes two gigabytes at once
# packages: vault vault-checked vault-examined
# verdict: MLE
def seal(token, numbers):
    return len(bytearray(2 << 30))
