"""The constants of the simulated For-You stack, and of what looks at its videos: speed, cost, what viewers like."""

from dataclasses import dataclass

FEED = 20  # videos in one feed
DAY_H = 24.0
EPOCHS = 48  # how often a day the quality estimates take in new feedback
FULL_RUN = 200_000  # requests of a graded run; shorter runs give each request more weight


@dataclass(frozen=True)
class Channel:
    """One retrieval channel: service time in ms, servers, and what a call costs in cents per 1000."""

    name: str
    base_ms: float
    per_k_ms: float
    sigma: float  # spread of the log-normal factor on the service time
    servers: int
    base_cents: float
    per_k_cents: float
    zipf: float  # popularity exponent of the rows it asks the feature store for
    rows: int  # how many different rows it draws from
    per_ef_ms: float = 0.0
    per_ef_cents: float = 0.0
    personal: bool = False  # knows nothing to answer for a viewer without history


CHANNELS = {
    channel.name: channel
    for channel in (
        Channel("two_tower", 2.6, 0.008, 0.28, 26, 0.10, 0.0009, 0.80, 20_000_000,
                per_ef_ms=0.05, per_ef_cents=0.0022),
        Channel("item_to_item", 2.4, 0.012, 0.35, 24, 0.10, 0.0012, 0.70, 20_000_000, personal=True),
        Channel("followed_creators", 3.0, 0.010, 0.50, 24, 0.12, 0.0008, 0.60, 20_000_000, personal=True),
        Channel("region_popular", 1.0, 0.002, 0.25, 12, 0.03, 0.0003, 0.40, 20_000),
        Channel("trending_language", 1.5, 0.004, 0.30, 16, 0.06, 0.0006, 0.50, 60_000),
        Channel("fresh_uploads", 3.2, 0.014, 0.45, 20, 0.08, 0.0012, 0.20, 3_000_000),
        Channel("content", 2.4, 0.010, 0.28, 26, 0.10, 0.0009, 0.60, 20_000_000,
                per_ef_ms=0.05, per_ef_cents=0.0022, personal=True),
    )
}  # fmt: skip
CACHED_LISTS = ("region_popular", "trending_language")  # computed every refresh_s, the same for many viewers
REFRESH_CENTS = 0.9  # one refresh a minute of one such channel, per 1000 requests at 1200 requests a second


@dataclass(frozen=True)
class Ranker:
    """One ranking model: a batch of m requests takes fixed_ms + per_item_ms * in * m on one replica."""

    name: str
    fixed_ms: float
    per_item_ms: float
    dollars_per_hour: float
    replicas: int  # when the design does not say
    interest_noise: float  # how wrong the model is about a viewer's interests
    score_noise: float  # and about one video


RANKERS = {
    "light": Ranker("light", 1.2, 0.0009, 6.0, 2, 0.60, 0.55),
    "deep": Ranker("deep", 5.0, 0.0220, 9.0, 8, 0.25, 0.20),
}


@dataclass(frozen=True)
class Encoder:
    """A model that turns a video into a vector: base_ms + per_frame_ms * frames on one GPU, for an upload."""

    name: str
    base_ms: float
    per_frame_ms: float
    quality_variance: float  # of the error with which it sees a video's quality, when it sees everything
    topic_error: float  # of the direction of its vectors, as a share of their length


ENCODERS = {
    "captions": Encoder("captions", 60.0, 6.0, 3.2, 0.95),
    "late_fusion": Encoder("late_fusion", 30.0, 16.0, 1.0, 0.55),
    "joint": Encoder("joint", 80.0, 55.0, 0.60, 0.40),
}
FRAME_LOSS = 1.5  # errors grow by 1 + FRAME_LOSS / frames
DIMS_LOSS = 48.0  # and by 1 + DIMS_LOSS / dims
BITS_LOSS = {8: 1.04, 16: 1.0, 32: 1.0}
ENCODER_DOLLARS_PER_HOUR = 2.5  # one GPU that encodes
REQUEST_GPUS = 4  # videos of one request that are encoded at the same time
VIEWS_EXPONENT = 0.35  # the share (1 + n) ** -0.35 of all uploads is ever seen n times

VECTOR_MS, VECTOR_KB_MS, VECTOR_SIGMA, VECTOR_SERVERS = 2.5, 0.035, 0.15, 32
VECTOR_SLOW_MS, VECTOR_SLOW_SHARE = 36.0, 1 / 40
DIM_MS = {"light": 0.000_004, "deep": 0.000_12}  # what a dimension adds to a model's time per candidate
VIDEOS = 20_000_000
MEMORY_DOLLARS = 0.5  # a gigabyte of vectors in memory for an hour, with its copies
GIGABYTE_CENTS = 1.2  # a gigabyte of vectors read

GATEWAY_MS, GATEWAY_SIGMA = 2.5, 0.18
CACHE_LOOKUP_MS = 1.0
STORE_MS, STORE_SLOW_MS, STORE_SLOW_SHARE, STORE_SIGMA = 6.0, 30.0, 1 / 50, 0.12
STORE_SERVERS = 40
RERANK_MS, RERANK_PER_ITEM_MS, RERANK_SIGMA = 0.8, 0.02, 0.15
RERANK_POOL = 100  # the re-ranker looks at no more than the first hundred
FALLBACK_MS, FALLBACK_SIGMA = 2.0, 0.25

FRONT_CENTS = 0.25  # gateway and delivery, per 1000 requests
ROW_CENTS = 4.0  # one million rows read from the feature store
CACHE_DOLLARS_PER_HOUR = 2.5  # one million rows kept in the cache
HEDGE_CENTS = 0.12  # a second request to the store, per 1000

# What viewers like. A video's utility for a viewer is
#   INTEREST * (interest . topic) + QUALITY * quality + TREND * trend(t) - FOREIGN * [other language] + FRESH * exp(-age / 12 h)
# and grades go by it. What nobody can foresee of a single viewer and video is left out: it would be the same without the feature.
DIMENSIONS = 12
INTEREST, QUALITY, TREND, FOREIGN, FRESH = 1.5, 1.0, 0.9, 2.2, 1.6
GRADES = (20, 80, 200, 600)  # a viewer's best 20 of the corpus have grade 4, the next 60 grade 3, …
PERSONAL, REGIONAL, HOURLY = 1.80, 0.35, 0.20  # spread of interests by viewer, by region, over the day

ITEMS, CREATORS, REGIONS, LANGUAGES = 4000, 1800, 6, 5
UPLOADED_TODAY = 0.45  # share of the corpus uploaded during the simulated day
CORPUS_SEED = 20_240_517  # the corpus is the same for everyone; the seed of a run draws the traffic
PRIOR_VARIANCE_NEW, PRIOR_VARIANCE_OLD = 1.5, 0.06
UNSEEN = 1.4  # rankers underrate what they have not seen, by this many standard deviations
CAUTION = 1.3  # popular lists go by the mean less this many standard deviations
FEEDBACK_VARIANCE = 20.0  # of the quality that one seen impression reveals
YOUNG_H, GOOD = 6.0, 200  # a good young video: at most so old, and among so many best of its viewer
JUDGED = 1800  # judged feeds at most, of viewers with history and of cold viewers each
