# attack: raises an exception of a hundred thousand frames and a message of ten megabytes
# verdict: RE re.raised
import sys

sys.setrecursionlimit(200_000)


def seal(token, numbers, depth=0):
    if depth < 20_000:
        return seal(token, numbers, depth + 1)
    raise ValueError("x" * 10_000_000)
