"""`GET /`: where the web application is, or what to read while there is none."""

from fastapi import APIRouter
from starlette.responses import HTMLResponse

router = APIRouter()

PAGE = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Keyart</title>
<h1>Keyart</h1>
<p>The service runs. Ask it at <code>POST /v1/query</code>;
all that it answers stands in <a href="/v1/openapi.json">its description</a> (OpenAPI).
</html>
"""


@router.get("/", include_in_schema=False)
async def root() -> HTMLResponse:
    """Say what there is."""
    return HTMLResponse(PAGE)
