"""The stories of titles: for each taste its names, people, places and plots."""
