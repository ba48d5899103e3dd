// A signature drawn with a finger or a pen, kept as strokes: `[[[x, y, t], …], …]`.
//
// Both axes share one scale, 1000 being the width of the sheet when the signing began, so that the
// drawing keeps its shape on any screen and on paper; `t` counts milliseconds from the first touch.

const UNIT = 1000;
const INK = "#14213d";
const LINE_WIDTH = 4.5;

/** Make the pad in `root` ([data-signature]) take a signature. */
export function signaturePad(root) {
  const sheet = root.querySelector("[data-signature-sheet]");
  const canvas = root.querySelector("[data-signature-pad]");
  const kept = root.querySelector("[data-signature-strokes]");
  const clear = root.querySelector("[data-signature-clear]");
  const hint = root.querySelector("[data-signature-hint]");
  const pen = canvas.getContext("2d");
  let strokes = kept.value ? JSON.parse(kept.value) : [];
  let stroke = null;
  let began = 0;
  let ratio = 0;
  let scale = 1;

  function fit() {
    const { width, height } = canvas.getBoundingClientRect();
    if (!width) return;
    if (!strokes.length && !stroke) ratio = height / width;
    // A sheet that became wider must not push the drawing over its edge.
    scale = Math.min(width, height / (ratio || height / width)) / UNIT;
    const density = window.devicePixelRatio || 1;
    canvas.width = Math.round(width * density);
    canvas.height = Math.round(height * density);
    pen.scale(density * scale, density * scale);
    pen.lineWidth = LINE_WIDTH;
    pen.lineCap = pen.lineJoin = "round";
    pen.strokeStyle = pen.fillStyle = INK;
    for (const points of strokes) drawStroke(pen, points);
  }

  function pointOf(event) {
    const box = canvas.getBoundingClientRect();
    const x = Math.round((event.clientX - box.left) / scale);
    const y = Math.round((event.clientY - box.top) / scale);
    return [x, y, Math.round(event.timeStamp - began)];
  }

  function show() {
    const signed = strokes.length > 0;
    clear.disabled = !signed;
    hint.hidden = signed || stroke !== null;
    sheet.toggleAttribute("data-signed", signed);
  }

  function keep() {
    kept.value = strokes.length ? JSON.stringify(strokes) : "";
    kept.dispatchEvent(new Event("change", { bubbles: true }));
    show();
  }

  canvas.addEventListener("pointerdown", (event) => {
    if (!event.isPrimary || event.button !== 0) return;
    canvas.setPointerCapture(event.pointerId);
    if (!strokes.length) began = event.timeStamp;
    stroke = [pointOf(event)];
    drawStroke(pen, stroke);
    show();
  });
  canvas.addEventListener("pointermove", (event) => {
    if (!stroke || !event.isPrimary) return;
    // Between two frames a finger leaves several points; all of them make the line smooth.
    for (const moment of event.getCoalescedEvents?.() ?? [event]) {
      stroke.push(pointOf(moment));
      drawStroke(pen, stroke.slice(-2));
    }
  });
  for (const end of ["pointerup", "pointercancel"]) {
    canvas.addEventListener(end, () => {
      if (!stroke) return;
      strokes.push(stroke);
      stroke = null;
      keep();
    });
  }
  clear.addEventListener("click", () => {
    strokes = [];
    fit();
    keep();
  });
  new ResizeObserver(fit).observe(canvas);
  show();
}

function drawStroke(pen, points) {
  const [[x, y]] = points;
  pen.beginPath();
  if (points.length === 1) {
    pen.arc(x, y, LINE_WIDTH / 2, 0, 2 * Math.PI);
    pen.fill();
    return;
  }
  pen.moveTo(x, y);
  for (const [nextX, nextY] of points.slice(1)) pen.lineTo(nextX, nextY);
  pen.stroke();
}

for (const root of document.querySelectorAll("[data-signature]")) signaturePad(root);
