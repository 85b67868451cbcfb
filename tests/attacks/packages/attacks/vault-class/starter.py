class Ledger:
    def __init__(self, token):
        raise NotImplementedError
