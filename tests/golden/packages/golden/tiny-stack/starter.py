class TinyStack:
    pass
