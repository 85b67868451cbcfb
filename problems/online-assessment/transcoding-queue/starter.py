def transcoding_plan(jobs: list[tuple[int, int, int]], machines: int, ageing: int) -> list[tuple[int, int]]:
    """When and on which machine each job (uploaded, seconds, weight) starts, in the order of jobs.

    ValueError when machines or some seconds are not positive, or ageing is negative.
    """
    raise NotImplementedError
