"""The commands of `clausette`."""

import asyncio
import json
import signal
import sys
from collections.abc import Awaitable, Callable
from contextlib import closing
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Literal

import structlog
import typer
from pydantic import ValidationError

from bot import logs
from bot.errors import sentence
from bot.settings import Settings

cli = typer.Typer(
    no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, help="Clausette."
)


def main() -> None:
    """Run the command line; what is wrong with the settings or the database is told in a sentence."""
    try:
        cli()
    except ValidationError as error:
        for problem in error.errors():
            name = "CLAUSETTE_" + "_".join(str(part) for part in problem["loc"]).upper()
            typer.echo(f"{name}: {problem['msg']}.", err=True)
        sys.exit(2)
    except Exception as error:  # noqa: BLE001 (whatever it is, it is told in a sentence and logged)
        told = sentence(error)
        if told is None:
            structlog.get_logger(__name__).exception("stopped by an error", exc_info=error)
            told = f"It did not work ({type(error).__name__}). `clausette doctor` looks for the reason."
        typer.echo(told, err=True)
        sys.exit(1)


def _fail(sentence: str) -> typer.Exit:
    typer.echo(sentence, err=True)
    return typer.Exit(1)


@cli.command()
def run(
    webhook: Annotated[bool, typer.Option(help="Receive updates by webhook instead of polling.")] = False,
) -> None:
    """Serve people on Telegram until stopped."""
    from bot import app

    settings = Settings()
    logs.configure(settings.log_level)
    with closing(app.open_database(settings)) as database:
        app.migrate(database)
    asyncio.run(_until_signal(lambda stopping: app.run(settings, stopping, webhook=webhook)))


async def _until_signal(serve: Callable[[asyncio.Event], Awaitable[None]]) -> None:
    """Serve until SIGTERM or Ctrl+C."""
    stopping = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopping.set)
    await serve(stopping)


@cli.command()
def demo(port: Annotated[int, typer.Option(help="Where the page is.")] = 8014) -> None:
    """Play everybody on this machine: the page, the bot and invented people; no token, no network."""
    from bot import demo as playing

    logs.configure("WARNING")
    try:
        asyncio.run(_until_signal(lambda stopping: playing.run(port, stopping)))
    except OSError as error:
        raise _fail(
            f"The page cannot be served on port {port} ({error.strerror}). Try: clausette demo --port 8020"
        ) from None


@cli.command()
def migrate() -> None:
    """Bring the database to the newest schema."""
    from bot import app

    settings = Settings()
    logs.configure(settings.log_level)
    with closing(app.open_database(settings)) as database:
        app.migrate(database)
    typer.echo("The database has the newest schema.")


@cli.command()
def invite(
    role: Annotated[
        str, typer.Argument(help="buyer, company, facilitator, coordinator, prescriber, siae or professional")
    ],
    organisation: Annotated[str, typer.Argument(help="The organisation's name; made if it is new.")],
    kind: Annotated[
        str | None, typer.Option(help="Its kind, when the role does not tell: anpe, mission_locale, …")
    ] = None,
) -> None:
    """Invite one person for 72 hours. The last line printed is the token."""
    from bot import app
    from bot.actions import invite as inviting

    settings = Settings()
    logs.configure(settings.log_level)
    with closing(app.open_database(settings)) as database:
        app.migrate(database)
        try:
            with database.begin() as session:
                token = inviting.from_command_line(
                    session, role, organisation, kind, app.make_clock(settings).now()
                )
        except ValueError as error:
            raise _fail(str(error)) from None
    typer.echo(
        f"Invitation for a {role} of {organisation}, good once, for 72 hours. To be sent as: /start TOKEN",
        err=True,
    )
    typer.echo(token)


@cli.command()
def understand(
    line: Annotated[str, typer.Argument(help="What a person typed.")],
    kind: Annotated[
        Literal["date", "amount", "months"] | None, typer.Option(help="One value only: which kind.")
    ] = None,
    on: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="The day it was typed.")] = None,
) -> None:
    """Print what Clausette understands of a line, as JSON; null when it does not."""
    from bot.clock import Clock
    from bot.dialogue.readers import understand as reading

    settings = Settings()
    today: date = on.date() if on else Clock(settings.zone, settings.moved_clock).today()
    read = {"value": reading.understand(kind, line, today)} if kind else reading.understand_line(line, today)
    typer.echo(json.dumps(read, ensure_ascii=False))


jobs_cli = typer.Typer(invoke_without_command=True, help="What runs by itself: last and next runs.")
cli.add_typer(jobs_cli, name="jobs")


@jobs_cli.callback()
def list_jobs(context: typer.Context) -> None:
    """Print each job with its last and its next run, in the partners' time."""
    if context.invoked_subcommand is not None:
        return
    from bot import app, jobs
    from bot.store import job_runs

    settings = Settings()
    logs.configure(settings.log_level)
    local = app.make_clock(settings).now().astimezone(settings.zone)
    with closing(app.open_database(settings)) as database:
        app.migrate(database)
        with database.begin() as session:
            for job in jobs.JOBS:
                run = job_runs.last(session, job.name)
                last = "never" if run is None else f"{run.ran_at.astimezone(settings.zone):%Y-%m-%d %H:%M}"
                following = job.schedule.following(local)
                coming = "at every scan" if following == local else f"{following:%Y-%m-%d %H:%M}"
                typer.echo(f"{job.name:<45} last: {last:<16}  next: {coming}")


