"""The regions in which streaming services report, and the countries of each."""

from types import MappingProxyType

COUNTRIES = {
    # The United States with its territories, and Canada.
    "UCAN": "AS CA GU MP PM PR UM US VI",
    # Europe, the Middle East (with Iran, Turkey and Israel), Africa, the Caucasus, Central Asia.
    "EMEA": """
        AD AE AL AM AO AT AX AZ BA BE BF BG BH BI BJ BV BW BY CD CF CG CH CI CM CV CY CZ DE DJ DK
        DZ EE EG EH ER ES ET FI FO FR GA GB GE GG GH GI GL GM GN GQ GR GW HR HU IE IL IM IQ IR IS
        IT JE JO KE KG KM KW KZ LB LI LR LS LT LU LV LY MA MC MD ME MG MK ML MR MT MU MW MZ NA NE
        NG NL NO OM PL PS PT QA RE RO RS RU RW SA SC SD SE SH SI SJ SK SL SM SN SO SS ST SY SZ TD
        TG TJ TM TN TR TZ UA UG UZ VA YE YT ZA ZM ZW
    """,
    # Mexico, Central and South America, the Caribbean, Bermuda, the South Atlantic.
    "LATAM": """
        AG AI AR AW BB BL BM BO BQ BR BS BZ CL CO CR CU CW DM DO EC FK GD GF GP GS GT GY HN HT JM
        KN KY LC MF MQ MS MX NI PA PE PY SR SV SX TC TT UY VC VE VG
    """,
    # South, East and South-East Asia, Oceania, the southern territories, Antarctica.
    "APAC": """
        AF AQ AU BD BN BT CC CK CN CX FJ FM HK HM ID IN IO JP KH KI KP KR LA LK MH MM MN MO MV MY
        NC NF NP NR NU NZ PF PG PH PK PN PW SB SG TF TH TK TL TO TV TW VN VU WF WS
    """,
}
"""Region → its countries."""

REGIONS = tuple(COUNTRIES)

REGION_OF_COUNTRY = MappingProxyType(
    {code: region for region, codes in COUNTRIES.items() for code in codes.split()}
)
"""ISO 3166-1 alpha-2 code → region; ``[regions]`` in ``keyart.toml`` replaces it."""
