# attack: the simulator measures what is no number, and remarks what is no text
# base: vault-design
# file: simulator.py
# verdict: WA
def simulate(design, case):
    return {
        "measured": {
            "p99_ms": {"value": float("nan"), "half_width": 10**400},
            "hit_rate": {"value": -(10**400), "half_width": "<script>"},
        },
        "stages": ["</script><script>alert(1)</script>"],
        "latency": {"\0\ud800": {1: float("inf"), 2: 10**400}},
        "remarks": ["\x1b[2J\0\ud800"],
        "requests": 1,
        "seconds": 0.1,
    }
