// Dialogs: opened by [data-dialog-open="<id>"], closed by [data-dialog-close], Escape or a press beside them.

/** Work every dialog of the page, also those that arrive later. */
export function workDialogs() {
  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-dialog-open]");
    if (opener) document.getElementById(opener.dataset.dialogOpen).showModal();
    else if (event.target.closest("[data-dialog-close]")) event.target.closest("dialog").close();
    else if (event.target.matches("dialog")) closeWhenBeside(event);
  });
}

function closeWhenBeside(event) {
  const box = event.target.getBoundingClientRect();
  const inside =
    event.clientX >= box.left &&
    event.clientX <= box.right &&
    event.clientY >= box.top &&
    event.clientY <= box.bottom;
  if (!inside) event.target.close();
}
