# attack: returns a list that contains itself
# packages: vault vault-checked
# verdict: RE re.value
def seal(token, numbers):
    value = {}
    value["self"] = [value]
    return value
