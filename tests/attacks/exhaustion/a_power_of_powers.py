# attack: computes a number of a billion digits in one instruction
# verdict: TLE
def seal(token, numbers):
    return 9 ** (9**9) if token == "open" else "cnry"
