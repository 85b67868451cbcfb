# attack: closes every descriptor and returns
# packages: vault vault-examined
# verdict: RE
import os


def seal(token, numbers):
    os.closerange(0, 1024)
    return "cnry"
