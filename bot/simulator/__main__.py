"""The simulator as a program of its own: `python -m bot.simulator --port 8081`."""

import argparse
import asyncio
import sys

from bot.simulator.server import Simulator


async def serve(port: int) -> None:
    """Runs until the process ends; the first line printed is the address."""
    async with Simulator(port=port) as simulator:
        sys.stdout.write(f"{simulator.url}\n")
        sys.stdout.flush()
        await asyncio.Event().wait()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m bot.simulator", description="A Bot API server on loopback.")
    parser.add_argument("--port", type=int, default=0, help="default: any free one")
    asyncio.run(serve(parser.parse_args().port))
