# attack: has children write without end while it computes
# verdict: OLE
import os
import time


def seal(token, numbers):
    if not os.fork():
        while True:
            os.write(1, b"x" * 65536)
    time.sleep(30)
