"""What a candidate hands in, checked and typed: `read(design)` gives a Feature or refuses with the exact place."""

import copy
from dataclasses import dataclass, replace

import pipeline
import world
from fields import Fields, record
from pipeline import Pipeline
from readyroom import InvalidDesign
from scenario import FUNNEL
from stations import NEVER


@dataclass(frozen=True)
class Encoding:
    """Which model looks at how many frames of a video, from how many views on, and on how many GPUs."""

    model: str
    frames: int
    after_views: int
    replicas: int

    @property
    def work_ms(self) -> float:
        """GPU time for one video."""
        encoder = world.ENCODERS[self.model]
        return encoder.base_ms + encoder.per_frame_ms * self.frames

    @property
    def share(self) -> float:
        """Share of all uploads that is ever encoded."""
        return (1.0 + self.after_views) ** -world.VIEWS_EXPONENT


@dataclass(frozen=True)
class Vectors:
    """The form in which a video's vector is kept."""

    dims: int
    bits: int

    @property
    def kilobytes(self) -> float:
        """Size of one."""
        return self.dims * self.bits / 8 / 1000


@dataclass(frozen=True)
class Index:
    """The retrieval channel over vectors, for viewers with history; built anew every `refresh_s`."""

    k: int
    ef: int
    refresh_s: int
    timeout_ms: float


@dataclass(frozen=True)
class Use:
    """The rankers that get the vectors; what is done without one; how long a request waits for them."""

    stages: tuple[str, ...]
    on_miss: str
    timeout_ms: float


@dataclass(frozen=True)
class Feature:
    """A whole design: the encoder, its vectors, where they are used, and the funnel as it then stands."""

    encoding: Encoding
    vectors: Vectors
    index: Index | None
    use: Use | None
    funnel: Pipeline

    def error(self, all_of_it: float) -> float:
        """An error of the encoder, given what it is when it sees everything."""
        seen = 1.0 + world.FRAME_LOSS / self.encoding.frames
        kept = (1.0 + world.DIMS_LOSS / self.vectors.dims) * world.BITS_LOSS[self.vectors.bits]
        return all_of_it * seen * kept

    def used_by(self, model: str) -> bool:
        """Whether a ranker gets the vectors."""
        return self.use is not None and model in self.use.stages


def standing() -> Pipeline:
    """The funnel as it stands without the feature."""
    return pipeline.read(copy.deepcopy(FUNNEL))


def unused(feature: Feature) -> Feature:
    """The same without any use of the vectors, in the funnel as it stands."""
    return replace(feature, index=None, use=None, funnel=standing())


def read(design: object) -> Feature:
    """Check a design and return it typed; InvalidDesign names the first field that is wrong."""
    fields = record(design, "design", ("encoder", "vectors", "retrieval", "ranking", "deep"))
    encoding = _encoding(fields.required("encoder"))
    vectors = _vectors(fields.value("vectors", {}))
    index = None if fields.value("retrieval", None) is None else _index(fields.value("retrieval", None))
    use = None if fields.value("ranking", None) is None else _use(fields.value("ranking", None))
    funnel = _with_deep(fields.value("deep", {}))
    if index:
        call = pipeline.Retrieval("content", index.k, index.timeout_ms, ("history",), index.ef)
        funnel = replace(funnel, retrieval=(*funnel.retrieval, call))
    return Feature(encoding, vectors, index, use, funnel)


def _encoding(item: object) -> Encoding:
    fields = record(item, "encoder", ("model", "frames", "after_views", "replicas"))
    return Encoding(
        fields.choice("model", tuple(world.ENCODERS)),
        fields.integer("frames", 1, 32, default=4),
        fields.integer("after_views", 0, 10_000, default=0),
        fields.integer("replicas", 1, 200),
    )


def _vectors(item: object) -> Vectors:
    fields = record(item, "vectors", ("dims", "bits"))
    bits = fields.value("bits", 16)
    if type(bits) is not int or bits not in world.BITS_LOSS:
        raise InvalidDesign("vectors.bits", "must be 8, 16 or 32")
    return Vectors(fields.integer("dims", 8, 1024, default=128), bits)


def _index(item: object) -> Index:
    fields = record(item, "retrieval", ("k", "ef", "refresh_s", "timeout_ms"))
    return Index(
        fields.integer("k", 1, 400),
        fields.integer("ef", 8, 512, default=64),
        fields.integer("refresh_s", 10, 86_400, default=86_400),
        fields.number("timeout_ms", 1, 1000, default=1000),
    )


def _use(item: object) -> Use:
    fields = record(item, "ranking", ("stage", "on_miss", "timeout_ms"))
    stage = fields.choice("stage", ("light", "deep", "both"))
    timeout = NEVER if fields.value("timeout_ms", None) is None else fields.number("timeout_ms", 1, 1000)
    return Use(
        ("light", "deep") if stage == "both" else (stage,),
        fields.choice("on_miss", ("skip", "encode"), default="skip"),
        timeout,
    )


def _with_deep(item: object) -> Pipeline:
    """The funnel with the deep stage as the design has it."""
    fields: Fields = record(item, "deep", ("in", "batch", "replicas"))
    funnel = standing()
    light, deep = funnel.ranking
    deep = replace(
        deep,
        inputs=fields.integer("in", 40, light.outputs, default=deep.inputs),
        batch=fields.integer("batch", 1, 128, default=deep.batch),
        replicas=fields.integer("replicas", 1, 64, default=deep.replicas),
    )
    return replace(funnel, ranking=(light, deep))
