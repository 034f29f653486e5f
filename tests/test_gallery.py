"""The gallery shows what was played, all of it, and every ending is really reached."""

import re
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import pytest

from bot import gallery
from bot.cli import main
from bot.gallery.page import Played, render
from bot.gallery.scenes import SCENES

THEMES = ("light", "dark")
SHOWN = ("einstellungen", "eine_phase", "blasen", "bricht_ab")
ENDINGS = {
    "kauft": ["hat gekauft"],
    "bedenkzeit": ["hat gekauft"],
    "unentschieden": ["hat sich noch nicht entschieden"],
    "lehnt_ab": ["hat abgelehnt"],
    "bricht_ab": ["hat das Gespräch abgebrochen"],
    "zu_viel": ["hat das Gespräch abgebrochen"],
}


def played(*ids: str) -> list[Played]:
    return gallery.play([scene for scene in SCENES if scene.id in ids])


@pytest.fixture(scope="module")
def scenes() -> list[Played]:
    return played(*SHOWN)


@pytest.fixture(scope="module")
def page(scenes: list[Played]) -> str:
    return render(scenes)


class Phones(HTMLParser):
    """The texts of the messages on a page, by theme."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.texts: dict[str, list[str]] = {theme: [] for theme in THEMES}
        self.tags: set[str] = set()
        self._theme = ""
        self._depth = 0
        self.feed(page)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        values = dict(attributes)
        self.tags.add(tag)
        self._theme = values.get("data-theme") or self._theme
        if self._depth:
            self._depth += 1
        elif values.get("class") == "text":
            self._depth = 1
            self.texts[self._theme].append("")

    def handle_endtag(self, tag: str) -> None:
        self._depth = max(0, self._depth - 1)

    def handle_data(self, data: str) -> None:
        if self._depth:
            self.texts[self._theme][-1] += data


@pytest.mark.parametrize("theme", THEMES)
def test_every_message_is_there_once_in_each_theme(scenes: list[Played], page: str, theme: str) -> None:
    """In order, word for word, whatever signs it is made of."""
    texts = [bubble.text for scene in scenes for bubble, _ in scene.messages if bubble.text]
    assert Phones(page).texts[theme] == texts


def test_what_people_write_stays_text(scenes: list[Played], page: str) -> None:
    """The trainee wrote a script into her answer; the page has none."""
    assert any("<script>" in bubble.text for scene in scenes for bubble, _ in scene.messages)
    assert "script" not in Phones(page).tags


def test_buttons_are_shown(scenes: list[Played], page: str) -> None:
    """All of them, in both themes."""
    labels = [button.text for scene in scenes for bubble, _ in scene.messages for button in bubble.buttons]
    found = [unescape(label) for label in re.findall(r"<button[^>]*>(.*?)</button>", page)]
    assert sorted(found) == sorted(2 * labels)


def test_pictures_are_in_the_page(scenes: list[Played], page: str) -> None:
    """And nothing is fetched from anywhere."""
    pictures = [bubble for scene in scenes for bubble, _ in scene.messages if bubble.picture]
    assert len(pictures) == 2
    assert page.count('<img src="data:image/png;base64,') == 2 * len(pictures)
    assert re.findall(r"""(?:src|href)=(?!"#|"data:image/png)|url\(|@import""", page) == []


def test_a_menu_that_was_replaced_is_shown_as_it_was(scenes: list[Played]) -> None:
    """The question of each step stays readable although the phone shows only the last."""
    (menus,) = [scene for scene in played("auswahl") if scene.scene.id == "auswahl"]
    texts = [shown.bubble.text for shown in menus.messages if shown.replaced]
    assert len(texts) > len(set(texts)) > 4


@pytest.fixture(scope="module")
def endings() -> list[Played]:
    return played(*ENDINGS)


def test_all_sixteen_phases_end_with_the_pictures_of_the_review(endings: list[Played]) -> None:
    """Over HTTP, and every call is valid by the official description, else `play` would have raised."""
    (bought,) = [scene for scene in endings if scene.scene.id == "kauft"]
    said = [bubble for bubble, _ in bought.messages if bubble.from_bot]
    phases = {int(number) for bubble in said for number in re.findall(r"Phase (\d+) von 16", bubble.text)}
    assert phases == set(range(1, 17))
    assert len([bubble for bubble in said if bubble.picture]) == 2


@pytest.fixture(scope="module")
def ends(endings: list[Played]) -> dict[str, str]:
    """What was said in each scene of an ending."""
    return {
        scene.scene.id: "\n".join(bubble.text for bubble, _ in scene.messages if bubble.from_bot) for scene in endings
    }


@pytest.mark.parametrize(("scene", "words"), ENDINGS.items(), ids=ENDINGS)
def test_every_ending_is_reached(ends: dict[str, str], scene: str, words: list[str]) -> None:
    """The review of the scene tells the ending it is called after."""
    assert re.findall(r"^(?:🤝|⏳|✋|🚪) \S+ \S+ (.*)\.$", ends[scene], re.MULTILINE) == words


@pytest.mark.parametrize("scene", ["bedenkzeit", "unentschieden"])
def test_the_second_try_is_played(ends: dict[str, str], scene: str) -> None:
    """The customer had asked for time before."""
    assert "möchte Bedenkzeit." in ends[scene]


def test_the_command_writes_one_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Into a folder that it makes if need be."""
    monkeypatch.setattr(gallery, "SCENES", [scene for scene in SCENES if scene.id == "anfang"])
    assert main(["gallery", str(tmp_path / "new" / "folder")]) == 0
    (file,) = (tmp_path / "new" / "folder").iterdir()
    assert file.name == "index.html"
    assert 'id="anfang"' in file.read_text("utf-8")


def test_scenes_are_named_once() -> None:
    """Each can be linked to, and has a title."""
    assert len({scene.id for scene in SCENES}) == len(SCENES)
    assert all(scene.title != scene.id for scene in SCENES)
