"""Our own routes beside Streamlit's: the style and the data of the offline basemap."""

from __future__ import annotations

import gzip
from collections.abc import Awaitable, Callable
from functools import lru_cache, wraps
from typing import Final

import streamlit as st
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from dashboard.app.opened import NAMES, outlines
from dashboard.drawing import basemap
from dashboard.drawing.names import LAST_ZOOM, tile
from dashboard.records import digest

BASE: Final = "/basemap"
_LOCAL: Final = frozenset({"127.0.0.1", "localhost", "[::1]"})
_GZIP_LEVEL: Final = 6

Handler = Callable[[Request], Awaitable[Response]]


def allowed_hosts() -> frozenset[str]:
    """The names that this server answers to: this machine's own, and those of Streamlit's `server.allowedHosts`."""
    return _LOCAL | frozenset(str(host).lower() for host in st.get_option("server.allowedHosts") or ())


def is_allowed(host_header: str | None) -> bool:
    """Whether a request of this Host header is for us; another name is how a strange page would reach a local server."""
    name = (host_header or "").strip().lower()
    bare = name.rsplit(":", 1)[0] if not name.endswith("]") else name
    hosts = allowed_hosts()
    return bare in hosts or "*" in hosts


def guarded(handler: Handler) -> Handler:
    """The handler behind a check of the Host header."""

    @wraps(handler)
    async def checked(request: Request) -> Response:
        if not is_allowed(request.headers.get("host")):
            return PlainTextResponse("This server does not answer to that name.", status_code=403)
        return await handler(request)

    return checked


@lru_cache(maxsize=1)
def _packed() -> dict[str, tuple[bytes, str]]:
    """Each layer of the basemap, compressed once, with its entity tag."""
    return {
        name: (gzip.compress(data, _GZIP_LEVEL, mtime=0), f'"{digest(data.decode())[:16]}"')
        for name, data in basemap.layers(outlines()).items()
    }


def warm() -> None:
    """Read and compress the basemap, so that the first viewer does not wait for it."""
    _packed()


@guarded
async def _style(request: Request) -> Response:
    theme = request.path_params["theme"]
    if theme not in basemap.GROUNDS:
        return PlainTextResponse("There is no such style.", status_code=404)
    root = str(request.base_url).rstrip("/")
    return JSONResponse(basemap.style(theme, f"{root}{BASE}"), headers={"cache-control": "no-cache"})


@guarded
async def _layer(request: Request) -> Response:
    packed = await run_in_threadpool(_packed)
    found = packed.get(request.path_params["name"])
    if found is None:
        return PlainTextResponse("There is no such layer.", status_code=404)
    data, etag = found
    headers = {"etag": etag, "cache-control": "public, max-age=3600", "vary": "accept-encoding", "content-encoding": "gzip"}
    if request.headers.get("if-none-match") == etag:
        return Response(status_code=304, headers={"etag": etag})
    return Response(data, media_type="application/geo+json", headers=headers)


@guarded
async def _names(request: Request) -> Response:
    zoom, column, row = (int(request.path_params[name]) for name in ("z", "x", "y"))
    if zoom > LAST_ZOOM:
        return PlainTextResponse("There is no such tile.", status_code=404)
    found = await run_in_threadpool(NAMES.at, zoom)
    return JSONResponse(tile(found, zoom, column, row), headers={"cache-control": "no-cache"})


def routes() -> list[Route]:
    """The routes to serve beside the app."""
    return [
        Route(f"{BASE}/style-{{theme}}.json", _style, methods=["GET"]),
        Route(f"{BASE}/{{name}}.geojson", _layer, methods=["GET"]),
        Route(f"{BASE}/names/{{z:int}}/{{x:int}}/{{y:int}}.json", _names, methods=["GET"]),
    ]
