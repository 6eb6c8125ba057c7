"""The pages of the application, as they are on the demo store."""

from collections.abc import Mapping
from urllib.parse import quote

from tests.web.service import Service

WINS, CLICKBAIT, BROKEN = "wins_for_a_taste", "is_clickbait", "cannot_be_trusted"
"""The stories of the demo, as its truth calls them."""

PAGES: Mapping[str, str] = {
    "home": "/",
    "titles": "/titles",
    "title": f"/titles/{{title of {WINS}}}",
    "title-clickbait": f"/titles/{{title of {CLICKBAIT}}}",
    "show-to-whom": f"/titles/{{title of {WINS}}}/whom",
    "compare": f"/compare?assets={{assets of {WINS}}}",
    "compare-broken": f"/compare?assets={{assets of {BROKEN}}}",
    "compare-empty": "/compare",
    "audiences": "/audiences",
    "audience": "/audiences/{audience}",
    "segment": "/segment?audience={audience}",
    "make": "/make",
    "brief": "/brief?market=DE",
    "campaigns": "/campaigns",
    "campaign": "/campaigns/{lifted}",
    "campaign-plan": f"/campaigns/new?title={{title of {WINS}}}&segment={{audience}}",
    "decisions": "/decisions",
    "outliers": "/outliers",
    "questions": "/questions?measures=title_take_rate,completion_rate&by=device,placement",
    "questions-empty": "/questions",
    "health": "/health",
    "inbox": "/inbox",
}
"""The address of each page by its name; what is in braces hangs on what was planted."""


def address(service: Service, page: str) -> str:
    """Return the address of a page on a demo store."""
    known = {"audience": quote(audience(service), safe="")}
    known["lifted"] = quote(service.truth["campaigns"][0]["campaign"], safe="")
    for name in (WINS, CLICKBAIT, BROKEN):
        told = service.story(name)
        known[f"title of {name}"] = told["title"]
        known[f"assets of {name}"] = ",".join(sorted([told["asset"], *told["against"]]))
    return PAGES[page].format_map(known)


def audience(service: Service) -> str:
    """Return the full name of the affinity with which an asset was planted to win."""
    taste: str = service.story(WINS)["taste"]
    return f"affinity:{taste.lower().replace(' ', '-')}"
