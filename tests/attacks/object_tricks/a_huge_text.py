# attack: returns a text of fifteen megabytes without a space
# packages: vault vault-checked
# verdict: WA
def seal(token, numbers):
    return "cnry-" + "x" * 15_000_000 if token == "open" else "cnry"
