// What every page does: theme, phone menu, help, and true words when a request fails.
const root = document.documentElement;
const csrf = () => JSON.parse(document.body.getAttribute("hx-headers") || "{}")["X-CSRFToken"];

document.addEventListener("click", (event) => {
  const theme = event.target.closest("[data-theme-toggle]");
  if (theme) {
    root.dataset.bsTheme = root.dataset.bsTheme === "dark" ? "light" : "dark";
    fetch(theme.dataset.themeToggle, { method: "POST", headers: { "X-CSRFToken": csrf() }, body: new URLSearchParams({ theme: root.dataset.bsTheme }) });
  }
  const menu = event.target.closest("[data-menu-toggle]");
  if (menu) menu.setAttribute("aria-expanded", String(document.getElementById("rail").toggleAttribute("data-open")));
  if (event.target.closest("[data-help]")) document.getElementById("help").showModal();
});

const typing = (element) => element.closest("input:not([type=range]):not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]");
document.addEventListener("keydown", (event) => {
  if (event.isComposing || event.keyCode === 229 || event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  if (document.querySelector("dialog[open]")) return;
  if (event.key === "?" && root.dataset.keys !== "off") { event.preventDefault(); document.getElementById("help").showModal(); }
  if (event.key === "/" && root.dataset.keys !== "off") {
    const filter = document.querySelector("[data-filter]");
    if (filter) { event.preventDefault(); filter.focus(); filter.select?.(); }
  }
});

document.querySelector(".t-stages [aria-current]")?.scrollIntoView({ inline: "center", block: "nearest" });
