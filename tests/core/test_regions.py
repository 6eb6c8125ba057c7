"""Every country that ISO 3166-1 assigns belongs to one region."""

from importlib.resources import files

from keyart.core.regions import COUNTRIES, REGION_OF_COUNTRY, REGIONS

ISOCOUNTRIES = {
    line.split("\t")[0]
    for line in (files("tzdata") / "zoneinfo" / "iso3166.tab").read_text("utf-8").splitlines()
    if not line.startswith("#")
}


def test_every_assigned_code_has_a_region() -> None:
    assert len(ISOCOUNTRIES) == 249
    assert set(REGION_OF_COUNTRY) == ISOCOUNTRIES


def test_no_country_is_in_two_regions() -> None:
    assert sum(len(codes.split()) for codes in COUNTRIES.values()) == len(REGION_OF_COUNTRY)


def test_regions_are_those_of_the_contract() -> None:
    assert REGIONS == ("UCAN", "EMEA", "LATAM", "APAC")
    sample = {"US": "UCAN", "CA": "UCAN", "DE": "EMEA", "NG": "EMEA", "TR": "EMEA", "MX": "LATAM"}
    sample |= {"BR": "LATAM", "JP": "APAC", "IN": "APAC", "AU": "APAC"}
    assert {country: REGION_OF_COUNTRY[country] for country in sample} == sample
