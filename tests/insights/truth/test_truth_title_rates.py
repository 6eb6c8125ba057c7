"""Over several titles, the rate that counts people once for each title is the fair one."""

from benchmarks.truth.title_rates import GENRES, summary, world


def test_genres_of_equal_titles_are_equal_however_often_they_are_shown() -> None:
    found = summary([world(seed) for seed in (1, 2, 3)])
    rank = found["rank_correlation_with_frequency"]
    assert rank["take_rate"] > 0.9
    assert abs(rank["title_take_rate"]) < 0.35
    # Of 57 intervals 54 are to be expected; those of pairs, as if each were another person, miss.
    assert found["covered"] * 3 * GENRES >= 49
