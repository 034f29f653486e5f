"""The simulator as a program of its own: `python -m bot.simulator --port 8081`."""

import argparse
import asyncio
import sys

from bot.simulator.server import Simulator


async def serve(port: int, *, limits: bool) -> None:
    """Runs until the process ends; the first line printed is the address."""
    async with Simulator(port=port, limits=limits) as simulator:
        sys.stdout.write(f"{simulator.url}\n")
        sys.stdout.flush()
        await asyncio.Event().wait()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m bot.simulator", description="A Bot API server on loopback.")
    parser.add_argument("--port", type=int, default=0, help="default: any free one")
    parser.add_argument("--limits", action="store_true", help="refuse whoever writes faster than Telegram allows")
    wanted = parser.parse_args()
    asyncio.run(serve(wanted.port, limits=wanted.limits))
