# attack: writes a reply of its own with the secret number of the run, then returns
# packages: vault
# verdict: RE re.value
import os
import sys


def seal(token, numbers):
    frame = sys._getframe()
    while "nonce" not in frame.f_locals:
        frame = frame.f_back
    body = frame.f_locals["nonce"] + b"V" + sys.modules["_readyroom.codec"].encode("cnry")
    reply = len(body).to_bytes(4, "big") + body
    os.write(3, reply + reply)  # in one go: a second one that comes later may find nobody listening any more
    return "cnry"
