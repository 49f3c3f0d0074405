"""Settings from the environment or a `.env` file; the only place that reads them."""

import os
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

from surveys import mail_server
from surveys.faults import Mistakes
from surveys.mail_server import MailServer

SHIPPED_CONFIG = Path(__file__).resolve().parent.parent / "config"
KNOWN = frozenset(
    {
        "HOORBAAR_DATABASE_URL",
        "HOORBAAR_KEYS_URL",
        "HOORBAAR_KEY_FILE",
        "HOORBAAR_CONFIG_DIR",
        "HOORBAAR_PUBLIC_URL",
        "HOORBAAR_TELEGRAM_TOKEN",
        "HOORBAAR_TELEGRAM_API",
        "HOORBAAR_TELEGRAM_MODE",
        "HOORBAAR_TELEGRAM_NAME",
        "HOORBAAR_TELEGRAM_FROM_AGE",
        "HOORBAAR_SMTP_URL",
        "HOORBAAR_MAIL_FROM",
        "HOORBAAR_MAIL_CONTACT",
        "HOORBAAR_NOW",
        "HOORBAAR_DEMO",
    }
)


TELEGRAM = "https://api.telegram.org"
MAILBOX = "vragen"
MOST_SIGNS = 200
_ADDRESS = re.compile(r"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9.-]{1,190}")
_TOKEN = re.compile(r"\d{1,20}:[A-Za-z0-9_-]{20,100}")


@dataclass(frozen=True)
class Settings:
    """One installation. URLs as people write them: `sqlite:///PATH` or `postgresql://…`."""

    # the URLs may hold a password
    database_url: str = field(default="sqlite:///var/hoorbaar.db", repr=False)
    keys_url: str = field(default="sqlite:///var/hoorbaar-keys.db", repr=False)
    key_file: Path = Path("var/hoorbaar.key")
    config_dir: Path = SHIPPED_CONFIG
    public_url: str = "http://127.0.0.1:8080"
    telegram_name: str = ""
    # the token is never shown, not even when the settings are printed
    telegram_token: str = field(default="", repr=False)
    telegram_api: str = TELEGRAM
    telegram_mode: str = "polling"
    telegram_from_age: int = 16
    mail_server: MailServer | None = None
    mail_from: str = ""
    mail_contact: str = ""
    start_at: datetime | None = None
    demo: bool = False

    @property
    def sender(self) -> str:
        """The address that e-mail is sent from; one at the web chat's host where none was given."""
        host = urlsplit(self.public_url).hostname or ""
        return self.mail_from or f"{MAILBOX}@{'localhost' if host in mail_server.NEAR else host}"

    @property
    def secure_cookies(self) -> bool:
        return self.public_url.startswith("https://")


def read_env_file(path: Path) -> dict[str, str]:
    """`NAME=value` lines of a `.env` file; blank lines and `#` comments are skipped. Absent: nothing."""
    if not path.exists():
        return {}
    found: dict[str, str] = {}
    for number, raw in enumerate(path.read_text("utf-8").splitlines(), 1):
        line = raw.strip()
        if not line or line.startswith("#"):
            continue
        name, equals, value = line.partition("=")
        if not equals:
            raise Mistakes(f"{path}, line {number}: expected NAME=value")
        found[name.removeprefix("export ").strip()] = value.strip().strip("\"'")
    return found


