"""Sentences that fit many titles: closings, other angles, taglines, episodes, delicate subjects."""

from keyart.demo.art.brief import Motif, Style
from keyart.demo.catalogue.languages.language import Tone

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
    Tone.DARK: ("It is going to be a long night.", "By morning one of them will be lying."),
    Tone.WARM: ("Nobody is quite ready for the spring.", "Some doors only open from the inside."),
    Tone.GRAND: ("The way back is longer.", "Legends have begun with less."),
    Tone.LIGHT: ("It gets worse, and then there is cake.", "What could go wrong has a list."),
    Tone.REAL: ("Nothing here is staged.", "You will not look at it the same way again."),
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
    ),
    Tone.WARM: (
        (
            "{name} is good at looking after everyone. {other} is the first to ask who looks "
            "after {him}."
        ),
        "All of {place} has an opinion about {name}. {she} has never asked for one.",
        "{who}, forty unsent letters, and the courage to post just one.",
        "{name} never learned to say goodbye. This time {she} has to begin with hello.",
    ),
    Tone.GRAND: (
        "{name} never asked to be a hero. The job was simply open, and everyone else could run.",
        "{who} with a stolen name. {other} with a debt to pay. Neither will get there alone.",
        "They took {her} home, {her} name and {her} future. They forgot to take {her} temper.",
        "{name} has one rule: nobody is left behind. The road is about to test it.",
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
"""How it feels; `{tag}` is the taste's leading tag, `{genre}` the title's first genre."""

GAME_CLOSINGS = (
    "One player.",
    "For one to four players.",
    "Play alone, or drag a friend into it.",
    "An evening long, or forty.",
)

TAGLINES: dict[Style, tuple[str, ...]] = {
    Style.THRILLER: (
        "Somebody always listens.",
        "Trust the plan. Nobody else.",
        "The truth has a second door.",
        "You were seen.",
        "Every lock remembers.",
        "Before dawn, one of them talks.",
    ),
    Style.CRIME: (
        "Nine minutes. No mistakes.",
        "Steal it politely.",
        "Everybody leaves a mark.",
        "The perfect job needs imperfect people.",
        "One of them is already rich.",
        "Nothing is locked for ever.",
    ),
    Style.HORROR: (
        "It has been waiting politely.",
        "Do not answer.",
        "Some houses keep count.",
        "The dark knows the way home.",
        "Leave the light on.",
        "It only comes when you stop looking.",
    ),
    Style.ROMANCE: (
        "Some seasons come twice.",
        "The rain brought them back.",
        "Love, without a return address.",
        "One summer to say it.",
        "They agreed on everything but this.",
        "Stay until the last song.",
    ),
    Style.DRAMA: (
        "Home is a question.",
        "What we carry, and what we leave.",
        "Somebody has to begin.",
        "Everyone remembers it differently.",
        "The quiet ones are telling the story.",
        "It was never about the house.",
    ),
    Style.ADVENTURE: (
        "The map ends here.",
        "Go further than the light.",
        "Nobody comes back the same.",
        "The mountain keeps its own time.",
        "One rope. One chance.",
        "Follow the river. Never the road.",
    ),
    Style.COMEDY: (
        "It was a good plan on paper.",
        "Nobody panic. Too late.",
        "Everything is under nobody's control.",
        "Family: some assembly required.",
        "What could possibly be next?",
        "Clocking in. Losing it.",
    ),
    Style.SCIFI: (
        "The signal was ours.",
        "Far from home. Late for dinner.",
        "Every star is a door.",
        "Gravity is the least of it.",
        "The future remembers.",
        "We were not the first.",
    ),
    Style.FANTASY: (
        "Every oath has an edge.",
        "The crown chooses badly.",
        "Magic is never free.",
        "Winter owes them nothing.",
        "A name can cut.",
        "The old gates are opening.",
    ),
    Style.DOCUMENTARY: (
        "Look again.",
        "All of it happened.",
        "The story they could not close.",
        "Up close, and a long way from home.",
        "Nobody asked until now.",
        "A year. A place. The people who stay.",
    ),
    Style.FAMILY: (
        "Small heroes. Very large trouble.",
        "Bring snacks.",
        "Adventure starts under the stairs.",
        "The bigger the secret, the worse the hiding place.",
        "Bedtime can wait.",
        "Hold on to your hats, and each other.",
    ),
    Style.SPORT: (
        "Ninety minutes. No mercy.",
        "All of us, or nothing.",
        "Made of mud and noise.",
        "The last whistle is theirs.",
        "One night under the lights.",
        "You do not choose your club.",
    ),
    Style.GAME: (
        "Your move.",
        "One more try. One more night.",
        "Lose gloriously.",
        "The dark is a level.",
        "Build it. Break it. Run.",
        "Everyone starts with nothing.",
    ),
}

EPISODES: dict[Tone, tuple[str, ...]] = {
    Tone.DARK: (
        "A call at three in the morning sends {name} back to where it began.",
        "{other} changes the story. {name} notices which part.",
        "One alibi holds, one breaks, and somebody leaves town.",
        "{name} opens the wrong envelope and cannot close it again.",
        "The search reaches the water. {other} will not look.",
    ),
    Tone.WARM: (
        "{name} finds a photograph and sets one more place at the table.",
        "An apology arrives, a day too late and in the wrong handwriting.",
        "Rain keeps everybody indoors, and {other} finally asks.",
        "{name} misses the last train, on purpose.",
        "A birthday, a burnt cake, and something said on the stairs.",
    ),
    Tone.GRAND: (
        "The way is blocked, the food is gone, and {other} knows a shorter road.",
        "{name} makes a promise in a language {she} does not speak.",
        "A gate opens for one of them. {name} has to choose whom.",
        "An old enemy offers a lift, a warning and a song.",
        "The storm passes. What it leaves behind is walking.",
    ),
    Tone.LIGHT: (
        "{name} tells one small lie. By lunch it has its own committee.",
        "{other} is put in charge of the cake. Mistakes are iced.",
        "A visitor is mistaken for the new boss, and rather likes it.",
        "{name} organises a surprise. It is.",
        "The lift stops, the truth comes out, and somebody needs the toilet.",
    ),
    Tone.REAL: (
        "Four in the morning: the work begins, and so does the rain.",
        "{name} goes back to the place and finds that somebody kept the door.",
        "A box of tapes, an old promise, and a new witness.",
        "The season turns. Not everyone will make it to the other side.",
        "{other} tells the part that was left out.",
    ),
}

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
            "Two women in love, and a town that pretends not to know.",
        ),
    ),
)
"""Delicate tags, by which nobody should be judged or grouped, and what a synopsis says of them."""
