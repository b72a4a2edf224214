"""Axe and a ruler on one page at many screens: loaded once, then turned round."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import axe_playwright_python

if TYPE_CHECKING:
    from playwright.sync_api import Page

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
COLOURS = ["color-contrast", "link-in-text-block"]  # all that another scheme can break
DESKTOP, TABLET, PHONE = 1280, 768, 320
LIGHT, DARK, FORCED = ("light", "none"), ("dark", "none"), ("light", "active")
# Width, colours, and the rules: None is all of them, as what is shown and where differs. The other screens take all the
# rules in turn (`with_all_rules_on_one_more`), a page each, as what scheme and width break together is rare.
Screen = tuple[int, tuple[str, str], list[str] | None]
SCREENS: list[Screen] = [
    (DESKTOP, LIGHT, None),
    (DESKTOP, DARK, COLOURS),
    (DESKTOP, FORCED, COLOURS),
    (TABLET, LIGHT, [*COLOURS, "target-size", "scrollable-region-focusable"]),
    (TABLET, DARK, COLOURS),
    (TABLET, FORCED, COLOURS),
    (PHONE, LIGHT, None),
    (PHONE, DARK, COLOURS),
    (PHONE, FORCED, COLOURS),
]
RUN = """async ([where, rules]) => {
  const options = {resultTypes: ["violations"], preload: false, rules: {"target-size": {enabled: true}}};
  // The component page shows the same part in many states.
  if (location.pathname === "/komponenter/") options.rules["landmark-unique"] = {enabled: false};
  if (rules) options.runOnly = {type: "rule", values: rules};
  const found = await axe.run(where || document, options);
  return found.violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.html.slice(0, 160)).slice(0, 2)}`);
}"""
WIDER = """() => {
  const page = document.documentElement;
  if (page.scrollWidth <= page.clientWidth) return "";
  const wide = [...document.querySelectorAll("body *")].filter((one) =>
    !one.closest(".rule, svg") && one.getBoundingClientRect().right > page.clientWidth + 1);
  return `scrolls sideways: ${wide.slice(0, 2).map((one) => one.outerHTML.slice(0, 120))}`;
}"""

# Wagtail fades from one scheme to the other for those who asked for stillness too: a colour half way is nobody's fault.
SETTLED = "() => document.getAnimations().forEach((one) => { try { one.finish(); } catch { /* it has no end */ } })"


def with_all_rules_on_one_more(turn: int) -> list[Screen]:
    """SCREENS, of which the next one that knows only some rules gets all of them."""
    some = [place for place, (_width, _colours, rules) in enumerate(SCREENS) if rules]
    chosen = some[turn % len(some)]
    return [(width, colours, None if at == chosen else rules) for at, (width, colours, rules) in enumerate(SCREENS)]


def one_in_turn(turn: int, among: list[Screen] = SCREENS) -> list[Screen]:
    """One screen with all rules, the next for the next page: for the many pages made of the parts of others."""
    width, colours, _rules = among[turn % len(among)]
    return [(width, colours, None)]


def turn(page: Page, width: int, colours: tuple[str, str] = LIGHT) -> None:
    scheme, forced = colours
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme=scheme, forced_colors=forced, reduced_motion="reduce")  # type: ignore[arg-type]
    page.evaluate(SETTLED)


def wrongs_of(
    page: Page, *, where: str = "", screens: list[Any] = SCREENS, sideways: bool = True
) -> dict[str, list[str]]:
    """What is wrong with the page as it stands, by screen. `where`: the part to look at."""
    found: dict[str, list[str]] = {}
    page.evaluate(AXE)
    for width, colours, rules in screens:
        turn(page, width, colours)
        wrong = page.evaluate(RUN, [where, rules])
        if sideways and (wide := page.evaluate(WIDER)):
            wrong.append(wide)
        if wrong:
            found[f"{width} {' '.join(colours)}"] = wrong
    turn(page, DESKTOP)
    return found