@jobs_cli.command("run")
def run_job(name: Annotated[str, typer.Argument(help="Its name, as `clausette jobs` prints it.")]) -> None:
    """Run a job now, whatever its schedule: nothing is told twice."""
    from bot import app, jobs

    settings = Settings()
    logs.configure(settings.log_level)
    if name not in jobs.BY_NAME:
        raise _fail(f"There is no job called “{name}”. `clausette jobs` lists them.")
    job = jobs.BY_NAME[name]
    with closing(app.open_database(settings)) as database:
        app.migrate(database)
        keeper, touched = app.make_keeper(settings, database), 0
        for _ in range(jobs.MOST_STEPS if job.repeats else 1):
            with database.begin() as session:
                step = job.run(keeper.work(session, keeper.clock.now()))
            touched += step
            if not step:
                break
    typer.echo(f"Done: {touched}.")


@cli.command("rotate-key")
def rotate_key() -> None:
    """Replace the secret key: stop the bot, run this; after an interruption run it again."""
    from bot import app
    from bot.pipeline.leader import only_process
    from bot.store import rotation

    settings = Settings()
    logs.configure(settings.log_level)
    with closing(app.open_database(settings)) as database, only_process(database), rotation.alone(database):
        app.migrate(database)
        settings.renew_key()
        with closing(app.open_database(settings)) as renewed:
            rows = rotation.reseal(renewed)
            files = rotation.reseal_files(renewed)
            rotation.clean(renewed)
    settings.forget_old_key()
    typer.echo(f"Everything is sealed with the present key. Rows sealed anew: {rows}. Files: {files}.")
    if settings.old_secret_keys is not None:
        typer.echo("CLAUSETTE_OLD_SECRET_KEYS can be emptied now.")
    if settings.secret_key is None:
        typer.echo(f"Keep a copy of {settings.data_dir / 'secret.key'} away from the database.")


@cli.command()
def doctor() -> None:
    """Check settings, database, schema, Telegram and clock, with advice in plain language."""
    from bot import checkup

    settings = Settings()
    logs.configure("ERROR")
    findings = asyncio.run(checkup.examine(settings))
    for finding in findings:
        typer.echo(f"{'ok  ' if finding.well else 'FAIL'} {finding.text}")
    if not all(finding.well for finding in findings):
        raise typer.Exit(1)


@cli.command()
def report(
    first: Annotated[datetime, typer.Option("--from", formats=["%Y-%m-%d"], help="The first day.")],
    last: Annotated[datetime, typer.Option("--to", formats=["%Y-%m-%d"], help="The last day.")],
    output: Annotated[Path, typer.Option(help="The file to write.")],
    buyer: Annotated[str | None, typer.Option(help="One buyer only: its name.")] = None,
    form: Annotated[
        Literal["json", "csv", "xlsx", "pdf", "png"] | None,
        typer.Option("--format", help="The kind of file; without it, what the file’s name says, else JSON."),
    ] = None,
    leaves: Annotated[
        bool, typer.Option("--outside", help="As it may leave the PLIE: masked, a quarter or year now over.")
    ] = False,
) -> None:
    """Write the indicators of the agreement for a period; as CSV, the contracts awarded with their clause."""
    from bot import app
    from bot.reports.indicators.files import MAKERS, Report
    from bot.reports.indicators.spans import coded
    from bot.rules.period import Period, may_go_outside
    from bot.store import organisations
    from bot.store.indicators.scope import Asked
    from bot.store.tables import Kind

    suffix = output.suffix.removeprefix(".").lower()
    kind = form or (suffix if suffix in MAKERS else "json")
    settings = Settings()
    logs.configure(settings.log_level)
    try:
        period = Period(first.date(), last.date())
    except ValueError:
        raise _fail("The period ends before it begins.") from None
    if not coded(period):
        raise _fail("The days must be between 2000 and 2099.")
    today = app.make_clock(settings).today()
    if leaves and not may_go_outside(period, today):
        raise _fail(
            "What leaves the PLIE is for a whole quarter or a whole year that is over: "
            "--from 2026-01-01 --to 2026-03-31."
        )
    with closing(app.open_database(settings)) as database:
        app.migrate(database)
        with database.begin() as session:
            home = None if buyer is None else organisations.find(session, Kind.BUYER, buyer)
            if buyer is not None and home is None:
                raise _fail(f"There is no buyer called “{buyer}”.")
            asked = Asked(period, settings.zone, None if home is None else home.id)
            made = MAKERS[kind](session, Report(asked, home, today, settings.locale, leaves))
    try:
        output.write_bytes(made)
    except OSError as error:
        raise _fail(f"{output} cannot be written ({error.strerror}).") from None
    typer.echo(f"Written: {output}")
