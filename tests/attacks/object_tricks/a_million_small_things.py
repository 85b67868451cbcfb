# attack: returns millions of elements, for the host to decode, compare and show
# packages: vault vault-checked
# verdict: WA
def seal(token, numbers):
    return [0] * 3_000_000 if len(numbers) == 3 else "cnry"
