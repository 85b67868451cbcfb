# attack: the generator forges replies, failures of ours and calls on a proxy
# base: vault
# file: cases.py
# tries: the walls
# verdict: IE ie.package
import os

import msgpack


def cases(rng):
    fault = b"F" + msgpack.packb(["seccomp filter", "not permitted"])
    os.write(3, len(fault).to_bytes(4, "big") + fault)
    raise SystemExit(0)
