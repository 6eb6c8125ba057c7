"""The web application: its page at every address of its own, its files, and who is sent away."""

import gzip
import re
from collections.abc import Generator
from pathlib import Path

import httpx
import pytest

from keyart.api.webapp import NONCE
from tests.api.serving import TOKEN, Served, serving

BROWSER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}

INDEX = f"""<!doctype html>
<meta property="csp-nonce" nonce="{NONCE}">
<script type="module" src="/assets/main-4f2a.js"></script>
<style nonce="{NONCE}"></style>
"""

SCRIPT = b"console.log('what wins?')\n" * 100


@pytest.fixture(scope="module")
def application(store: Path, tmp_path_factory: pytest.TempPathFactory) -> Generator[Served]:
    """A service with an application of a page, a packed script and a picture."""
    folder = tmp_path_factory.mktemp("web") / "dist"
    (folder / "assets").mkdir(parents=True)
    (folder / "index.html").write_text(INDEX, encoding="utf-8")
    (folder / "assets/main-4f2a.js").write_bytes(SCRIPT)
    (folder / "assets/main-4f2a.js.gz").write_bytes(gzip.compress(SCRIPT))
    (folder / "icon.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>", encoding="utf-8")
    (folder.parent / "secret.txt").write_text("secret", encoding="utf-8")
    with serving(store, folder, media_origins=("https://media.example.com",)) as running:
        yield running


def browser(served: Served, token: str | None = TOKEN) -> httpx.Client:
    """Return a client that asks for pages, as browsers do, and goes where it is led."""
    client = served.client(token, follow_redirects=True)
    client.headers.update(BROWSER)
    return client


def nonces(answer: httpx.Response) -> set[str]:
    return set(re.findall(r'nonce="([^"]*)"', answer.text))


@pytest.mark.parametrize("path", ["/", "/index.html", "/title/t1", "/compare?assets=a,b", "/v10"])
def test_every_address_of_its_own_is_the_page(application: Served, path: str) -> None:
    with browser(application) as client:
        first, second = client.get(path), client.get(path)
    (nonce,), (other,) = nonces(first), nonces(second)
    assert first.headers["content-type"] == "text/html; charset=utf-8"
    assert "no-cache" in first.headers["cache-control"]
    assert len(nonce) >= 20
    assert nonce != other


def test_the_page_may_style_itself_and_run_nothing_of_others(application: Served) -> None:
    with browser(application) as client:
        answer = client.get("/")
    (nonce,) = nonces(answer)
    policy = dict(
        rule.split(" ", 1) for rule in answer.headers["content-security-policy"].split("; ")
    )
    assert policy["script-src"] == "'self'"
    assert policy["connect-src"] == "'self'"
    assert policy["style-src"] == f"'self' 'nonce-{nonce}'"
    assert policy["style-src-attr"] == "'unsafe-inline'"
    for kind in ("img-src", "media-src"):
        assert policy[kind].split() == ["'self'", "blob:", "data:", "https://media.example.com"]


@pytest.mark.parametrize("accepted", ["gzip, br", "identity", "gzip;q=0"])
def test_its_files_are_kept_for_good_and_sent_packed(application: Served, accepted: str) -> None:
    with application.client() as client:
        headers = {"Accept-Encoding": accepted}
        answer = client.get("/assets/main-4f2a.js", headers=headers)
        again = {**headers, "If-None-Match": answer.headers["etag"]}
        unchanged = client.get("/assets/main-4f2a.js", headers=again)
    assert answer.content == SCRIPT
    assert answer.headers.get("content-encoding") == ("gzip" if "br" in accepted else None)
    assert answer.headers["content-type"] == "text/javascript; charset=utf-8"
    assert "immutable" in answer.headers["cache-control"]
    assert "accept-encoding" in answer.headers["vary"]
    assert unchanged.status_code == 304


def test_files_whose_names_stay_are_asked_for_again(application: Served) -> None:
    with application.client() as client:
        answer = client.get("/icon.svg")
    assert answer.headers["content-type"] == "image/svg+xml"
    assert "no-cache" in answer.headers["cache-control"]


@pytest.mark.parametrize(
    "path",
    [
        "/v1/nowhere",
        "/assets/gone-1234.js",
        "/assets/",
        "/assets/..%2f..%2fsecret.txt",
        "/assets/%2e%2e/index.html",
    ],
)
def test_what_is_missing_is_no_page(application: Served, path: str) -> None:
    with browser(application) as client:
        answer = client.get(path)
    assert (answer.status_code, answer.json()["error"]["code"]) == (404, "not_found")


def test_nothing_beside_its_folder_is_shown(application: Served) -> None:
    with application.client() as client:
        for path in ("/..%2fsecret.txt", "//etc/passwd", "/%2e%2e/secret.txt", "/%00", "/assets"):
            assert client.get(path).status_code == 404


def test_programs_get_no_page(application: Served) -> None:
    with application.client() as client:
        assert client.get("/nowhere").json()["error"]["code"] == "not_found"
        assert client.post("/title/t1", headers=BROWSER).json()["error"]["code"] == "not_found"


def test_the_link_leads_to_the_address_that_it_names(application: Served) -> None:
    with browser(application, None) as client:
        answer = client.get("/compare", params={"a": "x y", "token": TOKEN, "b": "1"})
    assert answer.status_code == 200
    assert str(answer.url) == f"{application.url}/compare?a=x+y&b=1"
    assert nonces(answer)


def test_strangers_are_asked_for_a_token_and_keep_the_address(application: Served) -> None:
    with browser(application, None) as client:
        answer = client.get("/title/t1", params={"q": 'a "b" <i>', "token": ""})
        wrong = client.get("/title/t1", params={"token": "wrong"})
        client.cookies.set(f"keyart_{application.port}", "0" * 64)
        expired = client.get("/title/t1")
        data = client.get("/v1/audiences")
    assert [page.status_code for page in (answer, wrong, expired)] == [401] * 3
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert "Open the link that keyart serve printed" in answer.text
    assert 'name="q" value="a &quot;b&quot; &lt;i&gt;"' in answer.text
    assert 'name="token" type="password"' in answer.text
    says_wrong, says_changed = "That token isn’t valid", "The token has changed"
    assert (says_wrong in answer.text, says_changed in answer.text) == (False, False)
    assert (says_wrong in wrong.text, says_changed in wrong.text) == (True, False)
    assert (says_wrong in expired.text, says_changed in expired.text) == (False, True)
    assert data.json()["error"]["code"] == "no_token"


def test_without_the_application_the_page_says_how_to_make_it(store: Path, tmp_path: Path) -> None:
    with serving(store, tmp_path / "nowhere") as served, browser(served) as client:
        answer = client.get("/title/t1")
    assert answer.status_code == 503
    assert "make web" in answer.text
