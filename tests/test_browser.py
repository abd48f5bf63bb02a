"""Pages in a real browser: headless Chromium, driven by playwright."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from grader.catalogue import Catalogue
from grader.grading import Grader
from grader.reports.course import course_page
from grader.reports.page import html_report
from grader.result import Result
from grader.tally import BatchResult, Tally
from tests.results import hostile, passing_and_failing
from tests.test_page import KATAS

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed: pip install -e '.[browser]'")
axe_package = pytest.importorskip(
    "axe_playwright_python", reason="axe-core is not installed: pip install -e '.[browser]'"
)

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium here: apt-get install chromium")
FLAGS = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync"),
]
HOSTILE_KATAS = ("conv2d", "explain_overfitting")
AXE = Path(axe_package.__file__).parent / "axe.min.js"


@pytest.fixture(scope="module")
def pages(grader: Grader, catalogue: Catalogue, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Each kata's passing and failing page, one of all of them, the hostile ones, a course's, and progress."""
    folder = tmp_path_factory.mktemp("pages")
    results: dict[str, list[Result]] = {}
    for kata_id in KATAS:
        right, wrong = passing_and_failing(grader, catalogue, kata_id)
        results |= {
            f"{kata_id}-passing": [right],
            f"{kata_id}-failing": [wrong],
            f"{kata_id}-hostile": [hostile(wrong)],
        }
    results["all"] = [result for one in results.values() for result in one]
    paths = {name: folder / f"{name}.html" for name in (*results, "progress", "course-hostile")}
    paths["course-hostile"].write_text(course_of(results["all"]), encoding="utf-8")
    for name, several in results.items():
        paths[name].write_text("".join(html_report(several)), encoding="utf-8")
    shutil.copy(catalogue.load("iou").reference_path, folder / "iou.py")
    for words in (["run", "iou"], ["hint", "nms"], ["progress", "-o", str(paths["progress"])]):
        subprocess.run([sys.executable, "-m", "grader", *words], cwd=folder, capture_output=True, check=True)
    return paths


def course_of(results: list[Result]) -> str:
    """The page of a course in which every result is another learner's, each with a name that means mischief."""
    katas = {result.kata: (result.title, result.max_score) for result in results}
    tally = Tally(katas, [])
    for number, result in enumerate(results):
        fields = {name: getattr(result, name) for name in Result.__struct_fields__}
        learner = f"<script>document.title='owned'</script>{number}" if number % 2 else f'"><img src=x>{number}' * 40
        given_up = "<b>`x`" if number == 3 else ""
        page = f"reports/{number}/a b'.html"
        tally.add(BatchResult(**fields, learner=learner, kata_version="", page=page, given_up=given_up))
    return course_page(tally, ["<script>document.title='owned'</script>: its name is no kata's"] * 200)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


def opened(browser: Any, path: Path, said: list[str], **options: Any) -> Any:
    """Open a page; what its console says, and what it asks the network for, goes to ``said``."""
    tab = browser.new_page(**options)
    tab.on("console", lambda message: said.append(message.text))
    tab.on("pageerror", lambda error: said.append(str(error)))
    tab.on("request", lambda request: said.append(request.url) if request.url != path.as_uri() else None)
    tab.goto(path.as_uri())
    tab.evaluate("document.querySelectorAll('details').forEach(details => details.open = true)")
    return tab


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_are_quiet_narrow_and_accessible(browser: Any, pages: dict[str, Path], scheme: str) -> None:
    """No error, no request, no scrolling at 360 px, nothing that axe-core finds."""
    axe = AXE.read_text(encoding="utf-8")
    for name, path in pages.items():
        said: list[str] = []
        tab = opened(browser, path, said, viewport={"width": 360, "height": 800}, color_scheme=scheme)
        assert said == [], name
        assert tab.evaluate("document.documentElement.scrollWidth") <= 360, name
        tab.evaluate(axe)
        rules = "{}" if scheme == "light" else "{runOnly: ['color-contrast']}"  # all else is the same in the dark
        found = tab.evaluate(
            f"axe.run({rules}).then(found => found.violations.map(one => [one.id, one.nodes[0].html]))"
        )
        assert found == [], name
        tab.close()


def test_a_planted_script_does_not_run(browser: Any, pages: dict[str, Path]) -> None:
    """Not even where the page's own policy is out of force."""
    for name, path in pages.items():
        if "hostile" in name:
            said: list[str] = []
            tab = opened(browser, path, said, bypass_csp=True)
            assert tab.title() != "owned", name
            assert tab.evaluate("document.scripts.length") == 0
            assert tab.evaluate("document.images.length") == 0
            assert said == [], name
            tab.close()


def test_the_policy_alone_would_stop_a_script(browser: Any, pages: dict[str, Path], tmp_path: Path) -> None:
    """A script put into the page by hand does not run either."""
    text = pages["conv2d-passing"].read_text(encoding="utf-8")
    planted = tmp_path / "planted.html"
    planted.write_text(text.replace("<main>", "<main><script>document.title='owned'</script>"), encoding="utf-8")
    tab = browser.new_page()
    tab.goto(planted.as_uri())
    assert tab.title() != "owned"
    tab.close()
