// Keeps what a clerk types: on the server within seconds, and sealed in this browser while the server is out of reach.
const SAVE_AFTER = 1500;
const TRY_AGAIN_AFTER = 5000;
// A connection that hangs is as good as none: with SAVE_AFTER well below the five seconds that a power cut may cost.
const ANSWER_WITHIN = 3000;

// The server knows this page again by it when its answer was lost on the way.
const WRITER = Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(16).padStart(2, "0")).join("");

let isUnsaved = false;
let isSaving = false;
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
  fields.set("draft_version", form.dataset.draftVersion);
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
    if (answer.ok) await saved(form, await answer.json());
    else if (answer.status === 409) say("elsewhere");
    else await keep(form, fields, answer.type === "opaqueredirect" || answer.status === 401 ? "signed-out" : "offline");
  } catch {
    await keep(form, fields, "offline");
  }
  isSaving = false;
  if (isUnsaved && !timer) saveIn(SAVE_AFTER);
}

async function saved(form, draft) {
  form.dataset.draftVersion = draft.version;
  form.dataset.draftReference = draft.reference;
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
  if (!globalThis.crypto?.subtle) return say("unkept");
  localStorage.setItem(placeOf(form), await seal(form, fields.toString()));
  say(why);
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

// What an earlier page could not send, because the connection or the browser went, becomes a draft like any other.
async function sendKept(form) {
  const place = Object.keys(localStorage).find((name) => name.startsWith(`${form.dataset.draftPlace}-`));
  if (!place || !globalThis.crypto?.subtle) return;
  const fields = await unseal(form, localStorage.getItem(place)).catch(() => null);
  if (!fields) return localStorage.removeItem(place);
  fields.set("csrf_token", form.elements.csrf_token.value);
  let answer = await post(form, fields).catch(() => null);
  const isRecorded = answer?.status === 409 && (await answer.json()).recorded;
  if (answer?.status === 409 && !isRecorded) {
    // Its draft was gone on with elsewhere: both are kept, and the clerk sees which is the one.
    fields.set("submission_id", form.elements.submission_id.value);
    fields.set("draft_version", "0");
    answer = await post(form, fields).catch(() => null);
  }
  if (!answer?.ok && !isRecorded) return;
  localStorage.removeItem(place);
  if (answer.ok) location.replace((await answer.json()).page);
}

document.addEventListener("input", (event) => {
  if (event.target.form !== theForm() || !theForm()) return;
  isUnsaved = true;
  say("unsaved");
  // Counted from the first key, for a clerk may type on and on.
  timer ??= setTimeout(save, SAVE_AFTER);
});
document.addEventListener("submit", () => { isUnsaved = false; clearTimeout(timer); timer = undefined; });
addEventListener("online", () => { if (isUnsaved) save(); });
addEventListener("pagehide", () => {
  const form = theForm();
  if (isUnsaved && form) navigator.sendBeacon(form.dataset.drafts, typed(form));
});

if (theForm()) sendKept(theForm());
