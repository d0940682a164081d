// Which rows have what was typed into the filter in their name?
const filter = document.querySelector("[data-filter][data-rows]");

export function refilter() {
  if (!filter) {
    return;
  }
  const wanted = filter.value.trim().toLowerCase();
  let shown = 0;
  document.querySelectorAll(`${filter.dataset.rows} > [data-name]`).forEach((row) => {
    row.hidden = Boolean(wanted) && !row.dataset.name.toLowerCase().includes(wanted);
    shown += !row.hidden;
  });
  const none = document.getElementById("no-row");
  if (none) {
    none.hidden = shown > 0;
  }
}
filter?.addEventListener("input", refilter);
filter?.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") {
    return;
  }
  filter.value = "";
  refilter();
});
