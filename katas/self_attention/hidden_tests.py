"""What a right self_attention obeys."""

from typing import Any, NamedTuple

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from grader.testkit import (
    LAYOUTS,
    assert_close,
    assert_unchanged,
    normal_array,
    parts,
    refused,
    relaid,
)


class Case(NamedTuple):
    """The arguments of one call."""

    x: np.ndarray
    w_qkv: np.ndarray
    b_qkv: Any
    w_proj: np.ndarray
    b_proj: np.ndarray
    num_heads: int
    causal: bool = False


def case_of(b, n, heads, head_dim, seed=1, causal=False, bias=True, dtype="float64", size=0.5):
    """Normally distributed arguments, of a size that makes the weights differ well."""
    c = heads * head_dim
    return Case(
        normal_array((b, n, c), seed, 1.0, dtype),
        normal_array((c, 3 * c), seed + 1, size, dtype),
        normal_array((3 * c,), seed + 2, 1.0, dtype) if bias else None,
        normal_array((c, c), seed + 3, size, dtype),
        normal_array((c,), seed + 4, 1.0, dtype),
        heads,
        causal,
    )


@st.composite
def cases(
    draw,
    bs=st.just(1),
    ns=st.integers(1, 5),
    heads=st.just(1),
    head_dims=st.integers(1, 3),
    causal=st.just(False),
    bias=st.just(True),
):
    """Draw a call."""
    numbers = [draw(strategy) for strategy in (bs, ns, heads, head_dims)]
    return case_of(*numbers, seed=draw(st.integers(1, 1000)), causal=draw(causal), bias=draw(bias))


def assert_right(solution, reference, case, exact=None):
    """Hold both results to the reference's, as closely as the sums' terms allow."""
    extra = {"causal": True} if case.causal else {}
    got = parts(solution.self_attention(*case[:6], **extra), "`out`", "`weights`")
    assert_each_close(got, exact or reference.self_attention(*case), case)


def assert_each_close(got, want, case):
    """Hold the weights to the right ones, and then what they make of the values."""
    weight_size, out_size = _sizes(case, want[1])
    assert_close(got[1], want[1], weight_size, "`weights`")
    assert_close(got[0], want[0], out_size, "`out`")


def _sizes(case, weights):
    """The sizes of the terms: a weight is as uncertain as its score makes it, and the output as both together."""
    b, n, c = case.x.shape
    heads, head_dim = case.num_heads, c // case.num_heads
    qkv = np.abs(case.x) @ np.abs(case.w_qkv) + (0 if case.b_qkv is None else np.abs(case.b_qkv))
    q, k, v = qkv.reshape(b, n, 3, heads, head_dim).transpose(2, 0, 3, 1, 4)
    scores = (q @ k.transpose(0, 1, 3, 2)).max(axis=-1, keepdims=True, initial=0) / head_dim**0.5
    weight_size = weights * (1 + np.minimum(scores, 1e3))
    seen = (weight_size @ v).transpose(0, 2, 1, 3).reshape(b, n, c)
    return weight_size, seen @ np.abs(case.w_proj) + np.abs(case.b_proj)


def test_worked_example(solution):
    """With identity projections, two unit vectors look at themselves with weight e^s / (e^s + 1), s = 1 / sqrt(2)."""
    eye = np.eye(2)
    w_qkv = np.concatenate([eye] * 3, axis=1)
    out, weights = parts(solution.self_attention(eye[None], w_qkv, None, eye, np.zeros(2), 1), "`out`", "`weights`")
    own = np.exp(0.5**0.5) / (1 + np.exp(0.5**0.5))
    want = np.array([[[own, 1 - own], [1 - own, own]]])
    assert_close(weights, want[None], name="`weights`")
    assert_close(out, want, name="`out`")


@settings(max_examples=15)
@given(case=cases())
def test_one_head(solution, reference, case):
    """weights = softmax(Q K^T / sqrt(head_dim)) row by row, and out = (weights V) w_proj + b_proj."""
    assert_right(solution, reference, case)


@settings(max_examples=20)
@given(case=cases(heads=st.integers(2, 4)))
def test_heads(solution, reference, case):
    """Heads lie side by side within queries, keys and values, attend each by itself, and are joined side by side."""
    assert_right(solution, reference, case)


@settings(max_examples=15)
@given(case=cases(bs=st.sampled_from([2, 3, 0]), heads=st.integers(1, 3)))
def test_batch(solution, reference, case):
    """Sequences of a batch do not see each other, and a batch of none gives none."""
    got = parts(solution.self_attention(*case), "`out`", "`weights`")  # all seven arguments, causal=False among them
    assert_each_close(got, reference.self_attention(*case), case)


@settings(max_examples=25)
@example(case=case_of(1, 40, 2, 2, causal=True))
@given(case=cases(bs=st.integers(1, 2), ns=st.integers(2, 5), heads=st.integers(1, 3), causal=st.just(True)))
def test_causal(solution, reference, case):
    """With causal=True a position sees itself and earlier ones; weights of later ones are exactly 0."""
    assert_right(solution, reference, case)


@settings(max_examples=10)
@example(case=case_of(2, 1, 2, 2, causal=True))
@given(case=cases(bs=st.integers(1, 2), ns=st.just(1), heads=st.integers(1, 2)))
def test_one_position(solution, reference, case):
    """A sequence of one position looks at itself, with weight 1."""
    assert_right(solution, reference, case)


@settings(max_examples=10)
@given(case=cases(bs=st.integers(1, 2), heads=st.integers(1, 2), bias=st.just(False)))
def test_no_bias(solution, reference, case):
    """b_qkv=None means no bias."""
    assert_right(solution, reference, case)


