"""Stories of other worlds, faraway places and hard fights."""

from keyart_demo.art.brief import Lead, Motif, Setting, Style
from keyart_demo.catalogue.languages.language import Tone
from keyart_demo.catalogue.stories.theme import Theme

SPACE_OPERA = Theme(
    name="Space Opera",
    tone=Tone.GRAND,
    genres=("science fiction", "adventure"),
    tags=("space opera", "starship", "rebellion", "alien worlds", "found family"),
    moods=("epic", "awe-struck", "adventurous", "sweeping"),
    neighbours=("Sword and Sorcery", "Anime Quests", "Survival Stories"),
    styles=(Style.SCIFI,),
    settings=(Setting.SPACE, Setting.SPACE, Setting.DESERT, Setting.ICE),
    motifs=(Motif.PLANET, Motif.ROCKET, Motif.MOON, Motif.LIGHTHOUSE, Motif.CROWN, Motif.DOOR),
    leads=(Lead.HELMET, Lead.HELMET, Lead.HOOD, Lead.SHORT_HAIR, Lead.BOB),
    maturities=("7+", "13+", "13+", "16+"),
    names=(
        "The Ninth Moon of Asha",
        "Lighthouse at the Edge of Light",
        "Tides of the Hollow Planet",
        "Rust Armada",
        "The Long Signal",
        "A Crown for Ganymede",
        "Salvage Rights",
        "The Door Between Suns",
        "Rocket Season on Tharsis",
        "Nobody's Orbit",
        "The Quiet Fleet",
    ),
    people=(
        "a smuggler captain",
        "a cadet pilot",
        "the last cartographer of the fleet",
        "a salvage engineer",
        "an exiled admiral",
        "a clone in search of {her} original",
        "a ship's cook",
    ),
    places=(
        "a mining moon",
        "the Hollow Planet",
        "a starship that has forgotten its course",
        "a lighthouse at the edge of charted space",
        "a floating market between two suns",
        "the wreck of the first fleet",
    ),
    plots=(
        (
            "{name}, {who}, picks up a distress signal that {her} own ship will send in forty "
            "years. The crew votes to follow it."
        ),
        (
            "The empire has a thousand starships. The rebellion has one, held together with tape, "
            "and {name} owes money on it."
        ),
        (
            "When {place} stops turning, {who} and a crew of outcasts have one orbit to restart a "
            "world."
        ),
        (
            "An heir to nine planets is hiding in the galley of a freighter. {name} would not "
            "mind, were it not for the rice."
        ),
        (
            "{place} guards the only door between two galaxies. For a century nobody knocked; "
            "tonight, somebody alien and very polite does."
        ),
        (
            "Generations after leaving Earth, {name} finds {thing} drawn on the inside of the "
            "hull, and a map of how to turn around."
        ),
        (
            "Two starship captains, once married, race for the same wreck. What sleeps inside it "
            "would rather be left alone."
        ),
        (
            "The treaty is signed, the war is over, and {name} is still out there with the order "
            "that would start it again."
        ),
    ),
    languages={"en": 55, "ja": 10, "ru": 8, "zh": 7, "ko": 5, "de": 4},
    games=2.5,
    game_plots=(
        (
            "Chart a galaxy that changes while you sleep. Trade, mutiny, and land on {place} with "
            "just enough fuel for regret."
        ),
        (
            "Command a starship of eleven misfits in a rebellion that remembers every promise you "
            "break."
        ),
    ),
    popularity=1.1,
)

