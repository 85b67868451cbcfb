# group: hidden
def seal(token, numbers):
    return "cnry-b1f45e76789d"
