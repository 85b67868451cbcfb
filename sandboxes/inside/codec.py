"""Plain values as bytes and back: msgpack with four extension types, and bounds on what is decoded.

Used on both sides of a cell's wall. Encoding narrows (subclasses to their base types, anything that cannot
leave to `Opaque`); decoding never builds anything but plain data and refuses whatever exceeds its bounds.
"""

from .decoder import decode
from .encoder import encode, join_dict, join_list
from .plain import Array, Bounds, Opaque, ValueRefused

__all__ = ["Array", "Bounds", "Opaque", "ValueRefused", "decode", "encode", "join_dict", "join_list"]
