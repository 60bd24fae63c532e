// Ctrl+Alt with the arrow keys goes to the next and previous item, where the page has links marked for it.

const links = { ArrowRight: "a[data-next]", ArrowLeft: "a[data-previous]" }

export function followShortcuts(page) {
  page.addEventListener("keydown", (event) => {
    const selector = event.ctrlKey && event.altKey && links[event.key]
    const link = selector && page.querySelector(selector)
    if (link) link.click()
  })
}
