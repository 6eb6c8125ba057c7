"""Stories of people and their relationships."""

from keyart_demo.art.brief import Lead, Motif, Setting, Style
from keyart_demo.catalogue.languages.language import Tone
from keyart_demo.catalogue.stories.theme import Theme

CHARACTER_DRAMA = Theme(
    name="Character Drama",
    tone=Tone.WARM,
    genres=("drama",),
    tags=("character drama", "family ties", "grief", "small town", "slow burn"),
    moods=("intimate", "bittersweet", "understated", "moving"),
    neighbours=("Coming of Age", "Period Romance", "Courtroom Drama"),
    styles=(Style.DRAMA, Style.DRAMA, Style.ROMANCE),
    settings=(Setting.FIELDS, Setting.SEA, Setting.CITY, Setting.ICE),
    motifs=(Motif.UMBRELLA, Motif.DOOR, Motif.CUP, Motif.BOAT, Motif.CLOCK, Motif.LIGHTHOUSE),
    leads=(Lead.SHORT_HAIR, Lead.LONG_HAIR, Lead.BEARD, Lead.BOB, Lead.GLASSES, Lead.SCARF),
    maturities=("13+", "13+", "16+"),
    names=(
        "The Paper Boat",
        "What the Tide Leaves",
        "A Door in Ostrava",
        "The Piano Tuner's Winter",
        "Half a Cup of Salt",
        "The Lighthouse Sisters",
        "Everything We Didn't Pack",
        "Umbrella Weather",
        "The Clock on Marrow Street",
        "Low Season",
        "The Ferryman's Daughter",
        "Soft Furniture",
    ),
    people=(
        "a night nurse",
        "a retired ferry captain",
        "a piano tuner",
        "a schoolteacher on leave",
        "a widowed baker",
        "an out-of-work translator",
        "a stonemason",
        "a radio presenter",
    ),
    places=(
        "a harbour town in winter",
        "a valley with one bus a day",
        "a seaside hotel out of season",
        "a tower block due for demolition",
        "a village by the reservoir",
        "an island of forty people",
        "a border town",
    ),
    plots=(
        (
            "After [eleven|twenty|nine] years of silence, {name}, {who}, comes home to {place} to "
            "clear out {her} father's rooms. {other} is already living in them."
        ),
        (
            "{name} is {who} with one rule: never ask. Then a stranger leaves {thing} on the "
            "doorstep, and the whole of {place} starts to remember."
        ),
        (
            "Three siblings, one funeral and [a will nobody can read aloud|a recipe nobody wrote "
            "down]. {name} has a weekend to put a family back together, or to let it go."
        ),
        (
            "{who} and a teenager who will not speak share a kitchen through a long winter in "
            "{place}. By spring one of them has learned to stay."
        ),
        (
            "Every evening {name} sets two places at the table. {other}, new to {place}, is the "
            "first to ask for whom."
        ),
        (
            "When {her} memory begins to slip, {name} hides notes all over {place}. {other} finds "
            "the one that was never meant to be found."
        ),
        (
            "A mother, a daughter and the forty minutes they spend in the same car each morning. "
            "Somewhere between home and {place}, the truth gets in."
        ),
        (
            "{name} has told the same lie at every family dinner since the accident. This year "
            "{other} has brought a witness."
        ),
        (
            "The town remembers {name} as the one who left. {she} remembers it differently, and "
            "has kept {thing} to prove it."
        ),
        (
            "{who} agrees to look after {her} estranged father for one week. On the second day he "
            "[asks to see the sea|stops pretending]."
        ),
    ),
    popularity=1.3,
)

