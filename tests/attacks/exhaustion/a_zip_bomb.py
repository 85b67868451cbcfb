# attack: unpacks a few kilobytes to gigabytes
# verdict: MLE
import zlib


def seal(token, numbers):
    engine = zlib.compressobj(9, wbits=-zlib.MAX_WBITS)
    block = engine.compress(bytes(1 << 20)) + engine.flush(zlib.Z_FULL_FLUSH)
    # A block stands alone: it may be repeated.
    return len(zlib.decompress(block * 4096, wbits=-zlib.MAX_WBITS))
