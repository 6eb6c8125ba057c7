"""The commands of `keyart`: where each one is, and the program that runs them."""

from collections.abc import Mapping
from importlib import import_module
from importlib.metadata import version
from typing import Annotated, Any

import typer
from typer.core import TyperCommand

from keyart.cli.group import PLAIN_TEXT, Command, Commands, CommandTable, Plugin
from keyart.cli.program import Program


def _command(module: str, function: str, example: str = "EXAMPLE") -> Command:
    return Command(f"keyart.cli.commands.{module}", function, example)


def _question(name: str, package: str, request: str) -> Command:
    """Return the command of a question, whose help is the docstring of its request."""
    described = (f"keyart.insights.{package}.request", request)
    return Command(f"keyart.cli.commands.{name}", name, described=described)


def _audience_question(name: str, kind: str, module: str = "audiences") -> Command:
    """Return the command of a question about audiences."""
    described = ("keyart.curation.reading", kind)
    return Command(
        f"keyart.cli.commands.{module}", name, f"{name.strip('_').upper()}_EXAMPLE", described
    )


def _campaign(name: str, request: str, example: str) -> Command:
    """Return the command of a question about campaigns, or of a change."""
    described = ("keyart.campaigns.campaign", request)
    return Command("keyart.cli.commands.campaigns", name, example, described)


