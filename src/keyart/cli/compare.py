"""`keyart compare`: which asset wins, whether that is more than chance, and whether to trust it."""

from keyart.cli.arguments import example
from keyart.cli.comparison import show_comparison
from keyart.cli.questions import question_command
from keyart.insights.questions import COMPARE

EXAMPLE = example(
    "keyart compare my.keyart --title heist",
    "keyart compare my.keyart --assets poster-blue,poster-red --where country=DE,LU",
    "keyart compare my.keyart --test heist-artwork --measure watch_time_share --json",
)

compare = question_command(COMPARE, show_comparison, compiled="units")
