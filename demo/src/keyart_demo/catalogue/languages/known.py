"""All languages of titles."""

from keyart_demo.art.brief import Script
from keyart_demo.catalogue.languages.arabic import ARABIC
from keyart_demo.catalogue.languages.bulgarian import BULGARIAN
from keyart_demo.catalogue.languages.chinese import CHINESE
from keyart_demo.catalogue.languages.french import FRENCH
from keyart_demo.catalogue.languages.german import GERMAN
from keyart_demo.catalogue.languages.hindi import HINDI
from keyart_demo.catalogue.languages.italian import ITALIAN
from keyart_demo.catalogue.languages.japanese import JAPANESE
from keyart_demo.catalogue.languages.korean import KOREAN
from keyart_demo.catalogue.languages.language import Language
from keyart_demo.catalogue.languages.portuguese import PORTUGUESE
from keyart_demo.catalogue.languages.russian import RUSSIAN
from keyart_demo.catalogue.languages.spanish import SPANISH
from keyart_demo.catalogue.languages.swedish import SWEDISH
from keyart_demo.catalogue.languages.turkish import TURKISH
from keyart_demo.catalogue.languages.ukrainian import UKRAINIAN

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
"""By code; all except English, whose words are the keys of the others."""

ENDONYMS = {ENGLISH: "English"} | {code: language.endonym for code, language in LANGUAGES.items()}
SCRIPTS = {ENGLISH: Script.LATIN} | {code: language.script for code, language in LANGUAGES.items()}
