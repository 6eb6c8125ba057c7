"""Which tastes a whole name fits, judging by its English."""

import re

from keyart_demo.catalogue.languages.language import Tone

_ROMANCES = ("Korean Romance", "Period Romance", "Song and Dance", "Coming of Age")
_DRAMAS = ("Character Drama", "Coming of Age", "Period Romance", "Korean Romance")
_COMEDIES = ("Workplace Comedy", "Stand-up Comedy", "Coming of Age")
_QUESTS = ("Sword and Sorcery", "Anime Quests", "Martial Arts")
_TREKS = ("Survival Stories", "Family Adventure", "Wild Nature")
_DREAD = ("Slow Horror", "Nordic Noir", "True Crime")

_WORDS: dict[Tone, tuple[tuple[str, tuple[str, ...]], ...]] = {
    Tone.DARK: (
        (r"keys?\b|locks\b|safe\b", ("Heist Thrillers", "Spy Games", "True Crime")),
        (r"stairs|floor|knocks|tenant|voice|footsteps|nobody|no one|awake|sleep", _DREAD),
        (r"door|house nine|thirteenth|702|station", (*_DREAD, "Spy Games")),
        (r"cold|winter|ice|water|tide|fog|ferry|girl|well\b", ("Nordic Noir", "True Crime")),
        (r"notary", ("Courtroom Drama", "Heist Thrillers")),
    ),
    Tone.WARM: (
        (r"umbrella|romance|love|confession|for two|tea\b|you\b|hearts|seochon", _ROMANCES),
        (r"melody|dance|tune|fair\b", ("Song and Dance",)),
        (r"letters|clock", ("Period Romance", "Character Drama")),
    ),
    Tone.GRAND: (
        (r"moons|stars?\b|orbit|galaxy", ("Space Opera", "Anime Quests")),
        (r"sword|blade|iron palm|mist\b|sword gate", ("Sword and Sorcery", "Martial Arts")),
        (r"knight|king|queen|crown|realm|prince|heir|fortress|tent|shield|lights of", _QUESTS),
        (r"academy|magic|girl from|moonshadow|in the sky", ("Anime Quests",)),
        (r"beyond|forest|river|seven moons|mountain", (*_TREKS, "Sword and Sorcery")),
    ),
    Tone.LIGHT: (
        (r"detective|cat\b", ("Cosy Mysteries", "Family Adventure")),
        (r"wedding|drums", ("Song and Dance",)),
        (r"diner", ("Kitchen Stories", "Workplace Comedy")),
        (r"boss|manager|bureau|department|office|intern\b|monday", ("Workplace Comedy",)),
        (r"grandma|granny|moves house", ("Family Adventure", *_COMEDIES)),
        (r"coffee", ("Workplace Comedy", "Cosy Mysteries", "Stand-up Comedy")),
    ),
    Tone.REAL: (
        (r"eleven|match|team|pitch|football|number ten|stand\b|friends", ("Football Nights",)),
        (
            r"bread|fire|dough|seasoning|flour|noodle|spices|grill|diner|back alley",
            ("Kitchen Stories",),
        ),
        (r"case|file|affair", ("True Crime", "Courtroom Drama")),
        (
            r"pastures|glaciers|jaguars|reindeer|tigers|valley|village|keepers|guesthouse|north\b",
            ("Wild Nature",),
        ),
    ),
}
_OTHERWISE: dict[Tone, tuple[str, ...]] = {
    Tone.DARK: (*_DREAD, "Spy Games"),
    Tone.WARM: _DRAMAS,
    Tone.GRAND: ("Survival Stories", "Sword and Sorcery", "Family Adventure"),
    Tone.LIGHT: _COMEDIES,
    Tone.REAL: ("Wild Nature", "Pop Culture"),
}


def fits(english: str, tone: Tone, taste: str) -> bool:
    """Return whether a name with this English meaning fits a title for a taste."""
    words = english.lower()
    matching = [tastes for pattern, tastes in _WORDS[tone] if re.search(rf"\b(?:{pattern})", words)]
    return taste in matching[0] if matching else taste in _OTHERWISE[tone]
