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
