"""The shards of one case: they deliver rows and look videos up, count what that costs, and know the answer."""

MAX_TRIPS = 60
"""Round trips after which nobody is asked any more."""


class Shards:
    """Sorted rows per shard, what was fetched of them, and the bill."""

    def __init__(self, shards):
        self.rows = [[tuple(row) for row in rows] for rows in shards]
        self.seconds = [dict(rows) for rows in self.rows]
        self.taken = [0] * len(shards)
        self.found = [{} for _ in shards]
        self.cost = self.trips = 0

    def seen(self):
        """What the coordinator is shown."""
        return [
            {"rows": rows[:taken], "done": taken == len(rows), "found": dict(found)}
            for rows, taken, found in zip(self.rows, self.taken, self.found, strict=True)
        ]

    def fetch(self, plan):
        """Carry a plan out as one round trip."""
        self.trips += 1
        for shard, count in plan.get("rows", {}).items():
            delivered = min(count, len(self.rows[shard]) - self.taken[shard])
            self.taken[shard] += delivered
            self.cost += delivered
        for shard, ids in plan.get("ids", {}).items():
            self.cost += len(ids)
            self.found[shard].update((video_id, self.seconds[shard].get(video_id, 0)) for video_id in ids)

    def problem(self, plan):
        """What is wrong with a plan for more, or None."""
        if not isinstance(plan, dict) or not plan or not plan.keys() <= {"rows", "ids"}:
            return 'a plan is {"top": […]}, or a dictionary with "rows" or "ids" or both'
        rows, ids = plan.get("rows", {}), plan.get("ids", {})
        if not isinstance(rows, dict) or not isinstance(ids, dict):
            return '"rows" and "ids" must be dictionaries by number of the shard'
        if not all(type(shard) is int and 0 <= shard < len(self.rows) for shard in (*rows, *ids)):
            return f"shards are numbered from 0 to {len(self.rows) - 1}"
        if not all(type(count) is int and count >= 1 for count in rows.values()):
            return 'the numbers under "rows" must be integers of at least 1'
        if not all(isinstance(asked, list | tuple) for asked in ids.values()):
            return 'what stands under "ids" must be lists of video ids'
        if not all(type(video_id) is int for asked in ids.values() for video_id in asked):
            return "video ids must be integers"
        if not rows and not any(ids.values()):
            return "a plan must ask for something"
        return None


def totals(shards):
    """Seconds of each video over all shards."""
    sums = {}
    for rows in shards:
        for video_id, seconds in rows:
            sums[video_id] = sums.get(video_id, 0) + seconds
    return sums


def best(shards, k):
    """The right answer."""
    sums = totals(shards)
    return sorted(sums, key=lambda video_id: (-sums[video_id], video_id))[:k]


def oracle_cost(shards, k):
    """The least that a coordinator pays which knows the k-th total, reads evenly and looks up only who can reach it."""
    sums, ranked = totals(shards), best(shards, k)
    bar = sums[ranked[-1]] if len(ranked) == k else 1
    cheapest = None
    for depth in range(1, 1 + max(map(len, shards))):
        if cheapest is not None and read_cost(shards, depth) >= cheapest:
            break
        if unmet_bound(shards, depth) < bar:
            cost = read_cost(shards, depth) + lookup_cost(shards, depth, bar)
            cheapest = cost if cheapest is None else min(cheapest, cost)
    return read_cost(shards, max(map(len, shards))) if cheapest is None else cheapest


def doubling_cost(shards, k, first, early):
    """What a coordinator pays that reads `first` rows, then twice as deep each time; `early` ones also look leaders up."""
    values, known = [dict(rows) for rows in shards], [{} for _ in shards]
    depth, looked_up = first, 0
    while True:
        for shown, rows in zip(known, shards, strict=True):
            shown.update(rows[:depth])
        least = totals(shown.items() for shown in known)
        ranked = sorted(least, key=lambda video_id: (-least[video_id], video_id))
        bar = least[ranked[k - 1]] if len(ranked) >= k else 1
        certain = unmet_bound(shards, depth) < bar
        for video_id in ranked if certain else ranked[: k if early else 0]:
            unknown = [s for s, rows in enumerate(shards) if depth < len(rows) and video_id not in known[s]]
            if least[video_id] + sum(shards[s][depth - 1][1] for s in unknown) >= bar:
                for s in unknown:
                    known[s][video_id] = values[s].get(video_id, 0)
                looked_up += len(unknown)
        if certain:
            return read_cost(shards, depth) + looked_up
        depth *= 2


def read_cost(shards, depth):
    """Rows that reading all shards to the same depth delivers."""
    return sum(min(depth, len(rows)) for rows in shards)


def unmet_bound(shards, depth):
    """The most that a video can have which is in none of the first `depth` rows."""
    return sum(rows[depth - 1][1] for rows in shards if depth < len(rows))


def lookup_cost(shards, depth, bar):
    """Values that are missing of the videos which may reach `bar`."""
    shown = [dict(rows[:depth]) for rows in shards]
    last = [rows[depth - 1][1] if depth < len(rows) else 0 for rows in shards]
    missing = 0
    for video_id in set().union(*shown):
        unknown = [bound for known, bound in zip(shown, last, strict=True) if video_id not in known and bound]
        least = sum(known.get(video_id, 0) for known in shown)
        missing += len(unknown) if least + sum(unknown) >= bar else 0
    return missing
