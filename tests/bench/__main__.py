"""Prints every figure; each is measured in this run on this machine."""

import asyncio
import tempfile
from pathlib import Path

from tests.bench import answers, false_alarms

ROUNDS = 5


async def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        for line in await answers.lines(Path(folder), ROUNDS):
            print(line)
    for line in false_alarms.lines():
        print(line)


if __name__ == "__main__":
    asyncio.run(main())
