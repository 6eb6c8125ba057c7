"""German."""

from keyart.demo.art.brief import Script
from keyart.demo.catalogue.languages.language import Language, Tone

GERMAN = Language(
    code="de",
    endonym="Deutsch",
    script=Script.LATIN,
    of="{a[0]} {a[1]} {x}",
    both="{a[1]} und {b[1]}",
    last="{a[0]} letzte {a[1]}",
    nouns={
        "crown": ("die", "Krone"),
        "diamond": ("der", "Diamant"),
        "lantern": ("die", "Laterne"),
        "rocket": ("die", "Rakete"),
        "trophy": ("der", "Pokal"),
        "cup": ("die", "Tasse"),
        "boat": ("das", "Boot"),
        "key": ("der", "Schlüssel"),
        "umbrella": ("der", "Schirm"),
        "door": ("die", "Tür"),
        "clock": ("die", "Uhr"),
        "mask": ("die", "Maske"),
        "moon": ("der", "Mond"),
        "planet": ("der", "Planet"),
        "lighthouse": ("der", "Leuchtturm"),
        "sword": ("das", "Schwert"),
        "island": ("die", "Insel"),
        "garden": ("der", "Garten"),
        "bridge": ("die", "Brücke"),
        "river": ("der", "Fluss"),
        "road": ("die", "Straße"),
        "letter": ("der", "Brief"),
        "train": ("der", "Zug"),
        "shadow": ("der", "Schatten"),
        "song": ("das", "Lied"),
        "map": ("die", "Karte"),
        "mirror": ("der", "Spiegel"),
        "house": ("das", "Haus"),
    },
    genitives={
        "winter": "des Winters",
        "night": "der Nacht",
        "silence": "der Stille",
        "sea": "des Meeres",
        "rain": "des Regens",
        "snow": "des Schnees",
        "summer": "des Sommers",
        "autumn": "des Herbstes",
        "dawn": "der Dämmerung",
        "midnight": "der Mitternacht",
        "ashes": "der Asche",
        "stars": "der Sterne",
        "wolves": "der Wölfe",
        "lies": "der Lügen",
        "secrets": "der Geheimnisse",
        "dead": "der Toten",
        "strangers": "der Fremden",
        "thieves": "der Diebe",
        "kings": "der Könige",
        "exiles": "der Verbannten",
        "dragons": "der Drachen",
        "giants": "der Riesen",
        "dreams": "der Träume",
        "love": "der Liebe",
        "mother": "meiner Mutter",
        "father": "meines Vaters",
        "grandmother": "meiner Großmutter",
        "north": "des Nordens",
        "desert": "der Wüste",
        "forest": "des Waldes",
        "city": "der Stadt",
        "tomorrow": "von morgen",
        "hope": "der Hoffnung",
        "thunder": "des Donners",
        "wind": "des Windes",
        "roses": "der Rosen",
        "crows": "der Krähen",
        "fog": "des Nebels",
    },
    written={
        Tone.DARK: (
            ("Die Schlüssel von Haus Neun", "The Keys of House Nine"),
            ("Kaltes Licht", "Cold Light"),
            ("Was der Nebel nahm", "What the Fog Took"),
            ("Hinter der dritten Tür", "Behind the Third Door"),
        ),
        Tone.WARM: (
            ("Regenschirme im Juli", "Umbrellas in July"),
            ("Das halbe Haus", "Half a House"),
            ("Bevor wir gehen", "Before We Go"),
            ("Die Uhrmacherin", "The Clockmaker"),
        ),
        Tone.GRAND: (
            ("Jenseits der Monde", "Beyond the Moons"),
            ("Schwertlande", "Sword Lands"),
            ("Die Eiserne Krone von Thal", "The Iron Crown of Thal"),
        ),
        Tone.LIGHT: (
            ("Kaffee mit Konsequenzen", "Coffee with Consequences"),
            ("Alle meine Nachbarn", "All My Neighbours"),
            ("Fräulein Mond zieht um", "Miss Moon Moves House"),
            ("Das Amt für Kleinigkeiten", "The Bureau of Small Things"),
        ),
        Tone.REAL: (
            ("Elf Freunde aus Rauental", "Eleven Friends from Rauental"),
            ("Die letzten Almen", "The Last Alpine Pastures"),
            ("Brot und Stein", "Bread and Stone"),
            ("Der Fall Lindhof", "The Lindhof Case"),
        ),
    },
    people=("Mira", "Jonas", "Lene", "Anton", "Clara", "Emil"),
    sentences={
        Tone.DARK: (
            (
                "{n} wollte nie wieder in diese Stadt. Dann klingelt um drei Uhr früh das "
                "Telefon, und am anderen Ende atmet jemand."
            ),
            (
                "Ein Schlüssel, der in kein Schloss passt, und eine Nachbarin, die nicht mehr "
                "öffnet: {n} beginnt zu fragen und sollte es besser lassen."
            ),
        ),
        Tone.WARM: (
            (
                "Ein Sommer, ein geerbtes Haus und drei Geschwister, die sich nichts mehr zu "
                "sagen haben. {n} stellt trotzdem den Kaffee auf."
            ),
            (
                "{n} repariert seit zwanzig Jahren, was andere wegwerfen. Nur das eigene Leben "
                "ist bisher auf keiner Werkbank gelandet."
            ),
        ),
        Tone.GRAND: (
            (
                "Hinter den letzten Bergen brennt ein Licht, das niemand angezündet hat. {n} geht "
                "trotzdem los."
            ),
            (
                "Drei Reiche, ein Schwur und eine Karte, auf der der Heimweg fehlt: {n} hat nur "
                "diesen einen Winter."
            ),
        ),
        Tone.LIGHT: (
            "{n} hat einen Plan, eine Liste und die falsche Familie. Das Wochenende beginnt.",
            "Ein Büro, neun Menschen, ein verschwundener Wasserkocher. {n} ermittelt.",
        ),
        Tone.REAL: (
            (
                "Ein Jahr lang begleitet der Film Menschen, die bleiben, wo andere längst "
                "gegangen sind."
            ),
            (
                "{n} erzählt zum ersten Mal, was in jener Nacht geschah, und was danach zehn "
                "Jahre lang niemand wissen wollte."
            ),
        ),
    },
)
