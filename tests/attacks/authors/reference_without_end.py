# attack: the reference never returns
# base: vault
# file: submissions/accepted/honest.py
# verdict: IE ie.package
import time


def seal(token, numbers):
    time.sleep(600)
