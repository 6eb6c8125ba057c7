"""The fonts of each genre and script."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from keyart_demo.art.brief import Script, Style


@dataclass(frozen=True, slots=True)
class Face:
    """A cut of a Fontsource package."""

    package: str
    weight: int
    italic: bool = False

    @property
    def cut(self) -> str:
        """Its name in file names of the package."""
        return f"{self.weight}-{'italic' if self.italic else 'normal'}"


class Register(StrEnum):
    """A tone of voice."""

    CONDENSED = "condensed"
    BLACK = "black"
    DREAD = "dread"
    TENDER = "tender"
    BOOK = "book"
    EPIC = "epic"
    THIN = "thin"
    GOLD = "gold"
    PLAIN = "plain"
    ROUND = "round"
    FAST = "fast"
    ARCADE = "arcade"


REGISTERS: Final[dict[Style, Register]] = {
    Style.THRILLER: Register.CONDENSED,
    Style.CRIME: Register.BLACK,
    Style.HORROR: Register.DREAD,
    Style.ROMANCE: Register.TENDER,
    Style.DRAMA: Register.BOOK,
    Style.ADVENTURE: Register.EPIC,
    Style.COMEDY: Register.BLACK,
    Style.SCIFI: Register.THIN,
    Style.FANTASY: Register.GOLD,
    Style.DOCUMENTARY: Register.PLAIN,
    Style.FAMILY: Register.ROUND,
    Style.SPORT: Register.FAST,
    Style.GAME: Register.ARCADE,
}

NAMES: Final = (Face("inter", 500),)
"""For people's names and taglines."""
BILLING: Final = (Face("fira-sans-extra-condensed", 400),)

_LAST: Final = (Face("inter", 800),)
_HAN_LIGHT: Final = (Face("sawarabi-gothic", 400), Face("zcool-xiaowei", 400))
_HAN_SERIF: Final = (Face("zen-antique", 400), Face("zcool-xiaowei", 400))
_HAN_BLACK: Final = (Face("dela-gothic-one", 400), Face("zcool-qingke-huangyou", 400))
_HAN_ROUND: Final = (Face("mochiy-pop-one", 400), Face("zcool-kuaile", 400))
_KOREAN_BLACK: Final = (Face("black-han-sans", 400),)
_KOREAN_SERIF: Final = (Face("nanum-myeongjo", 800),)

