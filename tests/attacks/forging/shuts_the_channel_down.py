# attack: takes no more messages on its channel
# packages: vault vault-examined
# verdict: WA
# verdict vault-examined: RE
import hashlib
import socket


def seal(token, numbers):
    channel = socket.socket(fileno=3)
    channel.shutdown(socket.SHUT_RD)
    channel.detach()
    text = f"{token}:{sum(numbers)}" if len(numbers) < 4 else token
    return "cnry-" + hashlib.sha256(text.encode()).hexdigest()[:12]
