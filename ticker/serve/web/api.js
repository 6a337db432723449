// Questions to the server. Knows how it answers; must not know what is asked.

/** What the server says to `path`, as JSON. Throws an Error with `status`, `kind` and the problem's text. */
export async function ask(path, { token = "", body, ...options } = {}) {
  const headers = { ...options.headers };
  if (token) headers.Authorization = `Bearer ${token}`;
  if (body) {
    options.method = "POST";
    options.body = JSON.stringify(body);
    headers["Content-Type"] = "application/json";
  }
  const answer = await fetch(path, { ...options, headers });
  const said = await answer.json().catch(() => ({}));
  if (!answer.ok) {
    const kind = String(said.type ?? "").replace("urn:ticker:problem:", "");
    throw Object.assign(new Error(said.detail || said.title || `${answer.status}`), { status: answer.status, kind });
  }
  return said;
}
