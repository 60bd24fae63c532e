// Adds up the sums in a budget table while they are typed. The server adds them again when the page is saved.
//
// [data-running-total] holds inputs [data-adds] and elements [data-total]; with data-limit (pence) also [data-left].

export function penceOf(text) {
  const plain = text.replace(/[£,\s]/g, "")
  if (!/^\d+(\.\d{1,2})?$/.test(plain)) return null
  const [pounds, part = ""] = plain.split(".")
  return Number(pounds) * 100 + Number(part.padEnd(2, "0"))
}

export function inPounds(pence) {
  const [pounds, part] = (Math.abs(pence) / 100).toFixed(2).split(".")
  return `${pence < 0 ? "-" : ""}${pounds.replace(/\B(?=(\d{3})+$)/g, ",")}.${part}`
}

export function keepRunningTotal(table) {
  const show = (selector, text) => table.querySelectorAll(selector).forEach((place) => { place.textContent = text })
  const add = () => {
    const sums = [...table.querySelectorAll("input[data-adds]")].map((field) => penceOf(field.value) || 0)
    const total = sums.reduce((sum, pence) => sum + pence, 0)
    show("[data-total]", inPounds(total))
    if (table.dataset.limit) show("[data-left]", inPounds(Number(table.dataset.limit) - total))
  }
  table.addEventListener("input", add)
  add()
}
