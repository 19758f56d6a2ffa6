// Asks for help on what is being typed whenever the clerk pauses, and once for each whole telephone number.
const PAUSE = 900;
const HEARD = ["subject", "narrative", "phone"];
let timer;
let asked = "";
let askedPhone = "";
let turn = 0;

async function ask() {
  const form = document.querySelector("form[data-hints]");
  const here = form?.querySelector("[data-hints-here]");
  if (!here) return;
  const fields = new URLSearchParams({ csrf_token: form.elements.csrf_token.value });
  for (const name of HEARD) fields.set(name, form.elements[name]?.value ?? "");
  if (fields.toString() === asked) return;
  asked = fields.toString();
  const phone = fields.get("phone");
  const isNewPhone = phone !== askedPhone;
  // Every look-up of a caller is written in the journal: not again at each pause in the story.
  if (!isNewPhone) fields.delete("phone");
  const mine = ++turn;
  try {
    const answer = await fetch(form.dataset.hints, { method: "POST", body: fields, redirect: "error" });
    const hints = await answer.text();
    // What was asked since is answered by its own answer, whichever comes first.
    if (!answer.ok || mine !== turn) return;
    show(here, hints);
    if (isNewPhone) showEarlier(form, here);
    askedPhone = phone;
  } catch {
    asked = "";
  }
}

function show(here, hints) {
  here.innerHTML = hints;
  // Enter in a line of the form must go on recording, not press the first button that stands in it.
  for (const button of here.querySelectorAll("button")) button.type = "button";
  // Tab goes from field to field, also where hints have come between while somebody typed; keys lead to them.
  for (const one of here.querySelectorAll("a, button")) one.tabIndex = -1;
}

// Beside the number, where the clerk is looking.
function showEarlier(form, here) {
  form.querySelector("[data-earlier-here]").replaceChildren(...here.querySelectorAll("[data-earlier]"));
}

document.addEventListener("input", (event) => {
  if (!HEARD.includes(event.target.name)) return;
  clearTimeout(timer);
  timer = setTimeout(ask, PAUSE);
});

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-take-category]");
  if (!button) return;
  event.preventDefault();
  const category = button.form.elements.category;
  category.value = button.value;
  category.dispatchEvent(new Event("input", { bubbles: true }));
  category.focus();
});
