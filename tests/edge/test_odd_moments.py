"""Whatever somebody does, the bot says something helpful, once, and nothing is lost by it."""

from collections.abc import Awaitable, Callable

import pytest

from bot.simulator import Phone, Simulator

pytestmark = pytest.mark.asyncio(loop_scope="module")

ODD: dict[str, Callable[[Phone], object]] = {
    "sticker": lambda kim: kim.sends("sticker"),
    "voice": lambda kim: kim.sends("voice"),
    "photo": lambda kim: kim.sends("photo"),
    "video": lambda kim: kim.sends("video"),
    "document": lambda kim: kim.sends("document"),
    "location": lambda kim: kim.sends("location"),
    "poll": lambda kim: kim.sends("poll"),
    "rich-message": lambda kim: kim.sends("rich_message"),
    "caption": lambda kim: kim.sends("photo", caption="Was ist das?"),
    "text": lambda kim: kim.says("Hallo?"),
    "emojis": lambda kim: kim.says("😀" * 4096),
    "markup": lambda kim: kim.says("<b>&amp; {{ 7 * 7 }} </code>"),
    "unknown-command": lambda kim: kim.says("/tanzen"),
    "near-command": lambda kim: kim.says("/rollenspeil"),
    "edited": lambda kim: kim.edits(kim.messages[0].id, "/start, oder doch nicht"),
    "old-button": lambda kim: kim.presses(kim.last.id, "naechste|alt|einwaende"),
    "forged-button": lambda kim: kim.presses(10**6, "😀|" + "x" * 50),
    "empty-button": lambda kim: kim.presses(kim.last.id, ""),
}


@pytest.mark.parametrize("act", ODD.values(), ids=ODD)
async def test_an_odd_act_gets_one_helpful_line(act: Callable[[Phone], object], kim: Phone) -> None:
    """And the trainee is where she was before: the next command works as ever."""
    act(kim)
    line = await kim.reply()
    assert line.text
    kim.says("/menue")
    menu = await kim.reply()
    assert "Rollenspiel" in [button.text for button in menu.buttons]
    assert kim.unread == []


async def test_two_taps_on_one_button_are_no_harm(simulator: Simulator, bot: None) -> None:
    """Whoever is impatient is asked for her name all the same, and it is kept."""
    phone = simulator.person(50, "Robin")
    phone.starts()
    await phone.reply()
    phone.taps("Einverstanden")
    phone.taps("Einverstanden")
    phone.says("Robin")
    await phone.until(lambda phone: any("Rollenspiel" in [b.text for b in m.buttons] for m in phone.messages))
    assert any("Robin" in bubble.text for bubble in phone.messages if bubble.from_bot)


async def test_a_second_press_while_the_first_is_at_work_is_answered_in_order(kim: Phone) -> None:
    """Messages that arrive during a step wait for their turn."""
    for command in ("/hilfe", "/einstellungen", "/datenschutz", "/ueber"):
        kim.says(command)
    await kim.until(lambda kim: len([m for m in kim.messages if m.from_bot]) >= 7)
    once = [bubble.text for bubble in kim.messages if bubble.from_bot][3:]
    for command in ("/hilfe", "/einstellungen", "/datenschutz", "/ueber"):
        kim.says(command)
        assert (await kim.reply()).text == once.pop(0)


async def test_a_group_hears_one_polite_line(simulator: Simulator, bot: None) -> None:
    """When the bot is added; talk in the group is none of its business."""
    kim = simulator.person(51, "Kim").within(simulator.group(-1000000000001, "Vertrieb"))
    kim.adds_bot()
    await kim.reply()
    kim.says("Was kann der denn?")
    kim.sends("sticker")
    kim.says("/hilfe@trainer_bot")
    kim.removes_bot()
    kim.adds_bot()
    alone = await admit_again(simulator)
    alone.says("/menue")
    await alone.reply()
    assert [bubble for bubble in kim.messages if bubble.from_bot][1:] == []


async def admit_again(simulator: Simulator) -> Phone:
    """Someone else, whose answer shows that what came before has been handled."""
    phone = simulator.person(52, "Alex")
    phone.starts()
    await phone.reply()
    return phone


async def test_who_blocked_the_bot_can_come_back(kim: Phone) -> None:
    """Nothing was lost meanwhile."""
    kim.blocks()
    kim.unblocks()
    kim.says("/menue")
    menu = await kim.reply()
    assert "Rollenspiel" in [button.text for button in menu.buttons]


async def test_five_hundred_messages_get_one_line_and_hold_up_nobody(
    kim: Phone, another: Callable[[], Awaitable[Phone]]
) -> None:
    """Other chats are answered while one is flooded."""
    others = [await another() for _ in range(5)]
    for number in range(500):
        kim.says(f"Unsinn {number}")
    for other in others:
        other.says("/menue")
    for other in others:
        await other.reply()
    kim.says("/menue")
    menu = await kim.until(lambda kim: [m for m in kim.unread if "Rollenspiel" in [b.text for b in m.buttons]], 60)
    junk = [bubble for bubble in kim.messages if bubble.from_bot and bubble.id < menu[0].id][3:]
    assert len(junk) == 1
