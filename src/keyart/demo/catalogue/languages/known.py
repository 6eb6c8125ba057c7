"""All languages in which titles are made."""

from keyart.demo.art.brief import Script
from keyart.demo.catalogue.languages.arabic import ARABIC
from keyart.demo.catalogue.languages.bulgarian import BULGARIAN
from keyart.demo.catalogue.languages.chinese import CHINESE
from keyart.demo.catalogue.languages.french import FRENCH
from keyart.demo.catalogue.languages.german import GERMAN
from keyart.demo.catalogue.languages.hindi import HINDI
from keyart.demo.catalogue.languages.italian import ITALIAN
from keyart.demo.catalogue.languages.japanese import JAPANESE
from keyart.demo.catalogue.languages.korean import KOREAN
from keyart.demo.catalogue.languages.language import Language
from keyart.demo.catalogue.languages.portuguese import PORTUGUESE
from keyart.demo.catalogue.languages.russian import RUSSIAN
from keyart.demo.catalogue.languages.spanish import SPANISH
from keyart.demo.catalogue.languages.swedish import SWEDISH
from keyart.demo.catalogue.languages.turkish import TURKISH
from keyart.demo.catalogue.languages.ukrainian import UKRAINIAN

ENGLISH = "en"

LANGUAGES: dict[str, Language] = {
    language.code: language
    for language in (
        ARABIC,
        BULGARIAN,
        CHINESE,
        FRENCH,
        GERMAN,
        HINDI,
        ITALIAN,
        JAPANESE,
        KOREAN,
        PORTUGUESE,
        RUSSIAN,
        SPANISH,
        SWEDISH,
        TURKISH,
        UKRAINIAN,
    )
}
"""By code; all but English, whose words are the keys of the others'."""

ENDONYMS = {ENGLISH: "English"} | {code: known.endonym for code, known in LANGUAGES.items()}
SCRIPTS = {ENGLISH: Script.LATIN} | {code: known.script for code, known in LANGUAGES.items()}
