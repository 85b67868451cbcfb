# attack: leaves from a thread while the harness waits for the next call
# packages: vault-examined
# verdict: RE
import hashlib
import os
import threading
import time


def leave():
    time.sleep(0.002)
    os._exit(0)


def seal(token, numbers):
    threading.Thread(target=leave).start()
    text = f"{token}:{sum(numbers)}"
    return "cnry-" + hashlib.sha256(text.encode()).hexdigest()[:12]
