# attack: changes its arguments to what it returns
# packages: vault vault-checked vault-examined
# verdict: WA
def seal(token, numbers):
    numbers.clear()
    numbers.append("cnry")
    seal.__defaults__ = ("cnry", numbers)
    return numbers[0]
