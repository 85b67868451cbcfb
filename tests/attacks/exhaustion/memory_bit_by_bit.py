# attack: takes memory bit by bit until there is no more
# packages: vault vault-examined
# verdict: MLE
def seal(token, numbers):
    held = []
    while True:
        held.append(bytearray(1 << 20))
