"""Stories of secrets, crimes and fear."""

from keyart_demo.art.brief import Lead, Motif, Setting, Style
from keyart_demo.catalogue.languages.language import Tone
from keyart_demo.catalogue.stories.theme import Theme

HEIST = Theme(
    name="Heist Thrillers",
    tone=Tone.DARK,
    genres=("thriller", "crime"),
    tags=("heist", "crew", "double cross", "casino", "vault"),
    moods=("slick", "tense", "clever", "fast"),
    neighbours=("Spy Games", "True Crime", "Nordic Noir"),
    styles=(Style.CRIME, Style.THRILLER, Style.CRIME),
    settings=(Setting.CITY, Setting.CITY, Setting.DESERT, Setting.SEA),
    motifs=(Motif.DIAMOND, Motif.KEYHOLE, Motif.MASK, Motif.CLOCK, Motif.CROWN, Motif.DOOR),
    leads=(Lead.MASK, Lead.HAT, Lead.GLASSES, Lead.SHORT_HAIR, Lead.BOB),
    maturities=("13+", "16+", "16+"),
    names=(
        "Nine Minutes to Macau",
        "The Keyhole Crew",
        "Paper Diamonds",
        "Everyone Wears the Mask",
        "The Sunday Vault",
        "Six Thieves, Five Chairs",
        "The Antwerp Arrangement",
        "Inside Job, Outside Man",
        "Clockwork Robbery",
        "The Crown Jewels of Nowhere",
        "Getaway Weather",
    ),
    people=(
        "a retired safecracker",
        "a card counter with a conscience",
        "a getaway driver",
        "a museum guard",
        "a forger",
        "a disgraced magician",
        "an insurance investigator",
    ),
    places=(
        "a casino on the water",
        "the deepest vault in Antwerp",
        "a moving train",
        "an auction house in Geneva",
        "a bank that closes for exactly nine minutes",
        "a desert resort on opening night",
    ),
    plots=(
        (
            "One vault, one night, five specialists. {name}, {who}, plans the perfect heist of "
            "{place}; [the sixth shadow on the tape belongs to nobody|somebody has already robbed "
            "it]."
        ),
        (
            "{name} swore off safes. Then {other} offers {him} the one that made {him} famous, "
            "and a crew that has never met."
        ),
        (
            "The plan takes nine minutes. The double cross takes eight. {who} needs every second "
            "of the ninth."
        ),
        (
            "To steal {thing} from {place}, {name} first has to put one in. The crew calls it the "
            "politest heist in history."
        ),
        (
            "{name}'s crew hits {place} and finds the vault empty, the alarms off, and an "
            "invitation with {her} name on it."
        ),
        (
            "{who} falls for the mark, {other} falls for the money, and {place} falls silent at "
            "midnight. Only one of them planned that."
        ),
        (
            "Everyone on the crew wears the same mask. By dawn, one of them has the loot, and "
            "nobody can say who."
        ),
        (
            "Twenty years after the job that went wrong, the survivors get the same phone call: "
            "the diamond was a fake, and somebody wants the real one back."
        ),
        (
            "An honest bank clerk works out how to rob {place}. {name}, {who}, is sent to stop "
            "{him}, or to learn."
        ),
    ),
    games=1.0,
    game_plots=(
        (
            "Plan the job, pick the crew, crack the vault. Every heist in {place} can be done "
            "quietly; none of them has to be."
        ),
        (
            "A puzzle game about burglary and good manners: leave no trace, wake no dog, and put "
            "the {motif} back if you are sorry."
        ),
    ),
    popularity=1.2,
)

