# attack: says that a layer is missing while the harness waits for the next call
# packages: vault-examined
# verdict: RE
import hashlib
import os
import threading
import time

import msgpack


def lie():
    time.sleep(0.002)
    fault = b"F" + msgpack.packb(["seccomp filter", "not permitted"])
    os.write(3, len(fault).to_bytes(4, "big") + fault)


def seal(token, numbers):
    threading.Thread(target=lie).start()
    text = f"{token}:{sum(numbers)}"
    return "cnry-" + hashlib.sha256(text.encode()).hexdigest()[:12]
