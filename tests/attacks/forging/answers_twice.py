# attack: writes a reply of its own with the secret number of the run, then returns
# packages: vault
# verdict: RE re.value
import sys


def seal(token, numbers):
    frame = sys._getframe()
    while "nonce" not in frame.f_locals:
        frame = frame.f_back
    write, encode = frame.f_globals["write_frame"], sys.modules["_readyroom.codec"].encode
    write(3, frame.f_locals["nonce"], b"V", encode("cnry"))
    return "cnry"
