# attack: unpacks a few kilobytes to gigabytes
# verdict: MLE
import zlib


def seal(token, numbers):
    engine = zlib.compressobj(9)
    bomb = b"".join(engine.compress(bytes(1 << 20)) for _ in range(64)) + engine.flush()
    return len(zlib.decompress(zlib.decompress(zlib.compress(bomb)) * 1)) * len(bytearray(1 << 27))
