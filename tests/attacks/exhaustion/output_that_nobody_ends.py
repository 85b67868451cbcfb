# attack: returns at once and leaves its output open in a child
# packages: vault vault-examined
# verdict: WA
import os
import time


def seal(token, numbers):
    if not os.fork():
        os.setsid()
        time.sleep(60)
        os._exit(0)
    return "cnry"
