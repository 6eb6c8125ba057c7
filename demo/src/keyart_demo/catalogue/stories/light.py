"""Stories to laugh, sing and eat with."""

from keyart_demo.art.brief import Lead, Motif, Setting, Style
from keyart_demo.catalogue.languages.language import Tone
from keyart_demo.catalogue.stories.theme import Theme

STAND_UP = Theme(
    name="Stand-up Comedy",
    tone=Tone.LIGHT,
    genres=("comedy",),
    tags=("stand-up", "comedian", "roast", "improv", "one-liners"),
    moods=("hilarious", "sharp", "irreverent", "honest"),
    neighbours=("Workplace Comedy", "Pop Culture"),
    styles=(Style.COMEDY,),
    settings=(Setting.CITY, Setting.CITY, Setting.FIELDS),
    motifs=(Motif.CUP, Motif.MASK, Motif.UMBRELLA, Motif.DOOR, Motif.TROPHY, Motif.CLOCK),
    leads=(Lead.GLASSES, Lead.BEARD, Lead.BOB, Lead.SHORT_HAIR, Lead.HAT),
    maturities=("13+", "16+", "18+"),
    names=(
        "Heckler's Night Off",
        "Two Drinks Minimum",
        "The Open Mic at the End of the World",
        "Punchline",
        "Dying Out There",
        "Is This Thing On Fire?",
        "The Green Room",
        "A Tight Five",
    ),
    people=(
        "a substitute teacher turned comedian",
        "a comedian banned from three countries",
        "a one-liner merchant",
        "a heckler who took the stage",
        "an improv coach",
        "a late-blooming stand-up",
    ),
    places=(
        "a basement club with one working lamp",
        "a cruise ship's smallest stage",
        "a theatre due for repairs",
        "a working men's club",
        "the back room of a laundrette",
    ),
    plots=(
        (
            "{name}, {who}, has an hour on divorce, dentists and the {motif} that ruined a "
            "wedding. Stand-up that bites, then apologises, then bites again."
        ),
        (
            "One microphone, one stool, and forty minutes on why {name} should never be left "
            "alone with a rental car."
        ),
        (
            "Eight comedians share {place} for a night. The audience votes; the loser has to "
            "explain the joke."
        ),
        (
            "A stand-up special about getting older, getting lost and getting the wrong coffin. "
            "Recorded at {place}."
        ),
        (
            "Behind the punchlines: {who} goes on tour with a broken van, a borrowed suit and "
            "material about everybody in it."
        ),
        (
            "{name} was cancelled, then forgotten, then booked by mistake. The set that followed "
            "is now a legend of the club."
        ),
        (
            "Improv without a net: five comedians, suggestions from the crowd, and a clock that "
            "stops whenever nobody laughs."
        ),
    ),
    live=3.0,
    live_plots=(
        (
            "{name} walks on without a plan and with a grudge. Ninety minutes of stand-up, live, "
            "and nobody in the front row is safe."
        ),
        "Five comedians, one roast, no second take. Live from {place}, with the victim on stage.",
        (
            "A new hour of stand-up on family, flat-pack furniture and fear, live on its opening "
            "night."
        ),
        "An open mic for professionals: ten comedians, four minutes each, live, and a gong.",
        "{name} promised not to talk about the divorce. Live stand-up, starting with the divorce.",
        "Improv at its most dangerous: live, unrehearsed, and with somebody's mother in row three.",
    ),
)

WORKPLACE = Theme(
    name="Workplace Comedy",
    tone=Tone.LIGHT,
    genres=("comedy",),
    tags=("workplace comedy", "office", "misfits", "deadpan", "boss"),
    moods=("dry", "silly", "warm", "awkward"),
    neighbours=("Stand-up Comedy", "Cosy Mysteries", "Coming of Age"),
    styles=(Style.COMEDY, Style.COMEDY, Style.FAMILY),
    settings=(Setting.CITY, Setting.CITY, Setting.SEA, Setting.FIELDS),
    motifs=(Motif.CUP, Motif.DOOR, Motif.CLOCK, Motif.TROPHY, Motif.UMBRELLA, Motif.KEYHOLE),
    leads=(Lead.GLASSES, Lead.BOB, Lead.SHORT_HAIR, Lead.BEARD, Lead.HAT),
    maturities=("7+", "13+", "13+", "16+"),
    names=(
        "The Department of Minor Apologies",
        "Reply All",
        "The Night Shift at Terminal Nine",
        "Employee of the Month (Disputed)",
        "Human Remains and Human Resources",
        "The Coffee Machine Is Watching",
        "Lost Luggage",
        "Out of Office, Out of Mind",
        "The Umbrella Factory",
        "Per My Last Email",
        "Half Day Friday",
    ),
    people=(
        "the new temp",
        "an overqualified receptionist",
        "a middle manager who has read one book",
        "the last human in accounts",
        "a night-shift security guard",
        "a fire safety officer",
    ),
    places=(
        "a regional umbrella factory",
        "the lost luggage office of a very small airport",
        "a town hall between elections",
        "a failing garden centre",
        "a call centre for haunted houses",
        "the complaints desk of a ferry company",
    ),
    plots=(
        (
            "{name} is {who} at {place}. There are nine colleagues, one working chair and a boss "
            "who communicates by [laminated sign|ukulele|calendar invitation]."
        ),
        (
            "Head office is coming to close {place}. The staff has two days to look busy, "
            "profitable and less like a hostage situation."
        ),
        (
            "When the boss goes missing on a team-building weekend, {name} has to run the office, "
            "the search party and the raffle."
        ),
        (
            "A spelling mistake makes {name} head of {place}. Nobody corrects it, least of all "
            "{other}, who did all the work anyway."
        ),
        (
            "Someone keeps stealing lunches from the office fridge. {who} opens an inquiry that "
            "will reach the very top: the third floor."
        ),
        "The office romance is against policy. {name} wrote the policy.",
        "An app is hired to replace the misfits of {place}. By Wednesday it has joined the union.",
        (
            "Forty years of service, one gold-plated {motif} and a farewell party that {name} "
            "refuses to attend, because {she} refuses to leave."
        ),
    ),
    series=2.0,
    popularity=1.1,
)