COURTROOM = Theme(
    name="Courtroom Drama",
    tone=Tone.DARK,
    genres=("drama", "crime"),
    tags=("courtroom", "lawyers", "cover-up", "justice", "verdict"),
    moods=("tense", "cerebral", "righteous", "gripping"),
    neighbours=("True Crime", "Character Drama", "Spy Games"),
    styles=(Style.DRAMA, Style.THRILLER, Style.CRIME),
    settings=(Setting.CITY, Setting.CITY, Setting.FIELDS),
    motifs=(Motif.CLOCK, Motif.DOOR, Motif.KEYHOLE, Motif.MASK, Motif.CUP),
    leads=(Lead.GLASSES, Lead.BOB, Lead.SHORT_HAIR, Lead.BEARD, Lead.LONG_HAIR),
    maturities=("13+", "16+"),
    names=(
        "The Twelfth Chair",
        "Objection Overnight",
        "Burden",
        "The People Against Iris Vale",
        "Hostile Witness, Gentle Rain",
        "Closing Arguments at Noon",
        "A Reasonable Doubt in Delmar",
        "Contempt Hour",
        "The Clerk",
        "The Second Key to Room Nine",
        "Leading the Witness Home",
    ),
    people=(
        "a public defender",
        "a prosecutor who changed sides",
        "a barrister with stage fright",
        "a disbarred lawyer",
        "a small-town attorney",
        "a legal aid solicitor",
    ),
    places=(
        "a county courthouse",
        "the old assize court",
        "a mining town",
        "the appeal court",
        "a city that has made up its mind",
        "a juvenile court",
    ),
    plots=(
        (
            "{name}, {who}, has nine days to save a client who has already confessed. The jury "
            "likes him. That is the problem."
        ),
        (
            "Eleven jurors have reached a verdict. The twelfth, {name}, has noticed [the clock on "
            "the wall|a missing page|the judge's shoes]."
        ),
        (
            "A chemical plant, a poisoned river and a witness who was paid to forget. {name} "
            "takes the company to court with a box of receipts and no money."
        ),
        (
            "{name} defended {other} once and won. Ten years later the same judge, the same "
            "court, and this time {she} knows."
        ),
        (
            "In {place} the interpreter hears everything first. When {name} mistranslates one "
            "word on purpose, a life sentence hangs on it."
        ),
        (
            "The prosecution has a murder weapon, a motive and a star witness. The defence has "
            "{name}, {who}, and [a locked door|an empty cup|{thing} in a plastic bag]."
        ),
        (
            "A custody trial sets two good parents against each other. {name} must speak for the "
            "child, who would rather testify for the dog."
        ),
        (
            "One courtroom, one day, one verdict: told in real time through the people who carry "
            "the files."
        ),
        (
            "When a whistleblower dies before the hearing, {who} finds that the cover-up begins "
            "on {her} own floor of the courthouse."
        ),
    ),
    series=1.4,
)

