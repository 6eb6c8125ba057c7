"""French."""

from keyart.demo.art.brief import Script
from keyart.demo.catalogue.languages.language import Language, Tone

FRENCH = Language(
    code="fr",
    endonym="Français",
    script=Script.LATIN,
    of="{a[0]} {x}",
    both="{a[0]} et {b[0]}",
    last="{a[1]}",
    nouns={
        "crown": ("la couronne", "la dernière couronne"),
        "diamond": ("le diamant", "le dernier diamant"),
        "lantern": ("la lanterne", "la dernière lanterne"),
        "rocket": ("la fusée", "la dernière fusée"),
        "trophy": ("le trophée", "le dernier trophée"),
        "cup": ("la tasse", "la dernière tasse"),
        "boat": ("la barque", "la dernière barque"),
        "key": ("la clé", "la dernière clé"),
        "umbrella": ("le parapluie", "le dernier parapluie"),
        "door": ("la porte", "la dernière porte"),
        "clock": ("l’horloge", "la dernière horloge"),
        "mask": ("le masque", "le dernier masque"),
        "moon": ("la lune", "la dernière lune"),
        "planet": ("la planète", "la dernière planète"),
        "lighthouse": ("le phare", "le dernier phare"),
        "sword": ("l’épée", "la dernière épée"),
        "island": ("l’île", "la dernière île"),
        "garden": ("le jardin", "le dernier jardin"),
        "bridge": ("le pont", "le dernier pont"),
        "river": ("la rivière", "la dernière rivière"),
        "road": ("la route", "la dernière route"),
        "letter": ("la lettre", "la dernière lettre"),
        "train": ("le train", "le dernier train"),
        "shadow": ("l’ombre", "la dernière ombre"),
        "song": ("la chanson", "la dernière chanson"),
        "map": ("la carte", "la dernière carte"),
        "mirror": ("le miroir", "le dernier miroir"),
        "house": ("la maison", "la dernière maison"),
    },
    genitives={
        "winter": "de l’hiver",
        "night": "de la nuit",
        "silence": "du silence",
        "sea": "de la mer",
        "rain": "de la pluie",
        "snow": "de la neige",
        "summer": "de l’été",
        "autumn": "de l’automne",
        "dawn": "de l’aube",
        "midnight": "de minuit",
        "ashes": "des cendres",
        "stars": "des étoiles",
        "wolves": "des loups",
        "lies": "des mensonges",
        "secrets": "des secrets",
        "dead": "des morts",
        "strangers": "des inconnus",
        "thieves": "des voleurs",
        "kings": "des rois",
        "exiles": "des exilés",
        "dragons": "des dragons",
        "giants": "des géants",
        "dreams": "des rêves",
        "love": "de l’amour",
        "mother": "de ma mère",
        "father": "de mon père",
        "grandmother": "de ma grand-mère",
        "north": "du nord",
        "desert": "du désert",
        "forest": "de la forêt",
        "city": "de la ville",
        "tomorrow": "de demain",
        "hope": "de l’espoir",
        "thunder": "du tonnerre",
        "wind": "du vent",
        "roses": "des roses",
        "crows": "des corbeaux",
        "fog": "du brouillard",
    },
    written={
        Tone.DARK: (
            ("Quelqu’un dans l’escalier", "Someone on the Stairs"),
            ("La nuit du notaire", "The Night of the Notary"),
            ("Sept serrures", "Seven Locks"),
            ("Les eaux froides", "Cold Waters"),
        ),
        Tone.WARM: (
            ("Un parapluie pour Solène", "An Umbrella for Solène"),
            ("Les dimanches d’avant", "The Sundays Before"),
            ("Ma sœur et la mer", "My Sister and the Sea"),
            ("À deux pas de chez toi", "Two Steps from Your Door"),
        ),
        Tone.GRAND: (
            ("Par-delà les glaces", "Beyond the Ice"),
            ("Les veilleurs du royaume", "The Watchmen of the Realm"),
            ("Sept lunes vers l’est", "Seven Moons to the East"),
        ),
        Tone.LIGHT: (
            ("Tout le monde s’appelle Paul", "Everyone Is Called Paul"),
            ("Le stagiaire a disparu", "The Intern Has Vanished"),
            ("Trois mariages et un soufflé", "Three Weddings and a Soufflé"),
            ("Mamie prend le volant", "Granny Takes the Wheel"),
        ),
        Tone.REAL: (
            ("La main à la pâte", "Hands in the Dough"),
            ("L’affaire du quai Vauban", "The Quai Vauban Affair"),
            ("Le chant des glaciers", "The Song of the Glaciers"),
            ("Virage nord", "North Stand"),
        ),
    },
    people=("Solène", "Malo", "Agathe", "Basile", "Nour", "Élias"),
    sentences={
        Tone.DARK: (
            (
                "{n} reconnaît l’écriture sur l’enveloppe. C’est la sienne, et la lettre date de "
                "demain."
            ),
            (
                "Dans l’immeuble, tout le monde a entendu. Personne n’a rien vu, sauf {n}, qui "
                "n’y habite pas."
            ),
        ),
        Tone.WARM: (
            "Un été, une maison à vider, et toutes les phrases que {n} remettait à plus tard.",
            (
                "Ils se croisent chaque matin sur le même quai. Un jour de grève, {n} ose enfin "
                "dire bonjour."
            ),
        ),
        Tone.GRAND: (
            "Au-delà du dernier phare, la mer n’a plus de nom. {n} hisse la voile.",
            "Une couronne brisée, trois héritiers, et un hiver qui n’attend personne.",
        ),
        Tone.LIGHT: (
            "{n} a menti une fois, par politesse. Depuis, tout le village prépare un mariage.",
            "Le patron est en vacances, la machine à café aussi. {n} prend les choses en main.",
        ),
        Tone.REAL: (
            "Pendant un an, le film suit celles et ceux qui se lèvent quand la ville se couche.",
            "Le dossier était classé. {n} a gardé la clé de l’armoire.",
        ),
    },
)
