"""What was typed, and whether the leaf turned: the truth that the server is held to."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(eq=False)
class Turn:
    """A step as it was typed. `sure` once the adviser saw the next leaf: from then on it may not
    be lost. Of one that was cut short either may be true, that it was kept or that it was not."""

    sale: str
    step: str
    kept: dict[str, Any]
    """What the server must hold of it, in the form the server keeps."""
    sure: bool = False


@dataclass
class Ledger:
    """The turns of a schedule, in their order."""

    turns: list[Turn] = field(default_factory=list)
    begun: list[str] = field(default_factory=list)
    given_up: list[str] = field(default_factory=list)
    """The sales of which the adviser saw that they are given up."""

    def of(self, sale: str) -> list[Turn]:
        """The turns of one sale."""
        return [turn for turn in self.turns if turn.sale == sale]

    def write(self, sale: str, step: str, kept: dict[str, Any]) -> Turn:
        """Note what is about to be submitted."""
        turn = Turn(sale, step, kept)
        self.turns.append(turn)
        return turn

    def confirm(self, turn: Turn) -> None:
        """The adviser saw the leaf turn. What only says again what was said is not sent again, so
        it may be stored or not; a review is, unless it is the last word of the sale."""
        before = self.of(turn.sale)[: self.of(turn.sale).index(turn)]
        same = [one for one in before if one.step == turn.step][-1:]
        again = bool(same) and same[0].kept == turn.kept
        turn.sure = not again or (turn.step == "review" and before[-1].step != "review")

    def saw(self, sale: str, answered: Iterable[str]) -> None:
        """The adviser sees that these steps of a sale are answered: their turns were kept."""
        for step in answered:
            ours = [turn for turn in self.of(sale) if turn.step == step]
            if len(ours) == 1:
                self.confirm(ours[0])


def follows(stored: Sequence[tuple[str, Mapping[str, Any]]], turns: Sequence[Turn]) -> bool:
    """Whether `stored`, in its order, is what was typed: every sure turn once, the others once or
    not at all, and nothing else."""
    if not turns:
        return not stored
    first, *others = turns
    if stored and stored[0][0] == first.step and says(stored[0][1], first.kept):
        return follows(stored[1:], others) or (not first.sure and follows(stored, others))
    return not first.sure and follows(stored, others)


def says(answers: Mapping[str, Any], kept: Mapping[str, Any]) -> bool:
    """Whether answers hold all of what was typed."""
    return all(answers.get(name) == value for name, value in kept.items())