SWORD_AND_SORCERY = Theme(
    name="Sword and Sorcery",
    tone=Tone.GRAND,
    genres=("fantasy", "adventure"),
    tags=("sword and sorcery", "quest", "magic", "dragons", "kingdoms"),
    moods=("epic", "mythic", "dark", "adventurous"),
    neighbours=("Anime Quests", "Space Opera", "Martial Arts"),
    styles=(Style.FANTASY, Style.FANTASY, Style.ADVENTURE),
    settings=(Setting.CASTLE, Setting.MOUNTAINS, Setting.FOREST, Setting.ICE),
    motifs=(Motif.SWORD, Motif.CROWN, Motif.LANTERN, Motif.MOON, Motif.KEYHOLE, Motif.DOOR),
    leads=(Lead.HOOD, Lead.CROWN, Lead.BEARD, Lead.LONG_HAIR, Lead.HELMET),
    maturities=("7+", "13+", "16+"),
    names=(
        "The Crownless",
        "Sword of the Salt King",
        "The Witch-Roads",
        "A Dragon in Debt",
        "The Last Lantern of Ys",
        "Oathbreaker Hill",
        "The Nine-Gated City",
        "Ember and Iron",
        "The Moon-Eater",
        "A Key for the Giant's Door",
    ),
    people=(
        "a swordsmith's daughter",
        "a disgraced knight",
        "a hedge witch",
        "a thief with a prophecy on {her} head",
        "the king's food taster",
        "a failed wizard",
        "a dragon's accountant",
    ),
    places=(
        "the Nine-Gated City",
        "a kingdom without a night",
        "the salt marches",
        "a castle that moves at dusk",
        "the mountain where swords are buried",
        "the witch-roads",
    ),
    plots=(
        (
            "The crown of {place} kills whoever wears it. {name}, {who}, has just been told {she} "
            "is next in line."
        ),
        (
            "{who} pulls the wrong sword out of the wrong stone. The quest begins all the same, "
            "and the sword will not stop talking."
        ),
        (
            "To break a curse on {place}, {name} must bring a dragon what it has never been "
            "offered: [an apology|a receipt|a name]."
        ),
        (
            "Magic is rationed, the war is not. {name} steals one candle's worth of sorcery and "
            "lights the whole north."
        ),
        (
            "Three oaths bind {name}: to a dead queen, to a living enemy, and to {thing} that "
            "only {other} can carry. Winter will hold {him} to one."
        ),
        (
            "Every hundred years the kingdoms draw lots, and somebody walks into the mountain. "
            "This year {who} walks in armed."
        ),
        (
            "A band of sellswords guards a quiet child through {place}. The child is the reason "
            "that the dead are getting up."
        ),
        (
            "{name} killed the dragon, saved the town and got the bill. Now the dragon's mother "
            "would like a word."
        ),
    ),
    games=2.5,
    game_plots=(
        (
            "Forge a blade, name it, and carry it across {place}. Every sword remembers who held "
            "it; every magic has a price, and the dragon keeps the books."
        ),
        "A kingdom in your keeping, a dragon at your gate, and one spell you may cast only once.",
    ),
)

