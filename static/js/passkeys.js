// Passkeys that open an account: made on the account's page, shown on the way in. The passkey that
// unlocks a tablet without a network is another one (js/tablet/passkey.js): it opens no account.

import { bytesOf, textOf } from "./base64url.js";

const CEREMONIES = { make, show };

/** Work every form that waits for a passkey: it leaves once its field `credential` is filled. */
export function workPasskeys() {
  for (const place of document.querySelectorAll("[data-no-passkeys]")) {
    place.hidden = canHave(place.dataset.noPasskeys);
  }
  for (const form of document.querySelectorAll("form[data-passkey]")) {
    form.hidden = !canHave(form.dataset.host);
  }
  // At the window: before anything on the document counts the form as sent.
  addEventListener("submit", hold, { capture: true });
  // A page that comes back from the browser's memory holds what was shown once.
  addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    for (const form of document.querySelectorAll("form[data-passkey]")) {
      form.elements.credential.value = "";
    }
  });
}

/** Whether passkeys of `host` can be made and shown on this page. */
function canHave(host) {
  const here = location.hostname;
  return "PublicKeyCredential" in globalThis && (here === host || here.endsWith(`.${host}`));
}

function hold(event) {
  const form = event.target;
  if (!form.matches("form[data-passkey]") || form.elements.credential.value) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  if (!form.hasAttribute("data-asking")) ask(form);
}

async function ask(form) {
  const button = form.querySelector("[type=submit]");
  const trouble = form.querySelector("[data-passkey-trouble]");
  form.setAttribute("data-asking", "");
  button.setAttribute("aria-busy", "true");
  trouble.hidden = true;
  try {
    form.elements.credential.value = JSON.stringify(await CEREMONIES[form.dataset.passkey](form));
    form.requestSubmit();
  } catch {
    // Refused, given up, or out of time: browsers do not tell which, so that no page can know.
    trouble.hidden = false;
    trouble.focus();
  } finally {
    form.removeAttribute("data-asking");
    if (!form.hasAttribute("data-sending")) button.removeAttribute("aria-busy");
  }
}

async function make(form) {
  const options = JSON.parse(form.dataset.options);
  const made = await navigator.credentials.create({
    publicKey: {
      ...options,
      challenge: bytesOf(options.challenge),
      user: { ...options.user, id: bytesOf(options.user.id) },
      excludeCredentials: options.excludeCredentials.map(named),
    },
  });
  const { attestationObject } = made.response;
  return told(made, { attestationObject: textOf(attestationObject) });
}

async function show(form) {
  const reply = await fetch(form.dataset.optionsFrom, { cache: "no-store" });
  if (!reply.ok) throw new Error("no challenge");
  const options = await reply.json();
  const shown = await navigator.credentials.get({
    publicKey: { ...options, challenge: bytesOf(options.challenge), allowCredentials: [] },
  });
  const { authenticatorData, signature, userHandle } = shown.response;
  return told(shown, {
    authenticatorData: textOf(authenticatorData),
    signature: textOf(signature),
    ...(userHandle && { userHandle: textOf(userHandle) }),
  });
}

function named(credential) {
  return { ...credential, id: bytesOf(credential.id) };
}

function told(credential, response) {
  return {
    id: credential.id,
    rawId: textOf(credential.rawId),
    type: credential.type,
    response: { clientDataJSON: textOf(credential.response.clientDataJSON), ...response },
  };
}
