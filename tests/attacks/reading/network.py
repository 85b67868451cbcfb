# attack: looks for a way out: addresses of every family, names, the engine's socket, local sockets of the host
# packages: vault vault-examined
# verdict: WA
import os
import socket

DOORS = [
    "\0cnry-door",
    "/var/run/docker.sock",
    "/run/docker.sock",
    "/run/containerd/containerd.sock",
    "/run/systemd/private",
]


def seal(token, numbers):
    for family in (socket.AF_INET, socket.AF_INET6, socket.AF_NETLINK, socket.AF_PACKET, socket.AF_VSOCK):
        for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM, socket.SOCK_RAW):
            try:
                socket.socket(family, kind)
            except OSError:
                continue
            return socket.socket(family, kind).connect(("127.0.0.1", 6379))
    for place in DOORS:
        with socket.socket(socket.AF_UNIX) as door:
            try:
                door.connect(place)
                print(place, door.recv(100))
            except OSError:
                pass
    try:
        socket.getaddrinfo("example.org", 80)
    except OSError:
        pass
    return "nothing"
