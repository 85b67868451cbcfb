# attack: says on its channel what only the harness says, that a layer could not be put in place
# packages: vault vault-examined
# verdict: RE
import os

import msgpack


def seal(token, numbers):
    fault = b"F" + msgpack.packb(["seccomp filter", "not permitted"])
    os.write(3, len(fault).to_bytes(4, "big") + fault)
    return "cnry"