COMING_OF_AGE = Theme(
    name="Coming of Age",
    tone=Tone.WARM,
    genres=("drama", "comedy"),
    tags=("coming of age", "friendship", "first love", "school", "summer"),
    moods=("tender", "funny", "nostalgic", "hopeful"),
    neighbours=("Character Drama", "Workplace Comedy", "Family Adventure"),
    styles=(Style.DRAMA, Style.COMEDY, Style.ROMANCE),
    settings=(Setting.SEA, Setting.CITY, Setting.FIELDS, Setting.MOUNTAINS),
    motifs=(Motif.MOON, Motif.ROCKET, Motif.BOAT, Motif.UMBRELLA, Motif.KEYHOLE, Motif.TROPHY),
    leads=(Lead.SHORT_HAIR, Lead.LONG_HAIR, Lead.BOB, Lead.GLASSES, Lead.SCARF),
    maturities=("7+", "13+", "13+", "16+"),
    names=(
        "The Rocket Club of Wexmoor",
        "Last Bus to the Sea",
        "Seventeen and Counting",
        "The Summer of Borrowed Bikes",
        "Detention Island",
        "Nobody's Band",
        "Learner Driver",
        "The Moon Is a Streetlight",
        "Good at Nothing Much",
        "Lost Property",
        "The Boathouse Year",
    ),
    people=(
        "a shy sixteen-year-old",
        "the new girl in class",
        "a dropout with a drum kit",
        "a lifeguard in {her} first job",
        "the youngest of five",
        "a boarding-school scholarship pupil",
        "a paper-round veteran",
    ),
    places=(
        "a seaside town that closes in autumn",
        "a school at the end of the line",
        "a campsite by the lake",
        "a suburb without a station",
        "a boarding school in the hills",
    ),
    plots=(
        (
            "The last summer before everybody leaves. {name} and {other} make a list of things "
            "they swore to do at twelve, and cross out only the easy ones."
        ),
        (
            "{who} joins the worst [band|rowing crew|debating team] in {place} and discovers that "
            "being bad at something together is a kind of first love."
        ),
        (
            "{name} writes other people's love letters for pocket money. Then {other} asks for "
            "one, addressed to {name}."
        ),
        (
            "Four friends find {thing} at the bottom of the school pool. Keeping it secret lasts "
            "until lunch; keeping the friendship takes all year."
        ),
        (
            "A new school, a borrowed uniform and a lie that got out of hand: by October "
            "everybody thinks {name} is somebody else's cousin."
        ),
        (
            "{name} is failing everything except [geography|falling asleep on buses|chess]. A "
            "summer job in {place} turns out to be the only exam that matters."
        ),
        (
            "Two rivals, one school dance and a power cut. What happens in the dark gym stays "
            "with all of them for good."
        ),
        (
            "When the class rocket lands on the head teacher's car, {name} has one week to "
            "confess, escape, or build a better one."
        ),
        (
            "{other} moved away without saying goodbye. {name} gets on a night bus to ask why, "
            "with two friends, no ticket and somebody's dog."
        ),
    ),
)

PERIOD_ROMANCE = Theme(
    name="Period Romance",
    tone=Tone.WARM,
    genres=("romance", "drama"),
    tags=("period romance", "forbidden love", "letters", "costume", "class divide"),
    moods=("sweeping", "romantic", "wistful", "elegant"),
    neighbours=("Character Drama", "Korean Romance", "Song and Dance"),
    styles=(Style.ROMANCE, Style.ROMANCE, Style.DRAMA),
    settings=(Setting.CASTLE, Setting.FIELDS, Setting.SEA, Setting.CITY),
    motifs=(Motif.CROWN, Motif.LANTERN, Motif.CLOCK, Motif.MASK, Motif.UMBRELLA, Motif.KEYHOLE),
    leads=(Lead.LONG_HAIR, Lead.HAT, Lead.BOB, Lead.CROWN, Lead.BEARD),
    maturities=("7+", "13+", "13+"),
    names=(
        "The Governess of Harrow Lane",
        "A Season of Candles",
        "Letters to Lisbon",
        "The Duke's Second Spring",
        "Silk and Saltwater",
        "An Unsuitable Waltz",
        "The Lamplighter's Bride",
        "The Masked Ball at Verrane",
        "Miss Adair Declines",
        "The Parasol Affair",
    ),
    people=(
        "a governess with a past",
        "a botanist who paints",
        "the last unmarried sister",
        "a ship's doctor",
        "a clockmaker's apprentice",
        "a lady-in-waiting",
        "a portrait painter",
    ),
    places=(
        "a crumbling manor",
        "the Vienna of 1889",
        "a tea estate in the hills",
        "a royal court in mourning",
        "Lisbon before the war",
        "a house of too many sisters",
        "St Petersburg in the thaw",
    ),
    plots=(
        (
            "{place}. {name}, {who}, is engaged to a fortune and in love with the hand that "
            "[winds its clocks|delivers its letters|tunes its piano]."
        ),
        (
            "A letter delivered to the wrong house begins a correspondence that {name} cannot "
            "sign with {her} own name."
        ),
        (
            "For one night a year the masks come down late. {name} danced with a stranger at the "
            "ball; a year later that same stranger is standing at the altar, beside {her} sister."
        ),
        (
            "A shy portrait painter is hired to paint a bride before her wedding and to say "
            "nothing about what the sittings reveal."
        ),
        (
            "Two rival houses, one garden wall and a gap just wide enough for letters. {name} and "
            "{other} have until the end of the season."
        ),
        (
            "Society calls {name} difficult. {other}, newly returned from sea and quite without "
            "manners, calls {him} by name."
        ),
        (
            "A forbidden love is hidden in {thing} behind a portrait, and found a hundred years "
            "later by someone with the same eyes."
        ),
        (
            "A crown needs an heir, and {name} needs a way out. The waltz lasts eleven minutes; "
            "the scandal lasts all summer."
        ),
    ),
    languages={"en": 30, "fr": 20, "ru": 10, "tr": 10, "it": 8, "zh": 6, "ar": 5},
    series=1.2,
)

