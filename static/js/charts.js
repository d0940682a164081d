// Draws the figures that a page brings along, in its theme and for its width.
const root = document.documentElement;
const read = (id) => JSON.parse(document.getElementById(id).textContent);
const templates = read("chart-templates");
const config = read("chart-config");
const narrow = matchMedia("(max-width: 899px)");

function chosen(figures) {
  const theme = root.dataset.bsTheme === "dark" ? "dark" : "light";
  return (narrow.matches && figures[`${theme}-narrow`]) || figures[theme];
}

function draw(node) {
  const { data, layout } = structuredClone(chosen(read(node.dataset.figure)));
  const font = { family: getComputedStyle(document.body).fontFamily };
  return Plotly.react(node, data, { ...layout, template: templates[layout.template], font, autosize: true }, config);
}

const drawAll = () => document.querySelectorAll("[data-figure]").forEach(draw);

drawAll();
document.fonts?.ready.then(drawAll);
narrow.addEventListener("change", drawAll);
new MutationObserver(drawAll).observe(root, { attributes: true, attributeFilter: ["data-bs-theme"] });
