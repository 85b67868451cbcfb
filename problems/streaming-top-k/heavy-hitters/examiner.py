"""Runs a candidate's two passes and holds every summary against the true counts."""

from collections import Counter

from readyroom import Check, Finding


def examine(candidate, what, k, workers, restarts=False):
    """`what` is "absorb", "merge", "second" or "all"; `workers` is a list of lists of chunks."""
    call = _caller(candidate, restarts)
    if what == "second":
        return Finding(
            second_pass(call, k, workers, sorted({v for worker in workers for c in worker for v in c}))
        )
    truths = [Counter(v for chunk in worker for v in chunk) for worker in workers]
    if what == "merge":
        summaries, checks = [trimmed(truth, k) for truth in truths], []
    else:
        summaries, checks = absorbed(call, k, workers)
    if what != "absorb" and all(check.passed for check in checks):
        merged, more = joined(call, k, summaries, truths)
        checks += more
        if what == "all" and all(check.passed for check in checks):
            checks += second_pass(call, k, workers, set(merged))
    return Finding(checks)


def _caller(candidate, restarts):
    """Calls a function of the candidate, in a new process each time if asked for."""

    def call(name, *args):
        if restarts:
            candidate.fresh()
        return getattr(candidate, name)(*args)

    return call


def absorbed(call, k, workers):
    """The summaries of the workers, and a check of each of them after each chunk up to the first that fails."""
    summaries, title = [], "Summaries keep the promise after each chunk"
    for number, chunks in enumerate(workers, 1):
        summary, truth = {}, Counter()
        for place, chunk in enumerate(chunks, 1):
            summary = call("absorb", summary, chunk, k)
            truth.update(chunk)
            if wrong := violation(summary, truth, k):
                return [], [Check(title, False, f"worker {number}, chunk {place}: {wrong}")]
        summaries.append(summary)
    return summaries, [Check(title, True, f"{sum(map(len, workers))} chunks")]


def joined(call, k, summaries, truths):
    """All summaries merged from the left, and from the right, which must both keep the promise."""
    merged, title = {}, "Summaries keep the promise after each merge"
    for side in (1, -1):
        merged, truth = summaries[::side][0], Counter(truths[::side][0])
        for place, (other, views) in enumerate(
            zip(summaries[::side][1:], truths[::side][1:], strict=True), 1
        ):
            merged = call("merge", merged, other, k)
            truth.update(views)
            if wrong := violation(merged, truth, k):
                return {}, [Check(title, False, f"merge {place} of {len(summaries) - 1}: {wrong}")]
    return merged, [Check(title, True, f"{len(summaries)} summaries")]


def second_pass(call, k, workers, candidates):
    """Recount the candidates over all chunks and select; they come in an order that is nobody's answer."""
    candidates = sorted(candidates, reverse=True)
    chunks = [chunk for worker in workers for chunk in worker]
    counts, truth = dict.fromkeys(candidates, 0), Counter()
    for place, chunk in enumerate(chunks, 1):
        counts = call("recount", counts, chunk)
        truth.update(chunk)
        wanted = {video_id: truth[video_id] for video_id in candidates}
        if counts != wanted:
            return [
                Check(
                    "Candidates are counted exactly", False, f"chunk {place}: {_difference(counts, wanted)}"
                )
            ]
    return [Check("Candidates are counted exactly", True), selected(call, k, truth, counts)]


def selected(call, k, truth, counts):
    """The answer of heavy(), given exact counts."""
    n = truth.total()
    rows = call("heavy", counts, n, k)
    wanted = sorted(((v, c) for v, c in counts.items() if c * k > n), key=lambda row: (-row[1], row[0]))
    plain = [tuple(row) for row in rows] if _is_rows(rows) else rows
    return Check("Heavy hitters are selected", plain == wanted, f"{plain!r:.80} instead of {wanted!r:.80}")


def violation(summary, truth, k):
    """In what a summary breaks the promise, or None."""
    n = truth.total()
    if not isinstance(summary, dict) or not all(type(x) is int for row in summary.items() for x in row):
        return "a summary must be a dictionary from integers to integers"
    if len(summary) > k - 1:
        return f"{len(summary)} entries, at most {k - 1} are allowed"
    for video_id, count in summary.items():
        if count < 1:
            return f"video {video_id} has the count {count}; counts are positive"
        if count > truth[video_id]:
            return f"video {video_id} has the count {count}, but only {truth[video_id]} views"
    for video_id, views in truth.items():
        count = summary.get(video_id, 0)
        if (views - count) * k > n:
            return (
                f"video {video_id} has {views} of {n} views and the count {count}: more than n/{k} too small"
            )
    return None


def trimmed(truth, k):
    """A summary of true counts that errs as far as it may."""
    ranked = sorted(truth.values(), reverse=True)
    off = ranked[k - 1] if len(ranked) >= k else 0
    return {video_id: count - off for video_id, count in truth.items() if count > off}


def _difference(counts, wanted):
    if not isinstance(counts, dict):
        return "recount() must return a dictionary"
    if extra := [video_id for video_id in counts if video_id not in wanted]:
        return f"{extra[0]!r:.40} is no candidate"
    video_id = next(v for v in wanted if counts.get(v) != wanted[v])
    return f"video {video_id} has {wanted[video_id]} views so far, you count {counts.get(video_id)!r:.40}"


def _is_rows(rows):
    return isinstance(rows, list | tuple) and all(isinstance(row, list | tuple) for row in rows)
