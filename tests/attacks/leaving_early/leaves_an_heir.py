# attack: leaves with status 0 while a child goes on in its place
# verdict: RE
import os
import time


def seal(token, numbers):
    if os.fork():
        os._exit(0)
    time.sleep(0.2)
    return "cnry"
