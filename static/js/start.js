// Which size of system do so many enquiries a day suggest? Shows the one line that fits.
for (const list of document.querySelectorAll("[data-sizing]")) {
  const field = document.getElementById(list.dataset.sizing);
  const show = () => {
    const count = field.value === "" ? NaN : Number(field.value);
    for (const line of list.children) {
      const fits = count >= Number(line.dataset.from || 0) && count < Number(line.dataset.below || Infinity);
      line.hidden = !Number.isNaN(count) && !fits;
    }
  };
  field.addEventListener("input", show);
  show();
}

// What do target and ceiling of the budget make of a price? Repeats what is typed, with its unit where none is.
for (const words of document.querySelectorAll("[data-budget]")) {
  const plain = words.textContent;
  const [target, ceiling] = words.dataset.budget.split(" ").map((id) => document.getElementById(id));
  const amount = (field) =>
    /^[\d.,\s]+$/.test(field.value) ? `${field.value.trim()} ${words.dataset.unit}` : field.value.trim();
  const show = () => {
    const isKnown = target.value.trim() && ceiling.value.trim();
    const said = words.dataset.words.replace("{target}", amount(target)).replace("{ceiling}", amount(ceiling));
    words.textContent = isKnown ? said : plain;
  };
  target.addEventListener("input", show);
  ceiling.addEventListener("input", show);
  show();
}
