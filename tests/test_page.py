"""The page as text: what is in it, what may not be, and how large it gets."""

from __future__ import annotations

import html
import re
import xml.etree.ElementTree as ET

import numpy as np
import pytest
from msgspec.structs import replace

from grader.catalogue import Catalogue
from grader.grading import Grader
from grader.history import Attempt
from grader.kata import Kata
from grader.picture import BoxPair, HeatMap, KeptBoxes, LayerStack, Picture
from grader.pictures import picture_of
from grader.progress import KataProgress, Next, Progress, Returning
from grader.reports.figures import figures
from grader.reports.listing import code_lines
from grader.reports.page import brief, html_report
from grader.reports.progress import progress_page, progress_table
from grader.result import BudgetResult, CostAt, Finding, Result, to_json
from grader.solution import Call
from grader.submission import Submission, read_submission
from grader.testkit import Difference
from grader.text import visible
from tests.conftest import SUBMISSIONS
from tests.results import HOSTILE, hostile, passing_and_failing

KATAS = [
    *("adam_step", "batch_norm", "conv2d", "explain_overfitting", "iou", "nms", "receptive_field", "self_attention")
]


@pytest.fixture(scope="module")
def results(grader: Grader, catalogue: Catalogue) -> dict[str, tuple[Result, Result]]:
    return {kata_id: passing_and_failing(grader, catalogue, kata_id) for kata_id in KATAS}


def page(*results: Result) -> str:
    return "".join(html_report(results))


@pytest.mark.parametrize("kata_id", KATAS)
def test_a_page_says_what_the_result_says(results: dict[str, tuple[Result, Result]], kata_id: str) -> None:
    """Verdict, score, every check that is to be seen, hints, and nothing that is loaded from elsewhere."""
    right, wrong = results[kata_id]
    assert (right.verdict, wrong.verdict) == ("passed", "failed")
    for result in (right, wrong):
        text = page(result)
        assert result.verdict.upper() in text
        assert f"{result.score:g} <small>of {result.max_score:g} points" in text
        assert "<script" not in text
        assert not re.search(r"(?:src|href)=\"(?!#|data:,)", text)
        assert len(text.encode()) <= 200_000
        for check in result.checks:
            if result.kind == "code":
                assert f'id="r1-{check.id}"' in text
            elif check.outcome == "not_found":
                assert check.title not in text  # it is the answer
            if check.hint and result.kind == "code":
                assert str(brief(check.hint.split("`")[0])) in text
    assert wrong.checks != right.checks


def test_an_answer_is_shown_with_the_sentences_that_count(results: dict[str, tuple[Result, Result]]) -> None:
    """Those that earned points, and those that say the contrary."""
    text = page(results["explain_overfitting"][1])
    said = re.findall(r'<mark class="said"><span class="sr">[^<]*</span>([^<]*)<', text)
    against = re.findall(r'<mark class="against"><span class="sr">[^<]*</span>([^<]*)<', text)
    assert said[0].startswith("Overfitting means that a model does well")
    assert against == ["Dropout helps, and so does a bigger network."]


def test_the_failing_line_is_marked(grader: Grader, catalogue: Catalogue) -> None:
    """At the line that raised stands which check it fails."""
    source = catalogue.load("conv2d").reference.replace(
        "def conv2d", "def helper(x):\n    return 1 / 0\n\n\ndef conv2d", 1
    )
    source = source.replace("    if ", "    helper(x)\n    if ", 1)
    result = grader.grade(catalogue.load("conv2d"), Submission(name="conv2d.py", source=source, sha256="0" * 64), False)
    line = source.split("\n").index("    return 1 / 0") + 1
    assert f'class="at" id="r1-l{line}"' in page(result)


@pytest.mark.parametrize("kata_id", KATAS)
def test_nothing_of_a_stranger_s_is_markup(results: dict[str, tuple[Result, Result]], kata_id: str) -> None:
    """Whatever the text, it is there as text, and no control or bidirectional character is."""
    for result in results[kata_id]:
        text = page(hostile(result), hostile(result, HOSTILE * 500))
        assert "<script" not in text
        assert "<img" not in text
        assert "{{ 7*7 }}" in text
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe]", text)


