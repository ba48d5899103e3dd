// A button that answers as the finger lifts.

const LONGEST_TAP = 500;

/**
 * Submit the form of `button` when a finger lifts from it, and call `pressed()` when anything goes
 * down on it.
 *
 * Left alone, the browser makes mouse events up for a finger, with the focus, the hovering and the
 * styles that go with them: a third of what the next leaf takes. Mouse, keyboard and screen reader
 * click as ever; a finger that scrolls, stays or slides away is left to the browser.
 */
export function answerTaps(button, pressed) {
  let down = null;
  button.addEventListener("pointerdown", (event) => {
    down = event.timeStamp;
    pressed();
  });
  button.addEventListener("touchend", (event) => {
    const [touch] = event.changedTouches;
    const held = event.timeStamp - down;
    const under = document.elementFromPoint(touch.clientX, touch.clientY);
    const isTap = event.touches.length === 0 && held < LONGEST_TAP && button.contains(under);
    if (!isTap || button.disabled || !event.cancelable) return;
    event.preventDefault();
    button.form.requestSubmit(button);
  });
}
