// Keeps what a clerk types: on the server within seconds, and sealed in this browser while the server is out of reach.
const SAVE_AFTER = 1500;
const TRY_AGAIN_AFTER = 5000;
// A connection that hangs is as good as none: with SAVE_AFTER well below the five seconds that a power cut may cost.
const ANSWER_WITHIN = 3000;

// The server knows this page again by it when its answer was lost on the way.
const WRITER = Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(16).padStart(2, "0")).join("");

let isUnsaved = false;
let isSaving = false;
let isSending = false;
let timer;

// Each page has a place of its own: two of one clerk take nothing from each other.
const placeOf = (form) => `${form.dataset.draftPlace}-${WRITER}`;

const theForm = () => document.querySelector("form[data-drafts]");

function say(what, time = "") {
  const state = theForm().querySelector("[data-draft-state]");
  for (const part of state.children) part.hidden = part.dataset.when !== what;
  const said = state.querySelector(`[data-when="${what}"] time`);
  if (said) said.textContent = time;
}

function typed(form) {
  const fields = new FormData(form);
  for (const [name, value] of [...fields]) if (typeof value !== "string") fields.delete(name);
  fields.set("draft_writer", WRITER);
  return new URLSearchParams(fields);
}

const post = (form, fields) =>
  fetch(form.dataset.drafts, {
    method: "POST",
    body: fields,
    headers: { Accept: "application/json" },
    redirect: "manual",
    signal: AbortSignal.timeout(ANSWER_WITHIN),
  });

async function save() {
  const form = theForm();
  timer = undefined;
  if (isSaving || !form) return;
  [isSaving, isUnsaved] = [true, false];
  const fields = typed(form);
  try {
    const answer = await post(form, fields);
    if (answer.ok) saved(form, await answer.json());
    else if (answer.status === 409) say("elsewhere");
    else await keep(form, fields, isShut(answer) && !(await renewToken(form)) ? "signed-out" : "offline");
  } catch {
    await keep(form, fields, "offline");
  } finally {
    isSaving = false;
  }
  if (isUnsaved && !timer) saveIn(SAVE_AFTER);
}

// The way to the sign-in page, or the word that the token of this page is of a session that is over.
const isShut = (answer) => answer.type === "opaqueredirect" || [400, 401, 403].includes(answer.status);

// Whoever has signed in again meanwhile, in another page, goes on in this one; nobody else does.
async function renewToken(form) {
  const answer = await fetch(location.href, { redirect: "manual", signal: AbortSignal.timeout(ANSWER_WITHIN) }).catch(() => null);
  if (!answer?.ok) return false;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("form[data-drafts]");
  if (page?.dataset.draftPlace !== form.dataset.draftPlace) return false;
  for (const token of document.querySelectorAll("[name=csrf_token]")) token.value = page.elements.csrf_token.value;
  return true;
}

function saved(form, draft) {
  if (draft.recorded) return say("elsewhere");
  form.elements.draft_version.value = draft.version;
  history.replaceState(null, "", draft.page);
  localStorage.removeItem(placeOf(form));
  say("saved", draft.saved_at);
}

function saveIn(milliseconds) {
  clearTimeout(timer);
  timer = setTimeout(save, milliseconds);
}

// Sealed, for the browser writes it on the disk of a computer that others use, too. The key is in pages of the clerk alone.
async function keep(form, fields, why) {
  isUnsaved = true;
  saveIn(TRY_AGAIN_AFTER);
  say((await keepHere(form, fields)) ? why : "unkept");
}

// Whether it could be kept: a browser may have no room, or be told to keep nothing.
async function keepHere(form, fields) {
  try {
    localStorage.setItem(placeOf(form), await seal(form, fields.toString()));
    return true;
  } catch {
    return false;
  }
}

const bytes = (text) => Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
const text = (buffer) => btoa(Array.from(new Uint8Array(buffer), (byte) => String.fromCharCode(byte)).join(""));
const key = (form) => crypto.subtle.importKey("raw", bytes(form.dataset.draftKey), "AES-GCM", false, ["encrypt", "decrypt"]);

async function seal(form, plain) {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, await key(form), new TextEncoder().encode(plain));
  return `${text(iv)}.${text(sealed)}`;
}

async function unseal(form, kept) {
  const [iv, sealed] = kept.split(".").map(bytes);
  const plain = await crypto.subtle.decrypt({ name: "AES-GCM", iv }, await key(form), sealed);
  return new URLSearchParams(new TextDecoder().decode(plain));
}

function keptPlaces(form) {
  try {
    return Object.keys(localStorage).filter((name) => name.startsWith(`${form.dataset.draftPlace}-`));
  } catch {
    return [];
  }
}

// What an earlier page could not send, because the connection or the browser went, becomes a draft like any other.
async function sendKept(form) {
  const place = keptPlaces(form)[0];
  if (!place || !globalThis.crypto?.subtle) return;
  const fields = await unseal(form, localStorage.getItem(place)).catch(() => null);
  // A form that came back with what is wrong with it brought everything along.
  const isHere = "cameBack" in form.dataset && fields?.get("submission_id") === form.elements.submission_id.value;
  if (!fields || isHere) return localStorage.removeItem(place);
  fields.set("csrf_token", form.elements.csrf_token.value);
  let answer = await post(form, fields).catch(() => null);
  if (answer?.status === 409) {
    // Its draft was gone on with elsewhere: both are kept, and the clerk sees which is the one.
    fields.set("submission_id", form.elements.submission_id.value);
    fields.set("draft_version", "0");
    answer = await post(form, fields).catch(() => null);
  }
  if (!answer?.ok) return;
  localStorage.removeItem(place);
  const draft = await answer.json();
  if (!draft.recorded) location.replace(draft.page);
}

document.addEventListener("input", (event) => {
  if (event.target.form !== theForm() || !theForm()) return;
  isUnsaved = true;
  say("unsaved");
  // Counted from the first key, for a clerk may type on and on.
  timer ??= setTimeout(save, SAVE_AFTER);
});
// Before others who listen send the form themselves.
document.addEventListener("submit", () => { if (theForm()) theForm().elements.draft_writer.value = WRITER; }, true);

// Sealed here before it goes: the way to the server may be cut at this very moment. The next page throws it away.
document.addEventListener("submit", async (event) => {
  const form = theForm();
  if (event.target !== form) return;
  [isUnsaved, timer] = [false, clearTimeout(timer)];
  if (event.defaultPrevented) return;
  if (isSending) {
    isSending = false;
    return;
  }
  event.preventDefault();
  if (form.dataset.isSent) return;
  form.dataset.isSent = "1";
  await keepHere(form, typed(form));
  // In a turn of its own: a form cannot be sent while its being sent is still told around.
  await new Promise((resolve) => setTimeout(resolve));
  isSending = true;
  form.requestSubmit(event.submitter);
  // Whoever stops it, or lets it hang, may press again: the same form is recorded once.
  delete form.dataset.isSent;
});
// Somebody came back to the page with the browser's own button, after what they sent went nowhere.
addEventListener("pageshow", (event) => {
  const form = theForm();
  if (!event.persisted || !form) return;
  save();
});
addEventListener("online", () => { if (isUnsaved) save(); });
addEventListener("pagehide", () => {
  const form = theForm();
  if (isUnsaved && form) navigator.sendBeacon(form.dataset.drafts, typed(form));
});

if (theForm()) sendKept(theForm());
