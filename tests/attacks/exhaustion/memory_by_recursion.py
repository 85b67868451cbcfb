# attack: recurses without end after lifting the limit
# packages: vault vault-examined
# verdict: MLE
import sys


def seal(token, numbers):
    sys.setrecursionlimit(10**9)
    deeper = lambda n: deeper(n + 1)
    return deeper(0)
