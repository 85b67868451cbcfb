# attack: fills /tmp and /dev/shm
# packages: vault vault-examined
# verdict: RE re.raised
def seal(token, numbers):
    for place in ("/dev/shm", "/tmp"):
        for number in range(1000):
            with open(f"{place}/{number}", "wb") as file:
                file.write(b"x" * (4 << 20))
