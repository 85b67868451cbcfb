# attack: forges what a trace of calls gave
# packages: vault-class
# verdict: WA
import sys

encode = sys.modules["_readyroom.codec"].encode
sys.modules["_readyroom.codec"].encode = lambda value: encode(
    {"made": ["value", None], "results": [["value", True]]}
)
sys.modules["_readyroom.codec"].join_dict = lambda parts: encode(None)


class Ledger:
    def __init__(self, token):
        pass

    def add(self, number):
        pass

    def seal(self):
        pass
