// Which words does the sheet say, and to whom?
export const words = JSON.parse(document.getElementById("scoring-words").textContent);

export const fill = (pattern, ...values) => values.reduce((text, value) => text.replace("%s", value), pattern);
export const counted = (forms, count) => fill(forms[count === 1 ? 0 : 1], count);

// One polite live region, at most one announcement in two seconds; the latest wins.
const region = document.getElementById("scoring-live");
const PAUSE = 2000;
let waiting = "",
  last = -PAUSE,
  timer;
export function announce(text) {
  waiting = text;
  clearTimeout(timer);
  timer = setTimeout(
    () => {
      region.textContent = waiting;
      last = performance.now();
    },
    Math.max(0, last + PAUSE - performance.now()),
  );
}