NORDIC_NOIR = Theme(
    name="Nordic Noir",
    tone=Tone.DARK,
    genres=("crime", "thriller"),
    tags=("nordic noir", "detective", "cold case", "missing person", "winter"),
    moods=("bleak", "slow-burning", "moody", "cold"),
    neighbours=("True Crime", "Slow Horror", "Cosy Mysteries"),
    styles=(Style.THRILLER, Style.CRIME, Style.DRAMA),
    settings=(Setting.ICE, Setting.FOREST, Setting.SEA, Setting.CITY),
    motifs=(Motif.LIGHTHOUSE, Motif.KEYHOLE, Motif.DOOR, Motif.MOON, Motif.BOAT, Motif.LANTERN),
    leads=(Lead.HOOD, Lead.SCARF, Lead.BEARD, Lead.SHORT_HAIR, Lead.LONG_HAIR),
    maturities=("16+", "16+", "18+"),
    names=(
        "The Ice Road Murders",
        "Harbour of Crows",
        "Before the Thaw",
        "The Lighthouse at Skarvik",
        "Grey Water",
        "Four Hours of Daylight",
        "The Drowned Key",
        "Winter Statement",
        "No Tracks in the Snow",
    ),
    people=(
        "a detective back from leave",
        "a coast guard pilot",
        "a small-town police chief",
        "a forensic archivist",
        "a retired inspector",
        "a prison chaplain's daughter",
    ),
    places=(
        "a fishing village above the Arctic Circle",
        "an island cut off by storm",
        "a village on a frozen lake",
        "a shuttered sawmill town",
        "a border town with one bridge",
        "a harbour without daylight",
    ),
    plots=(
        (
            "The ice on the lake breaks up early and gives back a car that went missing in 1996. "
            "{name}, {who}, knows the number plate by heart."
        ),
        (
            "A body on the border of two districts, four hours of daylight and a detective who "
            "does not sleep. In {place} everybody is somebody's witness."
        ),
        (
            "{name} closed the case nineteen years ago. Now a second girl is missing from "
            "{place}, and the same [red coat|wool glove|bicycle] is found folded in the snow."
        ),
        (
            "{who} returns to {place} for one winter. The cold case in the basement has {her} "
            "mother's handwriting on it."
        ),
        (
            "The lighthouse keeper has vanished, the lamp is still burning, and the log is "
            "written up to tomorrow. {name} takes the last ferry across."
        ),
        (
            "Every Monday {thing} lies on another doorstep. {name} realises that each house marks "
            "a case that the police closed too soon."
        ),
        (
            "After the ferry disaster, one passenger too many is rescued. {name} has until the "
            "thaw to find out who never boarded."
        ),
        (
            "{name} and {other} have not spoken since the trial. A murder in {place} makes them "
            "partners again, for as long as the road is open."
        ),
    ),
    languages={"sv": 48, "en": 22, "de": 10, "fr": 4, "ru": 4, "bg": 3},
    series=1.8,
)

SPY = Theme(
    name="Spy Games",
    tone=Tone.DARK,
    genres=("thriller", "action"),
    tags=("espionage", "double agent", "cold war", "defector", "surveillance"),
    moods=("paranoid", "tense", "cool", "twisty"),
    neighbours=("Heist Thrillers", "Courtroom Drama", "Martial Arts"),
    styles=(Style.THRILLER, Style.THRILLER, Style.CRIME),
    settings=(Setting.CITY, Setting.ICE, Setting.SEA, Setting.DESERT),
    motifs=(Motif.KEYHOLE, Motif.UMBRELLA, Motif.CLOCK, Motif.DOOR, Motif.CUP, Motif.MASK),
    leads=(Lead.GLASSES, Lead.HAT, Lead.SCARF, Lead.SHORT_HAIR, Lead.BOB),
    maturities=("13+", "16+", "16+"),
    names=(
        "The Umbrella Exchange",
        "Dead Drop on Sunday",
        "A Spy for All Weathers",
        "The Tbilisi Line",
        "Cover Story",
        "The Listener in Room Four",
        "Station Chief",
        "Cold Coffee in Vienna",
        "The Cleaner of Helsinki",
        "Our Man Is Missing",
    ),
    people=(
        "an archivist at the service",
        "a burned agent",
        "a wiretap listener",
        "a double agent in {her} eleventh year",
        "a diplomat's driver",
        "a code-breaker on probation",
    ),
    places=(
        "divided Berlin",
        "the last night train from Tbilisi",
        "an embassy under siege",
        "a listening post in the ice",
        "a Vienna coffee house",
        "a safe house with two keys",
    ),
    plots=(
        (
            "{name}, {who}, has listened to one flat for eleven years. Tonight, for the first "
            "time, somebody in it says {her} name."
        ),
        (
            "A defector wants to come in from {place}. {name} is sent to fetch him, and told by "
            "three different people not to succeed."
        ),
        (
            "The mole is one of five. {who} has a list, a lie and a birthday party at which all "
            "of them will be guests."
        ),
        (
            "Two spies from opposite services are ordered to marry. The cover holds; the agents "
            "do not."
        ),
        (
            "An agent disappears in {place}, leaving {thing} and a bill for two coffees. {name} "
            "follows the second cup."
        ),
        (
            "{who} finds a report on an operation that never happened. By evening, {she} is named "
            "in it as the leak."
        ),
        (
            "Every Thursday at ten past four, {name} opens {her} umbrella on the same bridge. "
            "This Thursday, so does somebody else."
        ),
        (
            "Retired, widowed and bored, {name} discovers that the neighbour is under "
            "surveillance, and that the service has forgotten to tell {him} it is {her} own old "
            "team."
        ),
    ),
    series=1.2,
    games=1.0,
    game_plots=(
        (
            "You are the listener. Eight flats, one traitor, and a tape that runs out at dawn: an "
            "espionage mystery played with headphones."
        ),
        (
            "Stealth without a single shot: lift the file, swap the umbrella, and be home in "
            "{place} before your cover's dinner gets cold."
        ),
    ),
)

