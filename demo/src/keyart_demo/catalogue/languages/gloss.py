"""The English keys of the parts of names, and their English meanings."""

from keyart_demo.art.brief import Motif, Setting
from keyart_demo.catalogue.languages.language import Tone

DARK, WARM, GRAND, LIGHT, REAL = Tone

MOTIFS = {
    "crown": Motif.CROWN,
    "diamond": Motif.DIAMOND,
    "lantern": Motif.LANTERN,
    "rocket": Motif.ROCKET,
    "trophy": Motif.TROPHY,
    "cup": Motif.CUP,
    "boat": Motif.BOAT,
    "key": Motif.KEYHOLE,
    "umbrella": Motif.UMBRELLA,
    "door": Motif.DOOR,
    "clock": Motif.CLOCK,
    "mask": Motif.MASK,
    "moon": Motif.MOON,
    "planet": Motif.PLANET,
    "lighthouse": Motif.LIGHTHOUSE,
    "sword": Motif.SWORD,
}
"""Nouns that name the motif of an object poster."""

PLACES = {
    "island": Setting.SEA,
    "garden": Setting.FIELDS,
    "bridge": Setting.CITY,
    "river": Setting.FIELDS,
    "road": Setting.DESERT,
}
"""Nouns that name the setting."""

THINGS = ("letter", "train", "shadow", "song", "map", "mirror", "house")
"""Nouns that do not determine what posters show."""

NOUNS = (*MOTIFS, *PLACES, *THINGS)

ANY = (DARK, WARM, GRAND, LIGHT, REAL)
GENITIVES: dict[str, tuple[str, tuple[Tone, ...]]] = {
    "winter": ("Winter", ANY),
    "night": ("the Night", (DARK, GRAND, REAL)),
    "silence": ("Silence", (DARK, WARM)),
    "sea": ("the Sea", (WARM, GRAND, REAL)),
    "rain": ("Rain", (DARK, WARM, LIGHT)),
    "snow": ("Snow", (DARK, WARM, REAL)),
    "summer": ("Summer", (WARM, LIGHT, REAL)),
    "autumn": ("Autumn", (WARM, DARK)),
    "dawn": ("Dawn", (WARM, GRAND, REAL)),
    "midnight": ("Midnight", (DARK, GRAND)),
    "ashes": ("Ashes", (DARK, GRAND)),
    "stars": ("the Stars", (WARM, GRAND, LIGHT)),
    "wolves": ("Wolves", (DARK, GRAND)),
    "lies": ("Lies", (DARK,)),
    "secrets": ("Secrets", (DARK, WARM, LIGHT)),
    "dead": ("the Dead", (DARK,)),
    "strangers": ("Strangers", (DARK, WARM, LIGHT)),
    "thieves": ("Thieves", (DARK, LIGHT)),
    "kings": ("Kings", (GRAND,)),
    "exiles": ("Exiles", (GRAND, DARK)),
    "dragons": ("Dragons", (GRAND,)),
    "giants": ("Giants", (GRAND, LIGHT)),
    "dreams": ("Dreams", (WARM, GRAND, LIGHT)),
    "love": ("Love", (WARM, LIGHT)),
    "mother": ("My Mother", (WARM, LIGHT, REAL)),
    "father": ("My Father", (WARM, LIGHT, REAL)),
    "grandmother": ("My Grandmother", (WARM, LIGHT)),
    "north": ("the North", (DARK, GRAND, REAL)),
    "desert": ("the Desert", (GRAND, REAL)),
    "forest": ("the Forest", (DARK, GRAND, LIGHT, REAL)),
    "city": ("the City", (DARK, WARM, REAL)),
    "tomorrow": ("Tomorrow", (WARM, GRAND, LIGHT)),
    "hope": ("Hope", (WARM, REAL)),
    "thunder": ("Thunder", (GRAND, DARK)),
    "wind": ("the Wind", (WARM, GRAND, REAL)),
    "roses": ("Roses", (WARM, DARK)),
    "crows": ("Crows", (DARK, GRAND)),
    "fog": ("the Fog", (DARK, REAL)),
}
"""Genitives for nouns, and the tones that they fit."""

SUFFIXES: dict[str, tuple[str, tuple[Tone, ...]]] = {
    "diary": ("The {a} Diary", (WARM, LIGHT, REAL)),
    "case": ("The Case of the {a}", (DARK,)),
    "tale": ("A Tale of the {a}", (WARM, GRAND, LIGHT)),
    "inn": ("The {a} Inn", (WARM, DARK, LIGHT)),
    "labyrinth": ("The {a} Labyrinth", (DARK, GRAND)),
    "game": ("The {a} Game", (DARK, LIGHT)),
    "alliance": ("The {a} Alliance", (GRAND, LIGHT)),
    "thief": ("The {a} Thief", (DARK, LIGHT)),
    "detective": ("The {a} Detective", (DARK, LIGHT)),
    "legend": ("Legend of the {a}", (GRAND,)),
    "chronicle": ("The {a} Chronicle", (GRAND, REAL)),
    "school": ("The {a} School", (LIGHT, WARM)),
    "street": ("{a} Street", (WARM, LIGHT, REAL)),
    "war": ("The {a} War", (GRAND,)),
}
"""Suffixes for nouns, in the languages that form compounds."""
