// Answers that are pages of ours on what was sent; after any other it is better to keep what was typed.
const PAGES = [200, 400, 409, 422];

// Shows how far the files are on their way. Without it, or where it fails, the form is sent as any other.
function watch() {
  for (const box of document.querySelectorAll("[data-upload]")) {
    const input = document.getElementById(box.dataset.upload);
    input.form.addEventListener("submit", (event) => {
      if (input.files.length > 0) {
        event.preventDefault();
        send(input, box, event.submitter);
      }
    });
  }
}

function send(input, box, button) {
  const request = new XMLHttpRequest();
  const [bar, said] = [box.querySelector("progress"), box.querySelector("[role=status]")];
  box.hidden = false;
  // The button is sent, too, and would not be once it is shut.
  const form = new FormData(input.form, button);
  if (button) button.disabled = true;
  request.upload.addEventListener("progress", (event) => {
    if (event.lengthComputable) bar.value = (100 * event.loaded) / event.total;
  });
  const fail = () => {
    bar.hidden = true;
    said.textContent = refusalIn(request) || box.dataset.failed;
    if (button) button.disabled = false;
    // It is unsent again, which the page is to know of.
    input.form.dispatchEvent(new Event("input"));
  };
  request.addEventListener("error", fail);
  request.addEventListener("load", () => (PAGES.includes(request.status) ? show(request, input) : fail()));
  box.scrollIntoView({ block: "center" });
  request.open("POST", input.form.action);
  request.send(form);
}

// Why nothing was taken, where a page of ours came back that says it; empty where none did.
function refusalIn(request) {
  const page = new DOMParser().parseFromString(request.responseText, "text/html").querySelector("[data-error]");
  return page ? [...page.querySelectorAll("h1, [data-advice]")].map((words) => words.textContent).join(": ") : "";
}

// Another page is gone to; the same one, or a refusal, takes the place of this, and what was chosen stays chosen.
function show(request, input) {
  if (request.status === 200 && new URL(request.responseURL).pathname !== location.pathname) {
    location.assign(request.responseURL);
    return;
  }
  const answer = new DOMParser().parseFromString(request.responseText, "text/html");
  document.title = answer.title;
  document.querySelector("main").replaceWith(answer.querySelector("main"));
  if (request.status !== 200) {
    document.getElementById(input.id)?.replaceWith(input);
    document.querySelector("[data-forgotten]")?.remove();
  }
  watch();
  document.querySelector("main").scrollIntoView();
  (document.getElementById("problems") ?? document.querySelector("main [autofocus]"))?.focus();
}

watch();
