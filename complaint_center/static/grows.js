// A part of a page that is still becoming: looked at once a second, without taking the reader away from where they are.
const EVERY = 1000;

function statusOf(part) {
  return part.querySelector("[role=status]");
}

// The element stays, for a screen reader listens to it and not to another in its place.
function tell(part, fresh) {
  if (statusOf(part).textContent === statusOf(fresh).textContent) return;
  statusOf(part).replaceChildren(...statusOf(fresh).childNodes);
}

function move(part, fresh) {
  const bar = part.querySelector("progress");
  const moved = fresh.querySelector("progress");
  for (const { name, value } of moved.attributes) bar.setAttribute(name, value);
  bar.textContent = moved.textContent;
}

function finish(part, fresh) {
  const wasInside = part.contains(document.activeElement);
  const keep = (one) => one.matches("[role=status]");
  for (const one of [...part.children]) if (!keep(one)) one.remove();
  part.append(...[...fresh.children].filter((one) => !keep(one)));
  delete part.dataset.grows;
  if (!wasInside) return;
  part.tabIndex = -1;
  (part.querySelector("a") ?? part).focus();
}

async function look(part) {
  const answer = await fetch(location.href, { credentials: "same-origin" });
  if (!answer.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.querySelector("[data-grows], [data-state]");
  if (!fresh) return;
  tell(part, fresh);
  (fresh.hasAttribute("data-grows") ? move : finish)(part, fresh);
  Object.assign(part.dataset, fresh.dataset);
}

const part = document.querySelector("[data-grows]");
while (part?.hasAttribute("data-grows")) {
  await new Promise((done) => setTimeout(done, EVERY));
  try {
    await look(part);
  } catch {
    // The connection is gone for a moment; the next look may find it again.
  }
}