FAMILY_ADVENTURE = Theme(
    name="Family Adventure",
    tone=Tone.LIGHT,
    genres=("family", "adventure"),
    tags=("family adventure", "kids", "treasure", "talking animals", "holidays"),
    moods=("playful", "magical", "warm", "exciting"),
    neighbours=("Anime Quests", "Wild Nature", "Coming of Age"),
    styles=(Style.FAMILY, Style.FAMILY, Style.ADVENTURE),
    settings=(Setting.FOREST, Setting.SEA, Setting.CASTLE, Setting.MOUNTAINS, Setting.SPACE),
    motifs=(Motif.BOAT, Motif.ROCKET, Motif.LANTERN, Motif.LIGHTHOUSE, Motif.KEYHOLE, Motif.MOON),
    leads=(Lead.SCARF, Lead.BOB, Lead.SHORT_HAIR, Lead.HAT, Lead.GLASSES),
    maturities=("all", "all", "7+"),
    names=(
        "Pip and the Paper Boat",
        "Grandpa's Secret Rocket",
        "The Lighthouse That Walked",
        "Otto, Almost a Pirate",
        "The Moon Came to Breakfast",
        "A Key for Every Badger",
        "The Great Lantern Race",
        "Captain Pudding Sets Sail",
        "The Tuesday Dragons",
        "My Sister Is a Comet",
    ),
    people=(
        "a ten-year-old inventor",
        "a very small pirate",
        "a badger with a lantern",
        "the slowest cub of the pack",
        "a grandmother with a motorbike",
        "a dog who is afraid of cats",
    ),
    places=(
        "an island shaped like a shoe",
        "grandfather's attic",
        "a castle with a lift",
        "the forest behind the caravan park",
        "a lighthouse on legs",
        "the far side of the Moon",
    ),
    plots=(
        (
            "{name}, {who}, finds {thing} under the stairs and, inside it, a treasure map that "
            "points to breakfast."
        ),
        (
            "The holidays are cancelled, so {name} and {other} build a boat out of the sofa. It "
            "floats. It also steers itself."
        ),
        (
            "When the Moon falls into the duck pond, the kids next door have until bedtime to put "
            "it back."
        ),
        (
            "Grandma says that the rocket in the barn is only a water tank. Grandma has packed "
            "sandwiches for space."
        ),
        (
            "A talking badger, a lost key and a grown-up who must not find out: {name}'s first "
            "day of the holidays is full of family secrets."
        ),
        "{who} wants to be brave, {other} wants to be home by six. The treasure hunt needs both.",
        (
            "Two families, one caravan and a wrong turning into a fairy tale. Are we nearly there "
            "yet? No, says the wolf."
        ),
        (
            "Everyone in {place} has forgotten how to laugh. A kid with a kite and a very bad "
            "joke sets out to fetch the laughter back."
        ),
    ),
    games=2.0,
    game_plots=(
        (
            "Fold a boat, catch a breeze, rescue a badger. A gentle adventure for two pairs of "
            "hands on one sofa."
        ),
        (
            "Build the rocket from whatever is in the attic. If it flies, you win; if it "
            "explodes, you win louder."
        ),
    ),
    popularity=1.1,
)

