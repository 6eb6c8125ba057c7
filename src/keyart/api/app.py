"""The service as an ASGI application: everything that answers, and what a request passes first.

The road of a request, from without: its line in the log; headers of security; the rights of
pages of other sites (CORS); host, origin and token (`security.Guard`); limits of its body; its
route. What takes long runs in the threads of `limits.Scans`.
"""

from collections.abc import AsyncGenerator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from importlib.metadata import version
from pathlib import Path

from fastapi import FastAPI
from fastapi.routing import APIRoute

from keyart.api import errors, monitoring
from keyart.api.events import routes as events
from keyart.api.graphql import route as graphql
from keyart.api.limits import BodyLimit
from keyart.api.logs import Logged
from keyart.api.media import routes as media
from keyart.api.questions import audiences, campaigns, decisions, export, notices, query
from keyart.api.questions import routes as questions
from keyart.api.security.guard import Guard, Origins, SecurityHeaders, Tokens
from keyart.api.security.rate import Rate
from keyart.api.service import Service, open_service
from keyart.api.webapp import WEBDIST, WebApp
from keyart.core.errors import BadSettings
from keyart.core.server import ServerSettings

ROUTERS = (
    query.router,  # the most asked one: routes are tried in order
    monitoring.router,
    questions.router,
    audiences.router,
    export.router,
    events.router,
    media.router,
    notices.router,
    decisions.router,
    campaigns.router,
    graphql.router,
)

DESCRIPTION = "Which artwork, trailer or synopsis wins with which audience."


def create_app(store: Path, settings: ServerSettings, web: Path = WEBDIST) -> FastAPI:
    """Return the service of the store in the folder `store`; `web` is the application's folder.

    Raises `StoreError`, such as `NotAStore`, and `BadSettings` if there is no token to ask for.
    """
    if not settings.token:
        raise BadSettings("The service has no token.", hint="Set KEYART_TOKEN.")
    # 1. What all requests share.
    service = open_service(store, settings)
    # 2. What answers.
    app = FastAPI(
        title="Keyart",
        description=DESCRIPTION,
        version=version("keyart"),
        docs_url=None,
        redoc_url=None,
        openapi_url="/v1/openapi.json",
        generate_unique_id_function=_operation_name,
        telemetry={"tracing": False, "metrics": False, "logs": False},  # see Logged, Counts
        lifespan=_lifespan(service),
    )
    app.state.service = service
    for router in ROUTERS:
        app.include_router(router)
    app.router.default = WebApp(web, settings, app.router.default)
    errors.install(app)
    # 3. What a request passes first, the last one outermost.
    app.add_middleware(BodyLimit, settings=settings)
    app.add_middleware(Guard, settings=settings, tokens=Tokens(settings), rate=Rate(settings.rate))
    if settings.allowed_origins:
        app.add_middleware(
            Origins,
            allow_origins=settings.allowed_origins,
            allow_methods=["GET", "POST"],
            allow_headers=["Authorization", "Content-Type"],
            expose_headers=["Retry-After"],
        )
    app.add_middleware(SecurityHeaders, settings=settings)
    app.add_middleware(Logged, observe=service.counts.observe)
    return app


def _operation_name(route: APIRoute) -> str:
    """Return what generated clients call a route: `audiences_show` for /v1/audiences/show."""
    parts = route.path_format.removeprefix("/v1").split("/")
    return "_".join(part for part in parts if part and not part.startswith("{"))


def _lifespan(service: Service) -> Callable[[FastAPI], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncGenerator[None]:
        yield
        service.close()

    return lifespan
