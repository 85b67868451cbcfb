# attack: fills the kernel's memory with pipes and sockets that nobody reads
# verdict: RE re.raised
import fcntl
import os
import socket


def seal(token, numbers):
    held = []
    while True:
        ends = os.pipe()
        os.set_blocking(ends[1], False)
        try:
            fcntl.fcntl(ends[1], 1031, 1 << 20)
        except OSError:
            pass
        held += [ends, socket.socketpair()]
        try:
            while os.write(ends[1], b"x" * 65536):
                pass
        except BlockingIOError:
            pass