KITCHEN = Theme(
    name="Kitchen Stories",
    tone=Tone.REAL,
    genres=("documentary", "food"),
    tags=("cooking", "chefs", "street food", "recipes", "baking contest"),
    moods=("mouth-watering", "cosy", "curious", "joyful"),
    neighbours=("Wild Nature", "Cosy Mysteries", "Pop Culture"),
    styles=(Style.DOCUMENTARY, Style.COMEDY, Style.DRAMA),
    settings=(Setting.CITY, Setting.FIELDS, Setting.SEA, Setting.MOUNTAINS),
    motifs=(Motif.CUP, Motif.TROPHY, Motif.LANTERN, Motif.DOOR, Motif.CLOCK, Motif.BOAT),
    leads=(Lead.HAT, Lead.SCARF, Lead.BEARD, Lead.SHORT_HAIR, Lead.BOB),
    maturities=("all", "all", "7+"),
    names=(
        "Salt, Smoke, Sunday",
        "The Noodle Line",
        "Forty Grandmothers",
        "Bread Before Dawn",
        "One Pot, Nine Countries",
        "The Lantern Market",
        "Burnt Sugar",
        "The Last Dumpling House",
        "A Cup of Somewhere",
        "Knives Down!",
    ),
    people=(
        "a Michelin-starred runaway",
        "a street-food cook",
        "a baker of the fourth generation",
        "a school-canteen chef",
        "a tea taster",
        "a fisherman's wife",
    ),
    places=(
        "a night market",
        "a bakery that opens at three in the morning",
        "a kitchen on a train",
        "a mountain village of smokehouses",
        "a harbour at dawn",
        "a school canteen",
    ),
    plots=(
        (
            "{name}, {who}, cooks one dish. The camera follows it from the field to {place}, and "
            "asks why people cross a continent to eat it."
        ),
        (
            "Forty grandmothers, forty recipes, not one of them written down. {name} has a "
            "notebook and an appetite."
        ),
        (
            "Twelve bakers, one tent, and dough that will not rise. The baking contest that made "
            "grown adults cry over custard is back."
        ),
        (
            "At four in the morning {place} belongs to the cooks. A year of steam, burns, jokes "
            "and breakfast."
        ),
        (
            "{name} left the best kitchen in the city to fry noodles in {place}. The critics "
            "followed; so did the queue."
        ),
        "A recipe crosses nine borders and changes its name at each. {who} travels it backwards.",
        (
            "The restaurant has six seats and a ten-year waiting list. Tonight, for the first "
            "time, the chef cooks for {her} mother."
        ),
        (
            "Salt, fire, patience: chefs who gave up the stars go back to the village where they "
            "learned to cook."
        ),
    ),
    series=1.6,
    live=1.0,
    live_plots=(
        (
            "Six finalists, three hours, one cake. The baking contest is decided live, and the "
            "oven is not on anybody's side."
        ),
        "Street-food cooks from nine cities fight for the golden ladle, live from {place}.",
        "Forty chefs, one market, and a clock that nobody trusts. Cooking against time, live.",
    ),
)

SONG_AND_DANCE = Theme(
    name="Song and Dance",
    tone=Tone.WARM,
    genres=("musical", "romance"),
    tags=("song and dance", "musical", "wedding", "bollywood", "big numbers"),
    moods=("exuberant", "romantic", "colourful", "tear-jerking"),
    neighbours=("Pop Culture", "Period Romance", "Korean Romance"),
    styles=(Style.ROMANCE, Style.COMEDY, Style.DRAMA),
    settings=(Setting.CITY, Setting.CASTLE, Setting.FIELDS, Setting.DESERT),
    motifs=(Motif.MASK, Motif.LANTERN, Motif.UMBRELLA, Motif.MOON, Motif.CUP, Motif.CROWN),
    leads=(Lead.LONG_HAIR, Lead.BEARD, Lead.SCARF, Lead.CROWN, Lead.SHORT_HAIR),
    maturities=("all", "7+", "13+"),
    names=(
        "Ten Drums for Rani",
        "The Tap Dancer of Tangier",
        "Encore, Encore",
        "Wedding Number Nine",
        "A Chorus of Umbrellas",
    ),
    people=(
        "a wedding choreographer",
        "a playback singer nobody has seen",
        "a runaway bride",
        "a tabla player's son",
        "a chorus girl with stage fright",
        "a choir conductor",
    ),
    places=(
        "a palace wedding in Udaipur",
        "a Mumbai film studio",
        "a village fair in the rains",
        "a dance hall about to close",
        "a ship full of musicians",
    ),
    plots=(
        (
            "Seven days, nine songs, one wedding. {name}, {who}, has to teach two feuding "
            "families the same dance."
        ),
        (
            "{name} has sung for every star in Mumbai from behind the curtain. When {other} hears "
            "{her} voice in the rain, the curtain falls."
        ),
        (
            "The dance hall closes on Sunday. On Saturday the whole town comes to dance it back "
            "to life."
        ),
        (
            "He cannot dance, she will not stop, and the parents have already printed the "
            "invitations. A musical with sixty extras and a goat."
        ),
        (
            "A runaway bride, a brass band and a stolen bus: the big number starts at {place} "
            "and ends at the sea."
        ),
        (
            "{who} has one last song to finish and no one left to sing it, until a street kid "
            "hums the missing bar."
        ),
        (
            "At the fair, a masked singer wins every heart. By daylight {name} is the one who "
            "sweeps up the flowers."
        ),
    ),
    languages={"hi": 66, "ar": 8, "en": 8, "pt": 5, "es": 5, "tr": 4},
    live=1.0,
    live_plots=(
        "An evening of drums, brass and three hundred dancers, live from {place}. Shoes optional.",
        (
            "The great voices of the films sing the songs that other faces made famous, live and "
            "unmasked."
        ),
    ),
)

LIGHT = (STAND_UP, WORKPLACE, FAMILY_ADVENTURE, KITCHEN, SONG_AND_DANCE)
