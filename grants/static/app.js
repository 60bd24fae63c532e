// Makes pages quicker to use. Every page works without it.
import { initAll } from "govuk-frontend"

import { startAutosave } from "grants/autosave"
import { keepRunningTotal } from "grants/running_total"
import { sendOnce } from "grants/send_once"
import { followShortcuts } from "grants/shortcuts"
import { warnBeforeTimeout } from "grants/timeout"

const each = (selector, start) => document.querySelectorAll(selector).forEach(start)

initAll()
each("form[data-autosave-url]", startAutosave)
each("[data-running-total]", keepRunningTotal)
each("form", sendOnce)
each("[data-timeout-seconds]", warnBeforeTimeout)
followShortcuts(document)
