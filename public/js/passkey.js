// Buttons that ask the browser for a passkey: `data-passkey` takes the answer, `data-passkey-options` says what to sign.
// A passkey belongs to a name: at a bare number (127.0.0.1) no browser makes one, and the buttons stay away.
const hasName = !/^[\d.]+$|:/.test(location.hostname);
for (const box of document.querySelectorAll("[data-passkey]")) {
  if (!hasName || !window.PublicKeyCredential?.parseRequestOptionsFromJSON) continue;
  const { passkey, passkeyOptions } = box.dataset;
  const button = box.querySelector("button");
  const fault = box.querySelector(".error");
  box.hidden = false;
  button.addEventListener("click", async (event) => {
    event.preventDefault();
    button.disabled = true;
    fault.hidden = true;
    const to = await askBrowser(passkeyOptions, passkey).catch(() => null);
    if (to) location.assign(to);
    else {
      fault.hidden = false;
      button.disabled = false;
    }
  });
}

async function askBrowser(optionsPath, answerPath) {
  const options = await post(optionsPath, {});
  const credential = options.rp
    ? await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) })
    : await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) });
  const { to } = await post(answerPath, credential.toJSON());
  return to;
}

async function post(path, body) {
  const answer = await fetch(path, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${path} answers ${answer.status}`);
  return answer.json();
}
