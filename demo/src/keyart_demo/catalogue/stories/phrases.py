"""Sentences that fit many titles: closings, other angles, episodes, delicate subjects."""

from keyart_demo.art.brief import Motif
from keyart_demo.catalogue.languages.language import Tone

THINGS: dict[Motif, str] = {
    Motif.CROWN: "a paper crown",
    Motif.DIAMOND: "a diamond",
    Motif.LANTERN: "a lantern",
    Motif.ROCKET: "a toy rocket",
    Motif.TROPHY: "a dented trophy",
    Motif.CUP: "a chipped cup",
    Motif.BOAT: "a paper boat",
    Motif.KEYHOLE: "an old key",
    Motif.UMBRELLA: "a torn umbrella",
    Motif.DOOR: "a small painted door",
    Motif.CLOCK: "a stopped clock",
    Motif.MASK: "a wooden mask",
    Motif.MOON: "a silver moon",
    Motif.PLANET: "a glass planet",
    Motif.LIGHTHOUSE: "a model lighthouse",
    Motif.SWORD: "a broken sword",
}

MOTIF_WORDS: dict[Motif, str] = {motif: motif.value for motif in Motif} | {
    Motif.KEYHOLE: "key",
    Motif.BOAT: "paper boat",
}

SERIES_CLOSINGS: dict[Tone, tuple[str, ...]] = {
    Tone.DARK: (
        "{count} episodes, and a secret in each.",
        "Told over {count} nights.",
        "{count} episodes; trust nobody in the first one.",
    ),
    Tone.WARM: (
        "{count} episodes, best watched slowly.",
        "A season of {count} small earthquakes.",
        "{count} episodes about the things that people almost say.",
    ),
    Tone.GRAND: (
        "{count} episodes, one road, no way back.",
        "The first season of {count} episodes crosses half a world.",
    ),
    Tone.LIGHT: (
        "{count} episodes, each a slightly bigger disaster.",
        "{count} short episodes, no lessons learned.",
    ),
    Tone.REAL: (
        "A documentary series in {count} parts.",
        "{count} parts, filmed over three years.",
    ),
}
"""After the plot of a series; `{count}` in words."""

FILM_CLOSINGS: dict[Tone, tuple[str, ...]] = {
    Tone.DARK: (
        "It is going to be a long night.",
        "The truth is in no hurry.",
        "Somebody should have asked sooner.",
        "Not everyone is who they were this morning.",
    ),
    Tone.WARM: (
        "Some things can only be said while doing the dishes.",
        "It takes exactly one winter.",
        "Nobody is quite ready for the spring.",
        "The hard part is staying.",
    ),
    Tone.GRAND: (
        "The way back is longer.",
        "Legends have begun with less.",
        "Nobody said that it would be quiet.",
    ),
    Tone.LIGHT: (
        "It gets worse, and then there is cake.",
        "What could go wrong has a list.",
        "Nobody is hurt, apart from one lamp.",
    ),
    Tone.REAL: (
        "Nothing here is staged.",
        "You will not look at it the same way again.",
        "It took nine years to film.",
    ),
}

