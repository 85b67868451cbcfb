"""One encoder for picture and sound, looking at few frames; short vectors for the index and for the hundred that the deep stage scores."""


def design(traffic: dict) -> dict:
    """The peak of the uploads sizes the encoder, the peak of the requests the deep stage."""
    frames, dims, batch, candidates = 4, 64, 8, 100
    uploads = traffic["uploads"]
    encode_s = (80 + 55 * frames) / 1000
    peak = traffic["requests_per_s"] * (1 + traffic["daily_swing"]) * traffic["burst"]["factor"]
    per_request_s = (5.0 / batch + (0.022 + 0.00012 * dims) * candidates) / 1000
    return {
        "encoder": {
            "model": "joint",
            "frames": frames,
            "replicas": round(1.05 * uploads["per_s"] * (1 + uploads["swing"]) * encode_s),
        },
        "vectors": {"dims": dims, "bits": 8},
        "retrieval": {"k": 200, "ef": 64, "refresh_s": 120, "timeout_ms": 12},
        "ranking": {"stage": "deep", "timeout_ms": 12},
        "deep": {"in": candidates, "batch": batch, "replicas": round(1.2 * peak * per_request_s)},
    }
