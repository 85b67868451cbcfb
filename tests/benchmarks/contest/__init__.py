"""What grades besides this engine, each driven as its own documents say, on the same submission and the same cases."""
