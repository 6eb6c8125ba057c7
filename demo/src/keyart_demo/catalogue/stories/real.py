"""True stories: music, football, nature."""

from keyart_demo.art.brief import Lead, Motif, Setting, Style
from keyart_demo.catalogue.languages.language import Tone
from keyart_demo.catalogue.stories.theme import Theme

POP_CULTURE = Theme(
    name="Pop Culture",
    tone=Tone.REAL,
    genres=("documentary", "music"),
    tags=("pop culture", "fandom", "celebrity", "backstage", "concert"),
    moods=("glossy", "energetic", "nostalgic", "candid"),
    neighbours=("Stand-up Comedy", "Song and Dance", "Kitchen Stories"),
    styles=(Style.DOCUMENTARY, Style.COMEDY, Style.ROMANCE),
    settings=(Setting.CITY, Setting.STADIUM, Setting.CITY),
    motifs=(Motif.MASK, Motif.CROWN, Motif.DIAMOND, Motif.TROPHY, Motif.MOON),
    leads=(Lead.GLASSES, Lead.LONG_HAIR, Lead.BOB, Lead.HAT, Lead.MASK),
    maturities=("7+", "13+", "16+"),
    names=(
        "Encore at Dawn",
        "The Girl Band That Wasn't",
        "Crowned on Live Television",
        "Glitter Years",
        "Behind the Rhinestone Mask",
        "One-Hit Planet",
        "The Last Fan Club",
        "Moonwalkers Anonymous",
        "The Sequin Diaries",
        "Number One for Nine Minutes",
    ),
    people=(
        "a pop star at the height of {her} fame",
        "a fan club president of thirty years",
        "a tour photographer",
        "a forgotten teen idol",
        "a stylist to the stars",
        "a ghost songwriter",
    ),
    places=(
        "a sold-out stadium",
        "the greenest room in television",
        "a karaoke bar in Osaka",
        "a fan convention",
        "the studio where the hit was made",
    ),
    plots=(
        (
            "Ninety days backstage with {name}, {who}: sixty costumes, two breakdowns and the "
            "song that almost was not released."
        ),
        (
            "In 1999 they were number one for nine minutes. The band tells, for the first time "
            "and all at once, what happened in the tenth."
        ),
        (
            "The fandom knows everything about {other}. This is the story of the fans: the "
            "letters, the tattoos and the wedding."
        ),
        (
            "{who} goes back to {place} and to the celebrity years that everybody else remembers "
            "better."
        ),
        (
            "A hit needs a hook. The people who write them for the stars come out of the shadows, "
            "humming."
        ),
        (
            "How a jacket, a haircut and a leaked tape made {name} an icon of pop culture "
            "overnight, and what the morning was like."
        ),
        (
            "The mask was meant to be a joke. Twenty albums on, nobody has seen the face behind "
            "the biggest concert of the summer."
        ),
    ),
    live=3.0,
    live_plots=(
        (
            "The tour ends at home, live: two hours, nine costume changes and a song nobody has "
            "heard."
        ),
        (
            "The pop culture awards, live from the red carpet: speeches, gowns, and one envelope "
            "too many."
        ),
        "The band said never again in 2011. Tonight, live, they explain themselves with guitars.",
        "A rooftop, a storm warning and the biggest celebrity in the country at the piano. Live.",
        (
            "One concert, one take, one hundred thousand fans singing the second verse louder "
            "than the band."
        ),
    ),
    popularity=1.2,
)

