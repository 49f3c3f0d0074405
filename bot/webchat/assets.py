"""The style sheet, the script and the icon: read once, named after their content, kept by browsers."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from aiohttp import web

FOLDER = Path(__file__).parent / "static"
TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
FOREVER = "public, max-age=31536000, immutable"


@dataclass(frozen=True)
class Asset:
    url: str
    body: bytes
    content_type: str


def read(folder: Path = FOLDER) -> Mapping[str, Asset]:
    """File name -> asset; a changed file has another URL."""
    return {path.name: _asset(path) for path in sorted(folder.iterdir()) if path.suffix in TYPES}


def _asset(path: Path) -> Asset:
    body = path.read_bytes()
    mark = hashlib.sha256(body).hexdigest()[:12]
    return Asset(f"/static/{path.stem}.{mark}{path.suffix}", body, TYPES[path.suffix])


def serving(assets: Mapping[str, Asset]) -> web.RouteDef:
    """The route that gives them out; anything else under it is not there."""
    by_url = {asset.url: asset for asset in assets.values()}

    async def give(request: web.Request) -> web.Response:
        asset = by_url.get(request.path)
        if asset is None:
            raise web.HTTPNotFound
        response = web.Response(body=asset.body, content_type=asset.content_type, charset="utf-8")
        response.headers["Cache-Control"] = FOREVER
        response.enable_compression()
        return response

    return web.get("/static/{name}", give)
