"""What titles tell of: for each taste its names, people, places and plots."""
