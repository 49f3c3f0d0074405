"""What `hoorbaar demo` needs of this room: the web chat on two ports, until it is told to stop."""

from collections.abc import Callable

from bot import serving
from surveys import clock
from surveys.settings import Settings


async def serve(settings: Settings, ports: tuple[int, int], started: Callable[[], None]) -> None:
    """`ports`: of the conversations and of the staff. No log is shown: it would bury the links."""
    await serving.run(
        settings,
        clock.ticking(settings.start_at),
        public_port=ports[0],
        staff_port=ports[1],
        started=lambda _public, _staff: started(),
    )
