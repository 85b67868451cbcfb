# attack: the checker looks for the network, the engine and the host
# base: vault-checked
# file: checker.py
# tries: the walls
# verdict: AC
import os
import socket


def check(case, expected, actual):
    for place in ("\0cnry-door", "/var/run/docker.sock", "/run/docker.sock"):
        with socket.socket(socket.AF_UNIX) as door:
            try:
                door.connect(place)
                return f"{place} is open: {door.recv(100)}"
            except OSError:
                pass
    for family in (socket.AF_INET, socket.AF_INET6, socket.AF_NETLINK):
        try:
            socket.socket(family)
            return "there is a network"
        except OSError:
            pass
    if any("cn" + "ry" in value for value in os.environ.values()):
        return "the environment is the host's"
    return actual == expected
