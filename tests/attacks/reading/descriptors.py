# attack: reads and duplicates every descriptor that it has inherited
# packages: vault vault-examined
# verdict: RE
import os
import socket


def seal(token, numbers):
    for descriptor in range(256):
        try:
            os.set_blocking(descriptor, False)
            print(descriptor, os.readlink(f"/proc/self/fd/{descriptor}"), os.read(descriptor, 1 << 16))
        except OSError:
            continue
    channel = socket.socket(fileno=3)
    try:
        print(channel.recv(1 << 16, socket.MSG_DONTWAIT))
    except OSError:
        pass
    channel.close()
    return "nothing"
