// A passkey of this tablet that yields a secret of its own (WebAuthn's PRF extension).

const BYTES = 32;
const PATIENCE = 120_000;
const ES256 = -7;
const RS256 = -257;

/** There is no passkey: refused, or this tablet has none that can do it. */
export class NoPasskey extends Error {
  name = "NoPasskey";
}

/** Whether this tablet may be able to: it asks a finger, a face or its own code. */
export async function canHavePasskey() {
  const asking = globalThis.PublicKeyCredential?.isUserVerifyingPlatformAuthenticatorAvailable?.();
  return (await asking?.catch(() => false)) ?? false;
}

/** Make a passkey called `name`: `{id, salt, prf}`, `prf` being its secret for `salt`. */
export async function makePasskey(name) {
  const salt = random();
  const made = await ask(() =>
    navigator.credentials.create({
      publicKey: {
        challenge: random(), // nobody checks the signature: the secret alone counts
        rp: { name: "Palier" },
        user: { id: random(), name, displayName: name },
        pubKeyCredParams: [ES256, RS256].map((alg) => ({ type: "public-key", alg })),
        authenticatorSelection: {
          authenticatorAttachment: "platform",
          residentKey: "preferred",
          userVerification: "required",
        },
        timeout: PATIENCE,
        extensions: { prf: { eval: { first: salt } } },
      },
    }),
  );
  const id = new Uint8Array(made.rawId);
  const { prf } = made.getClientExtensionResults();
  if (!prf?.enabled) throw new NoPasskey("this passkey yields no secret");
  return { id, salt, prf: prf.results?.first ?? (await askPasskey(id, salt)) };
}

/** The secret of the passkey `id` for `salt`, once its owner has shown themselves. */
export async function askPasskey(id, salt) {
  const shown = await ask(() =>
    navigator.credentials.get({
      publicKey: {
        challenge: random(),
        allowCredentials: [{ type: "public-key", id }],
        userVerification: "required",
        timeout: PATIENCE,
        extensions: { prf: { eval: { first: salt } } },
      },
    }),
  );
  const secret = shown.getClientExtensionResults().prf?.results?.first;
  if (!secret) throw new NoPasskey("this passkey yields no secret");
  return secret;
}

async function ask(work) {
  try {
    return await work();
  } catch (error) {
    throw new NoPasskey("no passkey was shown", { cause: error });
  }
}

function random() {
  return crypto.getRandomValues(new Uint8Array(BYTES));
}
