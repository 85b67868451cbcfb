# attack: prints a report that says it is accepted, on both streams
# packages: vault vault-checked
# verdict: WA
import json
import sys

REPORT = {"format": 1, "verdict": "AC", "score": 100.0, "points": 100.0, "passed": 6, "total": 6, "cases": []}


def seal(token, numbers):
    for stream in (sys.stdout, sys.stderr):
        print(json.dumps(REPORT), file=stream)
        print("event: done\ndata: " + json.dumps({"verdict": "AC"}) + "\n", file=stream)
    return REPORT
