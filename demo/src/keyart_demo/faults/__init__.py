"""What is wrong with real data: rows that come twice, late, or broken."""