ANIME = Theme(
    name="Anime Quests",
    tone=Tone.GRAND,
    genres=("animation", "fantasy"),
    tags=("anime", "hidden powers", "academy", "spirits", "rivals"),
    moods=("spirited", "dazzling", "heartfelt", "wild"),
    neighbours=("Sword and Sorcery", "Coming of Age", "Martial Arts"),
    styles=(Style.FANTASY, Style.SCIFI, Style.ADVENTURE),
    settings=(Setting.CITY, Setting.MOUNTAINS, Setting.FOREST, Setting.SPACE),
    motifs=(Motif.SWORD, Motif.MOON, Motif.MASK, Motif.LANTERN, Motif.UMBRELLA, Motif.PLANET),
    leads=(Lead.BOB, Lead.LONG_HAIR, Lead.SHORT_HAIR, Lead.CONICAL_HAT, Lead.MASK),
    maturities=("7+", "7+", "13+", "16+"),
    names=("Ink Spirit Academy", "The Umbrella Exorcist", "Lantern Boy Zero"),
    people=(
        "a transfer student",
        "a fox spirit in disguise",
        "an apprentice exorcist",
        "the weakest pupil of the academy",
        "a delivery girl on a flying scooter",
        "a cursed swordsman",
    ),
    places=(
        "an academy above the clouds",
        "a bathhouse for spirits",
        "a floating city",
        "a shrine town in the rain",
        "the last train to the spirit world",
    ),
    plots=(
        (
            "{name}, {who}, has no powers at all until the night {she} swallows a falling star. "
            "Now every spirit from here to {place} wants it back."
        ),
        (
            "The academy ranks its pupils by the demons they have sealed. {name} has made friends "
            "with eleven."
        ),
        (
            "Two rivals share one cursed sword: {name} wields it by day, {other} by night, and "
            "neither remembers the other's battles."
        ),
        "{who} delivers parcels to {place}. One of them hatches.",
        (
            "To win back {her} stolen shadow, {name} enters a tournament in which the losers "
            "become [paper|lanterns|rain]."
        ),
        (
            "When the barrier over the school cracks, an anime heroine of the old school, all "
            "courage and no plan, leads a class of misfits into the sky."
        ),
        (
            "{name} wakes as the villain of a story {she} loved as a child, with {thing}, a "
            "talking cat and three chapters left to live."
        ),
        (
            "Spirits may not cross the bridge. {other} did, for {name}, and the river has come to "
            "collect."
        ),
    ),
    languages={"ja": 76, "ko": 8, "zh": 8, "en": 8},
    series=1.6,
    games=2.0,
    game_plots=(
        (
            "Collect spirits, lose sleep, pass your exams. An anime quest through {place} with "
            "forty rivals and one very hungry fox."
        ),
        (
            "Draw a rune, swing the sword, run for the roof: hidden powers wake up one floor at a "
            "time."
        ),
    ),
    popularity=1.1,
)

SURVIVAL = Theme(
    name="Survival Stories",
    tone=Tone.GRAND,
    genres=("adventure", "drama"),
    tags=("survival", "wilderness", "rescue", "expedition", "against nature"),
    moods=("gritty", "tense", "raw", "inspiring"),
    neighbours=("Wild Nature", "Slow Horror", "Space Opera"),
    styles=(Style.ADVENTURE, Style.THRILLER, Style.DRAMA),
    settings=(Setting.ICE, Setting.MOUNTAINS, Setting.SEA, Setting.DESERT, Setting.FOREST),
    motifs=(Motif.LANTERN, Motif.BOAT, Motif.LIGHTHOUSE, Motif.MOON, Motif.CLOCK),
    leads=(Lead.HOOD, Lead.BEARD, Lead.SCARF, Lead.HELMET, Lead.HAT),
    maturities=("7+", "13+", "16+"),
    names=(
        "Eleven Days of Ice",
        "The Raft",
        "No Signal at Cold Saddle",
        "The Thirst Line",
        "Last Light on the North Face",
        "Adrift with Strangers",
        "Forty Below Morning",
        "The Lantern Party",
        "Dead Reckoning Bay",
        "Water for Nine",
    ),
    people=(
        "a mountain guide",
        "a bush pilot",
        "a solo sailor",
        "a glaciologist",
        "a stowaway",
        "a teenage climber",
        "a rescue swimmer",
    ),
    places=(
        "the north face",
        "an ice shelf breaking apart",
        "a life raft built for four",
        "the salt desert",
        "an island that is not on the chart",
        "the flooded forest",
    ),
    plots=(
        (
            "Nine people, water for five, and {place}. {name}, {who}, makes the list that nobody "
            "will forgive."
        ),
        (
            "The plane is down, the radio is wet, and the rescue is searching the wrong valley. "
            "{name} starts to walk."
        ),
        "{who} survives the avalanche. Then {she} hears knocking under the snow.",
        (
            "A storm takes the mast and the map. With [eleven biscuits|one flare|a broken "
            "compass], {name} and {other} have to be home before the ice is."
        ),
        (
            "The expedition came back one short in 1974. {name} goes up again, older than the "
            "mountain likes, to bring {other} down."
        ),
        "After forty days alone, {who} sees a light. It is moving the wrong way.",
        (
            "The river rose in an hour. On the roof of the school, {name} keeps twelve children "
            "awake until morning with the same story."
        ),
        "Two enemies, one rope. {place} does not care who started it.",
    ),
    games=1.5,
    game_plots=(
        (
            "Gather, burn, ration, hope. {place} gives you one winter, and remembers every tree "
            "that you cut."
        ),
        (
            "You have a raft, a rope and somebody else's diary. Survival for one player or four, "
            "against nature and against each other."
        ),
    ),
)

