// What would the totals be with other weights? Everything is on the page already; nothing is sent.

/** The weights once `moved` is at `to`: the others share the rest in proportion, equally where none has weight. */
export function sharedOut(weights, moved, to) {
  const others = Object.keys(weights).filter((code) => code !== moved);
  const sum = others.reduce((total, code) => total + weights[code], 0);
  const share = (code) => (sum > 0 ? weights[code] / sum : 1 / others.length);
  return Object.fromEntries(Object.keys(weights).map((code) => [code, code === moved ? to : (100 - to) * share(code)]));
}

/** Every vendor's total: weight in percent times the value of the category, 0 to 100. */
export function totals(values, weights) {
  const vendors = Object.keys(Object.values(values)[0] ?? {});
  const part = (vendor, code) => ((weights[code] ?? 0) * (values[code]?.[vendor] ?? 0)) / 100;
  return Object.fromEntries(
    vendors.map((vendor) => [vendor, Object.keys(weights).reduce((sum, code) => sum + part(vendor, code), 0)]),
  );
}

// Weights in the two decimals that are shown, so that they sum to 100: what is missing goes to the largest remainders.
export function shownWeights(weights) {
  const units = Object.entries(weights).map(([code, weight]) => {
    const exact = Number((weight * 100).toFixed(6));
    return { code, unit: Math.floor(exact), rest: exact - Math.floor(exact) };
  });
  const missing = 10000 - units.reduce((sum, { unit }) => sum + unit, 0);
  const first = [...units].sort((a, b) => b.rest - a.rest).slice(0, missing);
  for (const served of first) {
    served.unit += 1;
  }
  return Object.fromEntries(units.map(({ code, unit }) => [code, unit / 100]));
}

const short = (number) => String(Number(number.toFixed(2)));

function start(box) {
  const { weights, values, names } = JSON.parse(document.getElementById("what-if").textContent);
  const rows = [...box.querySelectorAll(".t-wi")].map((row) => ({
    input: row.querySelector("input"),
    thumb: row.querySelector(".now"),
    output: row.querySelector("output"),
  }));
  const shown = [...document.querySelectorAll("[data-wi-total]")];
  const label = document.querySelector("[data-wi-label]");
  const reset = document.querySelector("[data-wi-reset]");

  function show(now) {
    const found = totals(values, now);
    const best = Object.keys(found).reduce((first, vendor) => (found[vendor] > found[first] + 1e-9 ? vendor : first));
    const written = shownWeights(now);
    for (const { input, thumb, output } of rows) {
      const weight = now[input.dataset.cat];
      input.value = weight;
      input.setAttribute(
        "aria-valuetext",
        box.dataset.first.replace("{weight}", short(written[input.dataset.cat])).replace("{vendor}", names[best]),
      );
      thumb.style.setProperty("--x", `${weight}%`);
      output.textContent = short(written[input.dataset.cat]);
    }
    for (const total of shown) {
      total.textContent = found[total.dataset.wiTotal].toFixed(2);
      total.parentElement.toggleAttribute("data-first", total.dataset.wiTotal === best);
    }
    label.textContent = now === weights ? label.dataset.now : label.dataset.tried;
  }

  for (const { input } of rows) {
    input.disabled = false;
    input.addEventListener("input", () => show(sharedOut(weights, input.dataset.cat, Number(input.value))));
  }
  reset.hidden = false;
  reset.addEventListener("click", () => show(weights));
  show(weights);
}

const box = document.querySelector("[data-whatif]");
if (box) {
  start(box);
}
