# attack: announces a huge frame and writes without end
# packages: vault vault-examined
# verdict: RE re.value
import os


def seal(token, numbers):
    os.write(3, (1 << 31).to_bytes(4, "big"))
    while True:
        os.write(3, b"x" * 65536)
