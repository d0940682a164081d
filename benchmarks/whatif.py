"""How long does one move of a what-if slider take in a real browser, beside a slider that does nothing?"""

from collections.abc import Iterator

from benchmarks.demo import chromium, running, signed_in
from benchmarks.measured import Measured

ROUNDS = 5
BARE = "<!doctype html><body><input type=range min=0 max=100><output>0</output>"
# Every whole weight from 0 to 100; each move ends when the page is laid out again.
MOVES = """([selector, bare]) => {
  const input = document.querySelector(selector);
  if (bare) input.oninput = () => { input.nextElementSibling.textContent = input.value; };
  const times = [];
  for (let to = 0; to <= 100; to += 1) {
    const before = performance.now();
    input.value = to;
    input.dispatchEvent(new Event("input", { bubbles: true }));
    document.body.offsetHeight;
    times.push(performance.now() - before);
  }
  return times;
}"""


def measure() -> Iterator[Measured]:
    with running() as address, chromium() as browser:
        page = signed_in(browser, address, "xu", viewport={"width": 1440, "height": 900})
        page.goto("/s/S-0007/results/")
        blank = browser.new_page()
        blank.set_content(BARE)
        ours, bare = [], []
        for _ in range(ROUNDS + 1):  # in turn, so that both meet the same machine; the first round warms up
            bare.append(blank.evaluate(MOVES, ["input", True]))
            ours.append(page.evaluate(MOVES, ["[data-cat=F]", False]))
    moves, least = mean(ours[1:]), mean(bare[1:])
    yield Measured("what-if slider: slowest of 101 moves, best of 5 rounds", min(map(max, ours[1:])), "ms", 50)
    yield Measured("what-if slider: one move on average", moves, "ms", 50)
    yield Measured("what-if slider: one move / a bare slider's", moves / least, "times", 100)


def mean(rounds: list[list[float]]) -> float:
    """Milliseconds a move in the round that was disturbed least."""
    return min(sum(times) / len(times) for times in rounds)
