const dialog = document.querySelector("[data-time-left]");
const owner = dialog.dataset.owner;
const warnAt = Number(dialog.dataset.warnAt) * 1000;
const others = new BroadcastChannel("signed-in");
let endsAt = Date.now() + Number(dialog.dataset.timeLeft) * 1000;
let isDismissed = false;

function show(which) {
  const part = dialog.querySelector(`[data-when="${which}"]`);
  if (dialog.open && !part.hidden) return;
  for (const each of dialog.querySelectorAll("[data-when]")) each.hidden = each !== part;
  dialog.setAttribute("aria-labelledby", (part.querySelector("h2").id = `time-${which}`));
  dialog.classList.toggle("covers", which === "over");
  if (!dialog.open) dialog.showModal();
  part.querySelector("button, a").focus();
}

function look() {
  const left = endsAt - Date.now();
  if (left <= 0) show("over");
  else if (left > warnAt) dialog.close();
  else if (!isDismissed && !dialog.open) show("warning");
}

function goOnUntil(instant) {
  endsAt = instant;
  isDismissed = false;
  look();
}

async function stay(form) {
  const answer = await fetch(form.action, { method: "POST", body: new FormData(form), redirect: "error" });
  if (!answer.ok) return;
  const { seconds_left } = await answer.json();
  endsAt = Date.now() + seconds_left * 1000;
  others.postMessage({ owner, endsAt });
  if (seconds_left * 1000 <= warnAt) show("limit");
  else look();
}

dialog.querySelector("form").addEventListener("submit", (event) => {
  event.preventDefault();
  // Signed out meanwhile, or no connection: the dialog stays until the time is over and then says so.
  stay(event.target).catch(look);
});

dialog.querySelector("[data-close]").addEventListener("click", () => {
  isDismissed = true;
  dialog.close();
});

// The way back from the dialog is one of its buttons.
dialog.addEventListener("cancel", (event) => event.preventDefault());

// Another page of the same person was opened, or signed in again: this one goes on too.
others.addEventListener("message", ({ data }) => {
  if (data.owner === owner && data.endsAt > endsAt) goOnUntil(data.endsAt);
});

others.postMessage({ owner, endsAt });
setInterval(look, 1000);
look();
