// Everything a clerk does while writing down a complaint, without taking a hand from the keyboard.
const FIELDS = "input:not([type=hidden]), select, textarea";

function goTo(form, number) {
  const part = form.querySelector(`[data-part="${number}"]`);
  part?.querySelector(FIELDS)?.focus();
  return Boolean(part);
}

// From one case that is pointed out to the next.
function goToHint(form) {
  const hints = [...form.querySelectorAll(".hints a")];
  hints[(hints.indexOf(document.activeElement) + 1) % hints.length]?.focus();
  return hints.length > 0;
}

document.addEventListener("keydown", (event) => {
  const form = document.querySelector("form[data-shortcuts]");
  if (!form) return;
  let isDone = false;
  if (event.ctrlKey && event.key === "Enter") {
    form.querySelector("[data-record]").click();
    isDone = true;
  } else if (event.altKey && /^Digit[1-9]$/.test(event.code)) {
    isDone = goTo(form, event.code.slice(-1));
  } else if (event.altKey && event.code === "KeyK") {
    const button = form.querySelector("[data-take-category]");
    button?.click();
    isDone = Boolean(button);
  } else if (event.altKey && event.code === "KeyL") {
    isDone = goToHint(form);
  }
  if (isDone) event.preventDefault();
});
