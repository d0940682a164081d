// Before the first paint: the device's theme, for who has not chosen one.
if (document.documentElement.hasAttribute("data-theme-auto") && matchMedia("(prefers-color-scheme: dark)").matches) {
  document.documentElement.dataset.bsTheme = "dark";
}

// On paper everything is light, charts too; the screen gets its theme back.
{
  const page = document.documentElement.dataset;
  const paper = matchMedia("print");
  let onScreen = null;
  const print = () => {
    onScreen ??= page.bsTheme;
    page.bsTheme = "light";
  };
  const show = () => {
    if (onScreen) {
      page.bsTheme = onScreen;
    }
    onScreen = null;
  };
  addEventListener("beforeprint", print);
  addEventListener("afterprint", show);
  paper.addEventListener("change", () => (paper.matches ? print() : show()));
}