_FACES: Final[dict[Register, dict[Script, tuple[Face, ...]]]] = {
    Register.CONDENSED: {
        Script.LATIN: (Face("bebas-neue", 400),),
        Script.CYRILLIC: (Face("oswald", 700),),
        Script.HANGUL: _KOREAN_BLACK,
        Script.DEVANAGARI: (Face("teko", 700),),
        Script.ARABIC: (Face("cairo", 900),),
        Script.HAN: _HAN_BLACK,
    },
    Register.BLACK: {
        Script.LATIN: (Face("league-spartan", 800),),
        Script.CYRILLIC: (Face("rubik", 900),),
        Script.HANGUL: _KOREAN_BLACK,
        Script.DEVANAGARI: (Face("poppins", 900),),
        Script.ARABIC: (Face("lalezar", 400),),
        Script.HAN: _HAN_BLACK,
    },
    Register.DREAD: {
        Script.LATIN: (Face("libre-caslon-condensed", 700),),
        Script.CYRILLIC: (Face("playfair-display", 900),),
        Script.HANGUL: _KOREAN_SERIF,
        Script.DEVANAGARI: (Face("martel", 900),),
        Script.ARABIC: (Face("aref-ruqaa", 700),),
        Script.HAN: _HAN_SERIF,
    },
    Register.TENDER: {
        Script.LATIN: (Face("playfair-display", 600, italic=True),),
        Script.CYRILLIC: (Face("playfair-display", 600, italic=True),),
        Script.HANGUL: (Face("nanum-myeongjo", 700),),
        Script.DEVANAGARI: (Face("martel", 700),),
        Script.ARABIC: (Face("aref-ruqaa", 400),),
        Script.HAN: _HAN_SERIF,
    },
    Register.BOOK: {
        Script.LATIN: (Face("cormorant-garamond", 600),),
        Script.CYRILLIC: (Face("cormorant-garamond", 600),),
        Script.HANGUL: _KOREAN_SERIF,
        Script.DEVANAGARI: (Face("martel", 700),),
        Script.ARABIC: (Face("amiri", 700),),
        Script.HAN: _HAN_SERIF,
    },
    Register.EPIC: {
        Script.LATIN: (Face("cinzel", 700),),
        Script.CYRILLIC: (Face("yeseva-one", 400),),
        Script.HANGUL: _KOREAN_SERIF,
        Script.DEVANAGARI: (Face("martel", 900),),
        Script.ARABIC: (Face("reem-kufi", 700),),
        Script.HAN: _HAN_SERIF,
    },
    Register.THIN: {
        Script.LATIN: (Face("inter", 300),),
        Script.CYRILLIC: (Face("inter", 300),),
        Script.HANGUL: (Face("sunflower", 300),),
        Script.DEVANAGARI: (Face("poppins", 300),),
        Script.ARABIC: (Face("cairo", 300),),
        Script.HAN: _HAN_LIGHT,
    },
    Register.GOLD: {
        Script.LATIN: (Face("eb-garamond", 500),),
        Script.CYRILLIC: (Face("eb-garamond", 500),),
        Script.HANGUL: _KOREAN_SERIF,
        Script.DEVANAGARI: (Face("martel", 700),),
        Script.ARABIC: (Face("amiri", 700),),
        Script.HAN: _HAN_SERIF,
    },
    Register.PLAIN: {
        Script.LATIN: (Face("inter", 800),),
        Script.CYRILLIC: (Face("inter", 800),),
        Script.HANGUL: _KOREAN_BLACK,
        Script.DEVANAGARI: (Face("poppins", 700),),
        Script.ARABIC: (Face("cairo", 800),),
        Script.HAN: _HAN_BLACK,
    },
    Register.ROUND: {
        Script.LATIN: (Face("fredoka", 600),),
        Script.CYRILLIC: (Face("nunito", 900),),
        Script.HANGUL: (Face("jua", 400),),
        Script.DEVANAGARI: (Face("baloo-2", 800),),
        Script.ARABIC: (Face("baloo-bhaijaan-2", 800),),
        Script.HAN: _HAN_ROUND,
    },
    Register.FAST: {
        Script.LATIN: (Face("fira-sans-extra-condensed", 900),),
        Script.CYRILLIC: (Face("fira-sans-extra-condensed", 900),),
        Script.HANGUL: _KOREAN_BLACK,
        Script.DEVANAGARI: (Face("teko", 700),),
        Script.ARABIC: (Face("lalezar", 400),),
        Script.HAN: _HAN_BLACK,
    },
    Register.ARCADE: {
        Script.LATIN: (Face("unbounded", 800),),
        Script.CYRILLIC: (Face("unbounded", 800),),
        Script.HANGUL: _KOREAN_BLACK,
        Script.DEVANAGARI: (Face("khand", 700),),
        Script.ARABIC: (Face("reem-kufi", 700),),
        Script.HAN: _HAN_BLACK,
    },
}


def faces(register: Register, script: Script) -> tuple[Face, ...]:
    """Return the faces to try in order: the script's own, then the Latin one for numerals."""
    by_script = _FACES[register]
    return (*by_script[script], *by_script[Script.LATIN], *by_script[Script.CYRILLIC], *_LAST)


def every_face() -> tuple[Face, ...]:
    """Return each face that any title may need."""
    register_faces = {
        face for scripts in _FACES.values() for chain in scripts.values() for face in chain
    }
    return tuple(
        sorted({*register_faces, *NAMES, *BILLING, *_LAST}, key=lambda f: (f.package, f.cut))
    )
