"""Plays a schedule: the adviser's hands on the tablet, and whatever happens to them."""

from collections.abc import Callable
from contextlib import suppress
from random import Random

import asyncpg
from playwright.sync_api import Error as BrowserError

from e2e.faults.ledger import Ledger, Turn
from e2e.faults.network import FAULTS, HOLDS, PLANTED
from e2e.faults.rig import Rig
from e2e.faults.schedule import STEPS, Act, Schedule
from e2e.faults.tablet import ELSEWHERE, GIVEN_UP, NOBODY, Tablet
from e2e.faults.words import fill
from e2e.seller import rows

_TRIES = 4
_HELD = 2.0
"""Seconds to wait for a request that is to be held; none comes while another hangs."""
_END_SESSIONS = "UPDATE session SET ended_at = now() WHERE ended_at IS NULL"
_OVER = ("ready", ELSEWHERE, GIVEN_UP)
"""Where an adviser is once all leaves of a sale are answered, or it was given up."""


class Lost(Exception):
    """Something was lost under the adviser's eyes; the text says what."""


class Player:
    """One schedule, on a tablet and a rig that others have used before."""

    def __init__(self, rig: Rig, tablet: Tablet, schedule: Schedule) -> None:
        self.ledger = Ledger()
        self._rig = rig
        self._tablet = tablet
        self._schedule = schedule
        self._dice = Random(f"{schedule.seed} words")  # noqa: S311 (replayable, not secret)
        self._sale = ""
        self._away: int | None = None
        self._hands: dict[str, Callable[[Act], None]] = {
            "sale": lambda _: self._begin(),
            "turn": lambda _: self._turn(),
            "change": self._change,
            "give_up": lambda _: self._give_up(),
            "network": lambda act: rig.proxy.arm(FAULTS[act.how], self._own_dice()),
            "plant": lambda act: rig.proxy.arm(PLANTED[act.how], self._own_dice()),
            "lose": lambda _: tablet.lose_the_latest(),
            "dark": lambda _: rig.proxy.go_dark(),
            "light": lambda _: rig.proxy.light_up(),
            "flight": lambda _: tablet.context.set_offline(True),
            "landing": lambda _: tablet.context.set_offline(False),
            "send": lambda _: tablet.send_now(),
            "session": lambda _: self._end_session(),
            "tab": lambda _: self._turn_in_second_tab(),
            "kill": self._kill,
        }

    def play(self) -> None:
        """Do every act, then bring calm; raises `Lost` when an adviser would see a loss."""
        self._rig.proxy.forget()
        for act in self._schedule.acts:
            self._come_back()
            self._hands[act.what](act)
        if self._schedule.signs:
            self._finish()
        self._calm()

    def _begin(self) -> None:
        """Begin a sale, on the open page where it can be."""
        if self._tablet.leaf in ("products", "", NOBODY, ELSEWHERE):
            self._open("new")
        else:
            self._tablet.begin_another()
            self._sale = self._tablet.booklet.sale
        self.ledger.begun.append(self._sale)

    def _open(self, sale: str) -> None:
        """Open a sale on a fresh page, going where there is a network, and signing in, if that is
        what it takes."""
        for _ in range(_TRIES):
            try:
                leaf = self._tablet.open_sale(sale)
            except BrowserError:
                self._go_where_there_is_network()
                continue
            if leaf == NOBODY:
                self._sign_in()
                continue
            if leaf not in (*STEPS, *_OVER):
                raise Lost(f"the sale {sale} opens at « {leaf} »")
            if leaf in STEPS:
                self._sale = self._tablet.booklet.sale
                self.ledger.saw(self._sale, STEPS[: STEPS.index(leaf)])
            return
        raise Lost(f"the booklet does not open for the sale {sale}")

    def _turn(self) -> None:
        """Fill the leaf that is open and go on; nothing where the sale is answered."""
        turn = self._type()
        if turn is not None:
            self._tap()
            self._wait_turned(turn)

    def _type(self) -> Turn | None:
        step = self._tablet.leaf
        if step not in STEPS:
            return None
        kept = fill(self._tablet.booklet, step, self._dice)
        return self.ledger.write(self._sale, step, kept)

    def _tap(self) -> None:
        self._tablet.booklet.go_on()

    def _wait_turned(self, turn: Turn) -> None:
        try:
            self._tablet.wait_turned(turn.step)
        except BrowserError as stuck:
            raise Lost(f"the leaf « {turn.step} » of {turn.sale} does not turn") from stuck
        self.ledger.confirm(turn)

    def _change(self, act: Act) -> None:
        answered = {turn.step for turn in self.ledger.of(self._sale) if turn.sure}
        if self._tablet.leaf in STEPS and act.how in answered:
            self._tablet.go_back_to(self._sale, act.how)
            self._turn()

    def _give_up(self) -> None:
        """Give the open sale up, where it is open and something of it was submitted for sure."""
        begun = any(turn.sure for turn in self.ledger.of(self._sale))
        if begun and self._tablet.leaf in STEPS:
            self._tablet.give_up()
            self.ledger.given_up.append(self._sale)

    def _turn_in_second_tab(self) -> None:
        if self._tablet.leaf in STEPS:
            with self._tablet.second_tab():
                self._open(self._sale)
                self._turn()

    def _end_session(self) -> None:
        with suppress(OSError, asyncpg.PostgresError):
            rows(self._rig.installation, _END_SESSIONS)

    def _kill(self, act: Act) -> None:
        turn = self._type() if act.moment != "now" else None
        if turn is not None and act.moment == "tapped":
            self._tap()
        elif turn is not None:
            self._rig.proxy.arm_first(HOLDS[act.moment], self._own_dice())
            self._tap()
            self._wait_turned(turn)
            self._rig.proxy.holding.wait(_HELD)
        self._kill_now(act)
        self._rig.proxy.let_go()
        if turn is not None and act.how in ("web", "worker", "database", "database_stop"):
            self._wait_turned(turn)

    def _kill_now(self, act: Act) -> None:
        if act.how in ("page", "crash", "browser"):
            if act.how == "browser":
                self._tablet.kill_browser()
            else:
                self._tablet.kill_page(crash=act.how == "crash")
            self._open(self._sale or "new")
        else:
            self._rig.kill(act.how)
            self._away = act.away

    def _come_back(self) -> None:
        """Start again what has been dead for long enough."""
        if self._away == 0:
            self._rig.begin_revival()
        self._away = self._away - 1 if self._away else None

    def _go_where_there_is_network(self) -> None:
        self._tablet.context.set_offline(False)
        self._rig.proxy.light_up()
        self._rig.revive()

    def _sign_in(self) -> None:
        self._go_where_there_is_network()
        self._tablet.sign_in()

    def _finish(self) -> None:
        """Answer the rest of the first sale, so that it can be signed."""
        self._open(self.ledger.begun[0])
        for _ in STEPS:
            self._turn()

    def _calm(self) -> None:
        self._rig.revive()
        self._rig.proxy.quieten()
        self._sign_in()
        self._tablet.page.goto("/")
        if left := self._tablet.all_sent():
            raise Lost(f"not everything leaves the tablet: {left}")

    def _own_dice(self) -> Random:
        return Random(self._dice.random())  # noqa: S311 (replayable, not secret)