MARTIAL_ARTS = Theme(
    name="Martial Arts",
    tone=Tone.GRAND,
    genres=("action", "drama"),
    tags=("martial arts", "master and pupil", "revenge", "tournament", "honour"),
    moods=("kinetic", "stylish", "fierce", "noble"),
    neighbours=("Sword and Sorcery", "Anime Quests", "Spy Games"),
    styles=(Style.ADVENTURE, Style.THRILLER, Style.DRAMA),
    settings=(Setting.MOUNTAINS, Setting.FOREST, Setting.CITY, Setting.CASTLE),
    motifs=(Motif.SWORD, Motif.LANTERN, Motif.MOON, Motif.MASK, Motif.TROPHY, Motif.UMBRELLA),
    leads=(Lead.CONICAL_HAT, Lead.CONICAL_HAT, Lead.BEARD, Lead.LONG_HAIR, Lead.SHORT_HAIR),
    maturities=("13+", "16+", "16+"),
    names=(
        "Iron Umbrella",
        "The Kick That Crossed the River",
        "Five Masters, One Bridge",
        "The Drunken Locksmith",
        "Snow on the Blade",
        "Empty Hand, Full Moon",
        "The Forgery Dojo",
        "Last Bell at Tiger Gym",
    ),
    people=(
        "a monastery cook",
        "a blind swordsman",
        "a retired stuntwoman",
        "the master's worst pupil",
        "a dockside boxer",
        "a bodyguard without a client",
    ),
    places=(
        "a temple under snow",
        "the docks of old Shanghai",
        "an underground gym",
        "a bamboo forest",
        "a mountain school with one pupil",
        "a night market",
    ),
    plots=(
        (
            "Five masters were invited to the tournament. The sixth, {name}, {who}, has come to "
            "ask which of them killed {her} teacher."
        ),
        (
            "{name} has learned only one blow. It has taken {him} nine years, and {place} is "
            "about to see it."
        ),
        (
            "{who} swore never to fight again. Then the debt collectors break the old master's "
            "[teapot|fingers|sign]."
        ),
        (
            "A stolen sword, a bamboo forest and a duel that lasts till the rain stops. Honour is "
            "the only thing both of them have left."
        ),
        (
            "Rivals since childhood, {name} and {other} run martial arts schools on opposite "
            "sides of one street. The developers want both."
        ),
        (
            "By day it is a noodle kitchen. By night it is where {name} teaches widows to fall "
            "without a sound and rise without mercy."
        ),
        (
            "The last pupil of a forgotten style carries {thing} across three provinces. Everyone "
            "who wants it fights differently."
        ),
        "Revenge took {name} to {place}. A child who copies every move makes {him} stay.",
    ),
    languages={"zh": 44, "ja": 14, "ko": 10, "en": 22, "hi": 4},
    live=1.5,
    games=1.0,
    live_plots=(
        (
            "Twelve fights, one cage, no script. The title bout between two undefeated champions "
            "is live, with every corner on the microphone."
        ),
        (
            "The lights go down, the bell goes, and a belt changes hands. Live from a sold-out "
            "hall, undercard included."
        ),
        "The tournament's last night: eight schools of martial arts, one mat, live to the end.",
        "They have met twice and won one each. The third bout is live, and for honour only.",
    ),
    game_plots=(
        "Forty styles, one dojo, no button-mashing: a martial arts game that makes you bow first.",
        "Train under a master who lies about half the moves. Find out which half in {place}.",
    ),
)

WONDERS = (SPACE_OPERA, SWORD_AND_SORCERY, ANIME, SURVIVAL, MARTIAL_ARTS)
