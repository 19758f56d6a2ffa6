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
  localStorage.removeItem(form.dataset.draftPlace);
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
  localStorage.setItem(form.dataset.draftPlace, await seal(form, fields.toString()));
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
  const kept = localStorage.getItem(form.dataset.draftPlace);
  if (!kept || !globalThis.crypto?.subtle) return;
  const fields = await unseal(form, kept).catch(() => null);
  if (!fields) return localStorage.removeItem(form.dataset.draftPlace);
  fields.set("csrf_token", form.elements.csrf_token.value);
  const answer = await post(form, fields).catch(() => null);
  if (answer?.ok) {
    localStorage.removeItem(form.dataset.draftPlace);
    location.replace((await answer.json()).page);
  } else if (answer?.status === 409) {
    localStorage.removeItem(form.dataset.draftPlace);
  }
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
