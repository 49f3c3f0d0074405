"""The mail server that invitations leave by, from HOORBAAR_SMTP_URL. Pure; no fault repeats what was given."""

from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from surveys.faults import Mistakes

NAME = "HOORBAAR_SMTP_URL"
Tls = Literal["whole", "required", "off"]
"""`whole`: from the first byte; `required`: STARTTLS, or nothing is sent; `off`: readable on the way."""
PORTS: dict[Tls, int] = {"whole": 465, "required": 587, "off": 25}
EXPECTED = "expected smtp://user:pass@host:port or smtps://…"
A_PORT = "expected a port from 1 to 65535; in a password write @ as %40 and : as %3A"
NEAR = frozenset({"localhost", "127.0.0.1", "::1"})
"""What stays on this machine needs no encryption."""


@dataclass(frozen=True)
class MailServer:
    """`ca`: a file with the certificates to trust; empty: those of the system."""

    host: str
    port: int
    tls: Tls
    user: str = field(default="", repr=False)
    # never shown, not even when the settings are printed
    password: str = field(default="", repr=False)
    ca: str = ""

    @property
    def near(self) -> bool:
        return self.host in NEAR


def parse(url: str) -> MailServer | None:
    """`smtp://user:pass@host:port` or `smtps://…`; None when empty.

    `?tls=off` lets a server inside the own network be spoken to without encryption, `?tls=required` asks for it on
    this machine too, `?ca=FILE` trusts other certificates. Raises Mistakes that repeat nothing of the URL.
    """
    if not url:
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        raise Mistakes(f"{NAME}: {EXPECTED}") from None
    wishes = {name: values[-1] for name, values in parse_qs(parts.query, keep_blank_values=True).items()}
    faults = [*_address_faults(parts), *_wish_faults(wishes, whole=parts.scheme == "smtps")]
    if faults:
        raise Mistakes(*(f"{NAME}: {fault}" for fault in faults))
    host = parts.hostname or ""
    tls = _tls(parts.scheme, host, wishes.get("tls", ""))
    return MailServer(
        host=host,
        port=parts.port or PORTS[tls],
        tls=tls,
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        ca=wishes.get("ca", ""),
    )


def _tls(scheme: str, host: str, wish: str) -> Tls:
    if scheme == "smtps":
        return "whole"
    if wish:
        return "off" if wish == "off" else "required"
    return "off" if host in NEAR else "required"


def _address_faults(parts: SplitResult) -> list[str]:
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
        return [EXPECTED]
    if parts.path not in {"", "/"} or parts.fragment:
        return ["has more after the port than an address has; in a password write / as %2F, # as %23 and ? as %3F"]
    try:
        if parts.port == 0:
            return [A_PORT]
    except ValueError:
        return [A_PORT]
    return ["has a password but no user"] if parts.password and not parts.username else []


def _wish_faults(wishes: dict[str, str], *, whole: bool) -> list[str]:
    faults = ["after ? only tls and ca are known"] if wishes.keys() - {"tls", "ca"} else []
    tls = wishes.get("tls")
    if tls is not None and whole:
        faults.append("smtps is encrypted already; tls belongs to smtp://")
    elif tls is not None and tls not in {"off", "required"}:
        faults.append("expected tls=off or tls=required")
    return faults
