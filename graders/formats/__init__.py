"""Problems in formats that people already have, to packages and back."""
