"""The `extranet` command.

Each command imports what it needs and no more: the demo starts three of them at once.
"""

import asyncio
from typing import Annotated, NoReturn

import typer

from audit.commands import commands as audit
from extranet.core import collector
from extranet.core.settings import Settings

main = typer.Typer(
    help="Palier, the extranet of door-to-door sales.", no_args_is_help=True, add_completion=False
)
main.add_typer(audit, name="audit")


@main.command()
def demo(
    sales: Annotated[int, typer.Option(envvar="DEMO_SALES", hidden=True)] = 2_000,
) -> None:
    """Start everything on this machine: database, demo company, web server and job worker."""
    from extranet.demo.run import run

    raise typer.Exit(run(sales))


@main.command()
def serve(
    host: str = "127.0.0.1",
    port: Annotated[int, typer.Option(envvar="PORT")] = 8000,
) -> None:
    """Answer web requests (one process; start several behind a proxy)."""
    collector.hold()
    import uvicorn

    from extranet.app import create_app
    from extranet.core.logs import configure_logs
    from extranet.core.serving import Server

    configure_logs()
    server = Server(
        uvicorn.Config(
            create_app(Settings.load()),
            host=host,
            port=port,
            access_log=False,
            log_level="warning",
            server_header=False,
            timeout_graceful_shutdown=10,
        )
    )
    server.run()
    # As `uvicorn.run` does: whoever started this process learns that it could not serve.
    raise typer.Exit(0 if server.started else 3)


@main.command()
def work() -> None:
    """Run background jobs (start as many processes as needed)."""
    collector.hold()
    from extranet.core.jobs import work as run_jobs
    from extranet.core.logs import configure_logs
    from extranet.core.precedence import step_back
    from extranet.rooms import plug_events, plug_jobs

    step_back()
    configure_logs()
    plug_events()
    plug_jobs()
    asyncio.run(run_jobs(Settings.load(), ready=collector.release))


@main.command()
def migrate() -> None:
    """Bring the database of DATABASE_URL to the present shape; safe to run twice.

    With OWNER_URL, that role migrates and owns, and the role of DATABASE_URL serves alone.
    """
    done = asyncio.run(_migrate(Settings.load()))
    typer.echo("\n".join(done) if done else "Nothing to do: the database is up to date.")


@main.command()
def administrator(
    email: Annotated[str, typer.Argument(help="Their e-mail address: they sign in with it.")],
    first_name: Annotated[str, typer.Option(prompt="First name")],
    last_name: Annotated[str, typer.Option(prompt="Last name")],
    company: Annotated[str, typer.Option(help="Name of the company, where none is there.")] = "",
    again: Annotated[bool, typer.Option(help="Although there is an administrator.")] = False,
) -> None:
    """Invite the first administrator: print a link that opens their account, once, for a day."""
    from extranet.core.errors import PalierError
    from extranet.people.emails import NotAnAddress
    from extranet.people.first_administrator import on_command
    from extranet.people.naming import NotAName

    try:
        link = asyncio.run(
            on_command(Settings.load(), email, first_name, last_name, company=company, again=again)
        )
    except NotAnAddress:
        _fail("This is no e-mail address.")
    except NotAName:
        _fail("A name has 1 to 60 printable characters.")
    except PalierError as refused:
        _fail(str(refused))
    typer.echo(link)


def _fail(text: str) -> NoReturn:
    typer.echo(text, err=True)
    raise typer.Exit(1)


@main.command()
def seed(sales: Annotated[int, typer.Option(help="How many sales to add.")] = 2_000) -> None:
    """Add invented sales to the demo company (founding it first where there is none)."""
    from extranet.core.logs import configure_logs
    from extranet.demo.loading import seed as load

    configure_logs()
    settings = Settings.load()
    asyncio.run(load(settings, sales))
    typer.echo(f"{sales} sales loaded.")


async def _migrate(settings: Settings) -> list[str]:
    """Run what is missing, and make the months the journal comes to."""
    from audit.months import open_months
    from extranet.core import database
    from extranet.core.login_role import let_serve, role_of
    from extranet.core.migrations import migrate as run_migrations

    done = await run_migrations(settings.owner_url or settings.database_url)
    if settings.owner_url:
        await let_serve(settings.owner_url, role_of(settings.database_url))
    await database.connect(settings)
    try:
        await open_months()
    finally:
        await database.disconnect()
    return done


if __name__ == "__main__":
    main()
