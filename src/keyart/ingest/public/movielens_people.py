"""What the 1M edition of MovieLens tells of people, as profiles."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from keyart.ingest.blocks import Block, Input
from keyart.ingest.mapped_input import MappedInput
from keyart.ingest.public.texts import retold

GENDERS = {"F": "female", "M": "male"}

UNDER_18 = "1"

AGE_BANDS = {
    UNDER_18: "under 18",
    "18": "18-24",
    "25": "25-34",
    "35": "35-44",
    "45": "45-49",
    "50": "50-55",
    "56": "56 and over",
}

OCCUPATIONS = {
    "0": "other or not specified",
    "1": "academic or educator",
    "2": "artist",
    "3": "clerical or admin",
    "4": "college or graduate student",
    "5": "customer service",
    "6": "doctor or health care",
    "7": "executive or managerial",
    "8": "farmer",
    "9": "homemaker",
    "10": "school student",
    "11": "lawyer",
    "12": "programmer",
    "13": "retired",
    "14": "sales or marketing",
    "15": "scientist",
    "16": "self-employed",
    "17": "technician or engineer",
    "18": "tradesman or craftsman",
    "19": "unemployed",
    "20": "writer",
}


def people(users: Input) -> MappedInput:
    """Return the rows of `users.dat` as profiles.

    The codes are those of the edition's README; a code that does not stand there is kept as it
    is. Who is under 18 is a minor. The post code is left out: with the other three it would often
    point to one person.
    """
    needs = ("userId", "gender", "age", "occupation")
    gives = ("profile_id", "is_minor", "gender", "age_band", "occupation")
    return MappedInput(users, needs, gives, _profiles_of)


def _profiles_of(block: Block) -> Block:
    ages = block.columns["age"]
    columns = {
        "profile_id": block.columns["userId"],
        "is_minor": retold(ages, lambda age: str(age == UNDER_18).lower() if age else None),
        "gender": retold(block.columns["gender"], _in(GENDERS)),
        "age_band": retold(ages, _in(AGE_BANDS)),
        "occupation": retold(block.columns["occupation"], _in(OCCUPATIONS)),
    }
    return replace(block, columns=columns)


def _in(words: Mapping[str, str]) -> Callable[[str], str]:
    """Return what looks a code up, and keeps one that is not there."""
    return lambda code: words.get(code, code)
