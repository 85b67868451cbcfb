# attack: sends its descriptors over the channel, in a frame that would be a reply
# packages: vault
# verdict: RE
import socket


def seal(token, numbers):
    channel = socket.socket(fileno=3)
    for _ in range(50):
        socket.send_fds(channel, [b"\0\0\0\0"], [0, 1, 2] * 80)
    return "cnry"