def load(env_file: Path | None = None, environ: Mapping[str, str] | None = None) -> Settings:
    """Settings from `environ` over those in `env_file` (default `.env` here). Raises Mistakes on a wrong one."""
    if env_file is not None and not env_file.exists():
        raise Mistakes(f"{env_file}: there is no such settings file")
    values = read_env_file(env_file or Path(".env")) | dict(os.environ if environ is None else environ)
    unknown = sorted(k for k in values if k.startswith("HOORBAAR_") and k not in KNOWN)
    if unknown:
        raise Mistakes(*(f"{name}: no such setting; known are {', '.join(sorted(KNOWN))}" for name in unknown))
    default = Settings()
    return Settings(
        database_url=_url(values, "HOORBAAR_DATABASE_URL", default.database_url),
        keys_url=_url(values, "HOORBAAR_KEYS_URL", default.keys_url),
        key_file=Path(values.get("HOORBAAR_KEY_FILE") or default.key_file),
        config_dir=Path(values.get("HOORBAAR_CONFIG_DIR") or default.config_dir),
        public_url=(values.get("HOORBAAR_PUBLIC_URL") or default.public_url).rstrip("/"),
        telegram_name=values.get("HOORBAAR_TELEGRAM_NAME", "").lstrip("@"),
        telegram_token=_token(values.get("HOORBAAR_TELEGRAM_TOKEN", "")),
        telegram_api=_api(values.get("HOORBAAR_TELEGRAM_API", "")),
        telegram_mode=_mode(values),
        telegram_from_age=_age(values.get("HOORBAAR_TELEGRAM_FROM_AGE", "")),
        mail_server=mail_server.parse(values.get("HOORBAAR_SMTP_URL", "")),
        mail_from=_mail_from(values.get("HOORBAAR_MAIL_FROM", "")),
        mail_contact=_one_line(values, "HOORBAAR_MAIL_CONTACT"),
        start_at=_instant(values.get("HOORBAAR_NOW", "")),
        demo=values.get("HOORBAAR_DEMO", "") == "1",
    )


def stronger(names: Iterable[str], environ: Mapping[str, str] | None = None) -> list[str]:
    """Which of these settings stand in the environment, where they win over every file."""
    values = os.environ if environ is None else environ
    return [name for name in names if name in values]


def _url(values: Mapping[str, str], name: str, default: str) -> str:
    url = values.get(name) or default
    if urlsplit(url).scheme not in {"sqlite", "postgresql"}:
        raise Mistakes(f"{name}: expected sqlite:///PATH or postgresql://…")
    return url


def _token(text: str) -> str:
    """The token as it is, or a complaint that does not repeat it."""
    if text and not _TOKEN.fullmatch(text):
        raise Mistakes("HOORBAAR_TELEGRAM_TOKEN: is not a bot token; expected NUMBER:SIGNS as BotFather gives it")
    return text


def _api(text: str) -> str:
    if text and urlsplit(text).scheme not in {"http", "https"}:
        raise Mistakes("HOORBAAR_TELEGRAM_API: expected http://… or https://…")
    return (text or TELEGRAM).rstrip("/")


def _mode(values: Mapping[str, str]) -> str:
    """How updates come in. Telegram itself only calls addresses with https."""
    mode = values.get("HOORBAAR_TELEGRAM_MODE") or "polling"
    if mode not in {"polling", "webhook"}:
        raise Mistakes(f"HOORBAAR_TELEGRAM_MODE: expected polling or webhook, not {mode}")
    public = values.get("HOORBAAR_PUBLIC_URL", "")
    if mode == "webhook" and _api(values.get("HOORBAAR_TELEGRAM_API", "")) == TELEGRAM and "https://" not in public:
        raise Mistakes("HOORBAAR_TELEGRAM_MODE: webhook needs a HOORBAAR_PUBLIC_URL with https; else use polling")
    return mode


def _age(text: str) -> int:
    if text and not (text.isdecimal() and int(text) >= 12):
        raise Mistakes("HOORBAAR_TELEGRAM_FROM_AGE: expected an age from 12 on")
    return int(text or 16)


def _mail_from(text: str) -> str:
    if text and not _ADDRESS.fullmatch(text):
        raise Mistakes("HOORBAAR_MAIL_FROM: expected only an address, such as vragen@example.org, without a name")
    return text


def _one_line(values: Mapping[str, str], name: str) -> str:
    text = values.get(name, "").strip()
    if len(text) > MOST_SIGNS or not text.isprintable():
        raise Mistakes(f"{name}: expected one line of at most {MOST_SIGNS} signs")
    return text


def _instant(text: str) -> datetime | None:
    if not text:
        return None
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise Mistakes(f"HOORBAAR_NOW: {text!r} is not a date and time like 2026-08-12T09:00:00+02:00") from None
    return found if found.tzinfo else found.replace(tzinfo=UTC)
