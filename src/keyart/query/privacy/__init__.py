"""What readers subject to a smallest cell may see: hidden rows, protected overlaps, rounding."""
