# attack: the simulator returns megabytes for the report
# base: vault-design
# file: simulator.py
# verdict: IE ie.package
def simulate(design, case):
    return {
        "measured": {"p99_ms": {"value": 1}, "hit_rate": {"value": 100}},
        "stages": ["x" * 1000] * 20_000,
        "latency": {},
        "remarks": [],
        "requests": 1,
        "seconds": 0.1,
    }
