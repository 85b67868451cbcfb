# attack: the reference leaves with status 0
# base: vault
# file: submissions/accepted/honest.py
# verdict: IE ie.package
import os


def seal(token, numbers):
    os._exit(0)
