# attack: makes calls on a proxy that it was not given, to stop the clock while the host answers
# packages: vault vault-examined
# verdict: RE re.value
import sys


def seal(token, numbers):
    frame = sys._getframe()
    while "candidate" not in frame.f_locals:
        frame = frame.f_back
    exchange, encode = frame.f_locals["candidate"]._exchange, sys.modules["_readyroom.codec"].encode
    for _ in range(100):
        answer = exchange(encode(["seal", [token, numbers], {}]))
    return answer
