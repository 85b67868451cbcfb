/** Requests to our own server, with the CSRF token and errors told apart by who can mend them. */

/** Thrown for an answer that is not 2xx (`status`, `error` of its JSON) or when none came (`status` 0). */
export class Refused extends Error {
  constructor(status, body) {
    super(body?.error?.text ?? (status ? `The site answered ${status}.` : "The site cannot be reached."));
    this.status = status;
    this.error = body?.error ?? {};
    this.body = body;
  }
}

/** The cookie is read at each request: logging in in another tab changes it. */
function token() {
  const cookie = document.cookie.split("; ").find((part) => part.startsWith("csrftoken="));
  return cookie ? cookie.slice("csrftoken=".length) : document.body.dataset.csrf;
}

/** Sends JSON, bytes or nothing, and resolves to the response; rejects with Refused. */
export async function send(url, { method = "POST", json, body: bytes, keepalive = false, signal } = {}) {
  const headers = { "X-CSRFToken": token(), "X-Requested-With": "XMLHttpRequest" };
  if (json !== undefined) headers["Content-Type"] = "application/json";
  if (bytes) Object.assign(headers, { "Content-Type": "application/octet-stream", Accept: "application/json" });
  const body = json === undefined ? bytes : JSON.stringify(json);
  let response;
  try {
    response = await fetch(url, { method, headers, body, keepalive, signal, credentials: "same-origin" });
  } catch {
    throw new Refused(0, null);
  }
  if (!response.ok) throw new Refused(response.status, await response.json().catch(() => null));
  return response;
}

export const sendForJson = async (url, options) => (await send(url, options)).json();
export const sendForText = async (url, options) => (await send(url, options)).text();