TRUE_CRIME = Theme(
    name="True Crime",
    tone=Tone.DARK,
    genres=("documentary", "crime"),
    tags=("true crime", "investigation", "unsolved", "con artist", "interviews"),
    moods=("chilling", "investigative", "sober", "addictive"),
    neighbours=("Courtroom Drama", "Nordic Noir", "Heist Thrillers"),
    styles=(Style.DOCUMENTARY, Style.DOCUMENTARY, Style.CRIME),
    settings=(Setting.CITY, Setting.FIELDS, Setting.FOREST, Setting.SEA),
    motifs=(Motif.KEYHOLE, Motif.DOOR, Motif.DIAMOND, Motif.CLOCK, Motif.MASK, Motif.LANTERN),
    leads=(Lead.SHORT_HAIR, Lead.GLASSES, Lead.BEARD, Lead.LONG_HAIR, Lead.HAT),
    maturities=("16+", "16+", "18+"),
    names=(
        "The Man Who Sold the Lighthouse",
        "Who Locked the Door?",
        "Thirty-One Phone Calls",
        "The Fake Heiress of Brixlow",
        "Unit Nineteen",
        "The Diamond That Wasn't",
        "Neighbourhood Watch: The Tapes",
        "The Confession Room",
        "Last Seen at the Fairground",
        "A Very Polite Robbery",
    ),
    people=(
        "a retired detective",
        "a local reporter",
        "a victim's sister",
        "a podcast host",
        "a forensic accountant",
        "the con artist's ex-wife",
    ),
    places=(
        "a quiet cul-de-sac",
        "a town of nine hundred",
        "a luxury cruise ship",
        "a gated estate",
        "a private bank",
        "a fairground in winter",
    ),
    plots=(
        (
            "In 1998 a locked door in {place} kept its secret. {name}, {who}, has the tapes that "
            "the investigation never heard."
        ),
        (
            "He sold a lighthouse he did not own to eleven people who never met. Now they have, "
            "and they are talking."
        ),
        (
            "Everyone in {place} trusted {other}. This investigation follows the money, the "
            "passports and the three weddings that followed."
        ),
        (
            "Four confessions, one crime. {who} goes back to the interview room where an innocent "
            "man signed each page."
        ),
        (
            "The alibi was perfect: 200 guests saw {him} dance. With interviews filmed over nine "
            "years, the case against {name} comes apart in front of the camera."
        ),
        (
            "A diamond vanishes from {place} without a scratch on the safe. The insurers paid; "
            "{name} kept asking."
        ),
        (
            "Unsolved for thirty years, until {who} noticed that the clock in the evidence photo "
            "runs backwards."
        ),
        (
            "She never existed. Her friends, her fiancé and her bank describe, one interview at a "
            "time, the woman who stole their summer."
        ),
    ),
    series=1.8,
    popularity=1.1,
)

COSY_MYSTERY = Theme(
    name="Cosy Mysteries",
    tone=Tone.LIGHT,
    genres=("mystery", "comedy"),
    tags=("cosy mystery", "amateur sleuth", "village", "eccentrics", "whodunnit"),
    moods=("charming", "wry", "gentle", "puzzling"),
    neighbours=("Kitchen Stories", "Nordic Noir", "Workplace Comedy"),
    styles=(Style.COMEDY, Style.CRIME, Style.FAMILY),
    settings=(Setting.FIELDS, Setting.SEA, Setting.CASTLE, Setting.FOREST),
    motifs=(Motif.CUP, Motif.UMBRELLA, Motif.KEYHOLE, Motif.CLOCK, Motif.LANTERN, Motif.TROPHY),
    leads=(Lead.HAT, Lead.GLASSES, Lead.BOB, Lead.SCARF, Lead.BEARD),
    maturities=("7+", "7+", "13+"),
    names=(
        "The Teacup Murders",
        "Death at the Flower Show",
        "The Vicar's Umbrella",
        "Miss Quill Investigates",
        "A Clue in the Marmalade",
        "The Clockmaker of Little Sorrow",
        "The Bowls Club Poisoner",
        "Murder, with Scones",
        "The Stolen Trophy of Lower Wick",
        "The Librarian's Alibi",
    ),
    people=(
        "a retired librarian",
        "the village postmistress",
        "an antiquarian bookseller",
        "a beekeeper with a past",
        "a crossword setter",
        "a tearoom owner",
    ),
    places=(
        "the village of Little Sorrow",
        "a canal boat marina",
        "a tearoom by the green",
        "a faded spa hotel",
        "a manor with a model railway",
        "the annual flower show",
    ),
    plots=(
        (
            "The prize marrow is poisoned, the judge is dead, and the village is out of milk. "
            "{name}, {who}, puts the kettle on and the clues in order."
        ),
        (
            "{who} finds a body in the [book returns|beehive shed|cold frame] and a suspect in "
            "every pew of {place}."
        ),
        (
            "When the inspector is snowed in, {name} and {other} have one long evening in {place} "
            "to unmask a murderer between courses."
        ),
        (
            "Nobody in {place} locks a door until somebody steals {thing}. {name} suspects the "
            "choir; the choir suspects {name}."
        ),
        "{name} sets crosswords. Somebody has started to commit the answers.",
        (
            "A pact of amateur sleuths meets on Tuesdays. This Tuesday there is one sleuth fewer, "
            "and cake for the murderer."
        ),
        (
            "The colonel confessed, the cook confessed, even the parrot confessed. {who} believes "
            "none of them."
        ),
        (
            "A wedding, a storm and a missing groom: {place} has seven suspects, and {name} has "
            "seven umbrellas to return."
        ),
    ),
    series=1.3,
    games=1.5,
    game_plots=(
        (
            "Question the eccentrics of {place}, pin up your clues, and accuse the wrong colonel "
            "as often as you like. A whodunnit that reshuffles its murderer each time."
        ),
        "Run a tearoom by day, solve a murder by night. The scones are timed; so is the killer.",
    ),
)

