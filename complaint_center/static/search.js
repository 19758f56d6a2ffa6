// Shows below the search box what is found while somebody types. Without it the form is sent as any other.
const PAUSE = 180;

const box = document.getElementById("sought");
const offers = document.getElementById("offers");
const said = document.getElementById("offers-said");
let asking = null;
let timer = 0;
let chosen = -1;

const options = () => [...offers.querySelectorAll("[role=option]")];

async function ask() {
  asking?.abort();
  if (box.value.trim() === "") return close();
  asking = new AbortController();
  const { signal } = asking;
  try {
    const answer = await fetch(box.form.dataset.offers, { method: "POST", body: new FormData(box.form), signal });
    // Whoever has been signed out meanwhile is led to sign in by the form itself.
    if (answer.ok && !answer.redirected) show(await answer.text());
    else close();
  } catch {
    if (!signal.aborted) close();
  }
}

function show(page) {
  if (document.activeElement !== box) return;
  offers.innerHTML = page;
  options().forEach((option, place) => Object.assign(option, { id: `offer-${place}`, tabIndex: -1 }));
  said.textContent = offers.querySelector("[data-said]").dataset.said;
  choose(-1);
  offers.hidden = false;
  box.setAttribute("aria-expanded", "true");
}

function close() {
  clearTimeout(timer);
  asking?.abort();
  offers.hidden = true;
  offers.replaceChildren();
  said.textContent = "";
  choose(-1);
  box.setAttribute("aria-expanded", "false");
}

function choose(place) {
  const all = options();
  chosen = place;
  all.forEach((option, at) => option.setAttribute("aria-selected", String(at === place)));
  if (place < 0) box.removeAttribute("aria-activedescendant");
  else {
    box.setAttribute("aria-activedescendant", all[place].id);
    all[place].scrollIntoView({ block: "nearest" });
  }
}

function listen() {
  for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-controls", "offers"], ["aria-expanded", "false"]])
    box.setAttribute(name, value);

  box.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, PAUSE);
  });

  box.addEventListener("keydown", (event) => {
    const count = options().length;
    // The first Enter of a Thai word that is still being put together is not meant for us.
    if (event.isComposing) return;
    if (event.key === "ArrowDown" && count > 0) choose((chosen + 1) % count);
    else if (event.key === "ArrowUp" && count > 0) choose(chosen > 0 ? chosen - 1 : count - 1);
    else if (event.key === "Enter" && chosen >= 0) options()[chosen].click();
    else if (event.key === "Escape" && !offers.hidden) close();
    else return;
    event.preventDefault();
  });

  box.form.addEventListener("submit", close);
  box.form.addEventListener("focusout", (event) => {
    if (!box.form.contains(event.relatedTarget)) close();
  });

  document.addEventListener("keydown", (event) => {
    const isTyping = event.target.closest("input, textarea, select, [contenteditable]");
    if (event.key !== "/" || isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    box.focus();
    box.select();
  });
}

if (box) listen();