KOREAN_ROMANCE = Theme(
    name="Korean Romance",
    tone=Tone.WARM,
    genres=("romance", "comedy"),
    tags=("korean romance", "contract marriage", "second chance", "seoul", "slow burn love"),
    moods=("swoony", "warm", "funny", "heart-fluttering"),
    neighbours=("Period Romance", "Coming of Age", "Workplace Comedy"),
    styles=(Style.ROMANCE, Style.ROMANCE, Style.DRAMA),
    settings=(Setting.CITY, Setting.CITY, Setting.SEA, Setting.MOUNTAINS),
    motifs=(Motif.UMBRELLA, Motif.MOON, Motif.CUP, Motif.CLOCK, Motif.DOOR, Motif.BOAT),
    leads=(Lead.LONG_HAIR, Lead.SHORT_HAIR, Lead.BOB, Lead.SCARF, Lead.GLASSES),
    maturities=("7+", "13+", "13+"),
    names=("Seoul, Once More", "The Umbrella Agreement", "Noodles at Midnight"),
    people=(
        "a webtoon artist with a deadline",
        "a burnt-out surgeon",
        "the heir to a stationery empire",
        "a late-night radio writer",
        "an emergency florist",
        "a rookie prosecutor",
        "a barista with a secret degree",
    ),
    places=(
        "a rooftop flat in Seoul",
        "a seaside town near Gangneung",
        "a tiny photo studio in Seochon",
        "a convenience store that never closes",
        "a guest house on Jeju",
        "a law firm in Gangnam",
    ),
    plots=(
        (
            "It was meant to be a contract: six months of marriage, separate fridges, no "
            "questions. Then {name} gets the flu, and {other} learns to make porridge."
        ),
        (
            "{who} lends an umbrella to a stranger at a bus stop in Seoul. The next time it "
            "rains, {other} is waiting to give it back."
        ),
        (
            "First love came back with a new haircut and the flat next door. {name} pretends not "
            "to remember; the whole building remembers for {him}."
        ),
        (
            "By day {name} is {who}. By night {she} answers a radio show's love letters, and the "
            "most regular writer is {her} own boss."
        ),
        (
            "Chaebol heir {other} has to be engaged by Friday. {name} needs the rent. Neither of "
            "them needs the grandmother who moves in to check."
        ),
        (
            "Two exes inherit a guest house and a single condition: run it together until the "
            "first snow."
        ),
        (
            "{name} can hear what people were about to say. With everyone in Seoul that is a "
            "nuisance; with {other} it is silence, and then it is not."
        ),
        (
            "At twenty-nine, {who} meets the boy who never confessed at nineteen. The second "
            "chance comes with a fan club, a scandal and [instant noodles|a borrowed coat]."
        ),
    ),
    languages={"ko": 88, "ja": 4, "zh": 4, "en": 4},
    series=2.2,
    popularity=1.2,
)

DRAMAS = (CHARACTER_DRAMA, COURTROOM, COMING_OF_AGE, PERIOD_ROMANCE, KOREAN_ROMANCE)
