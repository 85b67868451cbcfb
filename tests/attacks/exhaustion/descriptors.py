# attack: opens descriptors until there are no more
# packages: vault vault-examined
# verdict: RE re.raised
import os


def seal(token, numbers):
    while True:
        os.dup(1)
