// Saves answers while a person types: a few seconds after they stop, and when they leave a field.
//
// The form says where:      data-autosave-url, and may hold an element [data-autosave-status] for the words shown.
// Sent (POST, as a form):   every hidden field, each changed field with all its values, and autosave=1.
// Expected back (JSON):     {"saved_at": "10:32am", "hidden": {"version": "8"}}; hidden fields take the new values.
//                           A "message" beside them says what else was sent and could not be kept.
// 409 (JSON {"message"}):   somebody else has saved; nothing more is sent, and what was typed stays on the page.
// No answer or 5xx:         tried again, more and more slowly; leaving the page asks first.

import { words } from "grants/words"

const QUIET_MS = 3000
const FIRST_RETRY_MS = 5000
const LONGEST_RETRY_MS = 60000
const MOST_PATIENCE_MS = 5000

// The boxes of one answer (a date, a table) are sent together: half of it would mean something else.
function together(field) {
  const answer = field.closest("[data-together]")
  const boxes = answer ? [...answer.querySelectorAll("input, select, textarea")] : [field]
  return boxes.filter((box) => box.name && !["hidden", "file"].includes(box.type)).map((box) => box.name)
}

class Autosave {
  constructor(form) {
    this.form = form
    this.status = form.querySelector("[data-autosave-status]") || this.addStatus()
    this.changed = new Set()
    this.sending = false
    this.stopped = false
    this.retryAfter = FIRST_RETRY_MS
  }

  addStatus() {
    const place = document.createElement("p")
    place.className = "govuk-body app-saved"
    place.setAttribute("role", "status")
    this.form.append(place)
    return place
  }

  listen() {
    this.form.addEventListener("input", (event) => this.note(event.target, QUIET_MS))
    this.form.addEventListener("change", (event) => this.note(event.target, 0))
    this.form.addEventListener("focusout", () => this.changed.size && this.plan(0))
    this.form.addEventListener("submit", (event) => this.leave(event), { capture: true })
    window.addEventListener("online", () => this.changed.size && this.plan(0))
    window.addEventListener("beforeunload", (event) => this.changed.size && !this.stopped && event.preventDefault())
  }

  note(field, wait) {
    if (!field.name || field.type === "file" || field.type === "hidden" || this.stopped) return
    for (const name of together(field)) this.changed.add(name)
    this.plan(wait)
  }

  plan(wait) {
    clearTimeout(this.timer)
    if (!this.stopped) this.timer = setTimeout(() => this.save(), wait)
  }

  stop() {
    this.stopped = true
    clearTimeout(this.timer)
  }

  // A save that is still on its way arrives first: else the page sent after it would look like somebody else's change.
  leave(event) {
    this.stop()
    if (!this.underway) return
    event.preventDefault()
    event.stopImmediatePropagation()
    const button = event.submitter
    const patience = new Promise((done) => setTimeout(done, MOST_PATIENCE_MS))
    Promise.race([this.underway, patience]).then(() => {
      this.underway = null
      this.form.requestSubmit(button)
    })
  }

  body(names) {
    const all = new FormData(this.form)
    const body = new URLSearchParams({ autosave: "1" })
    this.form.querySelectorAll("input[type=hidden][name]").forEach((field) => body.append(field.name, field.value))
    for (const name of names) {
      const values = all.getAll(name)
      for (const value of values.length ? values : [""]) body.append(name, value)
    }
    return body
  }

  save() {
    if (this.sending || this.stopped || !this.changed.size) return
    this.underway = this.keep().finally(() => { this.underway = null })
  }

  async keep() {
    const names = [...this.changed]
    this.changed.clear()
    this.sending = true
    this.say("saving", words("saving"))
    try {
      this.settle(await this.send(names), names)
    } catch {
      this.tryAgain(names)
    } finally {
      this.sending = false
      if (this.changed.size && !this.retrying) this.plan(QUIET_MS)
    }
  }

  async send(names) {
    const headers = { Accept: "application/json" }
    const options = { method: "POST", body: this.body(names), headers, credentials: "same-origin", redirect: "manual" }
    const answer = await fetch(this.form.dataset.autosaveUrl, options)
    if (answer.status >= 500 || answer.status === 429) throw new Error("try again")
    const isJson = (answer.headers.get("Content-Type") || "").includes("json")
    return { status: answer.status, ok: answer.ok, said: isJson ? await answer.json() : {} }
  }

  settle({ status, ok, said }, names) {
    this.retrying = false
    this.retryAfter = FIRST_RETRY_MS
    if (ok) return this.saved(said)
    if (status === 422) return this.refused(said)
    names.forEach((name) => this.changed.add(name))
    const state = status === 409 ? "stale" : "ended"
    this.say("stale", said.message || words(state))
    this.stopSending()
  }

  saved(said) {
    for (const [name, value] of Object.entries(said.hidden || {})) {
      this.form.querySelectorAll(`input[type=hidden][name="${CSS.escape(name)}"]`).forEach((field) => { field.value = value })
    }
    if (said.message) this.say("failed", said.message)
    else this.say("saved", words("saved", said.saved_at))
  }

  // What changed while the answer was on its way is still to be sent.
  refused(said) {
    this.say("failed", said.message || words("refused"))
  }

  // Nothing more is sent, but leaving the page still asks, because the words are only here.
  stopSending() {
    clearTimeout(this.timer)
    this.plan = () => {}
  }

  tryAgain(names) {
    names.forEach((name) => this.changed.add(name))
    this.say("failed", words("failed"))
    this.retrying = true
    this.plan(this.retryAfter)
    this.retryAfter = Math.min(this.retryAfter * 2, LONGEST_RETRY_MS)
  }

  say(state, text) {
    this.status.dataset.state = state
    this.status.textContent = text
  }
}

export function startAutosave(form) {
  new Autosave(form).listen()
}