@pytest.mark.parametrize("character", ["a", "&", "\u202e", "\U000e0041", "é", "𝒳", "\n", "`a`"], ids=ascii)
def test_a_page_is_never_large(results: dict[str, tuple[Result, Result]], character: str) -> None:
    """However much there is to show, and however it has to be escaped."""
    for kata_id in ("nms", "explain_overfitting"):
        assert len(page(hostile(results[kata_id][1], character * 40_000)).encode()) <= 200_000


def test_several_results_are_one_page(results: dict[str, tuple[Result, Result]]) -> None:
    """With a table that leads to each."""
    text = page(*(result for pair in results.values() for result in pair))
    assert "8 of 16 passed" in text
    ids = re.findall(r' id="([^"]+)"', text)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]+)"', text)) <= set(ids)
    assert "0 of 0 passed" in page()


PICTURES: list[Picture] = [
    HeatMap(name="r", rows="", columns="n", expected=((None, 0.0),), got=((1e300, -1e-300),), wrong=((0, 1),), size=2,
            wrong_count=1, expected_shape=(2,), got_shape=(2,)),
    HeatMap(name="r", rows="h", columns="w", expected=((0.0,) * 24,) * 24, got=(), size=576, expected_shape=(24, 24),
            got_shape=(0, 24)),
    BoxPair(names=("a", "b"), boxes_a=(), boxes_b=()),
    KeptBoxes(boxes=(), expected=(), got=None),
    LayerStack(layers=()),
]  # fmt: skip


@pytest.mark.parametrize("picture", PICTURES, ids=lambda picture: type(picture).__name__)
def test_odd_numbers_give_a_picture_or_none(picture: Picture) -> None:
    """Of well-formed SVG, without NaN."""
    drawn = figures(picture)
    ET.fromstring(f"<div>{drawn}</div>")
    assert "nan" not in drawn.replace("NaN", "")
    assert "inf" not in drawn


STRANGE = [
    *("np.full((4, 4), 1.79e308)", "np.array([1.79e308, -1.79e308])", "np.array([0.7, 1.3])"),
    *("None", "0", "np.nan", "np.zeros(0)", "np.float64(1)", "np.zeros((2, 3, 4, 5, 6))", "np.full((3, 3), np.nan)"),
    *("np.array(['a'])", "np.zeros((2, 2), complex)", "np.zeros((2, 2), np.float16)", "np.ones((1, 3), bool)"),
    *("np.array([-1, 10**18])", "np.array([np.inf, 1.0])", "(np.zeros(2), np.zeros(2))", "np.zeros((50, 50))"),
    *("np.array(1)", "np.zeros((0, 4))", "[1, 2]", "np.arange(9, dtype=np.uint64) + 2**63"),
]


@pytest.mark.parametrize(("first", "kata_id"), [*enumerate(["nms", "receptive_field", "conv2d"])])
def test_whatever_is_returned_there_is_a_page(grader: Grader, catalogue: Catalogue, first: int, kata_id: str) -> None:
    """Arrays of any form give a result, and the result a page. (Each is tried with one of three katas.)"""
    kata = catalogue.load(kata_id)
    for value in STRANGE[first::3]:
        bodies = [f"def {name}(*args, **kwargs):\n    return {value}\n" for name in kata.spec.functions]  # type: ignore[union-attr]
        result = grader.grade(
            kata, Submission(name="x.py", source="import numpy as np\n" + "\n".join(bodies), sha256="0" * 64), False
        )
        assert result.verdict == "failed"
        ET.fromstring("<div>" + "".join(re.findall(r"<svg.*?</svg>", page(result))) + "</div>")


