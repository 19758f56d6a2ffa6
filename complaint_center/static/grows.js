// A part of a page that is still becoming: looked at once a second, without taking the reader away from where they are.
const EVERY = 1000;

async function look(part) {
  const answer = await fetch(location.href, { credentials: "same-origin" });
  if (!answer.ok) return part;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.querySelector("[data-grows], [data-state]");
  if (!fresh) return part;
  part.replaceWith(fresh);
  return fresh;
}

let part = document.querySelector("[data-grows]");
while (part?.hasAttribute("data-grows")) {
  await new Promise((done) => setTimeout(done, EVERY));
  try {
    part = await look(part);
  } catch {
    // The connection is gone for a moment; the next look may find it again.
  }
}
