# attack: replaces the encoder, so that whatever it returns leaves as True
# packages: vault vault-checked vault-array
# verdict: WA
import sys

sys.modules["_readyroom.codec"].encode = lambda value: b"\xc3"


def seal(*_):
    return None


shares = seal
