"""The real application in real processes, crowded, and killed in the middle of its work.

Everything else is tested inside one process. Here gunicorn serves and `flask jobs work` works as docs/install.md says,
on a database of either engine; mail goes to a mail server and files to an S3 store of the test's own; people are
processes too (`client.py`, which knows nothing of the application), and each writes down what it was answered.
What they were told is then held against what is stored.

| file | what it holds |
|---|---|
| `site.py` | a site: its database and processes, how they are started and killed |
| `outside.py` | the mail server and the file store; either can end a worker at the moment something arrives |
| `client.py` | one person at a browser, as a program of its own |
| `people.py` | starts those programs, lets them go at once, gathers what they were answered |
| `submitting.py`, `paying.py` | what is sent, and what must be true of it afterwards |
| `test_killed_web.py` | kill -9 of the web under autosaves, submits and releases of payments |
| `test_killed_worker.py` | kill -9 of the worker at named moments and at random: mails, letters, payment files |
| `test_at_once.py` | eight people at once: recommendations, approvals, payments, submits, autosaves |

The clock is the real one. Only the end of a dead worker's lease is not waited for: `Site.a_minute_passes` ends it.
With GRANTS_SOAK set (`make soak`) there are more kills and rounds.
"""