def _huge(size, causal):
    """Queries and keys whose scores are size times small whole numbers, of either sign; values are small."""
    x = np.array([[[1.0, 0.0, 0.0, 3.0], [0.0, 1.0, 0.0, -2.0], [0.0, 0.0, 1.0, 1.0]]])
    q = np.array([[1.0, 0.0], [0.0, 2.0], [-1.0, 1.0], [0.0, 0.0]]) * size
    k = np.array([[-1.0, -3.0], [2.0, -1.0], [3.0, 1.0], [0.0, 0.0]]) * size
    nothing, zeros = np.zeros((4, 2)), np.zeros((4, 4))
    v = zeros.copy()
    v[3] = [1.0, 2.0, -1.0, 0.5]
    return Case(x, np.concatenate([q, nothing, k, nothing, v], axis=1), None, np.eye(4), np.zeros(4), 1, causal)


@pytest.mark.parametrize("causal", [False, True])
@pytest.mark.parametrize("size", [30.0, 1e3, 1e6, 1e74])
def test_huge_scores(solution, reference, size, causal):
    """However large scores are, of either sign, the results are finite and right."""
    assert_right(solution, reference, _huge(size, causal))


@pytest.mark.parametrize("dtype", ["float64", "float32"])
@pytest.mark.parametrize("causal", [False, True])
def test_precision(solution, reference, dtype, causal):
    """float64 stays float64 all the way; float32 comes back right to float32 precision, as float32 or float64."""
    case = case_of(2, 6, 3, 4, 5, causal, dtype=dtype, size=0.25)
    wide = Case(*(array.astype(np.float64) for array in case[:5]), case.num_heads, causal)
    exact = tuple(array.astype(dtype) for array in reference.self_attention(*wide))
    assert_right(solution, reference, case, exact)


@settings(max_examples=15)
@given(case=cases(bs=st.integers(1, 2), heads=st.integers(1, 2)), layouts=st.tuples(*[st.sampled_from(LAYOUTS)] * 5))
def test_memory_layout(solution, reference, case, layouts):
    """Views, Fortran order and reversed axes are arrays like any other."""
    arrays = [relaid(array, layout) for array, layout in zip(case[:5], layouts, strict=True)]
    assert_right(solution, reference, Case(*arrays, case.num_heads))


@settings(max_examples=5)
@given(case=cases(bs=st.integers(1, 2), ns=st.integers(2, 4), heads=st.integers(1, 2)))
def test_arguments_are_left_alone(solution, reference, case):
    """No call changes its arguments, or what an earlier call returned; each call computes its own answer."""
    for causal in (False, True, False):
        assert_right(solution, reference, case._replace(causal=causal))
        assert_unchanged(solution)
    other = case._replace(x=1 - case.x, w_qkv=-0.5 * case.w_qkv, w_proj=case.w_proj + 1, b_proj=2 * case.b_proj)
    assert_right(solution, reference, other)
    assert_unchanged(solution)


@pytest.mark.parametrize(
    ("changed", "names"),
    [
        *[({"num_heads": number}, ["num_heads"]) for number in (0, -1, -2)],
        *[({"num_heads": number}, ["num_heads", "x"]) for number in (4, 5, 12)],
        *[({"x": np.ones(shape)}, ["x"]) for shape in [(5, 6), (1, 2, 5, 6)]],
        *[({"w_qkv": np.ones(shape)}, ["w_qkv", "x"]) for shape in [(6, 6), (6, 12), (5, 18), (18, 6), (6, 24)]],
        *[({"b_qkv": np.ones(shape)}, ["b_qkv", "x"]) for shape in [(6,), (1,), (1, 18), (17,), (19,)]],
        *[({"w_proj": np.ones(shape)}, ["w_proj", "x"]) for shape in [(6, 5), (5, 6), (6, 12), (6, 1), (6,)]],
        *[({"b_proj": np.ones(shape)}, ["b_proj", "x"]) for shape in [(1,), (5, 6), (5,), (1, 6), (7,)]],
        ({"w_qkv": np.ones((6, 24)), "b_qkv": None}, ["w_qkv", "x"]),
        ({"w_proj": np.ones((6, 4)), "b_proj": np.ones(4)}, ["w_proj", "b_proj", "x"]),
    ],
    ids=lambda value: (
        "-".join(f"{key}{np.shape(item) or item}" for key, item in value.items()) if isinstance(value, dict) else None
    ),
)
def test_bad_input(solution, changed, names):
    """Bad input raises ValueError, and the message names an offending argument."""
    good = case_of(2, 5, 3, 2)._asdict()
    with refused(solution, *names):
        solution.self_attention(**{**good, **changed})


def weights_of(rng, c):
    """The weights and biases of a layer of ``c`` channels."""
    return [rng.standard_normal(shape) / 8 for shape in [(c, 3 * c), (3 * c,), (c, c), (c,)]]


def workload_sentences(solution, rng):
    """Six batches of two sentences of 64 tokens, 64 channels, four heads."""
    layer, results = weights_of(rng, 64), []
    for x in rng.standard_normal((6, 2, 64, 64)):
        result = solution.self_attention(x, *layer, 4, causal=True)
        results += [result[0], result[1]]
    return results


def workload_sentence(solution, rng):
    """One sentence of 96 tokens, 64 channels, four heads."""
    result = solution.self_attention(rng.standard_normal((1, 96, 64)), *weights_of(rng, 64), 4)
    return result[0], result[1]
