"""Plain data is read field by field; every fault becomes one sentence, all at once."""

from typing import Any

import pytest

from flows.fields import FaultyData, Fields


def read(table: dict[str, Any]) -> None:
    root = Fields(table, "config.toml:")
    telegram = root.table("telegram")
    telegram.text("token", most=10)
    telegram.choice("mode", ("polling", "webhook"), "polling")
    telegram.close()
    sending = root.table("sending", required=False)
    sending.integer("per_second", 1, 30, 28)
    sending.number("share", 0, 1, 0.5)
    sending.flag("loud", False)
    sending.checked("hour", int, "a whole number", "7")
    sending.texts("names", least=0)
    sending.integers("ids", 1, 9)
    for row in sending.tables("rows"):
        row.text("name")
        row.close()
    sending.close()
    root.close()
    root.raise_faults()


FAULTS = {
    "missing text": ({}, "config.toml: telegram.token is missing; expected a text"),
    "missing table": ({"telegram": 5}, "config.toml: telegram is 5; expected a table"),
    "blank": ({"telegram": {"token": " "}}, "telegram.token is empty"),
    "too long": ({"telegram": {"token": "x" * 11}}, "telegram.token has 11 characters; expected at most 10"),
    "no choice": (
        {"telegram": {"token": "x", "mode": "fax"}},
        "telegram.mode is 'fax'; expected one of polling, webhook",
    ),
    "out of range": (
        {"telegram": {"token": "x"}, "sending": {"per_second": 31}},
        "sending.per_second is 31; expected 1 to 30",
    ),
    "true is no number": (
        {"telegram": {"token": "x"}, "sending": {"per_second": True}},
        "per_second is True; expected a whole",
    ),
    "share": ({"telegram": {"token": "x"}, "sending": {"share": 2}}, "sending.share is 2.0; expected 0 to 1"),
    "flag": ({"telegram": {"token": "x"}, "sending": {"loud": "yes"}}, "sending.loud is 'yes'; expected true or false"),
    "unreadable": (
        {"telegram": {"token": "x"}, "sending": {"hour": "noon"}},
        "hour is 'noon'; expected a whole number",
    ),
    "twice the same": ({"telegram": {"token": "x"}, "sending": {"names": ["a", "a"]}}, "names has the same text twice"),
    "no text in list": (
        {"telegram": {"token": "x"}, "sending": {"names": [1]}},
        "names has an entry that is empty or no text",
    ),
    "number out of range": (
        {"telegram": {"token": "x"}, "sending": {"ids": [1, 10, True]}},
        "sending.ids is [1, 10, True]; expected whole numbers from 1 to 9",
    ),
    "row": ({"telegram": {"token": "x"}, "sending": {"rows": [{"name": "a"}, {}]}}, "sending.rows[2].name is missing"),
    "row is no table": (
        {"telegram": {"token": "x"}, "sending": {"rows": [3]}},
        "sending.rows[1] is 3; expected a table",
    ),
    "unknown key": ({"telegram": {"token": "x", "tokn": 1}}, "telegram.tokn is not a known key; known are mode, token"),
}


@pytest.mark.parametrize(("table", "sentence"), FAULTS.values(), ids=FAULTS.keys())
def test_each_fault_is_named(table: dict[str, Any], sentence: str) -> None:
    with pytest.raises(FaultyData) as caught:
        read(table)
    assert any(sentence in fault for fault in caught.value.faults), caught.value.faults


def test_all_faults_come_at_once() -> None:
    with pytest.raises(FaultyData) as caught:
        read({"telegram": {"mode": "fax"}, "sending": {"per_second": 0, "loud": 1}, "extra": 1})
    assert len(caught.value.faults) == 5


def test_a_sound_table_raises_nothing() -> None:
    read({"telegram": {"token": "x"}, "sending": {"names": ["a", "b"], "rows": [{"name": "c"}]}})
