def design(traffic):
    return {"cache": 0, "batch": 100}
