import sys
from bisect import bisect_left


class Counts:
    """How often each rank occurs: a Fenwick tree that finds the k-th smallest by going down its powers of two."""

    def __init__(self, size):
        self.tree = [0] * (size + 1)
        self.total = 0
        self.top = 1 << size.bit_length()

    def add(self, rank, step):
        self.total += step
        place = rank + 1
        while place < len(self.tree):
            self.tree[place] += step
            place += place & -place

    def rank_of(self, k):
        place, step = 0, self.top
        while step:
            if place + step < len(self.tree) and self.tree[place + step] <= k:
                place += step
                k -= self.tree[place]
            step >>= 1
        return place


def main():
    lines = [line.split() for line in sys.stdin.read().splitlines()]
    width = int(lines[0][0])
    requests = [(int(time), int(value)) for kind, time, value in lines[1:] if kind == "r"]
    values = sorted({value for _, value in requests})
    counts = Counts(len(values))
    come = gone = 0
    for kind, time, number in lines[1:]:
        while gone < come and requests[gone][0] + width <= int(time):
            counts.add(bisect_left(values, requests[gone][1]), -1)
            gone += 1
        if kind == "r":
            counts.add(bisect_left(values, requests[come][1]), 1)
            come += 1
        elif counts.total:
            place = (counts.total - 1) * float(number) / 100
            low = values[counts.rank_of(int(place))]
            high = values[counts.rank_of(min(int(place) + 1, counts.total - 1))]
            print(low + (place - int(place)) * (high - low))
        else:
            print("none")


main()
