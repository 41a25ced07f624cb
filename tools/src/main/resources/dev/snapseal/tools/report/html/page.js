"use strict";
for (const filter of document.querySelectorAll(".filter")) {
  const rows = [...filter.parentElement.querySelectorAll("tbody tr")];
  const texts = rows.map((row) => row.textContent.toLowerCase());
  const input = filter.querySelector("input");
  const shown = filter.querySelector("output");
  const apply = () => {
    const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
    let count = 0;
    rows.forEach((row, i) => {
      row.hidden = !words.every((word) => texts[i].includes(word));
      count += row.hidden ? 0 : 1;
    });
    shown.textContent = `${count.toLocaleString("en")} of ${rows.length.toLocaleString("en")} rows`;
  };
  input.addEventListener("input", apply);
  filter.hidden = rows.length < 8;
  apply();
}
for (const map of document.querySelectorAll(".map")) {
  const here = map.querySelector(".here");
  const show = (event) => {
    here.textContent = event.target.title || "";
  };
  const cells = map.querySelector(".cells");
  cells.addEventListener("pointerover", show);
  cells.addEventListener("click", show);
}
