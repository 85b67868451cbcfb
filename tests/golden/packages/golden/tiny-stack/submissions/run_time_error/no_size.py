class TinyStack:
    def __init__(self):
        self.held = []
