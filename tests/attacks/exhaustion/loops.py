# attack: computes without end
# verdict: TLE tle.cpu
def seal(token, numbers):
    while token == "open":
        pass
    return "cnry"
