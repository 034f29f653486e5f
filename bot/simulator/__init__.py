"""An embedded Telegram for the demo and the tests: Bot API server, phones, and a page that shows them."""

from bot.simulator.api import Call
from bot.simulator.phone import Phone
from bot.simulator.server import Simulator
from bot.simulator.world import Attachment, Bubble, Button, Chat, Person

__all__ = ["Attachment", "Bubble", "Button", "Call", "Chat", "Person", "Phone", "Simulator"]
