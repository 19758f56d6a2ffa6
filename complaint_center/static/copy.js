"use strict";

async function copy(text) {
  if (navigator.clipboard) return navigator.clipboard.writeText(text.value);
  // An office that is reached without encryption has the old way only.
  text.select();
  document.execCommand("copy");
}

for (const button of document.querySelectorAll("[data-copies]")) {
  const status = button.nextElementSibling;
  button.hidden = false;
  button.addEventListener("click", async () => {
    status.textContent = "";
    await copy(document.getElementById(button.dataset.copies));
    status.textContent = button.dataset.copied;
  });
}