@pytest.mark.parametrize("kata_id", [kata_id for kata_id in KATAS if kata_id != "explain_overfitting"])
def test_pictures_take_arrays_of_any_form(catalogue: Catalogue, kata_id: str) -> None:
    """What a learner's code returns may be anything that the wall lets through."""
    kata = catalogue.load(kata_id)
    assert isinstance(kata, Kata)
    boxes = np.array([[0.0, 0, 2, 2], [1, 1, 3, 3]])
    named = {"boxes": boxes, "boxes_a": boxes, "boxes_b": boxes, "scores": np.array([0.5, 0.7]), "layers": [(3, 2, 1)]}
    wants = [np.zeros((2, 2)), np.array([1, 0]), np.zeros((0, 2)), np.zeros((1, 2, 3, 4)), np.array([np.nan, np.inf])]
    for want in wants:
        for value in STRANGE:
            got = np.asarray(eval(value, {"np": np}))
            if got.dtype.kind in "OU":
                continue
            wrong = np.ones(want.shape, bool) if got.shape == want.shape else None
            picture = picture_of(kata, Call("f", (), dict(named)), [], Difference("r", got, want, wrong))
            ET.fromstring(f"<div>{figures(picture)}</div>")


def test_a_heat_map_shows_the_plane_that_differs(grader: Grader, catalogue: Catalogue) -> None:
    """The axes that kata.yaml names, at the place of the first wrong element, and the elements that no test takes."""
    want = np.zeros((2, 40, 30, 3))
    got = want.copy()
    got[1, 35, 2, 2] = 5.0
    kata = catalogue.load("conv2d")
    heat = picture_of(kata, Call("conv2d", (), {}), [], Difference("the result", got, want, got != want))  # type: ignore[arg-type]
    assert isinstance(heat, HeatMap)
    assert (heat.rows, heat.columns, heat.at) == ("h_out", "w_out", "n = 1, c_out = 2")
    ((row, column),) = heat.wrong
    assert (heat.first_row + row, heat.first_column + column) == (35, 2)
    assert (heat.got[row][column], heat.expected[row][column]) == (5.0, 0.0)


def test_a_long_answer_makes_no_large_result(grader: Grader, catalogue: Catalogue) -> None:
    """However many rows an nms says that it keeps."""
    source = "import numpy as np\ndef nms(*args):\n    return np.zeros(1_000_000, dtype=np.int64)\nbatched_nms = nms\n"
    result = grader.grade(catalogue.load("nms"), Submission(name="nms.py", source=source, sha256="0" * 64), False)
    assert len(to_json(result)) < 100_000


@pytest.mark.parametrize("line", ["y = f(x, 1, 'a', 2) # abcdefghij", "# " + "a" * 97, "\u202e&<" * 60], ids=ascii)
def test_the_failing_line_is_shown_however_long_the_file(results: dict[str, tuple[Result, Result]], line: str) -> None:
    """With some lines around it; and no link leads to a line that is not there."""
    right = results["conv2d"][0]
    text = "\n".join([line] * 900)
    check = replace(right.checks[0], outcome="error", line=890, message="It raised.")
    finding = Finding(cause="It raises.", checks=(check.id,), line=890)
    submission = replace(right.submission, text=text[:40_000])
    shown = page(replace(right, submission=submission, checks=(check, *right.checks[1:]), findings=(finding,)))
    is_kept = submission.text.count("\n") >= 890
    assert ('id="r1-l890"' in shown) == is_kept
    assert ('href="#r1-l890"' in shown) == is_kept


def test_code_is_shown_as_it_is(results: dict[str, tuple[Result, Result]]) -> None:
    """A line of many words to its end; one that is too long for a page with a sign where it is cut."""
    right = results["conv2d"][0]
    line = f"x = [{', '.join(map(str, range(10, 60)))}]  # end"
    shown = page(replace(right, submission=replace(right.submission, text=f"{line}\n{line * 9}\n")))
    code = [
        re.sub("<[^>]*>", "", one)
        for one in re.findall(r"<code>(.*?)</code></li>|<code>(.*?)</code>\s*</li>", shown)
        for one in one
    ]
    assert line in code
    assert any(one.endswith(" …") for one in code)


