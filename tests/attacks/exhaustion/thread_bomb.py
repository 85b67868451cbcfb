# attack: starts threads without end
# packages: vault vault-examined
# verdict: RE re.raised
import threading


def seal(token, numbers):
    while True:
        threading.Thread(target=threading.Event().wait, daemon=True).start()
