class TinyStack:
    def __init__(self, size):
        if size < 0:
            raise ValueError("size must not be negative")
        self.size, self.held = size, []

    def push(self, x):
        if len(self.held) == self.size:
            raise IndexError("the stack is full")
        self.held.append(x)

    def pop(self):
        return self.held.pop()

    def items(self):
        return list(self.held)
