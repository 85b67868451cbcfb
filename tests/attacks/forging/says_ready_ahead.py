# attack: says that it is ready for calls that have not been made
# packages: vault-examined
# verdict: RE
import hashlib
import os
import threading
import time


def lie():
    time.sleep(0.002)
    for _ in range(3):
        os.write(3, b"\0\0\0\1R")


def seal(token, numbers):
    threading.Thread(target=lie).start()
    text = f"{token}:{sum(numbers)}"
    return "cnry-" + hashlib.sha256(text.encode()).hexdigest()[:12]
