"""Names of live events and games."""

CLUBS: dict[str, tuple[str, ...]] = {
    "en": (
        "Marston Rovers",
        "Calder Bay",
        "Port Ellery Athletic",
        "Redmere Town",
        "Dunmarrow United",
        "Tidewell Albion",
        "Nine Mile City",
        "Kettlebridge",
    ),
    "es": (
        "Real Alameda",
        "Atlético Bruma",
        "Deportivo Salinas",
        "Racing del Faro",
        "Unión Cordillera",
        "Sporting Aldeanegra",
        "Club Mareas",
        "Independiente Norte",
    ),
    "pt": (
        "Esporte Clube Maré",
        "Ubaíra",
        "Atlético Serrano",
        "Ferroviário Azul",
        "União da Vila",
        "Náutico Claro",
        "Porto Velho do Sul",
        "Comercial da Praia",
    ),
    "de": (
        "SV Rauental",
        "Eintracht Moorburg",
        "1. FC Thalheim",
        "Fortuna Kesselstadt",
        "TSV Lindhof",
        "Viktoria Achtern",
        "SC Hafenau",
        "Borussia Waldeck",
    ),
    "fr": (
        "Olympique Vauban",
        "AS Kerouan",
        "Stade Delmas",
        "FC Port-Clair",
        "Racing Lescure",
        "Étoile du Nord",
        "US Duvallon",
        "Red Phare",
    ),
    "it": (
        "Corvara Calcio",
        "AC Bellandi",
        "Virtus Faro",
        "Sporting Vico",
        "Unione Salina",
        "Pro Marina",
        "Atletico Ferrante",
        "Real Tassoni",
    ),
    "tr": (
        "Karadağ Gücü",
        "Liman Spor",
        "Deniz İdman Yurdu",
        "Bozkır Birliği",
        "Kuzey Yıldızı",
        "Tunalı Gençlik",
        "Feneraltı",
        "Çınar Spor",
    ),
}
"""Football clubs, invented."""

TOURS = (
    "Live at the Harbour",
    "The Last Encore",
    "Midnight Homecoming",
    "One Night, No Phones",
    "The Rooftop Show",
    "Songs from the Bathtub",
    "Stadium Lights",
    "The Sequin Tour",
    "Unplugged by the Sea",
    "New Year's Eve",
    "The Comeback",
    "Back to the Garage",
)
SETS = (
    "Mostly Furniture",
    "Live and Mildly Dangerous",
    "Not My Circus",
    "An Hour of Your Life",
    "Somebody's Mother",
    "Worse in Person",
    "Allergic to Brunch",
    "Free Parking",
    "Late Checkout",
    "The Apology Tour",
    "Dog Years",
    "Adult Swim Lessons",
    "Two Left Feet",
    "Please Hold",
    "Technically a Doctor",
)
"""Titles of stand-up shows."""
BOUTS = ("Night of Steel", "The Iron Bell", "Full Moon Card", "The Lantern Cup", "Last Bell")
FEASTS = (
    "The Golden Ladle Final",
    "Bake-Off by the Sea",
    "The Dumpling Derby",
    "Knives Down Live",
    "The Midnight Market Cook-Off",
)
GALAS = ("A Night of a Thousand Drums", "The Great Brass Gala", "Sing Till Sunrise", "Monsoon Ball")
WATCHES = ("The Great Migration, Live", "Turtle Night", "Eyes on the Reef", "Dawn Chorus Live")

CONCERTS: dict[str, tuple[tuple[str, str], ...]] = {
    "ko": (
        ("한여름 밤의 콘서트", "Midsummer Night Concert"),
        ("달빛 라이브", "Moonlight Live"),
        ("마지막 앙코르", "The Last Encore"),
    ),
    "ja": (
        ("紅白花火大会", "Red and White Fireworks"),
        ("真夏音楽祭", "The Midsummer Music Festival"),
        ("月夜歌謡祭", "Moonlit Song Festival"),
    ),
    "es": (
        ("La noche del estadio", "The Night of the Stadium"),
        ("Verano en directo", "Summer Live"),
    ),
    "pt": (("Noite de tambores", "Night of Drums"), ("Verão ao vivo", "Summer Live")),
    "ar": (("ليلة على النيل", "A Night on the Nile"), ("حفل منتصف الصيف", "Midsummer Concert")),
    "hi": (
        ("सुरों की महफ़िल", "An Evening of Melodies"),
        ("सावन की रात", "A Night of the Rains"),
        ("ढोल और धमाल", "Drums and Mayhem"),
    ),
}

GAMES: dict[str, tuple[str, ...]] = {
    "Heist Thrillers": ("Politely Burgled", "Vault Nine", "Crew of Six"),
    "Spy Games": ("Eight Flats", "The Umbrella Drop", "Quiet Hours"),
    "Cosy Mysteries": ("Tearoom Tycoon, Tearoom Sleuth", "Accuse the Colonel", "Marmalade Manor"),
    "Slow Horror": ("Keep It Lit", "The Smaller House", "Lantern, Lantern"),
    "Space Opera": ("Eleven Misfits and a Starship", "Drift Tax", "Hollow Planet Tactics"),
    "Sword and Sorcery": ("Named Blades", "The Dragon Keeps the Books", "Crownless: Origins"),
    "Anime Quests": ("Rooftop Runes", "Hungry Fox", "Spirit Parcel Express"),
    "Survival Stories": ("One Winter", "Raft & Rope", "Forty Below"),
    "Martial Arts": ("Bow First", "Half the Moves", "Dojo Debt"),
    "Family Adventure": ("Paper Boat Regatta", "Attic Rockets", "Badger by Lantern"),
    "Football Nights": ("Rooftop Five", "Leaking Stand Manager", "Derby Town"),
}
"""Whole names of games by taste."""
GAME_ENDINGS = ("bound", "fall", "keep", "ward", "light", "rush", "born", "craft")
"""After a noun: Lanternbound."""
GAME_PATTERNS = (
    "Tiny {noun} Company",
    "{noun} Tactics",
    "Project {noun}",
    "{noun} & {noun2}",
    "Age of the {noun}",
    "Dear {noun}",
    "{noun} Zero",
)
