# attack: leaves with status 0 in the middle of a trace
# packages: vault-class
# verdict: RE re.exit
import os


class Ledger:
    def __init__(self, token):
        pass

    def add(self, number):
        os._exit(0)

    def seal(self):
        return ""