TABLE: Mapping[str, Command | Commands | Plugin] = {
    "init": _command("init", "init"),
    "ingest": _command("ingest", "ingest", "INGEST_EXAMPLE"),
    "query": Command(
        "keyart.cli.commands.query", "query", described=("keyart.query.request", "Query")
    ),
    "compare": _question("compare", "comparison", "ComparisonRequest"),
    "plan": _question("plan", "planning", "PlanRequest"),
    "authenticity": _question("authenticity", "authenticity", "AuthenticityRequest"),
    "outliers": _question("outliers", "outliers", "OutlierRequest"),
    "norms": _question("norms", "norms", "NormRequest"),
    "favourites": _question("favourites", "favourites", "FavouriteRequest"),
    "resonance": _question("resonance", "resonance", "ResonanceRequest"),
    "brief": _question("brief", "brief", "BriefRequest"),
    "decide": _question("decide", "policies", "PolicyRequest"),
    "recommend": Command(
        "keyart.cli.commands.recommend",
        "recommend",
        described=("keyart.recommendations.request", "RecommendRequest"),
    ),
    "status": _command("status", "status", "STATUS_EXAMPLE"),
    "check": _command("status", "check", "CHECK_EXAMPLE"),
    "backup": _command("backups", "backup", "BACKUP_EXAMPLE"),
    "backups": _command("backups", "backups", "BACKUPS_EXAMPLE"),
    "restore-backup": _command("backups", "restore", "RESTORE_EXAMPLE"),
    "export": Commands(
        "Export policies, members of campaigns, recommendations, or a store's facts.",
        "policies",
        {
            "policies": _command("policies", "policies"),
            "members": _command("members", "members"),
            "recommendations": _command("export_recommendations", "recommendations"),
            "facts": _command("facts", "export", "EXPORT_EXAMPLE"),
        },
        default="facts",
    ),
    "export-profile": _command("held", "held"),
    "validate": _command("validate", "validate"),
    "serve": _command("serve", "serve_"),
    "demo": Plugin("demo", extra="demo"),
    "refresh": _command("ingest", "refresh", "REFRESH_EXAMPLE"),
    "import": Commands(
        "Import public data sets, or facts built elsewhere.",
        "upworthy",
        {
            "upworthy": _command("imports", "upworthy", "UPWORTHY_EXAMPLE"),
            "movielens": _command("imports", "movielens", "MOVIELENS_EXAMPLE"),
            "open-bandit": _command("imports", "open_bandit", "OPEN_BANDIT_EXAMPLE"),
            "facts": _command("facts", "import_", "IMPORT_EXAMPLE"),
        },
    ),
    "audiences": Commands(
        "Fit affinities, upload lists, save segments, and see how they overlap.",
        "put",
        {
            "put": _command("audiences", "put", "PUT_EXAMPLE"),
            "save": _command("audiences", "save", "SAVE_EXAMPLE"),
            "show": _audience_question("show_", "AudienceRequest"),
            "list": _command("audiences", "list_", "LIST_EXAMPLE"),
            "size": _audience_question("size", "SizeRequest"),
            "overlap": _audience_question("overlap", "OverlapRequest"),
            "remove": _command("audiences", "remove", "REMOVE_EXAMPLE"),
            "fit": _command("affinities", "fit", "FIT_EXAMPLE"),
            "why": _command("affinities", "why", "WHY_EXAMPLE"),
            "explore": _audience_question("explore", "ExploreRequest", "affinities"),
            "compare": _command("affinities", "compare", "COMPARE_EXAMPLE"),
            "lookalike": _command("affinities", "lookalike", "LOOKALIKE_EXAMPLE"),
            "rename": _command("affinities", "rename", "RENAME_EXAMPLE"),
            "card": _command("affinities", "card", "CARD_EXAMPLE"),
            "members": _command("affinities", "members", "MEMBERS_EXAMPLE"),
        },
    ),
    "decisions": Commands(
        "See what waits for a decision, and record what was decided.",
        "record",
        {
            "list": Command(
                "keyart.cli.commands.decisions",
                "list_",
                "LIST_EXAMPLE",
                ("keyart.decisions.decision", "DecisionsRequest"),
            ),
            "pending": Command(
                "keyart.cli.commands.decisions",
                "pending",
                "PENDING_EXAMPLE",
                ("keyart.decisions.decision", "PendingRequest"),
            ),
            "review": Command(
                "keyart.cli.commands.decisions",
                "review",
                "REVIEW_EXAMPLE",
                ("keyart.decisions.reviews", "ReviewRequest"),
            ),
            "record": _command("decisions", "record", "RECORD_EXAMPLE"),
            "reverse": _command("decisions", "reverse", "REVERSE_EXAMPLE"),
            "dismiss": _command("decisions", "dismiss", "DISMISS_EXAMPLE"),
            "remind": _command("decisions", "remind", "REMIND_EXAMPLE"),
            "bring-back": _command("decisions", "bring_back", "BRING_BACK_EXAMPLE"),
        },
    ),
    "campaigns": Commands(
        "Plan campaigns with people held out, take them further, and see what they did.",
        "plan",
        {
            "list": _campaign("list_", "CampaignsRequest", "LIST_EXAMPLE"),
            "plan": _campaign("plan", "CampaignPlanRequest", "PLAN_EXAMPLE"),
            "approve": _campaign("approve", "ApproveCampaignRequest", "APPROVE_EXAMPLE"),
            "start": _campaign("start", "StartCampaignRequest", "START_EXAMPLE"),
            "end": _campaign("end", "EndCampaignRequest", "END_EXAMPLE"),
            "result": Command(
                "keyart.cli.commands.campaigns",
                "result",
                "RESULT_EXAMPLE",
                ("keyart.campaigns.result", "CampaignResultRequest"),
            ),
            "control": Command(
                "keyart.cli.commands.campaigns",
                "control",
                "CONTROL_EXAMPLE",
                ("keyart.campaigns.result", "ControlRequest"),
            ),
            "judge": _campaign("judge", "JudgeCampaignRequest", "JUDGE_EXAMPLE"),
        },
    ),
    "feed": Commands(
        "List, make and choose feeds of precomputed answers.",
        "list",
        {
            "list": _command("feed", "list_", "LIST_EXAMPLE"),
            "make": _command("feed", "make", "MAKE_EXAMPLE"),
            "rollback": _command("feed", "rollback", "ROLLBACK_EXAMPLE"),
            "forward": _command("feed", "forward", "FORWARD_EXAMPLE"),
        },
    ),
    "druid": Commands(
        "Load a store into Apache Druid, so that it can answer questions.",
        "load",
        {
            "init": _command("druid", "init", "INIT_EXAMPLE"),
            "load": _command("druid", "load", "LOAD_EXAMPLE"),
            "status": _command("druid", "status", "STATUS_EXAMPLE"),
            "drop": _command("druid", "drop", "DROP_EXAMPLE"),
        },
    ),
    "spark": Commands(
        "Build facts with Apache Spark.",
        "build",
        {"build": _command("spark", "build", "BUILD_EXAMPLE")},
    ),
    "notices": Commands(
        "List notices, or send a test.",
        "list",
        {
            "list": Command(
                "keyart.cli.commands.notices",
                "list_",
                "LIST_EXAMPLE",
                ("keyart.core.notice", "NoticesRequest"),
            ),
            "seen": _command("notices", "seen", "SEEN_EXAMPLE"),
            "test": _command("notices", "try_", "TEST_EXAMPLE"),
        },
    ),
}
"""All commands, in the order of the help."""


def _other_question(name: str) -> TyperCommand | None:
    """Return the command of a question that the table lacks; it lists the fields of answers."""
    questions = import_module("keyart.cli.questions")
    return questions.other_question(name)


class Keyart(Program):
    """All commands."""

    def __init__(self, **options: Any) -> None:
        options["commands"] = CommandTable(TABLE, _other_question)
        super().__init__(**options)


def _print_version(requested: bool) -> None:
    if requested:
        typer.echo(f"keyart {version('keyart')}")
        raise typer.Exit


Version = Annotated[
    bool,
    typer.Option("--version", callback=_print_version, is_eager=True, help="Show the version."),
]

app = typer.Typer(
    name="keyart",
    cls=Keyart,
    context_settings={"help_option_names": ["--help", "-h"], "max_content_width": 100},
    **PLAIN_TEXT,
)


@app.callback()
def keyart(print_version: Version = False) -> None:
    """Which artwork, trailer or synopsis wins with which audience: exact answers from events."""


def main() -> None:
    """Run `keyart`."""
    app()
