# attack: recurses without end
# packages: vault vault-class
# verdict: RE re.raised
def seal(token, numbers):
    return seal(token, numbers)


class Ledger:
    def __init__(self, token):
        self.__init__(token)
