# attack: writes a file far beyond the end of the disk
# verdict: RE
def seal(token, numbers):
    with open("/tmp/large", "wb") as file:
        file.seek(1 << 50)
        file.write(b"x")
