"""Serves styles and scripts under names that change with their content, so that browsers may keep them."""

from __future__ import annotations

import hashlib
from pathlib import Path
from wsgiref.headers import Headers

from flask import Flask
from jinja2.utils import htmlsafe_json_dumps
from whitenoise import WhiteNoise

from grants.web.headers import ONE_YEAR, STEADY_HEADERS

NEEDED = ("vendor/govuk-frontend.min.css", "vendor/govuk-frontend.min.js", "app.css", "app.js")
HOUR = 3_600
PARTS = "parts/"


def hashed_name(name: str, content: bytes) -> str:
    """`app.css` as `app.1f2e3d4c5b6a.css`."""
    stem, dot, ending = name.rpartition(".")
    return f"{stem}.{hashlib.sha256(content).hexdigest()[:12]}{dot}{ending}"


def hashed_names(folder: Path) -> dict[str, str]:
    """Every static file's plain name with the name that carries its hash."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    names = {path.relative_to(folder).as_posix(): path for path in files}
    return {name: hashed_name(name, path.read_bytes()) for name, path in names.items()}


def module_names(names: dict[str, str], prefix: str) -> dict[str, str]:
    """What scripts call one another, with the address of each: `grants/autosave`, `govuk-frontend`."""
    parts = [name for name in names if name.startswith(PARTS)]
    ours = {f"grants/{name.removeprefix(PARTS).removesuffix('.js')}": prefix + names[name] for name in parts}
    return ours | {"govuk-frontend": prefix + names["vendor/govuk-frontend.min.js"]}


def check_needed(folder: Path) -> None:
    """Stop at start, plainly, rather than send pages without their styles."""
    missing = [name for name in NEEDED if not (folder / name).is_file()]
    if missing:
        raise RuntimeError(f"Static files are missing: {', '.join(missing)}. Run `make setup`.")


def file_headers(*, secure: bool) -> dict[str, str]:
    """The same protection for files as for pages; a file opened by itself may load nothing."""
    policy = {"Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'"}
    transport = {"Strict-Transport-Security": f"max-age={ONE_YEAR}; includeSubDomains"} if secure else {}
    return {**STEADY_HEADERS, **policy, **transport}


def add_headers(headers: Headers, wanted: dict[str, str]) -> None:
    """Send them with a file."""
    for name, value in wanted.items():
        headers[name] = value


def init_static_files(app: Flask) -> None:
    """Serve the static folder and give templates `asset_url(name)`."""
    folder = Path(app.static_folder or "")
    check_needed(folder)
    names = hashed_names(folder)
    prefix = f"{app.static_url_path}/"
    wanted = file_headers(secure=bool(app.config["SESSION_COOKIE_SECURE"]))
    kept_for_ever = {prefix + name for name in names.values()}
    server = WhiteNoise(
        app.wsgi_app,
        root=str(folder),
        prefix=prefix,
        max_age=HOUR,
        allow_all_origins=False,
        add_headers_function=lambda headers, _path, _url: add_headers(headers, wanted),
        immutable_file_test=lambda _path, url: url in kept_for_ever,
    )
    for name, hashed in names.items():
        server.add_file_to_dictionary(prefix + hashed, str(folder / name))
    app.wsgi_app = server  # type: ignore[method-assign]
    app.add_template_global(lambda name: prefix + names[name], "asset_url")
    app.jinja_env.globals["import_map"] = htmlsafe_json_dumps({"imports": module_names(names, prefix)})
