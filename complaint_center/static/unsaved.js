// Asks before a form that has been written in is left unsent: changing the language, say, opens the page anew.
for (const form of document.querySelectorAll("form[data-asks-before-leaving]")) {
  let isUnsaved = false;
  form.addEventListener("input", () => { isUnsaved = true; });
  for (const event of ["submit", "reset"]) form.addEventListener(event, () => { isUnsaved = false; });
  addEventListener("beforeunload", (event) => { if (isUnsaved) event.preventDefault(); });
}
