const noAccessText =
  'This tab has no access to the companion. For a new address, type in a terminal: npx lab open';
const storageKey = 'codepipeline-lab.access';

/** This tab has no access to the companion. The message states how to get it. */
export class NoAccess extends Error {}

/** Called with the reason when this tab loses its access, and with undefined when it gets access. */
type AccessListener = (error: NoAccess | undefined) => void;

const listeners = new Set<AccessListener>();

/** The token, when the browser does not let this page store it. It then lasts as long as the page. */
let memory: string | undefined;

/** Tabs that lost their access get that of a tab that signs in. The channel reaches pages of this origin only. */
const channel = new BroadcastChannel(storageKey);

function storedToken(): string | undefined {
  try {
    return sessionStorage.getItem(storageKey) ?? memory;
  } catch {
    // SecurityError: this browser stores nothing for the page.
    return memory;
  }
}

function storeToken(token: string | undefined): void {
  memory = token;
  try {
    if (token === undefined) sessionStorage.removeItem(storageKey);
    else sessionStorage.setItem(storageKey, token);
  } catch {
    // As in storedToken, or the quota is used up: the token lasts as long as the page.
  }
}

function setToken(token: string): void {
  storeToken(token);
  for (const listener of listeners) listener(undefined);
}

/**
 * Takes the secret out of the page's address, so that neither the history nor a copied address contains it. Takes it with
 * whatever was pasted behind it, too.
 */
function takeSecret(): string | undefined {
  const secret = /^#access=(.*)$/.exec(location.hash)?.[1];
  if (secret !== undefined) history.replaceState(history.state, '', location.pathname + location.search);
  return secret;
}

/** Exchanges the secret for a token. Throws NoAccess if it does not work and the tab has no other token. */
async function signIn(secret: string): Promise<void> {
  const response = await fetch('/api/sign-in', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ secret }),
  });
  const { token, error } = (await response.json()) as { token?: string; error?: string };
  if (token !== undefined) {
    setToken(token);
    channel.postMessage(token);
  } else if (storedToken() === undefined) throw new NoAccess(error ?? noAccessText);
}

let signingIn = Promise.resolve();

function signInFromAddress(): void {
  const secret = takeSecret();
  if (secret === undefined) return;
  signingIn = signIn(secret);
  // The requests that wait for the token report the error.
  signingIn.catch(() => {});
}

/** The token of this tab. Throws NoAccess when there is none. */
export async function accessToken(): Promise<string> {
  await signingIn;
  const token = storedToken();
  if (token === undefined) throw new NoAccess(noAccessText);
  return token;
}

/** Forgets a token that the companion rejected, such as one of an earlier run, and throws NoAccess. */
export function dropToken(token: string, message = noAccessText): never {
  const error = new NoAccess(message);
  if (storedToken() === token) {
    storeToken(undefined);
    for (const listener of listeners) listener(error);
  }
  throw error;
}

/** Calls the listener whenever this tab loses its access or gets it. */
export function onAccessChange(listener: AccessListener): void {
  listeners.add(listener);
}

signInFromAddress();
// A new address that is pasted into this tab may differ in its fragment only. Then the page is not loaded again.
addEventListener('hashchange', signInFromAddress);
channel.addEventListener('message', ({ data }) => {
  if (storedToken() === undefined) {
    signingIn = Promise.resolve();
    setToken(String(data));
  }
});
