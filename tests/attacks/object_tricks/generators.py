# attack: returns things that are computed only when they are looked at
# packages: vault vault-checked vault-array
# verdict: WA
import itertools


async def later():
    return "cnry"


def seal(token, numbers):
    if len(numbers) == 3:
        return (letter for letter in "cnry")
    if len(numbers) == 4:
        return iter(lambda: True, False)
    if len(numbers) == 5:
        return map(str, itertools.count())
    return range(10**18)


def shares(amounts):
    return (amount for amount in amounts)
