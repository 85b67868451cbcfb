# attack: takes memory in many children, each within the limit
# verdict: MLE
import os
import time


def seal(token, numbers):
    for _ in range(20):
        if not os.fork():
            held = bytearray(40 << 20)
            time.sleep(30)
            os._exit(len(held) & 1)
    time.sleep(30)
