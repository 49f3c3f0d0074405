"""Prints every figure; each is measured in this run on this machine."""

import asyncio
import tempfile
from pathlib import Path

from tests.bench import answers, exports, false_alarms

ROUNDS = 5


async def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        for figures in (answers, exports):
            place = Path(folder) / figures.__name__
            place.mkdir()
            for line in await figures.lines(place, ROUNDS):
                print(line)
    for line in false_alarms.lines():
        print(line)


if __name__ == "__main__":
    asyncio.run(main())
