def design(traffic):
    return {"cache": 60 * traffic["rate"], "batch": 10}
