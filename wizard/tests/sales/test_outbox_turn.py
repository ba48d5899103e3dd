"""The line before the outbox: who gets a turn, who is sent away, and until when."""

import anyio
import pytest

from wizard import outbox_turn
from wizard.outbox_turn import Crowded, Line


async def sent_away(line: Line) -> int:
    """Seconds after which somebody who gets no turn may come back."""
    with pytest.raises(Crowded) as crowded:
        async with line.turn():
            pass
    return crowded.value.seconds


async def test_who_is_sent_away_comes_back_one_after_another(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(outbox_turn, "PATIENCE", 0.01)
    line = Line()
    async with line.turn(), line.turn():
        told = [await sent_away(line) for _ in range(2000)]
    assert told[0] == 5
    assert told == sorted(told)
    assert told[99] == pytest.approx(100 * outbox_turn._FIRST_PACE / 2, abs=2)
    assert told[-1] == 300


async def test_those_in_line_are_served_in_their_order() -> None:
    line, served = Line(), list[int]()

    async def stand(rank: int) -> None:
        async with line.turn():
            served.append(rank)

    async with anyio.create_task_group() as tablets, line.turn(), line.turn():
        for rank in range(5):
            tablets.start_soon(stand, rank)
        await anyio.wait_all_tasks_blocked()
        assert served == []
    assert served == [0, 1, 2, 3, 4]


async def test_nobody_is_sent_away_while_a_turn_is_free(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outbox_turn, "PATIENCE", 0.01)
    line = Line()
    for _ in range(3):
        async with line.turn(), line.turn():
            assert await sent_away(line) >= 5


async def test_a_turn_that_does_not_come_in_time_is_not_waited_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(outbox_turn, "PATIENCE", 0.6)
    line = Line()
    async with line.turn(), line.turn():
        assert await sent_away(line) >= 5
