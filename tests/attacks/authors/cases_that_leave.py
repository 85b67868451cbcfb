# attack: the generator leaves with status 0
# base: vault
# file: cases.py
# verdict: IE ie.package
import os


def cases(rng):
    os._exit(0)