FOOTBALL = Theme(
    name="Football Nights",
    tone=Tone.REAL,
    genres=("sport",),
    tags=("football", "derby", "underdogs", "stadium", "dressing room"),
    moods=("electric", "passionate", "tense", "uplifting"),
    neighbours=("Pop Culture", "Coming of Age"),
    styles=(Style.SPORT,),
    settings=(Setting.STADIUM, Setting.STADIUM, Setting.CITY),
    motifs=(Motif.TROPHY, Motif.TROPHY, Motif.CLOCK, Motif.CUP, Motif.CROWN),
    leads=(Lead.SHORT_HAIR, Lead.BEARD, Lead.SCARF, Lead.LONG_HAIR, Lead.BOB),
    maturities=("all", "all", "7+"),
    names=(
        "Stoppage Time",
        "The Smallest Club in the League",
        "Eleven Sisters",
        "Away End",
        "The Trophy in the Attic",
        "Penalty Town",
        "The Groundsman",
        "Two Nil Down",
    ),
    people=(
        "a goalkeeper on loan",
        "the youngest coach in the league",
        "a groundsman of forty years",
        "a striker who has stopped scoring",
        "a referee",
        "a kit manager",
    ),
    places=(
        "a stadium between two motorways",
        "the smallest town in the league",
        "an island club",
        "the away dressing room",
        "a ground that floods in March",
    ),
    plots=(
        (
            "A season with the smallest football club in the league, where {name}, {who}, also "
            "drives the bus and washes the shirts."
        ),
        "Eleven sisters, one team, and a derby that has split the town since 1931.",
        (
            "{name} has not scored in a year. Then the club signs {other}, and the dressing room "
            "stops talking."
        ),
        (
            "They lost the final in stoppage time. Thirty years on, both teams agree to play the "
            "last four minutes again."
        ),
        (
            "Before the floodlights, the grass: how {name}, {who}, gets a flooded pitch ready for "
            "the match of a lifetime."
        ),
        (
            "A club in debt, a town in doubt, and a cup run that nobody ordered. Football as it "
            "is played when the underdogs mean it."
        ),
        (
            "The whistle, the abuse, the silence in the car: a referee lets a camera into the "
            "loneliest job in the stadium."
        ),
    ),
    live=6.0,
    games=1.0,
    live_plots=(
        (
            "First against second, live under the lights. One point separates them; ninety "
            "minutes will not be enough."
        ),
        "The derby that stops two cities. Live from the stadium, with every camera and no mercy.",
        (
            "A place in the final is at stake, the underdogs have nothing to lose, and the rain "
            "has come early. Live, with the dressing rooms open."
        ),
        "Kick-off at eight, noise from noon. Football as it should be: live, loud and undecided.",
        "Two clubs, one place left. The loser goes home by coach; the winner goes to the final.",
        "The old stadium's last night under its old lights. The visitors have not read the script.",
        "Relegation is decided in ninety minutes. Hope is decided in the ninety-first.",
        "A sold-out stand, a new goalkeeper and eleven underdogs with a plan. Live from kick-off.",
    ),
    game_plots=(
        (
            "Manage a football club with no money and a leaking stand. Promotion is optional; the "
            "derby is not."
        ),
        "Street football, five a side, rooftops for touchlines. Lose the ball and you fetch it.",
    ),
    popularity=1.3,
)

NATURE = Theme(
    name="Wild Nature",
    tone=Tone.REAL,
    genres=("documentary", "nature"),
    tags=("nature", "wildlife", "oceans", "animals", "conservation"),
    moods=("awe-inspiring", "calm", "majestic", "urgent"),
    neighbours=("Survival Stories", "Kitchen Stories", "Family Adventure"),
    styles=(Style.DOCUMENTARY, Style.DOCUMENTARY, Style.ADVENTURE),
    settings=(
        Setting.MOUNTAINS,
        Setting.FOREST,
        Setting.SEA,
        Setting.ICE,
        Setting.DESERT,
        Setting.FIELDS,
    ),
    motifs=(Motif.MOON, Motif.PLANET, Motif.LIGHTHOUSE, Motif.BOAT, Motif.LANTERN),
    leads=(Lead.HAT, Lead.HOOD, Lead.BEARD, Lead.SCARF),
    maturities=("all", "all", "7+"),
    names=(
        "The Secret Life of Tides",
        "A Year with the Snow Foxes",
        "Where the Cranes Land",
        "The Moonlit Reef",
        "Desert, After Rain",
        "Nine Kinds of Ice",
        "The Elephant Road",
        "Planet of Moths",
        "River of Ten Thousand Herons",
        "Slow Trees",
    ),
    people=(
        "a wildlife cameraman",
        "a whale researcher",
        "a ranger in {her} last season",
        "a beekeeper",
        "a reindeer herder",
        "a marine biologist",
    ),
    places=(
        "a reef that glows at full moon",
        "the oldest forest in Europe",
        "a salt lake in bloom",
        "the Siberian flyway",
        "an island of a million birds",
        "a desert three days after rain",
    ),
    plots=(
        (
            "For one night a year {place} belongs to the animals. {name}, {who}, has waited "
            "eleven years to film it."
        ),
        (
            "Two thousand kilometres, one herd, no water. A wildlife epic filmed at the height of "
            "a calf's eye."
        ),
        (
            "From larva to moonlight: the nature of the smallest fliers, and why everything else "
            "depends on them."
        ),
        (
            "{name} follows a single wolf across [seven borders|a whole winter|three countries]. "
            "The wolf, it seems, is following a memory."
        ),
        (
            "What happens to {place} when people leave? First the foxes. Then the orchids. Then, "
            "one morning, the silence."
        ),
        (
            "Oceans have seasons too. A year under water, from the first spring bloom to the dark "
            "in which whales sing."
        ),
        "{who} knows every bird on the island by voice. This year one of them does not answer.",
        (
            "Ice is alive: it creaks, it wanders, it feeds a world. A portrait of the coldest "
            "animals on Earth and the warm hands that count them."
        ),
    ),
    series=1.5,
    live=0.5,
    live_plots=("One night, nine cameras, no script: the great migration across {place}, live.",),
)

REAL = (POP_CULTURE, FOOTBALL, NATURE)
