# attack: reads every file that is no part of the interpreter, and looks for names everywhere
# packages: vault vault-examined
# verdict: WA
import os
import time

NOT = {"/proc", "/usr", "/lib", "/lib64", "/sys", "/dev"}


def seal(token, numbers):
    end = time.monotonic() + 0.3
    for root, folders, files in os.walk("/"):
        folders[:] = [
            name for name in folders if os.path.join(root, name) not in NOT and not name.startswith("python3")
        ]
        for name in files:
            path = os.path.join(root, name)
            try:
                with open(path, "rb") as file:
                    content = file.read(1 << 20)
            except OSError:
                continue
            if "cn" + "ry-" in name or b"cn" + b"ry-" in content and path != __file__:
                print(path, content[:100])
        if time.monotonic() > end:
            break
    return "nothing"
