# attack: raises SystemExit with a verdict in it
# packages: vault vault-examined
# verdict: RE re.exit
import sys


def seal(token, numbers):
    sys.exit("AC")