@pytest.mark.parametrize(
    "source",
    [
        'def f(x):\n    """Doc,\n    <b> & more"""\n    return x + 1.5  # é\n\n  bad = "open\nif x: pass',
        "x = (",
        "   a\n b\n",
        "a = f'{x!r:>{w}} {{1}} {2}' f'{{}}'; b = 3",
        "\x00\ud800 = 1\n\\",
        "\u2028 x = 1\x0c",
        '"""',
        "",
    ],
)
def test_colours_leave_the_text_as_it_is(results: dict[str, tuple[Result, Result]], source: str) -> None:
    """Python or not."""
    lines = code_lines(with_text(results["conv2d"][0], source))
    shown = html.unescape("\n".join(re.sub("<[^>]*>", "", line.code) for line in lines if line))
    assert shown == visible(source.rstrip("\n"), keep="\n\t")


def test_words_of_python_have_colours(results: dict[str, tuple[Result, Result]]) -> None:
    """A text of several lines in each of them."""
    source = "def f(x):\n    '''Two\n    lines'''\n    return x + 1.5  # done"
    lines = code_lines(with_text(results["conv2d"][0], source))
    assert [str(line.code) for line in lines if line] == [
        '<i class="k">def</i> f(x):',
        '    <i class="s">&#39;&#39;&#39;Two</i>',
        '<i class="s">    lines&#39;&#39;&#39;</i>',
        '    <i class="k">return</i> x + <i class="n">1.5</i>  <i class="c"># done</i>',
    ]


def with_text(result: Result, text: str) -> Result:
    """Return a result of code that has this text."""
    return replace(result, submission=replace(result.submission, text=text))


def test_boxes_say_which_overlap_decides(grader: Grader, catalogue: Catalogue) -> None:
    """A box kept by mistake is named with the kept one that it overlaps."""
    result = grader.grade(
        catalogue.load("nms"), read_submission(SUBMISSIONS / "nms/failed/adjacent_pairs_only.py"), False
    )
    text = page(result)
    assert re.search(
        r"Box 0 \(score [^)]*\) is kept, and should go\. Its IoU with kept box \d is [\d.]+, and the thr", text
    )


def test_a_growth_budget_is_drawn_on_log_axes(results: dict[str, tuple[Result, Result]]) -> None:
    """With the reference's points beside the learner's; without two points there is no drawing."""
    right = results["conv2d"][0]
    assert 'class="figure chart"' in page(right)
    budget = BudgetResult(
        id="g", title="grows", kind="growth", outcome="passed", measured=0.0, limit=2.0, unit="x", pairs=3,
        costs=(CostAt(size=4, yours=0.0, reference=0.0), CostAt(size=4, yours=1.0, reference=1.0)), cost_unit="ms",
        points=1, max_points=1,
    )  # fmt: skip
    assert 'class="figure chart"' not in page(replace(right, budgets=(budget,)))


def attempt(score: float, verdict: str = "failed", mistakes: tuple[tuple[str, str], ...] = ()) -> Attempt:
    return Attempt("2026-01-01T00:00:00+00:00", "iou", verdict, score, 10.0, mistakes)


def test_progress_has_a_page_and_a_table() -> None:
    """Topics, best scores, hints, what comes back and what is next; escaped like all else."""
    kata = KataProgress(
        kata="iou", title=HOSTILE, topic="detection", difficulty="easy", max_score=10.0,
        attempts=(attempt(2), attempt(7), attempt(5)), hints=1, hint_count=3,
    )  # fmt: skip
    fresh = KataProgress(
        kata="nms",
        title="NMS",
        topic="detection",
        difficulty="medium",
        max_score=10.0,
        attempts=(),
        hints=0,
        hint_count=3,
    )
    progress = Progress(
        katas=(kata, fresh),
        returning=(Returning(kata="iou", says=HOSTILE, times=2, is_last=True),),
        next=(Next(kata="iou", title="IoU", why="begun; your best is 7 of 10."),),
    )
    text = progress_page(progress)
    assert "<script" not in text
    assert "best <strong>7</strong> of 10" in text
    assert "not tried yet" in text
    table = progress_table(progress)
    assert "7 / 10" in table
    assert "\x1b" not in table
    assert "\u202e" not in table
