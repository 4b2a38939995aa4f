"""`misid serve`: the page, on this machine."""

from __future__ import annotations

import ipaddress
from typing import Annotated

import typer

from misid.cli.completion import scenario_names
from misid.cli.numbers import whole

_Own = Annotated[
    list[str] | None,
    typer.Argument(
        help="Scenario files of your own, beside those that come along.",
        autocompletion=scenario_names,
    ),
]
_Port = Annotated[
    int,
    typer.Option(parser=whole("port", "--port 8421"), help="Port; 0 takes any that is free."),
]
_Host = Annotated[str, typer.Option(help="Address to listen on; any but loopback lets others in.")]
_Open = Annotated[bool, typer.Option("--open", help="Open it in the browser.")]


def serve(
    own: _Own = None, *, port: _Port = 8421, host: _Host = "127.0.0.1", open_it: _Open = False
) -> None:
    """
    Open the page: walk an encounter, change the programme, print one page. Ctrl-C ends it.

    Example: misid serve --open
    """
    from misid.scenario import load_scenario
    from misid.web.app import application
    from misid.web.guard import names_of
    from misid.web.server import listening
    from misid.web.server import serve as run_server

    scenarios = {one.name: one for one in map(load_scenario, own or [])}
    held = listening(host, port)
    number = str(held.getsockname()[0])
    if not ipaddress.ip_address(number.partition("%")[0]).is_loopback:
        typer.echo(
            f"warning: {host} is no loopback address, so whoever reaches this machine can open "
            "the page and give it work; nothing is encrypted",
            err=True,
        )
    app = application(scenarios, hosts=names_of(host, number))

    def begun(address: str) -> None:
        typer.echo(f"misid serves {address}  (Ctrl-C ends it)")
        if open_it:
            typer.launch(address)

    run_server(app, held, begun)
