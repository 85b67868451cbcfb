import numpy as np


def quantise(
    vectors: list[list[float]], queries: list[list[float]], k: int, floor: float, budget: int
) -> dict:
    """Encode `vectors` (n, d) in at most `budget` bytes so that recall@k stays at or above `floor`.

    Returns a dict with "codes" (n, d), whole numbers from -128 to 127, and as needed "row_scale" (n,),
    "channel_scale" (d,) and "offset" (d,). Raises ValueError when the budget cannot hold the codes, or k is none.
    """
    table = np.array(vectors)
    return {"codes": np.zeros(table.shape, dtype=np.int8)}
