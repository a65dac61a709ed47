"""Read files that plans come in: bytes to text, guarded against what hostile files do."""
