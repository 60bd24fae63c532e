// Warns before a session ends for want of use, lets the person stay, and shows the sign-in page when it has ended.
//
// The dialog says: data-timeout-seconds, data-timeout-warn-seconds, data-timeout-extend-url (POST), data-timeout-ended-url.

import { words } from "grants/words"

const SECOND = 1000

const inWords = (seconds) => (seconds > 60 ? words("minutes_left", Math.ceil(seconds / 60)) : words("seconds_left", seconds))

export function warnBeforeTimeout(dialog) {
  const { timeoutSeconds, timeoutWarnSeconds, timeoutExtendUrl, timeoutEndedUrl } = dialog.dataset
  let endsAt = Date.now() + Number(timeoutSeconds) * SECOND
  const left = () => Math.max(0, Math.round((endsAt - Date.now()) / SECOND))

  const look = () => {
    const seconds = left()
    if (seconds === 0) return window.location.assign(timeoutEndedUrl)
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
      if (!answer.ok) return window.location.assign(timeoutEndedUrl)
      endsAt = Date.now() + Number(timeoutSeconds) * SECOND
      dialog.close()
    } catch {
      dialog.querySelector("[data-timeout-left]").textContent = words("unreachable")
    }
  }

  dialog.querySelector("[data-timeout-stay]").addEventListener("click", stay)
  dialog.addEventListener("cancel", (event) => { event.preventDefault(); stay() })
  setInterval(look, SECOND)
}
