"""What a reader with a smallest cell may see: rows hidden, overlaps protected, counts rounded."""
