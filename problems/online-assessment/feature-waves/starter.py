def feature_waves(needs: dict[str, list[str]]) -> tuple[list[list[str]], list[str]]:
    """The waves in which features can be computed, and one cycle of those that cannot, or [].

    needs: by feature, the names it is computed from; names that are no keys are raw columns.
    """
    raise NotImplementedError