CHARACTER: dict[Tone, tuple[str, ...]] = {
    Tone.DARK: (
        (
            "{name} notices what others miss. It has cost {him} two jobs, a marriage and most of "
            "{her} sleep."
        ),
        "{who} who trusts no one. {other}, whom no one should trust. One car, one night.",
        "Everybody has something on {name}. {name} has something on everybody.",
        "{name} was told to leave it alone. {she} has never been good at that.",
        "By day {name} is the quiet one. Nobody has met {him} after midnight.",
        "{name} has a list of people to believe. It is getting shorter.",
        "{other} says that {name} was never there. {name} has kept the ticket.",
        "{who}, one promise, and a night that will not end on time.",
    ),
    Tone.WARM: (
        (
            "{name} is good at looking after everyone. {other} is the first to ask who looks "
            "after {him}."
        ),
        "All of {place} has an opinion about {name}. {she} has never asked for one.",
        "{who}, forty unsent letters, and the courage to post just one.",
        "{name} never learned to say goodbye. This time {she} has to begin with hello.",
        "{name} knows everybody's birthday. Nobody knows {her} own.",
        "{who} who can mend everything, apart from Sundays.",
    ),
    Tone.GRAND: (
        "{name} never asked to be a hero. The job was simply open, and everyone else could run.",
        "{who} with a stolen name. {other} with a debt to pay. Neither will get there alone.",
        "They took {her} home, {her} name and {her} future. They forgot to take {her} temper.",
        "{name} has one rule: nobody is left behind. The road is about to test it.",
        "{name} has lost the map, the horse and the argument. {she} goes on regardless.",
        "Brave is what they call {name} afterwards. At the time {she} was merely out of options.",
    ),
    Tone.LIGHT: (
        "{name} has never finished anything {she} started, apart from arguments.",
        "{who} meets {other}, who alphabetises {her} spices. It is war, then lunch.",
        "{name} always has a plan. It is always the same plan. It has never worked.",
        (
            "Meet {name}: optimistic, underpaid and [on fire|in charge], through no fault of "
            "{her} own."
        ),
    ),
    Tone.REAL: (
        "{name} has done this for thirty years and still gets up before the alarm.",
        "For the first time, {name} tells it in {her} own words.",
        "{who}, filmed up close: the doubt, the craft, and the jokes in between.",
        "What does it take? {name} answers with {her} hands.",
    ),
}
"""The lead in two sentences."""

MOOD: dict[Tone, tuple[str, ...]] = {
    Tone.DARK: (
        "{Mood}, {mood2} and hard to shake: a {genre} story to watch with the lights on.",
        "{a_mood}, {mood2} {tag} tale that tightens with every scene.",
        "Quiet rooms, long looks, bad weather. {Mood} to the last frame.",
    ),
    Tone.WARM: (
        "{a_mood}, {mood2} story for a slow evening. Bring a friend, or a handkerchief.",
        "{Mood} and {mood2}, with a last scene that stays for days.",
        "Small gestures, large hearts: {tag} at its most {mood}.",
    ),
    Tone.GRAND: (
        "{Mood}, {mood2} and made for the biggest screen in the house.",
        "Wide horizons, old debts and a score to match: {tag} with its heart on its sleeve.",
        "{a_mood} ride from the first frame, {mood2} to the last.",
    ),
    Tone.LIGHT: (
        "{Mood}, {mood2} and over far too soon.",
        "{a_mood} {tag} treat for when the day has been long enough.",
        "Come for the jokes, stay for the people. {Mood} from start to finish.",
    ),
    Tone.REAL: (
        "{Mood}, {mood2} and true.",
        "{a_mood} look at a world that most of us only pass by.",
        "Breathtaking pictures, plain words: {tag} as you have not seen it.",
    ),
}
"""The mood; `{tag}` is the taste's leading tag, `{genre}` the title's first genre."""

LIVE_MOOD = (
    "Live, loud and {mood}.",
    "{Mood} from the first minute to the last. Nobody knows how it ends.",
    "{Mood}, {mood2}, and happening right now.",
    "You can watch it tomorrow. It will not be the same.",
)

GAME_PLOTS = (
    "You are {who}. You have {thing}, three lives and a very bad map.",
    "Play {name}, {who}, in a story that remembers every choice and forgives about half of them.",
    "Everything you know about {tag} is wrong, and the tutorial is lying.",
    "Explore {place} at your own speed. Nothing is on a timer, apart from {other}.",
    "Two buttons, one {motif}, a hundred levels. It looks like a toy and plays like a grudge.",
    (
        "One of you carries {thing}; the other carries the blame. A game for people who still "
        "like each other."
    ),
    "Draw cards, spend luck, save {place}. Each run tells another {tag} tale.",
    "Build, trade and betray your way out of {place}. The bank remembers; so does {other}.",
)
"""For games of any taste, in addition to their own."""

LIVE_CLOSINGS = (
    "Doors open an hour before.",
    "Live, and then gone.",
    "With voices in nine languages.",
    "Rain or shine.",
    "Nobody has seen the ending.",
    "There is no second night.",
)

GAME_CLOSINGS = (
    "One player.",
    "For one to four players.",
    "Play alone, or drag a friend into it.",
    "An evening long, or forty.",
    "Easy to learn, rude to master.",
    "Plays well on a sofa, badly in a meeting.",
    "Saves whenever you blink.",
    "No two runs are alike.",
)

