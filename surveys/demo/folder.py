"""The folder of the demonstration: made fresh each time, and never anybody else's."""

from dataclasses import dataclass
from pathlib import Path

from surveys import settings
from surveys.demo.region import NOW
from surveys.faults import Mistakes
from surveys.settings import Settings

MARK = "# Demo van Hoorbaar. Alles in deze map is verzonnen en mag weg."
"""First line of the settings file; a folder whose settings begin like this is a demonstration's own."""
DATABASE, KEYS, KEY = "hoorbaar.db", "hoorbaar-keys.db", "hoorbaar.key"
DELIVERIES = "aanleveringen"
INVITATIONS = "uitnodigingen.csv"
EXPORT = "aanbieder"
ANSWERED = "met-jouw-antwoord.xlsx"
"""Where the figures of one provider go, and those that the visitor's answer is in."""
_OURS = (
    *(f"{name}{ending}" for name in (DATABASE, KEYS) for ending in ("", "-wal", "-shm")),
    KEY,
    INVITATIONS,
    f"{INVITATIONS}.part",
    f"{EXPORT}-*.xlsx",
    f"{EXPORT}-*.csv",
    ANSWERED,
    f"{DELIVERIES}/20??-??-??.csv",
)
"""What is thrown away when the demonstration begins anew. The lock file stays: a server may hold it."""


def _set() -> list[str]:
    return settings.stronger(("HOORBAAR_DATABASE_URL", "HOORBAAR_KEYS_URL", "HOORBAAR_KEY_FILE"))


@dataclass(frozen=True)
class Folder:
    """Where everything of one demonstration lies."""

    path: Path

    @property
    def env(self) -> Path:
        return self.path / ".env"

    @property
    def database_url(self) -> str:
        return f"sqlite:///{(self.path / DATABASE).resolve()}"

    @property
    def deliveries(self) -> Path:
        return self.path / DELIVERIES

    def claim(self) -> None:
        """Makes the folder, or takes that of an earlier demonstration. Raises Mistakes when it is anything else.

        Also when the environment names other databases: the commands that are printed would work on those.
        """
        faults = [f"{name}: is set in this environment and would win over {self.env}; unset it" for name in _set()]
        if faults:
            raise Mistakes(*faults)
        if self.path.exists() and not self._is_ours():
            raise Mistakes(f"{self.path}: is there already and no demo made it; rename it, or run the demo elsewhere")
        self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not self.env.exists():
            self.env.write_text(f"{MARK}\n", "utf-8")

    def _is_ours(self) -> bool:
        if not self.path.is_dir():
            return False
        return not any(self.path.iterdir()) or (
            self.env.is_file() and self.env.read_bytes().startswith(MARK.encode())
        )

    def begin(self, public_url: str) -> Settings:
        """Throws away what the last demonstration left, and writes the settings of this one."""
        for pattern in _OURS:
            for left in self.path.glob(pattern):
                left.unlink()
        self.deliveries.mkdir(exist_ok=True)
        lines = [f"{name}={value}" for name, value in self._settings(public_url).items()]
        self.env.write_text("\n".join((MARK, *lines, "")), "utf-8")
        return settings.load(self.env, environ={})

    def _settings(self, public_url: str) -> dict[str, str]:
        place = self.path.resolve()
        return {
            "HOORBAAR_DEMO": "1",
            "HOORBAAR_NOW": NOW.isoformat(),
            "HOORBAAR_PUBLIC_URL": public_url,
            "HOORBAAR_DATABASE_URL": self.database_url,
            "HOORBAAR_KEYS_URL": f"sqlite:///{place / KEYS}",
            "HOORBAAR_KEY_FILE": str(place / KEY),
        }
