"""Media to be shown, and how they are asked for."""

import json
from pathlib import Path
from urllib.parse import quote

import httpx

from tests.cli.commands import succeed

SVG = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"

URIS = {
    "poster": "posters/poster.jpg",
    "a/b c%2F": "posters/poster.jpg",
    "lie": "posters/lie.svg",
    "clip": "clip.webm",
    "far": "{art}/far.png",
    "farther": "far.png",
    "above": "../secret.jpg",
    "linked": "linked.jpg",
    "whole": "{ground}/secret.jpg",
    "decoded": "%2e%2e/secret.jpg",
    "key": "store.key",
    "catalogue": "catalog.sqlite",
    "svg": "a.svg",
    "svg in disguise": "svg.png",
    "broken": "broken.png",
    "folder": "posters",
    "missing": "missing.jpg",
    "web": "https://images.example.com/a.jpg",
    "elsewhere": "http://other.example.com/a.jpg",
    "none": "",
}


def with_assets(store: Path, rows: dict[str, tuple[str, str]]) -> Path:
    """Load assets: by id, their type and uri."""
    lines = [
        json.dumps({"asset_id": key, "title_id": "heist", "asset_type": kind, "uri": uri or None})
        for key, (kind, uri) in rows.items()
    ]
    path = store.parent / "media.jsonl"
    path.write_text("\n".join(lines))
    succeed("ingest", store, f"--assets={path}")
    return store


def address(asset: str, rest: str = "") -> str:
    return f"/v1/media/{quote(asset, safe='')}{rest}"


def code(answer: httpx.Response) -> tuple[int, str]:
    assert set(answer.json()) == {"error"}
    return answer.status_code, answer.json()["error"]["code"]
