const PRESSES = 3;
const WITHIN_MS = 2000;
const LEFT = "left";
const wayOut = document.querySelector("[data-quick-exit]");
let presses = [];

function clearForms() {
  for (const control of document.querySelectorAll("input:not([type=hidden]), textarea, select")) {
    if (control.type === "checkbox" || control.type === "radio") control.checked = false;
    else if (control.tagName === "SELECT") control.selectedIndex = 0;
    else control.value = "";
  }
}

function leave() {
  clearForms();
  // Nothing is left to be asked about before the page goes.
  for (const form of document.forms) form.dispatchEvent(new Event("reset"));
  sessionStorage.setItem(LEFT, "1");
  document.body.hidden = true;
  // Takes the place of this page in the history, so that Back does not lead here.
  location.replace(wayOut.href);
}

wayOut.addEventListener("click", (event) => {
  event.preventDefault();
  leave();
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  presses = [...presses, event.timeStamp].slice(-PRESSES);
  if (presses.length === PRESSES && event.timeStamp - presses[0] <= WITHIN_MS) leave();
});

// A browser may keep earlier pages as they were; after a quick exit nothing typed may come back with them.
window.addEventListener("pageshow", (event) => {
  if (!event.persisted || !sessionStorage.getItem(LEFT)) return;
  clearForms();
  document.body.hidden = false;
});
