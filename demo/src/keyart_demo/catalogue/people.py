"""Invented people: given and family names of many cultures, in Latin letters."""

from dataclasses import dataclass

import numpy as np

from keyart_demo.catalogue.chance import one


@dataclass(frozen=True, slots=True)
class Culture:
    """The names of one culture."""

    women: tuple[str, ...]
    men: tuple[str, ...]
    families: tuple[str, ...]
    family_first: bool = False


def _culture(women: str, men: str, families: str, *, family_first: bool = False) -> Culture:
    return Culture(tuple(women.split()), tuple(men.split()), tuple(families.split()), family_first)


CULTURES: dict[str, Culture] = {
    "en": _culture(
        "Maren Odile Tess Imogen Hattie Wren Nell Saskia June Marigold Edith Bea",
        "Callum Jude Rafe Tobias Ned Silas Amos Dexter Rory Emmett Gil Lowell",
        "Hale Quill Marsh Ashdown Pryce Lockett Tennant Vane Whitlow Crane Fairley Moss Ormond "
        "Penrose Sorrell Thackeray Underhill Yarrow",
    ),
    "west-african": _culture(
        "Amara Ifeoma Adjoa Zainab Temi Nneka Abena",
        "Kofi Tunde Kwame Chidi Femi Sekou Ebo",
        "Okonjo-Bell Adeyinka Mensah Diallo Asante Nwosu Balogun Sarpong",
    ),
    "es": _culture(
        "Inés Lucía Carmen Ximena Renata Pilar Noelia Abril",
        "Mateo Bruno Hugo Joaquín Álvaro Nico Santi Ramiro",
        "Montalbo Quiroga Bermejo Salcedo Ibarra Luján Navas Zorrilla Arce Pedraza",
    ),
    "pt": _culture(
        "Janaína Lívia Marina Iara Bianca Rosa Tainá Luísa",
        "Caio Tomé Davi Otávio Rui Heitor Nuno Ícaro",
        "Valadares Seabra Queiroga Pimentel Falcão Braga Monteiro-Luz Teles",
    ),
    "fr": _culture(
        "Solène Agathe Nour Clémence Maïwenn Inaya Jeanne Odette",
        "Malo Basile Élias Corentin Anatole Idris Rémi Gaspard",
        "Vauclair Delmas Bellanger Tremblot Kerouan Marchetti Duvallon Saint-Aubry Lescure",
    ),
    "de": _culture(
        "Mira Lene Clara Frauke Annika Greta Ylva Hedwig",
        "Jonas Anton Emil Matthis Korbinian Lasse Falk Oskar",
        "Lindhof Brandauer Kessling Rauh Steinbrück Wolfram Achterberg Vogelsang Thalheim",
    ),
    "it": _culture(
        "Ginevra Marta Viola Ornella Chiara Fiamma Livia",
        "Elia Tullio Nico Sandro Corrado Ettore Dario",
        "Corvara Bellandi Marinucci Tassoni Ferrante Scala Vigorelli Donati",
    ),
    "sv": _culture(
        "Tuva Signe Maj Ebba Linnea Ronja Astrid",
        "Elof Isak Arvid Sixten Nils Viggo Torsten",
        "Lindviken Ekdahl Norrö Sandström-Vik Hallgren Björnram Asplund Frisk",
    ),
    "tr": _culture(
        "Defne Zeynep Elif Nehir Ayla Sevgi Derya",
        "Kerem Emre Ozan Cem Baran Tolga Selim",
        "Karadağlı Aksoylu Denizer Yalçıntaş Ergüven Tunalı Sönmezer Arıkan",
    ),
    "ru": _culture(
        "Vera Asya Nina Zoya Taisia Alisa Polina",
        "Lev Timur Gleb Arseny Matvey Yakov Ilya",
        "Orlovich Belenko Dolgikh Sedykh Chernykh Gerts Shevel Zimoy",
    ),
    "uk": _culture(
        "Solomiya Lesia Daryna Oksana Ivanka Zlata",
        "Marko Ostap Nazar Taras Danylo Yarema",
        "Lypa Stepko Harbuz Hrim Kalyna Zavirukha Moroz",
    ),
    "bg": _culture(
        "Niya Rada Elitsa Kalina Desislava Yana",
        "Kaloyan Boyan Asen Vasil Ognyan Martin",
        "Balkandzhi Vitosh Lozan Radan Iskar Gabro",
    ),
    "ko": _culture(
        "Seo-yun Ha-rin Yu-na Ji-an Ma-ru Eun-byeol So-dam",
        "Do-hyun Ji-ho Min-jae Tae-oh Woo-bin Seon-woo Ha-jun",
        "Ryu Namgoong Seo Baek Ma Eom Pyo Gwak Tak Cheon",
        family_first=True,
    ),
    "ja": _culture(
        "Misaki Chihiro Koharu Tsumugi Ayame Hinata Suzu",
        "Ren Haruto Naoki Sosuke Itsuki Kaito Minato",
        "Kurosaki Amamiya Hayasaka Tachibana Uozumi Shirakawa Minazuki Todoroki",
    ),
    "zh": _culture(
        "Xiaoyu Ruolan Jianing Yiran Wanqing Zhixia Manli",
        "Wenxuan Zimo Yiming Haoran Jingyu Boyan Sihai",
        "Ouyang Shen Lu Gu Xue Tang Qiao Fang Ye",
        family_first=True,
    ),
    "hi": _culture(
        "Meera Ananya Kavya Tara Nandini Zoya Ishita",
        "Arjun Kabir Rohan Vihaan Dev Ishaan Samar",
        "Bhattarai-Rao Malhotra Sengupta Chauhan Deshpande Rathore Iyer Qureshi",
    ),
    "ar": _culture(
        "Salma Layal Noor Rania Hind Yasmin Dunya",
        "Salem Karim Yousef Tariq Ziad Murad Haitham",
        "Haddadin Mansouri Al-Nahri Qabbani-Saad Zaytoun Barakeh Sabbagh Rashwan",
    ),
}

ABROAD = ("west-african", "es", "fr", "hi", "ar", "ko", "sv", "it", "pt", "zh")
"""Cultures whose people also act in English titles."""


@dataclass(frozen=True, slots=True)
class Person:
    """A person in a story or in its billing."""

    given: str
    family: str
    woman: bool
    family_first: bool

    @property
    def name(self) -> str:
        """The name as printed on a poster."""
        parts = (self.family, self.given) if self.family_first else (self.given, self.family)
        return " ".join(parts)


def person(rng: np.random.Generator, language: str) -> Person:
    """Return a person from a place where a language is spoken."""
    code = language
    if language == "en" and rng.random() < 0.35:
        code = one(rng, ABROAD)
    culture = CULTURES[code]
    woman = bool(rng.random() < 0.5)
    given = one(rng, culture.women if woman else culture.men)
    return Person(given, one(rng, culture.families), woman, culture.family_first)


def people(
    rng: np.random.Generator, language: str, count: int, first: Person | None = None
) -> tuple[Person, ...]:
    """Return `count` people with different given names, starting with `first` if given."""
    found = {} if first is None else {first.given: first}
    while len(found) < count:
        somebody = person(rng, language)
        found.setdefault(somebody.given, somebody)
    return tuple(found.values())
