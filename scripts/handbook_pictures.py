"""Make the pictures of docs/redaktorshandbok.md anew, from a running demonstration.

    PORT=8123 python scripts/demo.py        # in one terminal
    python scripts/handbook_pictures.py http://127.0.0.1:8123

Nobody real is on them: the people, the municipality's words and the things they wrote are the demonstration's.
"""

from __future__ import annotations

import io
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image
from playwright.sync_api import sync_playwright

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "docs" / "pictures" / "redaktorshandbok"
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
PASSWORD = "samskapa-demo-2026"
WIDTH, LARGEST = 1100, 60_000  # pixels, bytes


@dataclass(frozen=True)
class Picture:
    """`path` may hold the text of a link to follow from there, after "→"."""

    name: str
    who: str
    path: str
    height: int = 760


PICTURES = [
    Picture("forsta-dagen", "redaktor", "/cms/forsta-dagen/", 900),
    Picture("arbetsbordet", "publicist", "/cms/"),
    Picture("sidlistan", "redaktor", "/cms/pages/"),
    Picture("redigera", "redaktor", "/cms/oversattningar/ → a.btn", 900),
    Picture("oversattningar", "redaktor", "/cms/oversattningar/"),
    Picture("sida-vid-sida", "redaktor", "/cms/oversattningar/ → .things a", 900),
    Picture("bilder", "redaktor", "/cms/images/"),
    Picture("roller", "administrator", "/cms/kommun/2281/personal/", 900),
    Picture("installningar", "administrator", "/cms/kommun/2281/", 900),
    Picture("granskning", "granskare", "/cms/anmalt/"),
    Picture("svar", "jurist", "/cms/svar/ → main h3 a", 900),
    Picture("nyhetsbrev", "redaktor", "/cms/nyhetsbrev/ → .title-wrapper a", 900),
    Picture("siffror", "analytiker", "/cms/felanmalningar/planering/"),
]


def main() -> int:
    address = sys.argv[1].rstrip("/") if len(sys.argv) > 1 else "http://127.0.0.1:8000"
    FOLDER.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        for who in dict.fromkeys(picture.who for picture in PICTURES):
            page = signed_in(browser, address, who)
            for picture in PICTURES:
                if picture.who == who:
                    take(page, picture)
            page.context.close()
        browser.close()
    return 0


def signed_in(browser: Browser, address: str, who: str) -> Page:
    page = browser.new_context(base_url=address, locale="sv-SE", reduced_motion="reduce").new_page()
    page.set_default_timeout(120_000)
    page.goto("/konto/login/")
    page.locator("input[name=login]").fill(f"{who}@demo.example")
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url(lambda url: "/login/" not in url)
    return page


def take(page: Page, picture: Picture) -> None:
    path, _arrow, link = picture.path.partition(" → ")
    page.set_viewport_size({"width": WIDTH, "height": picture.height})
    page.goto(path)
    if link:
        target = page.locator(link).first.get_attribute("href")
        page.goto(target or path)
    page.wait_for_load_state("networkidle")
    print(f"{picture.name}: {save(page.screenshot(), FOLDER / f'{picture.name}.webp')} bytes")


def save(png: bytes, file: Path) -> int:
    """As WebP, no larger than LARGEST."""
    image = Image.open(io.BytesIO(png)).convert("RGB")
    for quality in range(80, 20, -10):
        held = io.BytesIO()
        image.save(held, "WEBP", quality=quality, method=6)
        if held.tell() <= LARGEST:
            break
    file.write_bytes(held.getvalue())
    return held.tell()


if __name__ == "__main__":
    sys.exit(main())
