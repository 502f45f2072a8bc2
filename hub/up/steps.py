"""Telling what is being done: each step with its time, long ones with how long is left."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import Progress, ProgressColumn, SpinnerColumn, Task, TextColumn
from rich.text import Text

from hub.engines import StateFolder

KEPT = "durations.json"
SAY_AGAIN = 10.0  # seconds between lines of a long step where no line can be drawn over


class _Left(ProgressColumn):
    def render(self, task: Task) -> Text:
        return Text(_left(task.elapsed or 0, float(task.fields["usually"])), style="dim")


class Steps:
    """Prints the steps of a start to the terminal. How long each took the last time is kept in the state folder."""

    def __init__(self, state: StateFolder, console: Console | None = None) -> None:
        self.console = console or Console(highlight=False, soft_wrap=True)
        self._state = state
        self._began = time.monotonic()
        kept = state.path / KEPT
        self._durations: dict[str, float] = json.loads(kept.read_text(encoding="utf-8")) if kept.is_file() else {}

    def elapsed(self) -> float:
        """Seconds since the start."""
        return time.monotonic() - self._began

    def say(self, text: str, style: str = "") -> None:
        """One line, with the time since the start."""
        self.console.print(Text(f"{self.elapsed():6.1f} s  ", style="dim") + Text(text, style=style))

    @contextmanager
    def step(self, name: str, *, usually: float, speaks_itself: bool = False) -> Iterator[None]:
        """Run the block as a step: announced, and its time told at the end.

        `usually` is the time in seconds to expect the first time. `speaks_itself` leaves the terminal to the step.
        """
        expected = self._durations.get(name, usually)
        began = time.monotonic()
        with self._shown(name, expected, speaks_itself):
            yield
        took = time.monotonic() - began
        self._durations[name] = round(took, 1)
        self._state.write_private(KEPT, json.dumps(self._durations, indent=1))
        self.say(f"{name}: {took:.1f} s")

    @contextmanager
    def _shown(self, name: str, expected: float, speaks_itself: bool) -> Iterator[None]:
        if speaks_itself:
            self.say(f"{name} (about {expected:.0f} s)")
        if speaks_itself and self.console.is_terminal:
            yield
        elif self.console.is_terminal:
            with Progress(SpinnerColumn(), TextColumn(name), _Left(), console=self.console, transient=True) as drawn:
                drawn.add_task(name, total=None, usually=expected)
                yield
        else:
            done = threading.Event()
            threading.Thread(target=self._repeat, args=(name, expected, done), daemon=True).start()
            try:
                yield
            finally:
                done.set()

    def _repeat(self, name: str, expected: float, done: threading.Event) -> None:
        began = time.monotonic()
        while not done.wait(SAY_AGAIN):
            self.say(f"{name}: {_left(time.monotonic() - began, expected)}")


def _left(elapsed: float, expected: float) -> str:
    if elapsed < expected:
        return f"{elapsed:.0f} s, about {max(1, round(expected - elapsed))} s left"
    return f"{elapsed:.0f} s, longer than usual"