SLOW_HORROR = Theme(
    name="Slow Horror",
    tone=Tone.DARK,
    genres=("horror",),
    tags=("slow horror", "haunted house", "folk tale", "dread", "isolation"),
    moods=("dreadful", "eerie", "creeping", "uncanny"),
    neighbours=("Nordic Noir", "Survival Stories", "Anime Quests"),
    styles=(Style.HORROR,),
    settings=(Setting.FOREST, Setting.SEA, Setting.CASTLE, Setting.FIELDS, Setting.ICE),
    motifs=(Motif.LANTERN, Motif.DOOR, Motif.KEYHOLE, Motif.MASK, Motif.MOON, Motif.CLOCK),
    leads=(Lead.HOOD, Lead.LONG_HAIR, Lead.MASK, Lead.SCARF, Lead.SHORT_HAIR),
    maturities=("16+", "18+"),
    names=(
        "The House Breathes In",
        "Salt on the Threshold",
        "Something Lives in the Orchard",
        "The Lantern Woman",
        "Do Not Wind the Clock",
        "Father's Other Room",
        "The Quiet Harvest",
        "A Mask for the Baby",
        "Below the Chapel",
        "The Door Was Always Open",
        "Moonmilk",
    ),
    people=(
        "a sleep researcher",
        "a young widow",
        "a house-sitter",
        "a folklorist with a tape recorder",
        "a lighthouse relief keeper",
        "an au pair",
    ),
    places=(
        "a house with one room too many",
        "an orchard nobody picks",
        "a drowned village",
        "a boarding house out of season",
        "a convent on the moor",
        "a forest that is quiet at noon",
    ),
    plots=(
        (
            "{name} takes a winter job in {place}. The owners left three rules, and somebody has "
            "[rubbed out the third|added a fourth]."
        ),
        (
            "The lantern in the window of the empty house goes out each night one minute later. "
            "{who} works out when it will be dark enough."
        ),
        (
            "Every house in the village keeps {thing} by the cradle. {name}, a new parent and "
            "newly arrived, is told not to ask what it keeps out."
        ),
        (
            "{who} records the old folk tales before they are forgotten. On playback there is one "
            "more voice than there were people in the room."
        ),
        (
            "After the funeral {name} hears knocking from inside the wall: patient, polite, and "
            "in {her} late mother's rhythm."
        ),
        (
            "A family of four moves into {place}. By the first frost there are five at breakfast, "
            "and nobody but {name} is counting."
        ),
        (
            "Nothing happens at the house for [forty|nineteen] days. {name} begins to understand "
            "that it is waiting for {him} to stop being afraid."
        ),
        (
            "The well has been sealed since the year of the bad harvest. This spring the water "
            "tastes of salt, and {other} has begun to sleepwalk towards it."
        ),
        (
            "{name} inherits {place} and a key that turns in no lock. Then one night, from the "
            "other side, it turns."
        ),
    ),
    games=1.2,
    game_plots=(
        (
            "You hold the lantern; the dark holds everything else. A game of slow dread in "
            "{place}, in which running is the one thing that makes it worse."
        ),
        "Keep the house lit until morning. It is smaller on the inside every night.",
    ),
)

THRILLERS = (HEIST, NORDIC_NOIR, SPY, TRUE_CRIME, COSY_MYSTERY, SLOW_HORROR)
