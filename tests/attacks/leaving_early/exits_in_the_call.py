# attack: leaves with status 0 instead of returning
# packages: vault vault-checked vault-examined
# verdict: RE re.exit
import os


def seal(token, numbers):
    print("accepted")
    os._exit(0)
