def design(traffic):
    raise NotImplementedError
