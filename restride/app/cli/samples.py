"""`restride samples`: real recordings of others, where they are and how to get them."""

import typer

from restride.app.cli.screen import note, working

NAME = typer.Argument(help="As `restride samples list` gives it.", metavar="NAME")


def commands() -> typer.Typer:
    """list, path, fetch."""
    app = typer.Typer(help="Real recordings of others to try: list, path NAME, fetch NAME.", no_args_is_help=True)
    app.command("list")(show_list)
    app.command("path")(show_path)
    app.command("fetch")(fetch)
    return app


def show_list() -> None:
    """Print every sample: what it is, its licence, where it is on this machine."""
    from restride.app import samples

    for name, about in samples.samples().items():
        size = sum(file.bytes for file in about.files) / 1e6
        typer.echo(f"{name}  ({len(about.files)} files, {size:.0f} MB, {about.licence})")
        typer.echo(f"    {about.title}")
        typer.echo(f"    cite: {about.citation}")
        typer.echo(f"    home: {about.home}")
        typer.echo(f"    here: {samples.find(name) or 'no'}")


def show_path(name: str = NAME) -> None:
    """Print the folder of a sample on this machine."""
    from restride.app import samples

    samples.sample(name)
    typer.echo(str(samples.local(name)))


def fetch(name: str = NAME) -> None:
    """Fetch a sample from its public home; each file must have its pinned SHA-256. Prints its folder."""
    from restride.app import samples

    about = samples.sample(name)
    if here := samples.find(name):
        note("already here")
        typer.echo(str(here))
        return
    note(f"{about.licence}, please cite: {about.citation}")
    with working(f"fetching {name}"):
        place = samples.fetch(name)
    typer.echo(str(place))
