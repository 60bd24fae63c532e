// A form with a button marked data-prevent-double-click is sent once, however often the button is pressed.

const WAIT_MS = 10000

export function sendOnce(form) {
  if (!form.querySelector("[data-prevent-double-click]")) return
  let sentAt = -Infinity
  form.addEventListener("submit", (event) => {
    const now = performance.now()
    if (now - sentAt < WAIT_MS) event.preventDefault()
    else sentAt = now
  })
  // A page brought back by the Back button may be sent again.
  window.addEventListener("pageshow", () => { sentAt = -Infinity })
}
