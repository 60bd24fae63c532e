// The words scripts show, in the language of the page.

const place = document.getElementById("app-words")
const all = place ? JSON.parse(place.textContent) : {}

export function words(name, value = "") {
  return (all[name] || name).replace("{0}", value)
}
