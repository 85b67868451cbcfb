class TinyStack:
    def __init__(self, size):
        self.held = []

    def push(self, x):
        self.held.append(x)

    def pop(self):
        return self.held.pop()