EPISODES: dict[Tone, tuple[str, ...]] = {
    Tone.DARK: (
        "A call at three in the morning sends {name} back to where it began.",
        "{other} changes the story. {name} notices which part.",
        "One alibi holds, one breaks, and somebody leaves town.",
        "{name} opens the wrong envelope and cannot close it again.",
        "The search reaches the water. {other} will not look.",
        "A witness remembers a colour, and {name} has seen it before.",
        "{name} spends a night in the archive and is not alone there.",
        "Somebody has been feeding the dog. Nobody has a dog.",
        "{other} confesses, to the wrong thing.",
        "Everyone is home before dark, apart from one.",
    ),
    Tone.WARM: (
        "{name} finds a photograph and sets one more place at the table.",
        "An apology arrives, a day too late and in the wrong handwriting.",
        "Rain keeps everybody indoors, and {other} finally asks.",
        "{name} misses the last train, on purpose.",
        "A birthday, a burnt cake, and something said on the stairs.",
        "{other} comes for an hour and stays for the washing-up.",
        "An old song on the radio, and {name} has to stop the car.",
        "{name} says it out loud, to an empty kitchen.",
        "A letter is read, finally, in the garden.",
        "Two people wait at the same stop for different reasons.",
    ),
    Tone.GRAND: (
        "The way is blocked, the food is gone, and {other} knows a shorter road.",
        "{name} makes a promise in a language {she} does not speak.",
        "A gate opens for one of them. {name} has to choose whom.",
        "An old enemy offers a lift, a warning and a song.",
        "The storm passes. What it leaves behind is walking.",
        "{name} learns what the mark on the map means, one day too late.",
        "They cross at night. Not everyone looks back.",
        "{other} stays behind to hold the door.",
        "A feast, a toast, and a knife under the table.",
        "The sky clears, and there it is.",
    ),
    Tone.LIGHT: (
        "{name} tells one small lie. By lunch it has its own committee.",
        "{other} is put in charge of the cake. Mistakes are iced.",
        "A visitor is mistaken for the new boss, and rather likes it.",
        "{name} organises a surprise. It is.",
        "The lift stops, the truth comes out, and somebody needs the toilet.",
        "Somebody has to fire somebody. There is a spreadsheet.",
        "{name} takes up yoga, revenge and baking, in that order.",
        "{other} finds the minutes of a meeting that never took place.",
        "The parrot repeats everything.",
        "A birthday party for two hundred is held in a room for nine.",
    ),
    Tone.REAL: (
        "Four in the morning: the work begins, and so does the rain.",
        "{name} goes back to the place and finds that somebody kept the door.",
        "A box of tapes, an old promise, and a new witness.",
        "The season turns. Not everyone will make it to the other side.",
        "{other} tells the part that was left out.",
        "A hundred kilometres on, {name} meets somebody who has done it all before.",
        "What nobody wrote down, {other} can still do with closed eyes.",
        "{name} gets the call at midnight and laughs.",
        "The last day of the season, and nobody wants to go home.",
        "An archive gives up a photograph.",
    ),
}

TOPICAL_TASTES = (
    "Character Drama",
    "Courtroom Drama",
    "Coming of Age",
    "Period Romance",
    "Nordic Noir",
    "True Crime",
    "Spy Games",
    "Pop Culture",
)
"""Tastes whose titles may have a delicate subject."""

TOPICS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "faith",
        (
            "A story about faith, and about what is left of it in the morning.",
            "At its heart is a church that is running out of believers.",
        ),
    ),
    (
        "politics",
        (
            "All of it happens in the week before an election.",
            "Politics is never far away, and neither are its cameras.",
        ),
    ),
    (
        "health",
        (
            "It does not look away from what an illness takes, or from what it leaves.",
            "A hospital corridor is where most of the truth gets told.",
        ),
    ),
    (
        "sexuality",
        (
            "It is also a coming-out story, told without a speech.",
            "It is also, quietly, the love story of two women.",
        ),
    ),
)
"""Delicate tags, by which nobody should be judged or grouped, and sentences for synopses."""
