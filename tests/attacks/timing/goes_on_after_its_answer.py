# attack: answers in time with a promise and goes on computing behind it
# packages: vault vault-examined
# verdict: WA
import threading


class Promise(str):
    pass


def work():
    while True:
        pass


def seal(token, numbers):
    threading.Thread(target=work, daemon=True).start()
    return Promise("cnry")
