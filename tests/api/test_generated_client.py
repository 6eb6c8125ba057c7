"""A client that is generated from the service's description of itself works."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import keyart
from tests.api.serving import TOKEN, Served
from tests.docs.pages import ROOT

UV = ROOT / ".tools" / "bin" / "uv"

GENERATOR = "openapi-python-client==0.29.1"
"""It has an environment of its own: it needs an older typer than Keyart."""

NEEDED = ("attrs", "httpx", "python-dateutil")
"""What generated clients need."""

ASK = """
import json, sys
from keyart_client import AuthenticatedClient
from keyart_client.api.judgements import compare, norms, outliers
from keyart_client.models import CompareComparisonRequest, NormsNormRequest, OutliersOutlierRequest

client = AuthenticatedClient(base_url=sys.argv[1], token=sys.argv[2])
found = outliers.sync(client=client, body=OutliersOutlierRequest(q=0.2, level="asset"))
typical = norms.sync(client=client, body=NormsNormRequest(title="heist"))
refused = compare.sync(client=client, body=CompareComparisonRequest(assets=["blue"]))
print(json.dumps({
    "measure": found.measure,
    "families": [family.judged for family in found.families],
    "rows": [(row.asset, row.people) for row in typical.rows],
    "refused": refused.error.code,
}))
"""


@pytest.mark.full
def test_a_generated_client_asks_as_python_does(
    served: Served, store: Path, tmp_path: Path
) -> None:
    with served.client() as client:
        description = client.get("/v1/openapi.json").text
    (tmp_path / "openapi.json").write_text(description, encoding="utf-8")
    _run(
        *(UV, "tool", "run", "--quiet", "--python", sys.executable, "--from", GENERATOR),
        *("openapi-python-client", "generate"),
        *("--path", "openapi.json", "--output-path", "client", "--meta", "none"),
        *("--overwrite",),
        cwd=tmp_path,
    )
    (tmp_path / "client").rename(tmp_path / "keyart_client")
    said = _run(
        *(UV, "run", "--quiet", "--no-project", "--python", sys.executable),
        *(part for name in NEEDED for part in ("--with", name)),
        *("python", "-c", ASK, served.url, TOKEN),
        cwd=tmp_path,
    )
    found: dict[str, Any] = json.loads(said)
    with keyart.open(store) as opened:
        outliers, norms = opened.outliers(q=0.2, level="asset"), opened.norms(title="heist")
    assert found["measure"] == outliers.measure
    assert found["families"] == [family.judged for family in outliers.families]
    assert found["rows"] == [[row.asset, row.people] for row in norms.rows]
    assert found["refused"] == "bad_question"


def _run(*command: str | Path, cwd: Path) -> str:
    ran = subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return ran.stdout
