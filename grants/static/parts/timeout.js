// Warns before a session ends for want of use, lets the person stay, and shows the sign-in page when it has ended.
// A page with words that nobody has sent stays: once they are sent, the server keeps them and asks to sign in.
//
// The dialog says: data-timeout-seconds, data-timeout-warn-seconds, data-timeout-extend-url (POST), data-timeout-ended-url.

import { words } from "grants/words"

const SECOND = 1000

const inWords = (seconds) => (seconds > 60 ? words("minutes_left", Math.ceil(seconds / 60)) : words("seconds_left", seconds))

// Forms that save while a person types have nothing to lose.
const holdsWords = (form) => form.method === "post" && form.closest("main") && !form.dataset.autosaveUrl

export function warnBeforeTimeout(dialog) {
  const { timeoutSeconds, timeoutWarnSeconds, timeoutExtendUrl, timeoutEndedUrl } = dialog.dataset
  let endsAt = Date.now() + Number(timeoutSeconds) * SECOND
  const left = () => Math.max(0, Math.round((endsAt - Date.now()) / SECOND))

  let unsent = false
  document.addEventListener("input", ({ target }) => { unsent ||= Boolean(target.form && holdsWords(target.form)) })

  const end = () => {
    clearInterval(looking)
    if (!unsent) return window.location.assign(timeoutEndedUrl)
    const [heading, time] = ["#timeout-title", "[data-timeout-left]"].map((part) => dialog.querySelector(part))
    heading.textContent = words("signed_out")
    time.textContent = words("still_here")
    for (const part of dialog.querySelectorAll("[data-timeout-before]")) part.hidden = true
    const back = dialog.querySelector("[data-timeout-back]")
    back.hidden = false
    if (!dialog.open) dialog.showModal()
    back.focus()
  }

  const look = () => {
    const seconds = left()
    if (seconds === 0) return end()
    if (seconds <= Number(timeoutWarnSeconds)) {
      dialog.querySelector("[data-timeout-left]").textContent = inWords(seconds)
      if (!dialog.open) dialog.showModal()
    }
  }

  const stay = async () => {
    const token = dialog.dataset.timeoutToken || ""
    const body = new URLSearchParams({ csrf_token: token })
    try {
      const answer = await fetch(timeoutExtendUrl, { method: "POST", body, credentials: "same-origin", redirect: "manual" })
      if (!answer.ok) return end()
      endsAt = Date.now() + Number(timeoutSeconds) * SECOND
      dialog.close()
    } catch {
      dialog.querySelector("[data-timeout-left]").textContent = words("unreachable")
    }
  }

  dialog.querySelector("[data-timeout-stay]").addEventListener("click", stay)
  dialog.querySelector("[data-timeout-back]").addEventListener("click", () => dialog.close())
  dialog.addEventListener("cancel", (event) => { if (left()) { event.preventDefault(); stay() } })
  const looking = setInterval(look, SECOND)
}
