# attack: leaves each case's token behind, in files, memory, sockets, environment and processes, for the next case
# packages: vault vault-checked vault-class
# verdict: WA
import os
import socket
import sys
import time

SEEN = []


def remember(token):
    if SEEN:
        print("module", SEEN)
    SEEN.append(token)
    sys.modules["json"].seen = os.environ["SEEN"] = token
    for path in ("/tmp/seen", "/tmp/work/seen", "/dev/shm/seen", "/tmp/work/solution.pyc"):
        if os.path.exists(path):
            print(path, open(path).read())
        with open(path, "w") as file:
            file.write(token)
    with socket.socket(socket.AF_UNIX) as door:
        try:
            door.connect("\0seen")
            print("socket", door.recv(100))
        except OSError:
            pass
    if not os.fork():
        os.setsid()
        if not os.fork():
            for descriptor in range(3):
                os.close(descriptor)
            os.closerange(3, 256)
            with socket.socket(socket.AF_UNIX) as door:
                door.bind("\0seen")
                door.listen()
                while True:
                    door.accept()[0].send(token.encode())
        os._exit(0)
    os.wait()


def seal(token, numbers):
    remember(token)
    return "nothing"


class Ledger:
    def __init__(self, token):
        remember(token)

    def add(self, number):
        pass

    def seal(self):
        return "nothing"
